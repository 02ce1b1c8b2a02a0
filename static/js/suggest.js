// Suggestions while typing, as an ARIA combobox (list autocomplete, manual selection). Without this module it is a plain search field.

const WAIT = 150; // ms without a key before asking

function combobox(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggesties`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggesties");
  list.hidden = true;
  input.closest("form").append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  let timer = 0;
  let asked = null;
  let options = [];
  let current = -1;

  function show(open) {
    list.hidden = !open || !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) point(-1);
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
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.dataset.url = one.url;
      const title = document.createElement("span");
      title.textContent = one.titel;
      const kind = document.createElement("small");
      kind.textContent = one.soort;
      option.append(title, " ", kind);
      // A click would first take the focus, and with it the list, away.
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); window.location.assign(one.url); });
      return option;
    });
    list.replaceChildren(...options);
    show(document.activeElement === input);
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < 2) { options = []; return show(false); }
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (answer.ok) fill((await answer.json()).suggesties);
    } catch (problem) {
      if (problem.name !== "AbortError") show(false);
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      show(true);
      point((current + step + options.length + (current < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      window.location.assign(options[current].dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });
}

document.querySelectorAll("input[data-suggest]").forEach(combobox);
