/* Logging in with a key or passkey. The page says in data attributes which of allauth's forms it holds; without
   JavaScript, or in a browser without keys, the buttons stay hidden. */
const forms = window.allauth?.webauthn?.forms;

if (forms && window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    const { passkey, ...ids } = form.dataset;
    form.hidden = false;
    forms[passkey]({ ids });
    const said = form.appendChild(document.createElement("p"));
    said.className = "error";
    said.setAttribute("role", "alert");
    form.addEventListener("click", () => {
      said.textContent = "";
    });
    document.addEventListener("allauth.error", (event) => {
      event.preventDefault();
      said.textContent = "Dat is niet gelukt. Probeer het opnieuw, of kies een andere manier.";
    });
  }
}
