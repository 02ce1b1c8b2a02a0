// What is there to be copied is chosen whole when one comes in it, and gets a button that copies it.

for (const field of document.querySelectorAll("[data-copy]")) {
  const text = field.querySelector("[readonly]");
  text.addEventListener("focus", () => text.select());
  if (!navigator.clipboard) continue;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button quiet", textContent: "Kopieer" });
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.value);
    button.textContent = "Gekopieerd";
  });
  field.append(button);
}
