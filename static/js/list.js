// Choosing a filter shows the results at once, in place: the address, the back button and the focus stay right.
// Where the results are out of sight (a phone), a button in sight tells how many there are and leads to them.
// Without this module every form works by its button.

const parser = new DOMParser();
let asked = null;

// What the server renders anew; everything else on the page stays. The landkaart (landkaart.js) has more parts than the
// kennisbank.
// What one types in stays as well: a text field is no part, it only follows.
const PARTS = [
  "#resultaten",
  ".tabs",
  ".filters > summary",
  ".filters .facets",
  ".finder .choices",
  ".finder .more",
  "#kaart .marks",
  "#deel",
];
const FIELDS = ":is(.search, .asks) :is(input, select)";
const FORMS = ".filters .facets, .finder";
const here = () => window.location.pathname + window.location.search;
const came = here();
let shown = came;

function keyOf(element) {
  if (element?.id) return `#${element.id}`;
  return element?.type === "checkbox" ? `[name="${element.name}"][value="${CSS.escape(element.value)}"]` : null;
}

function enhance() {
  for (const form of document.querySelectorAll(FORMS)) {
    form.classList.add("is-live");
    if (shown !== came) form.classList.add("is-changed");
    for (const fold of form.querySelectorAll(".fold")) narrow(fold);
  }
  const count = Number(document.querySelector("#resultaten .total").dataset.total);
  document.querySelector("#toon").textContent =
    `Toon ${count.toLocaleString("nl")} ${count === 1 ? "resultaat" : "resultaten"}`;
}

// A long list gets a box that narrows it.
function narrow(fold) {
  if (fold.querySelector("input[type=search]")) return;
  const items = [...fold.querySelectorAll("li")];
  const heading = fold.querySelector("summary");
  const whole = heading.textContent;
  const box = document.createElement("input");
  box.type = "search";
  box.className = "narrow";
  box.setAttribute("aria-label", "Zoek in deze lijst");
  box.placeholder = "Zoek in deze lijst";
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    const left = items.filter((item) => !item.hidden).length;
    heading.textContent = wanted ? `${left} van ${whole}` : whole;
  });
  fold.querySelector("ul").before(box);
}

const legendOf = (fold) => fold.closest("fieldset").querySelector("legend").textContent;

// The lists that are open, each with what was typed to narrow it.
function unfolding() {
  return new Map(
    [...document.querySelectorAll(".fold[open]")].map((fold) => [
      legendOf(fold),
      fold.querySelector(".narrow")?.value ?? "",
    ]),
  );
}

function unfold(open) {
  for (const fold of document.querySelectorAll(".fold")) {
    if (!open.has(legendOf(fold))) continue;
    fold.open = true;
    const box = fold.querySelector(".narrow");
    box.value = open.get(legendOf(fold));
    box.dispatchEvent(new Event("input"));
  }
}

// What each field holds that may be replaced by what the server makes of it: not what is typed and not sent yet.
function settled(sent) {
  const isOld = (field) => sent || field.tagName === "SELECT" || field.value === field.defaultValue;
  return [...document.querySelectorAll(FIELDS)].filter(isOld).map((field) => [field.id, field.value]);
}

function follow(fresh, fields) {
  for (const [id, value] of fields) {
    const [field, now] = [document.getElementById(id), fresh.getElementById(id)];
    field.defaultValue = now.value;
    if (field.value === value) field.value = now.value;
  }
}

// sent: the address holds what the fields of the form hold. True when it is there; another one may have come first.
async function show(url, { push = true, sent = false } = {}) {
  asked?.abort();
  asked = new AbortController();
  const results = document.querySelector("#resultaten");
  results.setAttribute("aria-busy", "true");
  const fields = settled(sent);
  let fresh;
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    fresh = parser.parseFromString(await answer.text(), "text/html");
  } catch (problem) {
    if (problem.name !== "AbortError") window.location.assign(url);
    return false;
  }
  const focus = keyOf(document.activeElement);
  const unfolded = [...document.querySelectorAll("details[id][open]")].map((details) => details.id);
  const open = unfolding();
  if (push) history.pushState({}, "", url);
  shown = here();
  document.title = fresh.title;
  // The live region itself stays in the page, so that its new words are spoken.
  const said = document.querySelector("#resultaten .total");
  const news = fresh.querySelector("#resultaten .total");
  for (const part of PARTS) {
    const [old, there] = [document.querySelector(part), fresh.querySelector(part)];
    if (!old || !there) continue;
    old.replaceChildren(...there.childNodes);
    if (there.open) old.open = true;
  }
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  const place = document.querySelector("#resultaten .total");
  if (said && place) {
    place.replaceWith(said);
    said.dataset.total = news.dataset.total;
    said.replaceChildren(...news.childNodes);
  }
  results.removeAttribute("aria-busy");
  follow(fresh, fields);
  enhance();
  unfold(open);
  if (focus) document.querySelector(`.facets ${focus}, .finder ${focus}`)?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("resultaten"));
  return true;
}

function address(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const text = query.toString();
  return new URL(form.action).pathname + (text ? `?${text}` : "");
}

// What was found comes into sight and has the focus. always: where it is in sight already, too.
function reveal(always) {
  const results = document.querySelector("#resultaten");
  document.querySelector(".filters")?.removeAttribute("open");
  const { top, bottom } = results.querySelector(".total").getBoundingClientRect();
  if (!always && top >= 0 && bottom <= window.visualViewport.height) return;
  results.focus({ preventScroll: true });
  results.scrollIntoView();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest(FORMS);
  if (form && event.target.matches("[type=checkbox], select")) show(address(form), { sent: true });
});
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const always = submitter?.id === "toon";
  if (!always && !form.matches(".finder")) return;
  event.preventDefault();
  const url = address(form);
  if (url === shown || (await show(url, { sent: true }))) reveal(always);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("#resultaten :is(.chips, .sorts, .meant, .stay) a");
  if (link?.pathname !== window.location.pathname || event.metaKey || event.ctrlKey || event.shiftKey || event.button)
    return;
  event.preventDefault();
  show(link.href).then(() => document.querySelector("#resultaten").focus({ preventScroll: true }));
});
window.addEventListener("popstate", () => {
  if (here() !== shown) show(window.location.href, { push: false });
});
enhance();

// What the landkaart offers to share: chosen whole by a click in it, and copied by a button.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("#deel [readonly]")) event.target.select();
});
function copyButtons() {
  if (!navigator.clipboard) return;
  for (const field of document.querySelectorAll("#deel .field")) {
    const text = field.querySelector("[readonly]");
    const copy = ({ target }) =>
      navigator.clipboard.writeText(text.value).then(() => {
        target.textContent = "Gekopieerd";
      });
    const facts = { type: "button", className: "button quiet", textContent: "Kopieer", onclick: copy };
    field.append(Object.assign(document.createElement("button"), facts));
  }
}
document.addEventListener("resultaten", copyButtons);
copyButtons();
