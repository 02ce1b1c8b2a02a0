// The coordinators' form: what is typed is saved as one goes and kept in the browser until then.
// Without this module every page works by its buttons. editor.js and logo.js, which come before it, see to their own fields.

const SAVE_AFTER = 2500;
const KEPT = "portaal:";

const form = document.querySelector("form[data-keep]");
const status = document.querySelector("[data-saved]");
let timer = null;
let saving = null;

function say(text, link) {
  if (!status || (status.textContent === text && !link)) return;
  status.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.textContent = "Log opnieuw in";
    status.append(" ", anchor);
  }
}

function values() {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || name === "csrfmiddlewaretoken" || name.startsWith("gezien-") || name === "zoek") continue;
    (found[name] ??= []).push(value);
  }
  return found;
}

const key = KEPT + location.pathname;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function keep(sent = false) {
  try {
    localStorage.setItem(key, JSON.stringify({ values: values(), at: Date.now(), sent }));
  } catch { /* a full or closed store: saving to the site goes on */ }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

// What was sent off from another page arrived there: the site answered with this page.
function forgetWhatArrived() {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(KEPT) || name === key) continue;
    try {
      if (JSON.parse(localStorage.getItem(name))?.sent) localStorage.removeItem(name);
    } catch { localStorage.removeItem(name); }
  }
}

function restore(stored) {
  for (const [name, given] of Object.entries(stored)) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    for (const field of fields) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else if (field.type !== "file") field.value = given[0];
      field.dispatchEvent(new Event("restored"));
    }
  }
  for (const box of form.querySelectorAll("input[type=checkbox]")) if (!(box.name in stored)) box.checked = false;
  changed();
}

function offer(stored) {
  const at = new Date(stored.at).toLocaleString("nl-NL", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = `In deze browser staat nog tekst die niet bewaard is (van ${at} uur). Wil je daarmee verder?`;
  const row = document.createElement("div");
  row.className = "row";
  for (const [label, quiet, act] of [["Zet terug", false, () => restore(stored.values)], ["Gooi weg", true, () => localStorage.removeItem(key)]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = quiet ? "button quiet" : "button";
    button.textContent = label;
    button.addEventListener("click", () => { act(); notice.remove(); form.querySelector("[name]:not([type=hidden])")?.focus(); });
    row.append(button);
  }
  notice.append(text, row);
  form.prepend(notice);
}

function showErrors(errors) {
  for (const old of form.querySelectorAll(".live-error")) old.remove();
  for (const [name, texts] of Object.entries(errors)) {
    const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
    const question = field?.closest(".ask");
    const place = question ?? status;
    if (question?.querySelector(".error") || !place) continue;
    const line = document.createElement("p");
    line.className = "error live-error";
    line.textContent = texts.join(" ");
    question ? question.append(line) : status.before(line);
  }
}

async function save() {
  clearTimeout(timer);
  timer = null;
  if (saving) return later();
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
  body.set("doen", "bewaar");
  const sent = values();
  saving = fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
  try {
    const answer = await saving;
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    if (told.uitgelogd) return say("Je bent uitgelogd. Wat je typte blijft in deze browser staan.", told.uitgelogd);
    if (!answer.ok) return say("Bewaren lukt nu niet. Wat je typt blijft in deze browser staan.");
    for (const [name, mark] of Object.entries(told.gezien)) {
      const field = form.querySelector(`[name="gezien-${CSS.escape(name)}"]`);
      if (field) field.value = mark;
    }
    showErrors(told.fouten);
    if (told.botsing.length) return say(`Iemand anders wijzigde intussen “${told.botsing.join("”, “")}”. Bewaar met de knop, dan zie je beide teksten.`);
    if (Object.keys(told.fouten).length) return say("Nog niet alles is bewaard: kijk na wat rood staat.");
    if (same(sent, values())) localStorage.removeItem(key);
    say(told.bewaard);
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
  if (form.dataset.keep !== "browser") later(); // what is sent in once is kept in the browser only
}

function count(field, limit, length) {
  const line = document.createElement("p");
  line.className = "count";
  field.closest(".ask").append(line);
  const show = () => {
    const left = limit - length();
    line.textContent = left < 0 ? `${-left} tekens te veel` : `Nog ${left} tekens`;
    line.classList.toggle("is-over", left < 0);
  };
  field.addEventListener("input", show);
  show();
}

if (form) {
  const opened = values();
  for (const area of form.querySelectorAll("textarea[data-story]")) {
    count(area, Number(area.dataset.story), () => Number(area.dataset.length));
  }
  for (const area of form.querySelectorAll("textarea[data-count]")) count(area, Number(area.dataset.count), () => area.value.trim().length);
  const stored = kept();
  if (stored && !same(stored.values, values()) && !same(stored.values, opened)) offer(stored);
  else localStorage.removeItem(key);
  form.addEventListener("input", (event) => { if (event.target.type !== "file" && event.target.name !== "zoek") changed(); });
  form.addEventListener("submit", () => { clearTimeout(timer); keep(true); });
}
if (!document.querySelector("[role=alert]")) forgetWhatArrived();
