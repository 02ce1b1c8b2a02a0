// The coordinators' form: what is typed is saved as one goes and kept in the browser until then.
// Without this module every page works by its buttons. editor.js and logo.js, which come before it, see to their own
// fields.

import { make } from "./make.js";
import { forgetWhatArrived, named, putBack, questionOf, read, same, seenOf, values, write } from "./kept.js";

const SAVE_AFTER = 1500;

const form = document.querySelector("form[data-keep]");
const status = document.querySelector("[data-saved]");
const path = location.pathname;
let timer = null;
let saving = null;
let stored = {}; // by name, the values that the site has
let offered = {}; // kept earlier, not yet put back or thrown away

let refused = false; // whoever types may save here no more

function say(text, link, words = "Log opnieuw in") {
  if (!status || (status.textContent === text && !link)) return;
  status.textContent = text;
  if (link) {
    const anchor = make("a", { href: link }, words);
    if (refused) anchor.target = "_blank"; // what was typed stands in this tab alone
    status.append(" ", anchor);
  }
}

// Keeps what differs from what the site has, each with the version it was typed on.
function keep(sent = null) {
  const fields = { ...offered };
  for (const [name, given] of Object.entries(values(form))) {
    if (same(given, stored[name])) continue;
    const field = named(form, name)[0];
    fields[name] = { values: given, version: seenOf(field)?.value ?? "", sent, at: Date.now() };
  }
  write(path, { fields });
}

function offer(fields) {
  const at = new Date(Math.max(...Object.values(fields).map((field) => field.at ?? Date.now())))
    .toLocaleString("nl-NL", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" })
    .replace(/0?(\d+):(\d\d)/, "$1.$2");
  const asking = `In deze browser staat nog tekst die niet bewaard is (van ${at} uur). Wil je daarmee verder?`;
  const row = make("div", { className: "row" });
  const notice = make("div", { className: "notice offered", role: "alert" }, make("p", {}, asking), row);
  const acts = [
    ["Zet terug", false, () => putBack(form, fields)],
    ["Gooi weg", true, () => {}],
  ];
  for (const [label, quiet, act] of acts) {
    const button = make("button", { type: "button", className: quiet ? "button quiet" : "button" }, label);
    button.addEventListener("click", () => {
      offered = {};
      act();
      changed();
      notice.remove();
      form.querySelector("[name]:not([type=hidden])")?.focus();
    });
    row.append(button);
  }
  form.prepend(notice);
}

function showErrors(errors) {
  for (const old of form.querySelectorAll(".live-error")) old.remove();
  for (const [name, texts] of Object.entries(errors)) {
    const field = named(form, name)[0];
    const question = field?.closest(".ask");
    const place = question ?? status;
    if (question?.querySelector(".error") || !place) continue;
    const line = make("p", { className: "error live-error" }, texts.join(" "));
    question ? question.append(line) : status.before(line);
    if (question?.contains(document.activeElement)) line.scrollIntoView({ block: "nearest" });
  }
}

// What the site says it stored of what was sent: those answers have a new version, and need not be kept.
function noteStored(told, sent) {
  for (const [question, mark] of Object.entries(told.gezien)) {
    for (const seen of named(form, `gezien-${question}`)) seen.value = mark;
  }
  for (const [name, given] of Object.entries(sent)) {
    const question = questionOf(named(form, name)[0] ?? form);
    if (!(question in told.gezien) || name in told.fouten) continue;
    if (!same(given, stored[name])) delete offered[name]; // what was kept of it is older than this
    stored[name] = given;
  }
  if (!Object.keys(offered).length) form.querySelector(".offered")?.remove();
  keep();
}

function inWords(told) {
  // Both versions stand here: a button chooses.
  if (told.botsing.length && form.querySelector("[name^='naast-']")) return told.bewaard;
  if (told.botsing.length) {
    const what = told.botsing.join("”, “");
    const who = told.zelf
      ? `Je hebt “${what}” in een ander tabblad veranderd.`
      : `Iemand anders wijzigde intussen “${what}”.`;
    return `${who} Bewaar met de knop, dan zie je wat er nu staat en wat jij schreef.`;
  }
  const file = chosenFile();
  return file ? `${told.bewaard}. ${goesAlong(file)}` : told.bewaard;
}

// A file is not sent while one types: it goes with the button.
const chosenFile = () => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files])[0]?.name;
const goesAlong = (name) => `“${name}” gaat mee als je op een knop hieronder drukt.`;

// What is said of a file as soon as it is chosen, unless something else is still to be said.
function tellFile(refused) {
  const waits = timer || saving || Object.keys(read(path)?.fields ?? {}).length;
  const file = chosenFile();
  if (file) say(goesAlong(file));
  else if (refused && !waits) say(refused);
}

async function save() {
  clearTimeout(timer);
  timer = null;
  if (saving) return later();
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
  body.set("doen", "bewaar");
  const sent = values(form);
  saving = fetch(path, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
  try {
    const answer = await saving;
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    if (told.uitgelogd) return say("Je bent uitgelogd. Wat je typte blijft in deze browser staan.", told.uitgelogd);
    if (told.geweigerd) {
      refused = true;
      return say(`${told.geweigerd} Kopieer je tekst als je hem wilt houden.`, told.meer, "Lees meer");
    }
    if (!answer.ok) return say("Bewaren lukt nu niet. Wat je typt blijft in deze browser staan.");
    noteStored(told, sent);
    showErrors(told.fouten);
    say(inWords(told));
  } catch {
    say("Geen verbinding. Wat je typt blijft in deze browser staan.");
  } finally {
    saving = null;
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_AFTER);
}

function changed() {
  keep();
  if (refused) return;
  if (form.dataset.keep === "browser") return; // what is sent in once is kept in the browser only
  say("Nog niet bewaard, dat gaat zo vanzelf.");
  later();
}

function count(field, limit, length) {
  const line = make("p", { className: "count" });
  field.closest(".ask").append(line);
  const show = () => {
    const left = limit - length();
    line.textContent = left < 0 ? `${-left} tekens te veel` : `Nog ${left} tekens`;
    line.classList.toggle("is-over", left < 0);
  };
  field.addEventListener("input", show);
  show();
}

// What the site has: what the page shows, but for answers that came back with something to mend.
function asStored() {
  const found = values(form);
  const isBack = document.querySelector("[role=alert]") && form.dataset.keep === "browser";
  for (const name of Object.keys(found)) {
    const place = named(form, name)[0].closest(".ask, .partner");
    const waits =
      place?.querySelector(".error, .theirs") || place?.closest(".partner")?.querySelector(".error, .theirs");
    if (isBack || waits) delete found[name];
  }
  return found;
}

// Only what really was not saved: fields that are here, with other words than the site has.
function notSaved(record) {
  const now = values(form);
  const missing = Object.entries(record.fields).filter(
    ([name, { values: given }]) => name in now && !same(given, now[name]),
  );
  return Object.fromEntries(missing);
}

function watch() {
  stored = asStored();
  for (const area of form.querySelectorAll("textarea[data-story]")) {
    count(area, Number(area.dataset.story), () => Number(area.dataset.length));
  }
  for (const area of form.querySelectorAll("textarea[data-count]"))
    count(area, Number(area.dataset.count), () => area.value.trim().length);
  const known = new Set(Object.keys(values(form)));
  form.addEventListener("opened", () => {
    // questions that were not here before are as the site has them
    for (const [name, given] of Object.entries(values(form))) {
      if (!known.has(name)) stored[name] = given;
      known.add(name);
    }
  });
  const record = read(path);
  if (record) {
    // Rows that are folded away unfold.
    form.dispatchEvent(new CustomEvent("kept", { detail: Object.keys(record.fields) }));
    offered = notSaved(record);
    if (Object.keys(offered).length) offer(offered);
  }
  keep();
  const steers = new Set(["zoek", "toon", "kies", "dag"]);
  form.addEventListener("input", (event) => {
    if (event.target.type !== "file" && !steers.has(event.target.name)) changed();
  });
  form.addEventListener("file", ({ detail }) => tellFile(detail));
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    const number = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const input = named(form, "zending")[0] ?? form.appendChild(make("input", { type: "hidden", name: "zending" }));
    input.value = number;
    keep(number);
  });
  if (form.querySelector("[autofocus]")) return; // the list of what is wrong
  form
    .querySelector(".ask .error")
    ?.closest(".ask")
    ?.querySelector("input:not([type=hidden]), select, textarea, [contenteditable]")
    ?.focus();
}

forgetWhatArrived();
if (form) watch();
