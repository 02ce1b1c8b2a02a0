"""The site-wide search: results by type, best first, with help for who mistyped.

Each app registers what it wants found in its AppConfig.ready(), so nothing here knows of features.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from platform_site.components import Card, Crumb
from platform_site.keeping import keepable
from platform_site.pages import SitePage
from platform_site.parameters import Address, clean_query
from platform_site.search import missed
from platform_site.search.dutch import fold
from platform_site.search.highlighting import excerpt, highlighted
from platform_site.search.index import SearchEntry, index_as
from platform_site.search.places import places_for
from platform_site.search.questions import Query, best_by_kind, counts_by_kind, partly_matching, understand

SHOWN = 5  # of each type


@dataclass(frozen=True)
class Source:
    """A type of page that the site-wide search finds; None: what is no page. more: the list that takes `?q=`, if there is one."""

    title: str
    model: type[SitePage] | None
    order: int
    more: str = ""

    @property
    def kind(self) -> str:
        return self.model.__name__.lower()


@dataclass(frozen=True)
class SearchResult:
    card: Card
    title: SafeString | str
    excerpt: SafeString | str
    url: str
    found_in: str = ""


@dataclass(frozen=True)
class ResultGroup:
    source: Source
    total: int
    results: list[SearchResult]
    more: str


_sources: list[Source] = []
PLACES = Source("Direct naar", None, 0)


def register(title: str, model: type[SitePage], *, order: int, more: str = "") -> None:
    """Lets the site-wide search find pages of `model`; a lower `order` stands higher on the page."""
    source = Source(title, model, order, more)
    _sources.append(source)
    _sources.sort(key=lambda source: source.order)
    index_as(model, source.kind)


def titles_by_kind() -> dict[str, str]:
    """What readers call each type of page, by its name in the index."""
    return {source.kind: source.title for source in _sources}


def _grouped(best: list[tuple[int, str, str]], query: Query, counts: dict[str, int]) -> list[ResultGroup]:
    """The best pages of each type, as (id, kind, plain text), with their excerpts; types without results are left out."""
    groups = []
    for source in _sources:
        rows = [(pk, plain) for pk, kind, plain in best if kind == source.kind][:SHOWN]
        if rows:
            pages = source.model.objects.visible().for_cards().in_bulk([pk for pk, _ in rows])
            results = [_result(pages[pk].card(), plain, query) for pk, plain in rows if pk in pages]
            total = counts.get(source.kind, len(rows))
            more = str(Address(source.more, {"q": [query.text]}, ("q",))) if source.more and total > SHOWN else ""
            groups.append(ResultGroup(source, total, results, more))
    return groups


def _result(card: Card, plain: str, query: Query) -> SearchResult:
    return SearchResult(card, highlighted(card.title, query.highlights), excerpt(plain, query.highlights), card.url)


def search_everything(query: Query) -> list[ResultGroup]:
    """What the whole site has on a query, by type. The index holds only what everybody may see."""
    counts = counts_by_kind(query)
    return [*_places(query), *_grouped(best_by_kind(query, SHOWN) if counts else [], query, counts)]


def _places(query: Query) -> list[ResultGroup]:
    """What the site has on it at an address of its own."""
    results = [_result(place.card(), place.summary, query) for place in places_for(query.text)]
    return [ResultGroup(PLACES, len(results), results, "")] if results else []


def _partly(query: Query) -> list[ResultGroup]:
    """What answers some of the words, by type."""
    ids = partly_matching(query, None)
    rows = {row[0]: row for row in SearchEntry.objects.filter(pk__in=ids).values_list("pk", "kind", "plain")}
    return _grouped([rows[pk] for pk in ids if pk in rows], query, {})


def direct_hit(text: str, groups: list[ResultGroup]) -> Card | None:
    """The page whose title is exactly what was typed; it is among the best of its type."""
    wanted = fold(text)
    return next(
        (result.card for group in groups for result in group.results if fold(result.card.title) == wanted), None
    )


def _meant(query: Query) -> tuple[str | None, int]:
    """How the text was perhaps meant, and how many pages that finds; never something that finds nothing."""
    total = sum(counts_by_kind(understand(query.mended)).values()) if query.mended else 0
    return (query.mended, total) if total else (None, 0)


@keepable("q")
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """/zoeken/?q=…"""
    text, cut = clean_query(request.GET.get("q", ""))
    query = understand(text) if text else Query("")
    groups = search_everything(query)
    total = sum(group.total for group in groups)
    if text and not total:
        missed.note(text)
    meant, meant_total = (None, 0) if total else _meant(query)
    context = {
        "crumbs": [Crumb("Home", "/")],
        "query": text,
        "cut": cut,
        "groups": groups,
        "total": total,
        "direct": direct_hit(text, groups),
        "meant": meant,
        "meant_total": meant_total,
        "meant_url": str(Address("/zoeken/", {"q": [meant or ""]}, ("q",))),
        "partly": _partly(query) if text and not total else [],
    }
    return TemplateResponse(request, "platform_site/search.html", context)
