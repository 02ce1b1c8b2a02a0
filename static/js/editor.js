// A small editor in place of a text area: bold, italic, lists and links. What it makes is cleaned again by the server.

import { make } from "./make.js";
import { plainRows, structured } from "./pasted.js";

const KEEP = {
  B: "b",
  STRONG: "b",
  I: "i",
  EM: "i",
  UL: "ul",
  OL: "ol",
  LI: "li",
  P: "p",
  DIV: "p",
  BR: "br",
  H1: "p",
  H2: "p",
  H3: "p",
  H4: "p",
  H5: "p",
  H6: "p",
};
const DROP = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "META", "LINK", "XML", "TEMPLATE", "IFRAME", "OBJECT"]);
const LINK = /^(https?:\/\/|mailto:|\/(?!\/))/i;
const TOOLS = [
  ["Vet", "bold"],
  ["Cursief", "italic"],
  ["Opsomming", "insertUnorderedList"],
  ["Nummering", "insertOrderedList"],
  ["Link", "link"],
  ["Link weg", "unlink"],
];

// Only what the editor knows, built anew: whatever a word processor put on the clipboard stays behind.
function cleaned(html) {
  const made = make("div");
  copy(structured(html), made);
  return made;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.textContent.replace(/\s+/g, " "));
    if (node.nodeType !== Node.ELEMENT_NODE || DROP.has(node.tagName)) continue;
    const href = node.tagName === "A" ? (node.getAttribute("href") ?? "").trim() : "";
    const name = href && LINK.test(href) ? "a" : KEEP[node.tagName];
    const nested = name === "p" && ["P", "LI"].includes(to.tagName);
    if (!name || nested) {
      copy(node, to);
      continue;
    }
    const element = make(name);
    if (name === "a") element.setAttribute("href", href);
    copy(node, element);
    if (name === "br" || element.textContent.trim()) to.append(element);
  }
}

function askForLink() {
  const given = window.prompt("Waar gaat de link naartoe? Plak het adres.", "https://")?.trim();
  if (!given) return null;
  if (LINK.test(given)) return given;
  if (given.includes("@")) return `mailto:${given}`;
  return /^[\w-]+(\.[\w-]+)+/.test(given) ? `https://${given}` : null;
}

function editorFor(area) {
  const kind = area.form.querySelector(`[name="${CSS.escape(area.name)}-soort"]`);
  const label = document.getElementById(`${area.id}_label`);
  const toolbar = { className: "editor-tools", role: "toolbar", "aria-label": `Opmaak van ${label.textContent}` };
  const tools = make("div", toolbar);
  const text = make("div", {
    className: "editor-text",
    contentEditable: "true",
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": label.id,
  });
  for (const name of ["aria-describedby", "aria-invalid"])
    if (area.hasAttribute(name)) text.setAttribute(name, area.getAttribute(name));
  text.append(...cleaned(kind.value === "html" ? area.value : kind.dataset.html).childNodes);

  const take = () => {
    area.value = text.innerHTML;
    area.dataset.length = text.textContent.trim().length;
    kind.value = "html";
  };
  const buttons = TOOLS.map(([title, command], place) => {
    const button = make("button", { type: "button", tabIndex: place ? -1 : 0 }, title);
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays where it is
    button.addEventListener("click", () => {
      text.focus();
      const address = command === "link" ? askForLink() : null;
      if (command !== "link") document.execCommand(command);
      else if (address) document.execCommand("createLink", false, address);
      mark();
    });
    tools.append(button);
    return button;
  });
  const mark = () => {
    TOOLS.slice(0, 4).forEach(([, command], place) =>
      buttons[place].setAttribute("aria-pressed", String(document.queryCommandState(command))),
    );
  };
  tools.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
    event.preventDefault();
  });
  text.addEventListener("focus", () => document.execCommand("defaultParagraphSeparator", false, "p"));
  text.addEventListener("keyup", mark);
  text.addEventListener("mouseup", mark);
  text.addEventListener("paste", (event) => {
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    if (html) document.execCommand("insertHTML", false, cleaned(html).innerHTML);
    else document.execCommand("insertText", false, plainRows(event.clipboardData.getData("text/plain")));
  });
  text.addEventListener("drop", (event) => event.preventDefault());
  text.addEventListener("input", () => {
    take();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  area.addEventListener("restored", () => {
    kind.value = "html";
    text.replaceChildren(...cleaned(area.value).childNodes);
    take();
    area.dispatchEvent(new Event("input"));
  });
  text.id = area.id; // where a link to this question leads
  area.removeAttribute("id");
  label.removeAttribute("for");
  label.addEventListener("click", (event) => {
    event.preventDefault();
    text.focus();
  });
  area.form.addEventListener("submit", take);

  area.before(make("div", { className: "editor" }, tools, text));
  area.hidden = true;
  area.closest(".ask").querySelector(".plain-hint").hidden = true;
  take();
}

for (const area of document.querySelectorAll("textarea[data-story]")) editorFor(area);
