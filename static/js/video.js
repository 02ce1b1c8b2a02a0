// A video from elsewhere is asked for only after a click; until then nothing of the other site is loaded.

import { make } from "./make.js";

for (const place of document.querySelectorAll("[data-video]")) {
  const button = make("button", { type: "button", className: "button" }, `Laad de video van ${place.dataset.host}`);
  button.addEventListener("click", () => {
    const frame = make("iframe", {
      src: place.dataset.video,
      title: place.dataset.title,
      allow: "fullscreen; picture-in-picture",
      referrerPolicy: "strict-origin-when-cross-origin", // without it the player refuses
    });
    place.replaceChildren(frame);
    frame.focus();
  });
  place.prepend(button);
}
