"""Markdown of the example content → the editors' blocks.

Fenced code stands for the special blocks: kader, citaat, uitklap, cijfers, stappen, foto. The rest becomes rich text.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"typographer": False}).enable("table")
LINK = re.compile(r'<a href="([a-z]+):([^"]+)">')
# From "kennisbank", "slug" to the id of the page; raises LookupError when there is none.
FindPage = Callable[[str, str], int]
FindImage = Callable[[str], object]


def plain(inline: Token) -> str:
    """The words of a line of Markdown, for what holds no markup. Raises LookupError for a link, which would be lost."""
    if any(part.type == "link_open" for part in inline.children):
        raise LookupError(f"een link kan hier niet staan: {inline.content}")
    return " ".join("".join(" " if part.type == "softbreak" else part.content for part in inline.children).split())


def plain_line(markdown: str) -> str:
    """`plain` of one line."""
    return plain(PARSER.parseInline(markdown)[0])


def rich_text(markdown: str, find_page: FindPage) -> str:
    """`markdown` as the HTML that Wagtail stores, links to pages of this site by id."""
    return _stored(PARSER.render(markdown), find_page)


def _stored(html: str, find_page: FindPage) -> str:
    html = re.sub(r"<(/?)strong>", r"<\1b>", html)
    html = re.sub(r"<(/?)em>", r"<\1i>", html)

    def by_id(match: re.Match) -> str:
        scheme, rest = match.groups()
        if scheme in ("https", "http", "mailto"):
            return match.group(0)
        return f'<a linktype="page" id="{find_page(scheme, rest)}">'

    return LINK.sub(by_id, html).replace("\n", " ").strip()


def blocks(markdown: str, find_page: FindPage, find_image: FindImage) -> list[tuple[str, object]]:
    """The body as (block name, value) pairs for a StreamField. Raises LookupError for an unknown page or picture."""
    made: list[tuple[str, object]] = []
    text: list = []

    def end_text():
        if text:
            made.append(("text", _stored(PARSER.renderer.render(text, PARSER.options, {}), find_page)))
            text.clear()

    tokens = PARSER.parse(markdown)
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "fence":
            end_text()
            name, _, title = token.info.strip().partition(" ")
            made.append(_special(name, title, token.content, find_page, find_image))
            place += 1
        elif token.type in ("table_open", "blockquote_open"):
            end_text()
            closing = token.type.replace("open", "close")
            last = next(
                i for i in range(place, len(tokens)) if tokens[i].type == closing and tokens[i].level == token.level
            )
            inside = tokens[place : last + 1]
            made.append(_table(inside) if closing == "table_close" else _quote(inside))
            place = last + 1
        else:
            text.append(token)
            place += 1
    end_text()
    return made


def _table(tokens: list) -> tuple[str, dict]:
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        if before.type in ("th_open", "td_open"):
            rows[-1].append(plain(token))
    return "table", {
        "table": {
            "data": rows,
            "first_row_is_table_header": True,
            "first_col_is_header": not rows[0][0],
            "table_header_choice": "row" if rows[0][0] else "both",
            "table_caption": "",
        }
    }


def _quote(tokens: list) -> tuple[str, dict]:
    words = " ".join(plain(token) for token in tokens if token.type == "inline")
    return "quote", {"text": words, "speaker": ""}


def _special(name: str, title: str, content: str, find_page: FindPage, find_image: FindImage) -> tuple[str, object]:
    if name == "kader":
        return "callout", {"title": plain_line(title), "text": rich_text(content, find_page)}
    if name == "uitklap":
        return "details", {"question": plain_line(title), "answer": rich_text(content, find_page)}
    lines = [plain_line(line) for line in content.splitlines() if line.strip()]
    if name == "citaat":
        return "quote", {"text": " ".join(lines), "speaker": plain_line(title)}
    if name == "cijfers":
        pairs = [[part.strip() for part in line.split("|")] for line in lines]
        return "figures", {
            "figures": [{"value": pair[0], "label": pair[1]} for pair in pairs],
            "source": plain_line(title),
        }
    if name == "stappen":
        steps = [line.partition(": ") for line in lines]
        return "steps", {"steps": [{"title": step[0], "text": step[2][:1].upper() + step[2][1:]} for step in steps]}
    if name == "foto":
        return "picture", {"image": find_image(title), "alt": "", "caption": escape(" ".join(lines))}
    raise LookupError(f"onbekend blok: {name}")
