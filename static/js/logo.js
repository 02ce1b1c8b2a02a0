// Shows the chosen logo at the size of the page, and says what would make it better. Nothing is sent.

import { make } from "./make.js";
import { refuse, rulesOf } from "./files.js";

const SMALL = 400;
const MUCH_WHITE = 0.12;

function isBlank(pixels, place) {
  return pixels[place + 3] < 16 || (pixels[place] > 245 && pixels[place + 1] > 245 && pixels[place + 2] > 245);
}

// The share of the width that is blank beside what is drawn.
function blankShare(context, width, height) {
  const { data } = context.getImageData(0, 0, width, height);
  let first = width;
  let last = -1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (isBlank(data, (y * width + x) * 4)) continue;
      first = Math.min(first, x);
      last = Math.max(last, x);
    }
  }
  return last < 0 ? 0 : (width - (last - first + 1)) / width;
}

function lookAtLogo(input) {
  const place = make("div", { className: "logo-check", role: "status" });
  input.after(place);
  input.addEventListener("change", async () => {
    place.replaceChildren();
    const [file] = input.files;
    if (!file) return;
    let picture;
    try {
      picture = await createImageBitmap(file);
    } catch {
      refuse(
        input,
        rulesOf(input).words.unread.replace("{name}", () => file.name),
      );
      return;
    }
    const scale = Math.min(1, 360 / picture.width, 140 / picture.height);
    const canvas = make("canvas", { role: "img", "aria-label": "Zo groot komt het logo op de pagina" });
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const said = ["Zo groot komt het op de pagina."];
    if (blankShare(context, canvas.width, canvas.height) > MUCH_WHITE)
      said.push("Er zit veel wit naast het logo. Snijd dat eraf, dan wordt het groter.");
    if (picture.height > picture.width) said.push("Het staat rechtop; een liggend logo leest beter.");
    if (picture.width < SMALL)
      said.push(`Het is ${picture.width} pixels breed. Met ${SMALL} of meer blijft het scherp.`);
    place.append(canvas, make("p", { className: "hint" }, said.join(" ")));
  });
}

for (const input of document.querySelectorAll("input[type=file][accept*=image]")) lookAtLogo(input);
