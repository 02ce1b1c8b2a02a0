// What somebody typed and the site has not stored yet, kept in this browser: by question and by the version it was
// typed on.
// A record: { fields: { name: { values, version, sent, at } } }. sent: the number under which it was sent off, if it
// was.

const KEPT = "portaal:";

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// The hidden input that says which version of the answer this field shows.
export const seenOf = (field) =>
  field.closest(".ask, .partner")?.querySelector("[name^='gezien-']") ??
  field.closest(".partner-fields")?.querySelector("[name^='gezien-']");

export const questionOf = (field) => seenOf(field)?.name.replace("gezien-", "") ?? "";

export const named = (form, name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

// Fields whose words are worth keeping: no files, nothing hidden but a story, nothing that only steers the page.
const STEERS = new Set(["zoek", "toon", "kies", "dag", "csrfmiddlewaretoken"]);
function isKept(field) {
  if (!field.name || STEERS.has(field.name) || field.name.startsWith("gezien-")) return false;
  return !["file", "hidden", "submit", "button"].includes(field.type) && !field.closest(".trap");
}

// By name what the form holds now; a question whose boxes are all empty holds an empty list.
export function values(form) {
  const found = {};
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    const chosen = ["checkbox", "radio"].includes(field.type) ? field.checked : true;
    (found[field.name] ??= []).push(...(chosen ? [field.value] : []));
  }
  return found;
}

export function read(path) {
  try {
    const record = JSON.parse(localStorage.getItem(KEPT + path));
    return record?.fields ? record : null;
  } catch {
    return null;
  }
}

export function write(path, record) {
  try {
    if (record && Object.keys(record.fields).length) localStorage.setItem(KEPT + path, JSON.stringify(record));
    else localStorage.removeItem(KEPT + path);
  } catch {
    /* a full or closed store: saving to the site goes on */
  }
}

// What the site says it has stored is kept no longer.
export function forgetWhatArrived() {
  const told = (document.querySelector("meta[name=aangekomen]")?.content ?? "").split(" ").filter(Boolean);
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(KEPT)) continue;
    const path = name.slice(KEPT.length);
    const record = read(path) ?? { fields: {} };
    const waits = Object.entries(record.fields).filter(
      ([, { sent }]) => !sent || !(told.includes(sent) || told.includes(path)),
    );
    write(path, { ...record, fields: Object.fromEntries(waits) });
  }
}

// Fills in what was kept, on the version it was typed on: the site will see whether somebody else was there meanwhile.
export function putBack(form, fields) {
  for (const [name, { values: given, version }] of Object.entries(fields)) {
    for (const field of named(form, name)) {
      if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
      else field.value = given[0] ?? "";
      const seen = seenOf(field);
      if (seen && version) seen.value = version;
      field.dispatchEvent(new Event("restored"));
    }
  }
}
