// The editors' form in the admin saves by itself. What it leaves undone is done here:
// - a button that sends the form waits for a save that is under way;
// - what is typed while the form loads, or while a save is under way, is saved as well;
// - after a refused Publiceren the saves go on, and a reload or Back does not send it again;
// - after Back no old text stands there that passes for new.

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

// The form goes once the save is done; the button that was pressed goes along as a field, for it may be switched off by then.
function hold(button) {
  if (waiting) return;
  if (button?.name) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
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
  const told = Object.assign(document.createElement("strong"), { textContent: " Je tekst is wel als concept bewaard." });
  told.dataset.kept = "";
  bar.append(told);
}

// A form that came back with mistakes is saved once and then no longer looked at: a new value makes Wagtail look again.
function keepLooking() {
  form.dataset.wUnsavedCheckIntervalValue = String(++turn);
}

// A form that came back with mistakes counts as changed from the start, and is not looked at until a save succeeds. When that save is
// refused too, it begins anew: what was typed since is noticed two seconds later, see lookAgain.
function tryAgain() {
  stuck = false;
  form.dataset.wUnsavedForceValue = "false";
  form.dataset.wUnsavedHasEditsValue = "false";
  keepLooking();
}

function typed(event) {
  if (stuck) tryAgain();
  if (event.target.isContentEditable) wrote = Date.now();
  fresh ||= event.type !== "keyup" || event.target.isContentEditable;
}

// Wagtail takes what stands in the form now for what is saved. Forced, it saves once more.
function lookAgain() {
  if (fresh) setTimeout(() => { form.dataset.wUnsavedForceValue = "true"; });
}

// After Back the browser puts what was typed in the plain fields of a form that is otherwise new. The form of a page keeps itself by
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
  for (const kind of ["input", "change", "keyup", "paste", "drop"]) form.addEventListener(kind, typed);
  document.addEventListener("w-unsaved:watch-edits", lookAgain);
  document.addEventListener("w-autosave:save", () => { saving = true; fresh = false; });
  document.addEventListener("w-autosave:error", () => {
    done();
    if (fresh) tryAgain();
    else stuck = true;
  });
  document.addEventListener("w-autosave:success", () => {
    done();
    sayItIsKept();
    keepLooking();
  });
  form.addEventListener("submit", (event) => {
    // From here on the form is on its way: a save of its own would take the pressed button for something that was typed.
    if (!saving && Date.now() - wrote > SETTLES) return rest(true);
    event.preventDefault();
    event.stopImmediatePropagation();
    hold(event.submitter);
  }, { capture: true });
  window.addEventListener("pageshow", () => rest(false));
  // What the review's dialog calls; it passes the listener above.
  form.submit = () => (saving ? hold() : form.requestSubmit());
}

if (form) afterBack();
if (form?.matches(AUTOSAVES)) listen();
