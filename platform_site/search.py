"""The site-wide search: results by type, best first, with help for who mistyped.

Each app registers what it wants found in its AppConfig.ready(), so nothing here knows of features.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from platform_site.components import Card
from platform_site.dutch import fold
from platform_site.marking import excerpt, marked
from platform_site.pages import SitePage
from platform_site.parameters import Address, clean_query
from platform_site.querysets import visible_pages
from platform_site.text_index import SearchEntry, index_as
from platform_site.text_search import Query, matching_ids, partly_matching, ranked, understand
from platform_site.vocabulary import vocabulary

SHOWN = 5  # of each type
SUGGESTED = 6


@dataclass(frozen=True)
class Source:
    """A type of page that the site-wide search finds. more: the list that takes `?q=`, if there is one."""

    title: str
    model: type[SitePage]
    order: int
    more: str = ""

    @property
    def kind(self) -> str:
        return self.model.__name__.lower()


@dataclass(frozen=True)
class Result:
    card: Card
    title: SafeString | str
    excerpt: SafeString | str
    url: str
    found_in: str = ""


@dataclass(frozen=True)
class Found:
    source: Source
    total: int
    results: list[Result]
    more: str


_sources: list[Source] = []


def register(title: str, model: type[SitePage], *, order: int, more: str = "") -> None:
    """Lets the site-wide search find pages of `model`; a lower `order` stands higher on the page."""
    source = Source(title, model, order, more)
    _sources.append(source)
    _sources.sort(key=lambda source: source.order)
    index_as(model, source.kind)


def _results(source: Source, ids: list[int], query: Query) -> list[Result]:
    pages = source.model.objects.visible().in_bulk(ids)
    plain = dict(SearchEntry.objects.filter(pk__in=ids).values_list("pk", "plain"))
    cards = [(pages[pk].card(), plain.get(pk, "")) for pk in ids if pk in pages]
    return [Result(card, marked(card.title, query.marks), excerpt(text, query.marks), card.url) for card, text in cards]


def search_everything(query: Query) -> list[Found]:
    """What the whole site has on a query, by type; types without results are left out."""
    found = []
    for source in _sources:
        ids = matching_ids(query, source.kind)
        if len(ids):
            best = ranked(query, source.kind, ids[:1000])
            more = str(Address(source.more, {"q": [query.text]}, ("q",))) if source.more and len(ids) > SHOWN else ""
            found.append(Found(source, len(ids), _results(source, best[:SHOWN].tolist(), query), more))
    return found


def _partly(query: Query) -> list[Found]:
    parts = [(source, partly_matching(query, source.kind)) for source in _sources]
    return [Found(source, len(ids), _results(source, ids[:SHOWN], query), "") for source, ids in parts if ids]


def direct_hit(text: str) -> Card | None:
    """The page whose title is exactly what was typed."""
    order = {source.kind: source.order for source in _sources}
    hits = SearchEntry.objects.filter(title=fold(text), kind__in=order).values_list("pk", "kind")
    best = min(hits, key=lambda hit: order[hit[1]], default=None)
    page = best and visible_pages().filter(pk=best[0]).first()
    return page.specific.card() if page else None


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """/zoeken/?q=…"""
    text, cut = clean_query(request.GET.get("q", ""))
    query = understand(text)
    found = search_everything(query) if text else []
    total = sum(group.total for group in found)
    context = {
        "query": text,
        "cut": cut,
        "found": found,
        "total": total,
        "direct": direct_hit(text) if text else None,
        "meant": query.mended if not total else None,
        "meant_url": str(Address("/zoeken/", {"q": [query.mended or ""]}, ("q",))),
        "partly": _partly(query) if text and not total else [],
    }
    return TemplateResponse(request, "platform_site/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """/zoeken/suggesties/?q=…: titles that hold the words typed so far, and words of the site that begin like the last one."""
    text, _ = clean_query(request.GET.get("q", ""))
    words = fold(text).split()
    if not words or len(words[-1]) < 2:
        return JsonResponse({"suggesties": []})
    starts = " & ".join("'" + word.replace("'", "''").replace("\\", "") + "':*A" for word in words)
    titles = (
        SearchEntry.objects.extra(where=["heads @@ cast(%s as tsquery)"], params=[starts])
        .order_by("kind", "title")
        .values_list("page__title", "page__url_path", "kind")[:SUGGESTED]
    )
    names = {source.kind: source.title for source in _sources}
    pages = [{"titel": title, "url": "/" + path.split("/", 2)[2], "soort": names.get(kind, "")} for title, path, kind in titles]
    typed = " ".join(text.split()[:-1])
    completed = [f"{typed} {word}".strip() for word in vocabulary().beginning_with(words[-1], SUGGESTED - len(pages) + 2)]
    searches = [{"titel": one, "url": str(Address("/zoeken/", {"q": [one]}, ("q",))), "soort": "zoek"} for one in completed]
    return JsonResponse({"suggesties": [*searches[:3], *pages][: SUGGESTED + 2]})
