"""The addresses of the news list and the agenda: which parameters there are and what each may say."""

from django.utils import timezone

from news.vocabulary import Category, EventKind, Form
from platform_site.filters import FacetedFilterSet, FacetFilter
from platform_site.places import PROVINCES
from platform_site.taxonomy import Sector, Theme

FIRST_YEAR = 2014
PERIODS = {"komend": "Komend", "geweest": "Geweest"}


def sectors() -> list[tuple[str, str]]:
    return [(value, value) for value in Sector.values]


def themes() -> list[tuple[str, str]]:
    return list(Theme.objects.values_list("slug", "title"))


def years() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in range(timezone.localdate().year, FIRST_YEAR - 1, -1)]


class NewsFilter(FacetedFilterSet):
    rubriek = FacetFilter("category", "Rubriek", Category.choices)
    sector = FacetFilter("sectors", "Sector", sectors, array=True)
    thema = FacetFilter("themes__slug", "Thema", themes, only_present=True)
    jaar = FacetFilter("date__year", "Jaar", years, only_present=True)


class EventFilter(FacetedFilterSet):
    soort = FacetFilter("kind", "Soort", EventKind.choices)
    sector = FacetFilter("sectors", "Sector", sectors, array=True)
    thema = FacetFilter("themes__slug", "Thema", themes, only_present=True)
    vorm = FacetFilter("form", "Vorm", Form.choices)
    provincie = FacetFilter("province", "Provincie", PROVINCES, only_present=True)
