"""What becomes of a page's words: on a small screen, and on paper."""

import re
import shutil
import subprocess
import tempfile
import unicodedata
from pathlib import Path

from playwright.sync_api import Page

LONG = "werkplekbegeleidersbijeenkomstenplanning"
assert len(LONG) == 40
# Every text of the page that somebody sees, and its element. What is typed in a field is none.
TEXTS = """(root, skipped) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && !node.parentElement.closest(skipped)) found.push(node);
  }
  return found;
}"""
NO_TEXT = "script, style, textarea, [contenteditable], option, title"
# Controls have no use on paper, and what they lead to is elsewhere; "only-read" is said to who cannot see the sign beside it.
NOT_PRINTED = f"""{NO_TEXT}, audio, .only-read, [hidden], nav, form, .filters, button, .crumb-bar, .toc, .pager, .sorts, .tabs, .share,
  .map-card, .map-tools, .leaflet-container, .clear, .teaser .button, .speed, .suggestions"""
# Each word by one of forty letters; asks how far the page then reaches past the screen, and puts the words back.
WITH_LONG_WORDS = """(texts, skipped, long) => {
  const nodes = texts(document.body, skipped), before = nodes.map((node) => node.data);
  for (const node of nodes) node.data = node.data.replace(/\\p{L}{3,}/gu, long);
  const beyond = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  nodes.forEach((node, place) => { node.data = before[place]; });
  return beyond;
}"""
# Words of at most sixteen letters (or another number, see broken_words), and days in figures.
WORD = r"(?<![\p{L}\p{N}@._/:-])\p{L}{2,16}(?![\p{L}\p{N}@._/:-])"
DAY = r"\b\d{1,2}-\d{1,2}-\d{4}\b"
# What looks like that, and of which the letters stand on two lines.
BROKEN = """(texts, skipped, pattern) => {
  const broken = [], range = document.createRange();
  for (const node of texts(document.body, `${skipped}, svg, code, .only-read, .trap`)) {
    if (!node.parentElement.checkVisibility()) continue;
    for (const word of node.data.matchAll(new RegExp(pattern, "gu"))) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""
# Texts in the main part that a reader on paper does not get: not shown, or cut off by a box that would scroll.
LOST = """(texts, skipped) => texts(document.querySelector("main"), skipped).filter((node) => {
  const element = node.parentElement, range = document.createRange();
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return true;
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  if (!box.width || !box.height) return true;
  for (let around = element; around.tagName !== "MAIN"; around = around.parentElement) {
    if (getComputedStyle(around).overflowX === "visible") continue;
    const edge = around.getBoundingClientRect();
    if (box.right > edge.right + 1 || box.bottom > edge.bottom + 1) return true;
  }
  return false;
}).map((node) => node.data.trim().slice(0, 80))"""
MAIN_TEXTS = '(texts, skipped) => texts(document.querySelector("main"), skipped).map((node) => node.data)'
A4 = {"width": 718, "height": 1047}  # in pixels, within margins of a centimetre


def asked(page: Page, question: str, *about: str):
    """The answer of one of the functions above."""
    return page.evaluate(f"(about) => ({question})({TEXTS}, ...about)", about)


def beyond_with_long_words(page: Page) -> int:
    """How many pixels the page is too wide when all its words are long."""
    return asked(page, WITH_LONG_WORDS, NO_TEXT, LONG)


def broken_words(page: Page, longest: int = 16) -> list[str]:
    """Words that are short enough to stand on one line, and do not. longest: of so many letters."""
    return asked(page, BROKEN, NO_TEXT, WORD.replace("{2,16}", f"{{2,{longest}}}"))


def broken_days(page: Page) -> list[str]:
    """Days in figures that stand on two lines."""
    return asked(page, BROKEN, NO_TEXT, DAY)


def lost_on_paper(page: Page) -> list[str]:
    """Texts of the page's main part that are not on the page as it is printed."""
    before = page.viewport_size
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size(A4)
    lost = asked(page, LOST, NOT_PRINTED)
    page.emulate_media(media="null", color_scheme="null")
    page.set_viewport_size(before)
    return lost


def bare(text: str) -> str:
    """Text without spaces and ligatures: a line that ends elsewhere is the same text."""
    return re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFKC", text))


def missing_from_pdf(page: Page) -> list[str] | None:
    """Texts of the page's main part that are not in its PDF; None where nothing here can read one."""
    if not shutil.which("pdftotext"):
        return None
    wanted = asked(page, MAIN_TEXTS, NOT_PRINTED)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        page.pdf(path=path, format="A4")
        told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    printed = bare(told)
    return [text.strip() for text in wanted if bare(text) not in printed]
