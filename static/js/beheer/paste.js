// Pasting into a text in the admin: Word's lists and headings arrive as such, and a table may become a block of its
// own.

import { make } from "../make.js";
import { asText, linesOf, partsOf, rowsOfText, tidied } from "./pasted_html.js";

// Wagtail keeps the parts of a text to itself; this way we know them too, to put a block between them.
const texts = new Set();
const { StreamBlockDefinition } = window.wagtailStreamField?.blocks ?? {};
if (StreamBlockDefinition) {
  class KnownText extends StreamBlockDefinition {
    render(...given) {
      const text = super.render(...given);
      texts.add(text);
      return text;
    }
  }
  window.telepath.register("wagtail.blocks.StreamBlock", KnownText);
}

// Where beside this editor a table may stand: the text and its part that the editor is in; null for nowhere.
function placeOf(editor) {
  const places = [...texts].flatMap((text) => text.children.map((part) => ({ text, part })));
  return (
    places.findLast(({ text, part }) => text.blockDef.childBlockDefsByName.table && part.element.contains(editor)) ??
    null
  );
}

const ours = new WeakSet();

// Has the editor paste this as if it came from the clipboard, so that it cleans it as it always does.
function pasteInto(editor, html) {
  const clipboardData = new DataTransfer();
  const plain = make("div", { innerHTML: html });
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", linesOf(plain));
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  ours.add(event);
  editor.querySelector("[contenteditable=true]").dispatchEvent(event);
}

function add({ text, part }, after, type, value) {
  const block = { type, id: crypto.randomUUID(), value: value ?? text.blockDef.initialChildStates[type] };
  return text.insert(block, part.index + after, { animate: false, focus: false });
}

function tableOf(rows) {
  const headed = { table_header_choice: "row", first_row_is_table_header: true, first_col_is_header: false };
  return { table: { ...headed, table_caption: "", data: rows, cell: [], mergeCells: [] } };
}

// Puts texts and tables one below the other, beginning in this editor.
function divide(editor, place, parts) {
  let after = 0;
  const own = place.part.type === "text";
  for (const { html, rows } of parts) {
    if (rows) add(place, (after += 1), "table", tableOf(rows));
    else if (!own || !after) pasteInto(editor, html);
    else pasteInto(add(place, (after += 1), "text").element.querySelector(".Draftail-Editor"), html);
  }
  place.text.children[place.part.index + 1].element.scrollIntoView({ block: "nearest" });
}

// Asks what to do with so many tables; Escape is an answer too, for what was pasted must not get lost.
function ask(count) {
  const dialog = make("dialog", { className: "ask-table", "aria-labelledby": "ask-table" });
  dialog.innerHTML = `<form method="dialog"><h2 id="ask-table"></h2>
    <p>Dan blijven rijen en kolommen staan, en is de eerste rij de koprij.</p>
    <button class="button" value="block">Maak een tabelblok</button>
    <button class="button button-secondary" value="text">Plak als tekst</button></form>`;
  const question =
    count > 1
      ? `Dit lijken ${count} tabellen. Maak er tabelblokken van?`
      : "Dit lijkt een tabel. Maak er een tabelblok van?";
  dialog.querySelector("h2").textContent = question;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "block");
    });
  });
}

function bodyOf(clipboard) {
  const html = clipboard.getData("text/html");
  // From an editor like this one: it knows its own.
  if (html) return html.includes("data-editor=") ? null : tidied(html);
  const rows = rowsOfText(clipboard.getData("text/plain"));
  const table = make("table");
  for (const row of rows)
    for (const [place, cell] of row.entries()) {
      if (!place) table.insertRow();
      table.rows[table.rows.length - 1].insertCell().textContent = cell;
    }
  return rows.length ? make("div", {}, table) : null;
}

document.addEventListener(
  "paste",
  async (event) => {
    const editor = event.target.closest?.(".Draftail-Editor");
    const body = editor && !ours.has(event) && bodyOf(event.clipboardData);
    if (!body) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const parts = partsOf(body);
    const tables = parts.filter(({ rows }) => rows).length;
    const place = tables ? placeOf(editor) : null;
    if (place && (await ask(tables))) divide(editor, place, parts);
    else pasteInto(editor, asText(body));
  },
  true,
);
