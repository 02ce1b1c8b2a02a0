// A dialog is there at once. One that fades in takes the focus when that is done, from whoever already types in it:
// what they type then goes to the button that closes it.

window.jQuery?.(document).on("show.bs.modal", () => {
  window.jQuery.support.transition = false;
});
