// Wagtail writes the name of one hidden button into its pages, where no translation reaches it.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll('input[type="submit"][value="Search"]')) button.value = "Zoek";
});
