// A file that would be refused is refused here, before it is sent: by its kind and its size. The server looks again, and inside.

const OWN_WORDS = {
  heic: "Dit is een foto zoals een iPhone die bewaart (heic). Sla hem op als jpg en kies die.",
  svg: "Een svg-bestand kunnen we niet gebruiken. Sla het logo op als png en kies dat.",
};

const ending = (file) => file.name.split(".").pop().toLowerCase().replace("heif", "heic");

function refusal(input, files) {
  const kinds = input.dataset.kinds.split(" ");
  const isPicture = kinds.includes("png");
  const most = Number(input.dataset.most);
  for (const file of files) {
    const kind = ending(file);
    if (isPicture && OWN_WORDS[kind]) return OWN_WORDS[kind];
    if (!kinds.includes(kind)) return `“${file.name}” kan niet mee. Kies een bestand van deze soort: ${kinds.join(", ")}.`;
    if (file.size === 0) return `“${file.name}” is leeg. Kies een ander bestand.`;
    if (file.size > most) return `“${file.name}” is ${Math.ceil(file.size / 2 ** 20)} MB; er past hooguit ${most / 2 ** 20} MB. Verklein het en kies het nog eens.`;
  }
  const together = files.reduce((sum, file) => sum + file.size, 0);
  return together > most ? `Samen zijn deze bestanden ${Math.ceil(together / 2 ** 20)} MB; er past hooguit ${most / 2 ** 20} MB. Kies er minder.` : "";
}

export function refuse(input, words) {
  const question = input.closest(".ask");
  for (const old of question.querySelectorAll(".file-error")) old.remove();
  if (!words) return;
  const line = document.createElement("p");
  line.className = "error file-error";
  line.setAttribute("role", "alert");
  line.textContent = words;
  input.before(line);
  input.value = "";
}

for (const input of document.querySelectorAll("input[type=file][data-kinds]")) {
  input.addEventListener("change", (event) => {
    const words = refusal(input, [...input.files]);
    refuse(input, words);
    if (words) event.stopImmediatePropagation();
  });
}
