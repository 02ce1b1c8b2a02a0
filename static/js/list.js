// Choosing a filter shows the results at once, in place: the address, the back button and the focus stay right.
// Without this module every form works by its button.

const parser = new DOMParser();
let asked = null;

// What the server renders anew; everything else on the page stays. The landkaart (landkaart.js) has more parts than the kennisbank.
const PARTS = ["#resultaten", ".filters .facets", ".search", ".finder", "#kaart .marks", "#deel"];
const FORMS = ".filters .facets, .finder";
const here = () => window.location.pathname + window.location.search;
let shown = here();

function keyOf(element) {
  if (!element?.name) return null;
  if (element.id) return `#${element.id}`;
  return element.type === "checkbox" ? `[name="${element.name}"][value="${CSS.escape(element.value)}"]` : null;
}

function enhance() {
  for (const form of document.querySelectorAll(FORMS)) {
    form.classList.add("is-live");
    for (const fold of form.querySelectorAll(".fold")) narrow(fold);
  }
}

// A long list gets a box that narrows it.
function narrow(fold) {
  if (fold.querySelector("input[type=search]")) return;
  const items = [...fold.querySelectorAll("li")];
  const box = document.createElement("input");
  box.type = "search";
  box.className = "narrow";
  box.setAttribute("aria-label", "Zoek in deze lijst");
  box.placeholder = "Zoek in deze lijst";
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  });
  fold.querySelector("ul").before(box);
}

async function show(url, { push = true } = {}) {
  asked?.abort();
  asked = new AbortController();
  const results = document.querySelector("#resultaten");
  results.setAttribute("aria-busy", "true");
  const focus = keyOf(document.activeElement);
  const unfolded = [...document.querySelectorAll("details[id][open]")].map((details) => details.id);
  const open = [...document.querySelectorAll(".fold[open]")].map((fold) => fold.closest("fieldset").querySelector("legend").textContent);
  let fresh;
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    fresh = parser.parseFromString(await answer.text(), "text/html");
  } catch (problem) {
    if (problem.name !== "AbortError") window.location.assign(url);
    return;
  }
  if (push) history.pushState({}, "", url);
  shown = here();
  document.title = fresh.title;
  // The live region itself stays in the page, so that its new words are spoken.
  const said = document.querySelector("#resultaten .total");
  const news = fresh.querySelector("#resultaten .total");
  for (const part of PARTS) {
    const old = document.querySelector(part);
    const there = fresh.querySelector(part);
    if (!old || !there || (part === ".search" && old.contains(document.activeElement))) continue;
    old.replaceChildren(...there.childNodes);
  }
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  const place = document.querySelector("#resultaten .total");
  if (said && place) {
    place.replaceWith(said);
    said.dataset.total = news.dataset.total;
    said.replaceChildren(...news.childNodes);
  }
  results.removeAttribute("aria-busy");
  for (const legend of document.querySelectorAll(".facet legend")) {
    if (open.includes(legend.textContent)) legend.parentElement.querySelector(".fold")?.setAttribute("open", "");
  }
  enhance();
  if (focus) document.querySelector(`.facets ${focus}, .finder ${focus}`)?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("resultaten"));
}

function address(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const text = query.toString();
  return form.getAttribute("action") + (text ? `?${text}` : "");
}

document.addEventListener("change", (event) => {
  const form = event.target.closest(FORMS);
  if (form && event.target.matches("[type=checkbox], select")) show(address(form));
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".finder")) return;
  event.preventDefault();
  show(address(event.target));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("#resultaten :is(.chips, .sorts, .meant, .stay) a");
  if (link?.pathname !== window.location.pathname || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(link.href).then(() => document.querySelector("#resultaten").focus({ preventScroll: true }));
});
window.addEventListener("popstate", () => { if (here() !== shown) show(window.location.href, { push: false }); });
enhance();
