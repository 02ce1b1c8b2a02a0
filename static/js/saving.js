// The editors' form in the admin saves by itself. What it leaves undone is done here:
// - a button that sends the form waits for a save that is under way;
// - what is typed while the form loads, or while a save is under way, is saved as well;
// - after a refused Publiceren the saves go on, and a reload or Back does not send it again;
// - after Back no old text stands there that passes for new;
// - whoever leaves while something is not saved is asked first, and only then.

import { make } from "./make.js";

const LONGEST_WAIT = 10_000;
const SETTLES = 300; // how long a text with layout takes to reach its field
const AUTOSAVES = "[data-controller~=w-autosave]";
const form = document.querySelector("form[data-edit-form]");
let saving = false;
let waiting = null;
let wrote = 0; // when something was typed in a text with layout
let fresh = false; // typed since what is being saved was read
let stuck = false; // the last save was refused, and nothing was typed since
let turn = 500;
const came = form?.dataset.wUnsavedForceValue === "true"; // back with mistakes: nothing of it is saved
let sent = null; // the form as the save that is under way took it
let kept = null; // the form as it is saved; null: not known
let touched = null; // the form as it was when somebody first did something in it

// The form goes once the save is done; the button that was pressed goes along as a field, for it may be switched off by
// then.
function hold(button) {
  if (waiting) return;
  if (button?.name) {
    form.append(make("input", { type: "hidden", name: button.name, value: button.value }));
  }
  waiting = saving ? setTimeout(go, LONGEST_WAIT) : setTimeout(settled, SETTLES);
}

function settled() {
  if (saving) waiting = setTimeout(go, LONGEST_WAIT);
  else go();
}

function go() {
  clearTimeout(waiting);
  waiting = null;
  saving = false;
  form.requestSubmit();
}

function done() {
  saving = false;
  if (waiting) go();
}

function rest(whether) {
  form.dataset.wAutosaveActiveValue = String(!whether);
}

// The red bar of a refused Publiceren says that nothing was saved; by now it is, as a draft.
function sayItIsKept() {
  const bar = document.querySelector(".messages .error");
  if (!bar || bar.querySelector("[data-kept]")) return;
  bar.append(make("strong", { "data-kept": "" }, " Je tekst is wel als concept bewaard."));
}

// A form that came back with mistakes is saved once and then no longer looked at: a new value makes Wagtail look again.
function keepLooking() {
  form.dataset.wUnsavedCheckIntervalValue = String(++turn);
}

// The form as Wagtail compares it with what is saved; null before its own script is there.
function now() {
  return window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-unsaved")?.formData ?? null;
}

function unsaved() {
  return kept === null ? fresh || stuck || form.dataset.wUnsavedForceValue === "true" : now() !== kept;
}

// Wagtail looks twice a second, and begins anew after a refused save. The question to whoever leaves needs what is true
// now.
function ask() {
  if (unsaved()) form.dataset.wUnsavedHasEditsValue = "true";
}

// A form that came back with mistakes counts as changed from the start, and is not looked at until a save succeeds.
// When that save is
// refused too, it begins anew: what was typed since is noticed two seconds later, see lookAgain.
function tryAgain() {
  stuck = false;
  form.dataset.wUnsavedForceValue = "false";
  form.dataset.wUnsavedHasEditsValue = "false";
  keepLooking();
}

// A widget that is made while the page loads says that it changed; nobody did that.
function typed(event) {
  if (!event.isTrusted && event.type === "change" && document.readyState !== "complete") return;
  if (stuck) tryAgain();
  if (event.target.isContentEditable) wrote = Date.now();
  fresh ||= event.type !== "keyup" || event.target.isContentEditable;
}

// A block that is added, moved or removed tells nothing, and Wagtail begins to look two seconds after the page came.
function touch({ isTrusted }) {
  if (isTrusted && !saving && kept === null && touched === null && document.readyState === "complete") touched = now();
}

// Wagtail takes what stands in the form now for what is saved. Forced, it saves once more.
function lookAgain({ detail }) {
  if (kept === null && touched !== null && touched !== detail.initialFormData) fresh = true;
  if (kept === null && !fresh && !came) kept = detail.initialFormData;
  if (fresh)
    setTimeout(() => {
      form.dataset.wUnsavedForceValue = "true";
    });
}

// Wagtail forgets to take away what it said of an earlier save that was refused, for it is told to look again at the
// same moment.
function takeBack() {
  form.dispatchEvent(new CustomEvent("w-unsaved:clear", { bubbles: true }));
}

// After Back the browser puts what was typed in the plain fields of a form that is otherwise new. The form of a page
// keeps itself by
// its own saves, so there it must not; the form of a list's item gets, with its old text, what that text began with.
function afterBack() {
  if (form.matches(AUTOSAVES)) form.autocomplete = "off";
  const began = form.querySelector("[name=began_with]");
  if (!began) return;
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (back && history.state?.began) began.value = history.state.began;
  else history.replaceState({ ...history.state, began: began.value }, "");
}

function listen() {
  history.replaceState(history.state, "", location.href);
  document.addEventListener("w-autosave:save", () => {
    saving = true;
    fresh = false;
    touched = null;
    sent = now();
  });
  document.addEventListener("w-autosave:error", () => {
    done();
    if (fresh) tryAgain();
    else stuck = true;
  });
  document.addEventListener("w-autosave:success", () => {
    kept = fresh ? sent : now(); // the answer puts numbers of rows in the form
    stuck = false;
    done();
    takeBack();
    sayItIsKept();
    keepLooking();
  });
  form.addEventListener(
    "submit",
    (event) => {
      // From here on the form is on its way: a save of its own would take the pressed button for something that was
      // typed.
      if (!saving && Date.now() - wrote > SETTLES) return rest(true);
      event.preventDefault();
      event.stopImmediatePropagation();
      hold(event.submitter);
    },
    { capture: true },
  );
  window.addEventListener("pageshow", () => rest(false));
  // What the review's dialog calls; it passes the listener above.
  form.submit = () => (saving ? hold() : form.requestSubmit());
}

// A button whose script first asks the server something (is the review to end? which picture?) hears nothing when the
// session is over.
// The page that says so comes of sending the form, with what was typed; without anything typed, of asking for this page
// once more.
function refused(_, answer, asked) {
  if (![401, 403].includes(answer.status)) return;
  const publish = asked.url.includes("/confirm_cancellation/") && form?.querySelector("[name=action-publish]");
  if (publish) publish.disabled = false; // else it does not go along
  if (publish) form.requestSubmit(publish);
  else if (form && unsaved()) form.requestSubmit();
  else if (asked.type === "GET" || form) location.reload();
}

window.jQuery?.(document).on("ajaxError", refused);
if (form) {
  afterBack();
  for (const kind of ["input", "change", "keyup", "paste", "drop"]) form.addEventListener(kind, typed);
  for (const kind of ["pointerdown", "keydown"]) form.addEventListener(kind, touch, { capture: true });
  document.addEventListener("w-unsaved:watch-edits", lookAgain);
  window.addEventListener("beforeunload", ask, { capture: true });
}
if (form?.matches(AUTOSAVES)) listen();
