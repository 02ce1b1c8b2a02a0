// In the form of a knowledge item: only the fields that belong to the chosen kind are in sight. Nothing typed is lost.

const kind = document.querySelector('select[name="kind"]');
const panels = document.querySelectorAll("[data-kinds]");
const wrong = ".w-field--error, .w-field__errors .error-message";

function show() {
  for (const panel of panels) {
    const belongs = panel.dataset.kinds.split(" ").includes(kind.value);
    panel.hidden = !belongs && !panel.querySelector(wrong);
  }
}

if (kind && panels.length) {
  kind.addEventListener("change", show);
  window.addEventListener("pageshow", show); // the back button fills in a choice by itself
  show();
}
