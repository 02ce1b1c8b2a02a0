"""Suggestions while somebody types: words of the site to search for, lists of a theme, and pages by their title.

Hyphens do not count; what begins nothing here is read in other ways, last of all as a typing error.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from platform_site.addresses import path_of
from platform_site.memory import cached_until_change
from platform_site.parameters import Address, clean_query
from platform_site.querysets import all_pages
from platform_site.search.dutch import fold
from platform_site.search.places import places_beginning_with
from platform_site.search.questions import counts_by_kind, understand
from platform_site.search.results import titles_by_kind
from platform_site.search.words import vocabulary

SEARCHES, LISTS, OF_A_KIND, MOST = 3, 2, 3, 8
MOST_WORDS = 5  # in which typing errors are looked for
LOOKED_AT = 2000  # of two letters that half the site begins with, not all titles are put in order


@dataclass(frozen=True)
class FilteredList:
    """A list that can be narrowed to one term: "Thema" → /kennisbank/?thema=«slug»."""

    title: str
    terms: type[Model]
    path: str
    parameter: str


_lists: list[FilteredList] = []


def register(title: str, terms: type[Model], path: str, parameter: str) -> None:
    """Suggests the list at `path`, narrowed by `parameter` to one of `terms`. Called from AppConfig.ready()."""
    _lists.append(FilteredList(title, terms, path, parameter))


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """/zoeken/suggesties/?q=…: at most eight of {titel, url, soort}."""
    text, _ = clean_query(request.GET.get("q", ""))
    found = next((found for reading in _readings(text) if (found := _found(reading))), [])
    return JsonResponse(
        {"suggesties": [dict(zip(("titel", "url", "soort"), one, strict=True)) for one in found[:MOST]]}
    )


def _readings(text: str) -> Iterator[str]:
    """What was typed; then its hyphens as spaces, its last two words as one, and its words as they were perhaps meant."""
    yield text
    plain = fold(text)
    if "-" in plain:
        yield plain.replace("-", " ")
    if " " in plain:
        yield "".join(plain.rsplit(" ", 1))
    known, words = vocabulary(), plain.split()
    if len(words) > MOST_WORDS:
        return
    before = [known.mended(word) or word for word in words[:-1]]
    for guess in (str, known.beginning_near, known.beginning_apart, known.mended):
        last = [meant for word in words[-1:] if (meant := guess(word))]
        if last and (reading := " ".join(before + last)) != plain:
            yield reading


def _found(text: str) -> list[tuple[str, str, str]]:
    words = fold(text).split()
    if not words or len(words[-1]) < 2:
        return []
    direct = [(place.title, place.path, "direct naar") for place in places_beginning_with(words)]
    return [*direct, *_searches(text, words[-1]), *_narrowed(words), *_pages(words)]


def _searches(text: str, start: str) -> list[tuple[str, str, str]]:
    """What was typed, its last word completed to words of the site; only what finds something."""
    typed = " ".join(text.split()[:-1])
    completed = [f"{typed} {word}".strip() for word in vocabulary().beginning_with(start, SEARCHES)]
    if typed:
        completed = [one for one in completed if counts_by_kind(understand(one))]
    return [(one, str(Address("/zoeken/", {"q": [one]}, ("q",))), "zoek") for one in completed]


@cached_until_change
def _terms() -> list[tuple[str, str, str]]:
    return [
        (title, f"{each.path}?{each.parameter}={slug}", each.title.lower())
        for each in _lists
        for title, slug in each.terms.objects.values_list("title", "slug")
    ]


def _narrowed(words: list[str]) -> list[tuple[str, str, str]]:
    """The terms in which every word typed begins a word."""

    def answers(title: str) -> bool:
        parts = [part for word in fold(title).split() for part in (*word.split("-"), word.replace("-", ""))]
        return all(any(part.startswith(word.replace("-", "")) for part in parts) for word in words)

    return [term for term in _terms() if answers(term[0])][:LISTS]


def _pages(words: list[str]) -> list[tuple[str, str, str]]:
    """Pages with all of these beginnings in their title, from each type some."""
    plain = [word.replace("'", "''").replace("\\", "") for word in words]
    starts = " & ".join(f"('={word}':* | '=~{word.replace('-', '')}':*)" for word in plain)  # lemmas have no hyphen
    with connection.cursor() as cursor:
        cursor.execute(
            "select page_id, kind from (select page_id, kind,"
            "  row_number() over (partition by kind order by title) as place from"
            "  (select page_id, kind, title from platform_site_searchentry where whole @@ cast(%s as tsquery) limit %s) as looked_at"
            ") as placed"
            " where place <= %s order by place, kind limit %s",
            [starts, LOOKED_AT, OF_A_KIND, MOST],
        )
        kinds = dict(cursor.fetchall())
    pages, names = all_pages().in_bulk(kinds), titles_by_kind()
    return [(pages[pk].title, path_of(pages[pk]), names.get(kind, "").lower()) for pk, kind in kinds.items()]
