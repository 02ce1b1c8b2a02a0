// A file that would be refused is refused here, before it is sent: by its kind and its size. The server looks again,
// and inside.
// The rules and the words are the server's (platform_site/chosen_files.py), in data-rules.

import { make } from "./make.js";

export const rulesOf = (input) => JSON.parse(input.dataset.rules);

const megabytes = (bytes) => Math.ceil(bytes / 2 ** 20);

function refusal(input, file) {
  const { kinds, most, own, words, same } = rulesOf(input);
  const ending = file.name.split(".").pop().toLowerCase();
  const wrong = (!kinds.includes(ending) && "kind") || (!file.size && "empty") || (file.size > most && "size");
  const said = own[same[ending] ?? ending] ?? words[wrong] ?? "";
  return said.replace("{name}", () => file.name).replace("{mb}", megabytes(file.size));
}

// What is said when files that may each go along are together too large.
function refusedTogether(input, files) {
  const { most, words } = rulesOf(input);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return files.length > 1 && size > most ? words.together.replace("{mb}", megabytes(size)) : "";
}

// Says why these files do not go along; the others that were chosen do. Without words: all of them do.
export function refuse(input, said, refused = [...input.files]) {
  const others = [...input.files].filter((file) => !refused.includes(file));
  for (const old of input.closest(".ask").querySelectorAll(".error")) old.remove();
  if (said) {
    const rest = others.length ? ` Wel mee: ${others.map((file) => file.name).join(", ")}.` : "";
    const line = make("p", { className: "error file-error", role: "alert" }, said + rest);
    input.before(line);
    const kept = new DataTransfer();
    for (const file of others) kept.items.add(file);
    input.files = kept.files;
    line.scrollIntoView({ block: "nearest" });
  }
  tell(input, said ? refused.map((file) => file.name).join(", ") : "");
}

// The form takes along which file was refused, so that nobody is told that all was saved.
function tell(input, names) {
  const left = input.form.elements[`${input.name}-niet-mee`];
  if (left) left.value = names;
  input.form.dispatchEvent(
    new CustomEvent("file", { detail: names && (left?.dataset.allBut ?? "").replace("{}", () => names) }),
  );
}

for (const input of document.querySelectorAll("input[type=file][data-rules]")) {
  input.addEventListener("change", () => {
    const refused = [...input.files].filter((file) => refusal(input, file));
    const together = refusedTogether(
      input,
      [...input.files].filter((file) => !refused.includes(file)),
    );
    const said = [...refused.map((file) => refusal(input, file)), together].filter(Boolean).join(" ");
    refuse(input, said, together ? [...input.files] : refused);
  });
}
