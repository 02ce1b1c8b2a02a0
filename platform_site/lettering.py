"""Words in a picture: which letters can be drawn, how they are broken over lines, and the drawing itself.

The font is the one that comes inside Pillow, so that pictures are the same on every machine. It has no letters with accents: those
are drawn on letters without.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from PIL import ImageDraw, ImageFont
from wagtail.coreutils import string_to_ascii

INSTEAD = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "•": "·", "×": "x", "€": "euro ", "‚": ",", "„": "“"})
BOLD = 0.022  # how much thicker, in heights of a letter, on all sides
LINE = 1.2  # from one line to the next
# Accents as strokes, in hundredths of the size: from the middle of the letter to the right, and up from its top.
ACCENTS = {
    "\u0300": [[(-9, 18), (3, 7)]],
    "\u0301": [[(9, 18), (-3, 7)]],
    "\u0302": [[(-10, 7), (0, 18), (10, 7)]],
    "\u0303": [[(-13, 9), (-6, 14), (6, 9), (13, 14)]],
    "\u0304": [[(-11, 12), (11, 12)]],
    "\u0306": [[(-10, 18), (-5, 10), (5, 10), (10, 18)]],
    "\u0308": [[(-10, 12), (-9, 12)], [(9, 12), (10, 12)]],
    "\u030a": [[(0, 6), (-6, 12), (0, 18), (6, 12), (0, 6)]],
    "\u030b": [[(-3, 18), (-10, 7)], [(11, 18), (4, 7)]],
    "\u030c": [[(-10, 18), (0, 7), (10, 18)]],
}
BELOW = {"\u0327": [[(1, 0), (1, -6), (6, -10), (-5, -17)]], "\u0328": [[(6, 0), (1, -8), (4, -15), (10, -13)]]}
MARKS = ACCENTS | BELOW


class Letters(NamedTuple):
    """A text as it is drawn: letters of the font, and by their place the accents that go with them."""

    plain: str
    accents: dict[int, str]

    def part(self, start: int, end: int) -> "Letters":
        return Letters(self.plain[start:end], {n - start: a for n, a in self.accents.items() if start <= n < end})


NOTHING = Letters("", {})


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


@cache
def _drawable() -> frozenset[str]:
    """Which signs the font has: of all others it draws the same box."""
    face = font(40)
    unknown = bytes(face.getmask("\uffff"))
    return frozenset(sign for sign in map(chr, range(32, 0x2100)) if bytes(face.getmask(sign)) != unknown)


def _known(text: str) -> str | None:
    """The text in signs that can be drawn, accents apart."""
    known = ""
    for sign in unicodedata.normalize("NFKD", text.translate(INSTEAD)):
        if sign in _drawable() or sign in MARKS:
            known += sign
        elif sign.isspace():
            known += " "
        elif unicodedata.category(sign).startswith("L"):
            if not unicodedata.name(sign, "").startswith("LATIN"):
                return None
            known += "".join(one for one in string_to_ascii(sign) if one in _drawable())
    return " ".join(known.split())


def letters(text: str) -> Letters:
    """A text in the letters there are. What is no letter and cannot be drawn (emoji) is left out; a text with a letter that cannot be
    is empty: half a title says something else."""
    plain, accents = "", {}
    for sign in _known(text) or "":
        if sign not in MARKS:
            plain += sign
        elif plain:
            accents[len(plain) - 1] = sign
    return Letters(plain, accents)


def _fitting(text: Letters, face: ImageFont.FreeTypeFont, start: int, width: int) -> int:
    """How far a line that begins at `start` can go: to the end of a word, or within one that is wider than a line."""
    end, length = start, len(text.plain)
    while end < length:
        after = text.plain.find(" ", end + 1)
        after = length if after < 0 else after
        if face.getlength(text.plain[start:after]) > width:
            break
        end = after
    if end > start:
        return end
    while end < length and face.getlength(text.plain[start : end + 1]) <= width:
        end += 1
    return max(end, start + 1)


def lines(text: Letters, face: ImageFont.FreeTypeFont, width: int) -> list[Letters]:
    """The text over lines of at most this width."""
    found, start = [], 0
    while start < len(text.plain):
        end = _fitting(text, face, start, width)
        found.append(text.part(start, end))
        start = end + (text.plain[end : end + 1] == " ")
    return found


def set_in(text: Letters, width: int, height: int, sizes: Sequence[int]) -> tuple[int, list[Letters]]:
    """The first of `sizes` in which the text fits, and its lines. What fits in none ends with three dots in the last."""
    size = next((one for one in sizes if len(lines(text, font(one), width)) * one * LINE <= height), sizes[-1])
    face, most = font(size), int(height // (size * LINE))
    found = lines(text, face, width)
    if len(found) <= most:
        return size, found
    *kept, last = found[:most]
    while face.getlength(f"{last.plain}…") > width:
        last = last.part(0, len(last.plain) - 1)
    return size, [*kept, Letters(f"{last.plain}…", last.accents)]


def draw(on: ImageDraw.ImageDraw, place: tuple[int, int], text: Letters, size: int, ink: str, ground: str) -> None:
    """Draws a line, its upper left corner at `place`. ground: the colour behind it."""
    face, bold = font(size), round(size * BOLD)
    left, top = place
    on.text(place, text.plain, ink, face, stroke_width=bold, stroke_fill=ink)
    baseline = top + face.getmetrics()[0]
    for number, accent in text.accents.items():
        sign = text.plain[number]
        start, end = (left + face.getlength(text.plain[:n]) for n in (number, number + 1))
        high = -face.getbbox(sign, anchor="ls")[1]
        if sign in "ij" and accent in ACCENTS:
            high = -face.getbbox("x", anchor="ls")[1]
            on.rectangle(
                (start, baseline - size, end, baseline - high - bold - 1), ground
            )  # an accent in place of its dot
        foot = baseline if accent in BELOW else baseline - high
        for stroke in MARKS[accent]:
            points = [((start + end) / 2 + x * size / 100, foot - y * size / 100) for x, y in stroke]
            _stroke(on, points, size * 0.075 + bold, ink)


def _stroke(on: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: float, ink: str) -> None:
    on.line(points, ink, round(width))
    for x, y in points:  # round ends
        on.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), ink)
