// Suggestions while typing, as an ARIA combobox (list autocomplete, manual selection). Without this module it is a
// plain search field.
// Every option is a link, so click, tap, middle click and long press do what they do to any link, and dragging only
// scrolls.

const WAIT = 150; // ms without a key before asking
const ENOUGH = 200; // pixels below the field in which a list is worth looking at
const EDGE = 8; // between the list and the end of the screen, or the keyboard on it

function combobox(input) {
  const list = document.createElement("div");
  list.id = `${input.id}-suggesties`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggesties");
  list.hidden = true;
  input.closest(".search").append(list);
  const facts = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(facts)) input.setAttribute(name, value);
  let timer = 0;
  let asked = null;
  let options = [];
  let current = -1;

  function show(open) {
    list.hidden = !open || !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) point(-1);
    else fit();
  }

  // As high as what is free between the field and the keyboard; when that is next to nothing the field moves up first.
  function fit() {
    if (list.hidden) return;
    const free = () => {
      const { height, offsetTop } = window.visualViewport;
      return height + offsetTop - list.getBoundingClientRect().top - EDGE;
    };
    list.style.maxHeight = "";
    if (free() < Math.min(ENOUGH, list.offsetHeight)) input.scrollIntoView({ block: "start", behavior: "instant" });
    list.style.maxHeight = `${Math.max(free(), 0)}px`;
  }

  function point(index) {
    current = index;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (index >= 0) {
      input.setAttribute("aria-activedescendant", options[index].id);
      options[index].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function fill(found) {
    options = found.map((one, place) => {
      const option = document.createElement("a");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.href = one.url;
      option.tabIndex = -1;
      const title = document.createElement("span");
      title.textContent = one.titel;
      const kind = document.createElement("small");
      kind.textContent = one.soort;
      option.append(title, " ", kind);
      return option;
    });
    list.replaceChildren(...options);
    show(document.activeElement === input);
  }

  function forget() {
    clearTimeout(timer);
    asked?.abort();
    options = [];
    show(false);
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < 2) return forget();
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (answer.ok) fill((await answer.json()).suggesties);
      else forget();
    } catch (problem) {
      if (problem.name !== "AbortError") forget();
    }
    return undefined;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", () => show(false));
  input.form.addEventListener("submit", forget);
  window.addEventListener("pagehide", forget); // who comes back finds the page, not the list over it
  window.visualViewport.addEventListener("resize", fit); // the keyboard comes or goes
  // The field keeps the focus, and with it the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      show(true);
      point((current + step + options.length + (current < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      options[current].click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });
}

document.querySelectorAll("input[data-suggest]").forEach(combobox);
