"""What Word, Excel and Google Docs put on the clipboard (*.html), and how somebody copies and pastes it."""

from pathlib import Path

from playwright.sync_api import Locator, Page

HERE = Path(__file__).parent
# Whatever is copied next is this. A page that writes to the clipboard by itself would have its HTML cleaned by the browser.
NEXT_COPY = """([html, plain]) => document.addEventListener("copy", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (html) event.clipboardData.setData("text/html", html);
  event.clipboardData.setData("text/plain", plain);
}, { capture: true, once: true })"""


def paste(page: Page, editor: Locator, recorded: str = "", plain: str = "") -> None:
    """Copies a recorded clipboard (`word`, `excel`, `google_docs`) or plain text, and pastes it below a text."""
    html = (HERE / f"{recorded}.html").read_text(encoding="utf-8") if recorded else ""
    page.evaluate(NEXT_COPY, [html, plain])
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+V")
