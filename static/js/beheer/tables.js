// The table in a text: buttons in sight for rows and columns, instead of a menu behind the right mouse button.

import { make } from "../make.js";

const ACTS = [
  ["Rij erboven", "insert_row", 0],
  ["Rij eronder", "insert_row", 1],
  ["Rij weg", "remove_row", 0],
  ["Kolom links", "insert_col", 0],
  ["Kolom rechts", "insert_col", 1],
  ["Kolom weg", "remove_col", 0],
];

function act(table, command, step, told) {
  const rows = command.endsWith("row");
  const before = rows ? table.countRows() : table.countCols();
  const [row, column] = table.getSelectedLast() ?? [table.countRows() - 1, table.countCols() - 1];
  const at = rows ? row : column;
  if (command.startsWith("remove") && before === 1) {
    const what = rows ? "rij" : "kolom";
    told.textContent = `De laatste ${what} kan niet weg. Verwijder de hele tabel met de prullenbak erboven.`;
    return;
  }
  table.alter(command, at + step);
  const [down, right] = rows ? [at + step, column] : [row, at + step];
  table.selectCell(
    Math.min(down, table.countRows() - 1),
    Math.min(right, table.countCols() - 1),
    undefined,
    undefined,
    true,
    false,
  );
  const [high, wide] = [count(table.countRows(), "rij", "rijen"), count(table.countCols(), "kolom", "kolommen")];
  told.textContent = `De tabel heeft nu ${high} en ${wide}.`;
}

const count = (number, one, more) => `${number} ${number === 1 ? one : more}`;

// From the table to a button. The table asks the focus back a moment after a cell was chosen.
function leave(table, button) {
  table.unlisten(); // or the next Enter would be for the table
  button.focus();
  const goesOn = new AbortController(); // whoever points or types wants something else
  const options = { capture: true, signal: goesOn.signal };
  table.rootElement.addEventListener("focusin", () => button.focus(), options);
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => goesOn.abort(), options);
  setTimeout(() => goesOn.abort(), 200);
}

function tools(table) {
  const bar = make("div", { className: "table-tools", role: "group", "aria-label": "Rijen en kolommen" });
  const first = "Kies eerst een cel. Met Esc ga je van de tabel terug naar deze knoppen.";
  const told = make("p", { role: "status" }, first);
  for (const [title, command, step] of ACTS) {
    const button = make("button", { type: "button", className: "button button-small button-secondary" }, title);
    button.addEventListener("click", () => {
      act(table, command, step, told);
      leave(table, button);
    });
    bar.append(button);
  }
  bar.append(told);
  return bar;
}

if (window.Handsontable) {
  Handsontable.languages.registerLanguageDictionary({ languageCode: "nl" });
  Handsontable.hooks.add("afterInit", function addTools() {
    const bar = tools(this);
    this.rootElement.before(bar);
    this.updateSettings({ contextMenu: false, outsideClickDeselects: false, renderAllRows: true });
    // Wagtail's form looks for changes when one is told of; the hidden field that a table is kept in tells nothing by
    // itself.
    const kept = this.rootElement.parentElement.querySelector("input[type=hidden]");
    const tell = () => setTimeout(() => kept?.dispatchEvent(new Event("change", { bubbles: true })));
    for (const change of ["Change", "CreateRow", "CreateCol", "RemoveRow", "RemoveCol"])
      this.addHook(`after${change}`, tell);
    this.addHook("beforeKeyDown", (event) => {
      if (event.key !== "Escape" || this.getActiveEditor()?.isOpened()) return;
      leave(this, bar.querySelector("button"));
    });
  });
}
