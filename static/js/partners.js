// The list of partners: looking in it while typing, opening a row where it stands, choosing several. Works without this
// module too.

const form = document.querySelector("form[data-keep]");
const box = document.querySelector("#toon");
const shown = document.querySelector("[data-shown]");
const chosen = document.querySelector("[data-chosen]");
const all = document.querySelector("[data-all]");
const blank = document.querySelector("template[data-partner-fields]");
const rows = [...form.querySelectorAll(".partner[data-words]")];
const folds = [...form.querySelectorAll(".partner-group details")];
const wasOpen = new Map(folds.map((fold) => [fold, fold.open]));

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function filter() {
  const words = plain(box.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    row.hidden = !words.every((word) => row.dataset.words.includes(word));
    if (!row.hidden) count += 1;
  }
  for (const fold of folds) {
    fold.hidden = !fold.querySelector(".partner:not([hidden])");
    fold.open = words.length ? true : wasOpen.get(fold);
  }
  for (const group of form.querySelectorAll(".partner-group")) {
    group.hidden = Boolean(words.length) && !group.querySelector(".partner:not([hidden])");
  }
  shown.textContent = words.length ? `${count} van ${rows.length}` : "";
}

// The questions of a row, made of the template; gives the first of them.
function open(row) {
  const there = row.querySelector(".partner-fields");
  if (there) return there;
  const key = row.id.replace("rij-", "");
  const name = row.querySelector("b").textContent;
  const made = blank.content.firstElementChild.cloneNode(true);
  for (const element of [made, ...made.querySelectorAll("*")]) {
    for (const { name: attribute, value } of [...element.attributes]) {
      if (/SLEUTEL|NAAM/.test(value))
        element.setAttribute(attribute, value.replace("SLEUTEL", key).replace("NAAM", name));
    }
    if (element.classList.contains("only-read")) element.textContent = `: ${name}`;
  }
  made.querySelector("[name^='gezien-']").value = row.dataset.seen;
  for (const term of ["role", "since", "until"]) made.querySelector(`[name$='-${term}']`).value = row.dataset[term];
  row.querySelector("[data-open]")?.remove();
  row.append(made);
  row.closest("details")?.setAttribute("open", "");
  form.dispatchEvent(new Event("opened"));
  return made;
}

function tellChosen() {
  const count = form.querySelectorAll("[name=kies]:checked").length;
  chosen.textContent = `${count} gekozen`;
}

if (box) {
  box.addEventListener("input", filter);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  document.querySelector("[data-show]").hidden = true;
  all.hidden = false;
  all.addEventListener("click", () => {
    const here = rows.filter((row) => row.checkVisibility()).map((row) => row.querySelector("[name=kies]"));
    const on = here.some((tick) => !tick.checked);
    for (const tick of here) tick.checked = on;
    tellChosen();
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open]");
    if (!link) return;
    event.preventDefault();
    open(link.closest(".partner")).querySelector("select").focus();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "kies") tellChosen();
  });
  // What was kept of a row can only be put back in an open one.
  form.addEventListener("kept", ({ detail }) => {
    for (const row of rows) if (detail.some((name) => name.startsWith(`${row.id}-`))) open(row);
  });
  if (box.value) filter();
  tellChosen();
  const touched =
    document.querySelector(".partner:has(.error, .theirs)") ?? document.querySelector(".partner.is-touched");
  touched?.focus({ preventScroll: true });
  touched?.scrollIntoView({ block: "center", behavior: "instant" });
}
