"""Showing why a page was found: an excerpt around the words that answered, highlighted and escaped."""

import re
from collections import Counter
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from platform_site.search.dutch import fold

BEFORE, LENGTH = 60, 220  # characters
OTHER = re.compile(r"[^\x00-\x7f]")


@lru_cache(maxsize=256)
def _pattern(words: frozenset[str]) -> re.Pattern | None:
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(word).replace(r"\-", "[-‐-–]?") for word in longest_first) + r")(?!\w)"
    )


class _Folding(dict):
    """Letters to their folded form, learned as they come by; a letter that would become longer stays as it is."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_FOLDING = _Folding()


def _same_length(text: str) -> str:
    """`text` folded letter by letter, so that places stay the same."""
    return OTHER.sub(lambda letter: _FOLDING[ord(letter[0])], text).lower()


def spots(text: str, words: frozenset[str]) -> list[tuple[int, int]]:
    """Where `words` (folded) stand in `text`: (start, end) pairs."""
    pattern = _pattern(words)
    return [match.span() for match in pattern.finditer(_same_length(text))] if pattern else []


def highlighted(text: str, words: frozenset[str]) -> SafeString:
    """`text` escaped, with <mark> around the words."""
    pieces, before = [], 0
    for start, end in spots(text, words):
        pieces += [escape(text[before:start]), "<mark>", escape(text[start:end]), "</mark>"]
        before = end
    return mark_safe("".join([*pieces, escape(text[before:])]))


def excerpt(text: str, words: frozenset[str], length: int = LENGTH) -> SafeString:
    """About `length` characters of `text` around the spot where most different words stand together, highlighted."""
    places = spots(text, words)
    if not places:
        return mark_safe(escape(_cut(text, 0, length)))

    first = _richest(text, places, length - BEFORE)
    return highlighted(_cut(text, max(0, first - BEFORE) if first > length - BEFORE else 0, length), words)


def _richest(text: str, places: list[tuple[int, int]], length: int) -> int:
    """The first spot from where most different words stand within `length` characters. Each spot is looked at twice: a long text
    can have thousands."""
    words = [text[a:b].lower() for a, b in places]
    inside, last, most, richest = Counter(), 0, 0, places[0][0]
    for first, (start, _) in enumerate(places):
        while last < len(places) and places[last][0] < start + length:
            inside[words[last]] += 1
            last += 1
        if len(inside) > most:
            most, richest = len(inside), start
        inside[words[first]] -= 1
        if not inside[words[first]]:
            del inside[words[first]]
    return richest


def _cut(text: str, start: int, length: int) -> str:
    """A piece of whole words, with an ellipsis where something was left out."""
    if start:
        start = text.find(" ", start) + 1
    end = len(text) if start + length >= len(text) else max(text.rfind(" ", start, start + length), start + 1)
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
