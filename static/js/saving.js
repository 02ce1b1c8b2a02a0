// The editors' form in the admin saves by itself. Two things it leaves undone: a click on Publiceren (or any other button that sends
// the form) waits for a save that is under way, and after a refusal the saves go on.

const LONGEST_WAIT = 10_000;
const form = document.querySelector("form[data-edit-form]");
let saving = false;
let waiting = null;

// The form goes once the save is done; the button that was pressed goes along as a field, for it may be switched off by then.
function hold(button) {
  if (waiting) return;
  if (button?.name) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(field);
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

// The red bar of a refused Publiceren says that nothing was saved; by now it is, as a draft.
function sayItIsKept() {
  const bar = document.querySelector(".messages .error");
  if (!bar || bar.querySelector("[data-kept]")) return;
  const told = Object.assign(document.createElement("strong"), { textContent: " Je tekst is wel als concept bewaard." });
  told.dataset.kept = "";
  bar.append(told);
}

if (form) {
  document.addEventListener("w-autosave:save", () => { saving = true; });
  document.addEventListener("w-autosave:error", done);
  document.addEventListener("w-autosave:success", () => {
    done();
    sayItIsKept();
    // A form that came back with mistakes is saved once and then no longer looked at: a new value makes Wagtail look again.
    form.dataset.wUnsavedCheckIntervalValue = "501";
  });
  form.addEventListener("submit", (event) => {
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    hold(event.submitter);
  }, { capture: true });
  // What the review's dialog calls; it passes the listener above.
  form.submit = () => (saving ? hold() : form.requestSubmit());
}
