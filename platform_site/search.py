"""Searching: one function that finds ids, and the list of what the site-wide search looks through.

Each app registers what it wants found in its AppConfig.ready(), so nothing here knows of features.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from platform_site.components import Card
from platform_site.pages import SitePage
from platform_site.parameters import Address, clean_query
from platform_site.querysets import visible_pages

SHOWN = 5  # of each type
MOST = 1000


@dataclass(frozen=True)
class Source:
    """A type of page that the site-wide search finds. more: the list that takes `?q=`, if there is one."""

    title: str
    model: type[SitePage]
    order: int
    more: str = ""


@dataclass(frozen=True)
class Found:
    source: Source
    total: int
    cards: list[Card]
    more: str


_sources: list[Source] = []


def register(title: str, model: type[SitePage], *, order: int, more: str = "") -> None:
    """Lets the site-wide search find pages of `model`; a lower `order` stands higher on the page."""
    _sources.append(Source(title, model, order, more))
    _sources.sort(key=lambda source: source.order)


def matching_ids(text: str, model: type[Page]) -> list[int]:
    """The ids of pages of `model` in which all words of `text` occur, best first, at most 1,000.

    This is the seam behind which another engine can stand. It does not look at who may see a page: the caller does.
    """
    results = get_search_backend().search(text, model.objects.all(), operator="and")[:MOST]
    return [page.pk for page in results]


def search_everything(text: str) -> list[Found]:
    """What the whole site has on `text`, by type; types without results are left out."""
    ranked = matching_ids(text, Page)
    rows = visible_pages().filter(pk__in=ranked).values_list("content_type", "pk")
    visible = set(rows)
    found = []
    for source in _sources:
        kind = ContentType.objects.get_for_model(source.model).pk
        best = [pk for pk in ranked if (kind, pk) in visible]
        if best:
            pages = source.model.objects.for_cards().in_bulk(best[:SHOWN])
            more = Address(source.more, {"q": [text]}, ("q",)) if source.more and len(best) > SHOWN else ""
            found.append(Found(source, len(best), [pages[pk].card() for pk in best[:SHOWN]], str(more)))
    return found


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """/zoeken/?q=…"""
    query, cut = clean_query(request.GET.get("q", ""))
    found = search_everything(query) if query else []
    context = {"query": query, "cut": cut, "found": found, "total": sum(group.total for group in found)}
    return TemplateResponse(request, "platform_site/search.html", context)
