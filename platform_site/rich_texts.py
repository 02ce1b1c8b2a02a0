"""Texts with little layout, by people outside the admin: cleaned as they come in, and written as plain text for who has no editor on the screen."""

import re

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from markdown_it import MarkdownIt
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.editor_html import EditorHTMLConverter
from wagtail.rich_text import expand_db_html

from platform_site.text_fields import without_control

FEATURES = ["bold", "italic", "ol", "ul", "link"]  # what such a text may hold
# What a word processor sends along and nobody means to say.
UNSPOKEN = [
    "script",
    "style",
    "head",
    "title",
    "meta",
    "link",
    "xml",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "form",
]
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
SAFE_LINK = re.compile(r"(https?://|mailto:|/(?!/))[^\s]*", re.IGNORECASE)
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
SPECIAL_START = re.compile(r"^(\d+[.)]|[-+#>])(?=\s)", re.MULTILINE)
PARSER = MarkdownIt("zero", {"breaks": True}).enable(["list", "emphasis", "link", "newline", "escape"])


def clean(html: str) -> str:
    """Any HTML as Wagtail would store it: paragraphs, lists, bold, italic and links, nothing else. Twice is the same as once.

    The keys that Wagtail gives to paragraphs are left out: they are made up anew each time.
    """
    soup = BeautifulSoup(re.sub("\xa0|&nbsp;", " ", without_control(html)), "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(UNSPOKEN):
        tag.decompose()
    for tag in soup.find_all(HEADINGS):
        tag.name = "p"
    for tag in soup.find_all("a"):
        address = tag.get("href", "").strip()
        if not SAFE_LINK.fullmatch(address):
            tag.unwrap()
        else:
            tag.attrs = {"href": address}
    accepted = EditorHTMLConverter(features=FEATURES).to_database_format(str(soup))
    through_the_editor = ContentstateConverter(features=FEATURES)
    stored = through_the_editor.to_database_format(through_the_editor.from_database_format(accepted))
    return normal(stored)


def normal(html: str) -> str:
    """A stored text without the keys of its paragraphs, and without paragraphs and items with nothing in them."""
    soup = BeautifulSoup(BLOCK_KEY.sub("", html), "html.parser")
    for tag in soup.find_all(["p", "li", "ul", "ol"]):
        if not tag.get_text(strip=True):
            tag.decompose()
    return str(soup)


def as_answer(stored: str) -> str:
    """A text of a page as coordinators may change it: links to pages of the site as plain addresses."""
    return clean(expand_db_html(stored)) if stored else ""


def from_plain(text: str) -> str:
    """What somebody typed without an editor, as HTML: an empty line ends a paragraph, "- " begins an item, **bold**."""
    return clean(PARSER.render(without_control(text)))


def to_plain(html: str) -> str:
    """Clean HTML as somebody without an editor would type it; `from_plain` makes the same HTML of it."""
    soup = BeautifulSoup(html, "html.parser")
    return "\n\n".join(filter(None, (_block(tag) for tag in soup.children if isinstance(tag, Tag))))


def as_words(html: str) -> str:
    """Clean HTML as bare words, paragraphs and items on lines of their own."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(["b", "i", "a"]):
        tag.unwrap()
    return re.sub(r"\\(.)", r"\1", to_plain(str(soup)))


def _block(tag: Tag, indent: str = "") -> str:
    if tag.name not in ("ul", "ol"):
        return SPECIAL_START.sub(r"\\\1", _inline(tag).strip())
    lines = []
    for number, item in enumerate(tag.find_all("li", recursive=False), start=1):
        bullet = f"{number}. " if tag.name == "ol" else "- "
        inner = item.find_all(["ul", "ol"], recursive=False)
        for below in inner:
            below.extract()
        lines.append(f"{indent}{bullet}{_inline(item).strip()}")
        lines += [_block(below, indent + " " * len(bullet)) for below in inner]
    return "\n".join(lines)


def _inline(tag: Tag) -> str:
    parts = []
    for child in tag.children:
        if isinstance(child, NavigableString):
            parts.append(re.sub(r"([\\*\[\]])|(?<!\w)(_)|(_)(?!\w)", r"\\\g<0>", str(child)))
        elif child.name == "br":
            parts.append("\n")
        elif child.name == "b":
            parts.append(f"**{_inline(child)}**")
        elif child.name == "i":
            parts.append(f"*{_inline(child)}*")
        elif child.name == "a":
            parts.append(f"[{_inline(child)}]({child.get('href', '')})")
        else:
            parts.append(_inline(child))
    return "".join(parts)


def length(html: str) -> int:
    """How many characters a reader gets to see."""
    return len(" ".join(BeautifulSoup(html, "html.parser").get_text(" ").split()))
