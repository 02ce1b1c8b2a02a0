"""A text as a reader meets it: its headings with anchors, its plain words, and how long it takes."""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.text import slugify
from wagtail.blocks import StreamValue

WORDS_A_MINUTE = 200  # slow silent reading of informative Dutch prose
HEADING = re.compile(r"<h([23])[^>]*>(.*?)</h\1>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Heading:
    level: int
    title: str
    anchor: str


def anchor(title: str) -> str:
    """The address within the page of a heading: made from its words, so it stays when others come or go."""
    return slugify(title)[:60].rstrip("-") or "kop"


def _title(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def with_anchors(html: str) -> str:
    """`html` with an id on every h2 and h3."""
    return HEADING.sub(lambda m: f'<h{m[1]} id="{anchor(_title(m[2]))}">{m[2]}</h{m[1]}>', html)


def headings(body: StreamValue, deepest: int = 2) -> list[Heading]:
    """The headings of a body's texts, down to level `deepest`, in order."""
    found = []
    for block in body:
        if block.block_type == "text":
            for match in HEADING.finditer(block.value.source):
                if int(match[1]) <= deepest and (title := _title(match[2])):
                    found.append(Heading(int(match[1]), title, anchor(title)))
    return found


def plain_text(body: StreamValue) -> str:
    """All words of a body, without markup."""
    pieces = [piece for block in body for piece in block.block.get_searchable_content(block.value)]
    return " ".join(" ".join(pieces).split())


def minutes(text: str) -> int:
    """How many minutes reading `text` takes, at least 1."""
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


def minutes_to_read(body: StreamValue) -> str:
    """Reading time in words: "4 minuten lezen"."""
    count = minutes(plain_text(body))
    return f"{count} {'minuut' if count == 1 else 'minuten'} lezen"
