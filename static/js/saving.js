// The editors' form in the admin saves by itself. What it leaves undone is done here:
// - a button that sends the form waits for a save that is under way;
// - what is typed while the form loads, or while a save is under way, is saved as well;
// - after a refused Publiceren the saves go on, and a reload or Back does not send it again.

const LONGEST_WAIT = 10_000;
const form = document.querySelector("form[data-edit-form]");
let saving = false;
let waiting = null;
let fresh = false; // typed since what is being saved was read

// The form goes once the save is done; the button that was pressed goes along as a field, for it may be switched off by then.
function hold(button) {
  if (waiting) return;
  if (button?.name) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  }
  waiting = setTimeout(go, LONGEST_WAIT);
}

function go() {
  clearTimeout(waiting);
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
  const told = Object.assign(document.createElement("strong"), { textContent: " Je tekst is wel als concept bewaard." });
  told.dataset.kept = "";
  bar.append(told);
}

function typed(event) {
  fresh ||= event.type !== "keyup" || event.target.isContentEditable;
}

// Wagtail takes what stands in the form now for what is saved. Forced, it saves once more.
function lookAgain() {
  if (fresh) setTimeout(() => { form.dataset.wUnsavedForceValue = "true"; });
}

function listen() {
  history.replaceState(history.state, "", location.href);
  for (const kind of ["input", "change", "keyup", "paste", "drop"]) form.addEventListener(kind, typed);
  document.addEventListener("w-unsaved:watch-edits", lookAgain);
  document.addEventListener("w-autosave:save", () => { saving = true; fresh = false; });
  document.addEventListener("w-autosave:error", done);
  document.addEventListener("w-autosave:success", () => {
    done();
    sayItIsKept();
    // A form that came back with mistakes is saved once and then no longer looked at: a new value makes Wagtail look again.
    form.dataset.wUnsavedCheckIntervalValue = "501";
  });
  form.addEventListener("submit", (event) => {
    // From here on the form is on its way: a save of its own would take the pressed button for something that was typed.
    if (!saving) return rest(true);
    event.preventDefault();
    event.stopImmediatePropagation();
    hold(event.submitter);
  }, { capture: true });
  window.addEventListener("pageshow", () => rest(false));
  // What the review's dialog calls; it passes the listener above.
  form.submit = () => (saving ? hold() : form.requestSubmit());
}

if (form?.matches("[data-controller~=w-autosave]")) listen();
