// What a word processor, a spreadsheet or another site puts on the clipboard, read into what an editor here can hold.

const GONE = "style, script, meta, link, title, xml, template, o\\:p";
const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };
const LINES = new Set(["P", "DIV", "LI", "TR", "H1", "H2", "H3", "H4", "H5", "H6"]);

// html → the body of a document with headings, lists and paragraphs as HTML means them; tables are still tables.
export function tidied(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll(GONE)) element.remove();
  // Google Docs.
  for (const bold of body.querySelectorAll("b[style*='font-weight:normal']")) bold.replaceWith(...bold.childNodes);
  for (const line of body.querySelectorAll("h1, h4, h5, h6, p.MsoTitle")) rename(line, HEADINGS[line.tagName] ?? "h2");
  makeLists(body);
  return body;
}

function rename(element, name) {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.replaceWith(made);
}

// Word's lists are paragraphs that say in their style that they are an entry, with the bullet or number in their text.
function makeLists(body) {
  for (const first of body.querySelectorAll("p[style*='mso-list:']")) {
    if (!first.isConnected) continue;
    const entries = [];
    for (let line = first; line?.matches("p[style*='mso-list:']"); line = line.nextElementSibling)
      entries.push(entryOf(line));
    const lists = []; // the open list of each level
    const holder = body.ownerDocument.createElement("div");
    first.before(holder);
    for (const { line, level, ordered } of entries) {
      lists.length = Math.min(lists.length, level);
      while (lists.length < level) {
        const list = body.ownerDocument.createElement(ordered ? "ol" : "ul");
        (lists.at(-1)?.lastElementChild ?? lists.at(-1) ?? holder).append(list);
        lists.push(list);
      }
      const item = body.ownerDocument.createElement("li");
      item.append(...line.childNodes);
      lists.at(-1).append(item);
      line.remove();
    }
    holder.replaceWith(...holder.childNodes);
  }
}

function entryOf(line) {
  const sign = line.querySelector("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']");
  const ordered = /^[\s(]*(\d+|[a-z]|[ivx]+)[.)]/i.test(sign?.textContent ?? "");
  sign?.remove();
  return { line, ordered, level: Number(/level(\d)/.exec(line.getAttribute("style"))?.[1] ?? 1) };
}

// An element → its text, with a line for each paragraph in it.
export function linesOf(element) {
  let text = "";
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.textContent.replace(/\s+/g, " ");
    else if (node.nodeName === "BR") text += "\n";
    else if (node.nodeType === Node.ELEMENT_NODE)
      text += LINES.has(node.nodeName) ? `${linesOf(node)}\n` : linesOf(node);
  }
  return text.replace(/ *\n */g, "\n").trimEnd();
}

// A table → its cells, row by row, all rows as long; cells that were joined leave empty ones behind.
export function rowsOf(table) {
  const rows = [...table.rows].map(() => []);
  [...table.rows].forEach((row, down) => {
    for (const cell of row.cells) {
      let right = 0;
      while (rows[down][right] !== undefined) right += 1;
      const [high, wide] = [Math.min(cell.rowSpan || 1, rows.length - down), cell.colSpan];
      for (let y = 0; y < high; y += 1) for (let x = 0; x < wide; x += 1) rows[down + y][right + x] = "";
      rows[down][right] = linesOf(cell).trim();
    }
  });
  const wide = Math.max(0, ...rows.map((row) => row.findLastIndex((cell) => cell) + 1));
  return rows
    .filter((row) => row.some((cell) => cell))
    .map((row) => Array.from({ length: wide }, (_, x) => row[x] ?? ""));
}

export const isTable = (rows) => rows.length > 1 && rows[0].length > 1;

// Text with tabs → rows of cells; an empty list for text that is no table.
export function rowsOfText(plain) {
  const rows = plain
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map((line) => line.split("\t").map((cell) => cell.trim()));
  return isTable(rows) && rows.every((row) => row.length === rows[0].length) ? rows : [];
}

// For a text that holds no tables: each row a paragraph, its cells kept apart.
export function asText(body) {
  const copy = body.cloneNode(true);
  for (const table of outerTables(copy)) table.replaceWith(...rowsOf(table).map((row) => paragraph(row, copy)));
  return copy.innerHTML;
}

function paragraph(row, { ownerDocument }) {
  const made = ownerDocument.createElement("p");
  made.textContent = row
    .filter((cell) => cell)
    .join(" | ")
    .replace(/\n+/g, " ");
  return made;
}

function outerTables(body) {
  return [...body.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
}

// A body → what stands in it one after another: { html } and { rows }. What only looks like a table is text.
export function partsOf(body) {
  const parts = [];
  const range = body.ownerDocument.createRange();
  range.setStart(body, 0);
  const takeText = () => {
    const between = body.ownerDocument.createElement("div");
    between.append(range.cloneContents());
    if (between.textContent.trim()) parts.push({ html: asText(between) });
  };
  for (const table of outerTables(body)) {
    const rows = rowsOf(table);
    if (!isTable(rows)) continue;
    range.setEndBefore(table);
    takeText();
    parts.push({ rows });
    range.setStartAfter(table);
  }
  range.setEnd(body, body.childNodes.length);
  takeText();
  return parts;
}
