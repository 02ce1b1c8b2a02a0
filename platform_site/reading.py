"""A text as a reader meets it: its headings with anchors, its plain words, and how long it takes."""

import re
from dataclasses import dataclass
from html import unescape
from itertools import chain, count

from django.utils.html import strip_tags
from django.utils.text import slugify
from wagtail.blocks import StreamValue

WORDS_A_MINUTE = 200  # slow silent reading of informative Dutch prose
# Addresses within a page that its template uses itself.
TAKEN = frozenset(
    [
        "aantal",
        "aantallen",
        "binnen",
        "code-adres",
        "colofon",
        "contact",
        "dag",
        "deel",
        "deel-code",
        "deel-link",
        "deel-open",
        "delen",
        "dossiers",
        "eerstvolgend",
        "filters",
        "gekozen",
        "in-het-kort",
        "ingangen",
        "inhoud",
        "inhoud-katern",
        "kaart",
        "katern-kop",
        "katernen",
        "kader-code",
        "kader-feed",
        "kader-voorbeeld",
        "kennisbank",
        "kop-code",
        "kop-wachtwoord",
        "lijst",
        "luister",
        "m-mbo",
        "m-po",
        "m-vo",
        "meer",
        "new-heading",
        "nieuw",
        "nieuws",
        "partners",
        "passkey",
        "passkey-antwoord",
        "plaats",
        "praktijk",
        "programma",
        "resultaten",
        "sleutel",
        "sleutel-antwoord",
        "tekst",
        "tijdlijn",
        "toc-kop",
        "toevoegen",
        "toon",
        "toon-form",
        "transcript",
        "uitgelicht",
        "verslag",
        "verwant",
        "verwijzen",
        "w-autosave-indicator",
        "w-slim-header-buttons",
        "zoek",
        "zoek-partner",
        "zoek-uitleg",
    ]
)
HEADING = re.compile(r"<h([23])[^>]*>(.*?)</h\1>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Heading:
    level: int
    title: str
    anchor: str


def anchor(title: str) -> str:
    """The address within the page of a heading: made from its words, so it stays when others come or go."""
    return slugify(title)[:60].rstrip("-") or "kop"


class Anchors:
    """Gives each heading of one page an address of its own: the same words once more get a number behind them."""

    def __init__(self, below: str = ""):
        """below: what to put before every address, where several texts stand on one page."""
        self.below = f"{below}-" if below else ""
        self.given = set(TAKEN)

    def of(self, title: str) -> str:
        plain = f"{self.below}{anchor(title)}"
        free = next(name for name in chain([plain], (f"{plain}-{n}" for n in count(2))) if name not in self.given)
        self.given.add(free)
        return free


def _title(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def with_anchors(html: str, anchors: Anchors | None = None) -> str:
    """`html` with an id on every h2 and h3. anchors: of the page, when there is more to it than this."""
    anchors = anchors or Anchors()
    return HEADING.sub(lambda m: f'<h{m[1]} id="{anchors.of(_title(m[2]))}">{m[2]}</h{m[1]}>', html)


def headings(body: StreamValue, deepest: int = 2) -> list[Heading]:
    """The headings of a body's texts, down to level `deepest`, in order."""
    anchors = Anchors()
    texts = "".join(block.value.source for block in body if block.block_type == "text")
    found = [Heading(int(level), _title(html), anchors.of(_title(html))) for level, html in HEADING.findall(texts)]
    return [heading for heading in found if heading.level <= deepest and heading.title]


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
