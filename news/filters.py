"""The addresses of the news list and the agenda: which parameters there are and what each may say."""

from django.db import models
from django.utils import timezone

from platform_site.filters import FacetedFilterSet, FacetFilter
from platform_site.places import PROVINCES
from platform_site.taxonomy import Sector, Theme

FIRST_YEAR = 2014


class Category(models.TextChoices):
    NEWS = "nieuws", "Nieuws"
    CALL = "oproep", "Oproep"
    RESEARCH = "onderzoek", "Onderzoek"
    REPORT = "verslag", "Verslag"
    POLICY = "beleid", "Beleid"


class EventKind(models.TextChoices):
    CONGRESS = "congres", "Congres"
    NETWORK = "leernetwerk", "Leernetwerk"
    WEBINAR = "webinar", "Webinar"
    THINKING = "opdenksessie", "Opdenksessie"
    STUDY_DAY = "studiedag", "Studiedag"
    MEETING = "bijeenkomst", "Bijeenkomst"


class Form(models.TextChoices):
    ONLINE = "online", "online"
    VENUE = "locatie", "op locatie"


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
