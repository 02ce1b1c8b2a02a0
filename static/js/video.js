// A video from elsewhere is asked for only after a click; until then nothing of the other site is loaded.

for (const place of document.querySelectorAll("[data-video]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = `Laad de video van ${place.dataset.host}`;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = place.dataset.video;
    frame.title = place.dataset.title;
    frame.allow = "fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin"; // without it the player refuses
    place.replaceChildren(frame);
    frame.focus();
  });
  place.prepend(button);
}
