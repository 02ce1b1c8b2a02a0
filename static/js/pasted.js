// What a word processor or spreadsheet puts on the clipboard, as plain structure: real lists, and of a table a line a
// row.

import { make } from "./make.js";

const CELLS = " | ";
const STYLE = "data-style"; // styles are only read: applied, they would break the rules of the page (its CSP)
const LEVEL = /mso-list:[^;]*\blevel(\d)/i;

// Word writes an item as a paragraph with its bullet as text; here it becomes an item of a list again.
function listsOfWord(body) {
  for (const first of body.querySelectorAll(
    "p[data-style*='mso-list'], h1[data-style*='mso-list'], h2[data-style*='mso-list']",
  )) {
    if (!first.isConnected || !LEVEL.test(first.getAttribute(STYLE))) continue;
    const lists = []; // the list that is open at each level
    let item = first;
    const place = document.createComment("");
    first.before(place);
    while (item?.nodeType === Node.ELEMENT_NODE && LEVEL.test(item.getAttribute(STYLE) ?? "")) {
      const next = item.nextElementSibling;
      const level = Math.min(Number(LEVEL.exec(item.getAttribute(STYLE))[1]), lists.length + 1);
      const bullet = [...item.querySelectorAll("span")].find((span) =>
        /mso-list:\s*ignore/i.test(span.getAttribute(STYLE) ?? ""),
      );
      const kind = /^\s*([0-9]+|[a-z]{1,4})[.)]/i.test(bullet?.textContent ?? "") ? "ol" : "ul";
      bullet?.remove();
      lists.length = Math.min(lists.length, level);
      if (lists.length < level || (level === 1 && lists[0].localName !== kind)) {
        lists.length = level - 1;
        const list = make(kind);
        lists.push(list);
        if (level === 1) place.before(list);
        else lists[level - 2].lastElementChild.append(list);
      }
      lists[level - 1].append(make("li", {}, ...item.childNodes));
      item.remove();
      item = next;
    }
    place.remove();
  }
}

// Google Docs puts a list below the item it belongs to, not in it.
function listsInLists(body) {
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) list.previousElementSibling?.append(list);
  for (const paragraph of body.querySelectorAll("li > p")) paragraph.replaceWith(...paragraph.childNodes);
}

// Bold and italic that are only said in a style, and bold that its style takes back (Google Docs wraps all in such a
// one).
function emphasis(body) {
  for (const span of body.querySelectorAll(`span[${STYLE}]`)) {
    const style = span.getAttribute(STYLE);
    if (/(^|[;\s])font-weight:\s*(bold|[6-9]00)/i.test(style)) wrap(span, "b");
    if (/(^|[;\s])font-style:\s*italic/i.test(style)) wrap(span, "i");
  }
  for (const bold of body.querySelectorAll(`b[${STYLE}]`)) {
    if (/(^|[;\s])font-weight:\s*(normal|400)/i.test(bold.getAttribute(STYLE))) bold.replaceWith(...bold.childNodes);
  }
}

function wrap(element, name) {
  element.append(make(name, {}, ...element.childNodes));
}

// There are no tables in these texts: each row becomes a line, its cells kept apart.
function rowsAsLines(body) {
  for (const table of body.querySelectorAll("table")) {
    const lines = [...table.rows].map((row) =>
      [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " ")).join(CELLS),
    );
    const paragraph = make("p");
    lines
      .filter((line) => line.replaceAll("|", "").trim())
      .forEach((line, place) => paragraph.append(...(place ? [make("br")] : []), line));
    table.replaceWith(paragraph);
  }
}

// The clipboard's HTML as a body with plain structure.
export function structured(html) {
  const unstyled = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[^<>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${STYLE}=`));
  const { body } = new DOMParser().parseFromString(unstyled, "text/html");
  listsOfWord(body);
  listsInLists(body);
  emphasis(body);
  rowsAsLines(body);
  return body;
}

// Plain text with tabs is a table too: from a spreadsheet that offers no HTML.
export const plainRows = (text) => text.replace(/\t/g, CELLS);
