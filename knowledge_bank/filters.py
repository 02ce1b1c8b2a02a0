"""The kennisbank's part of the address: which parameters there are and what each may say."""

from django.utils import timezone

from knowledge_bank.vocabulary import Kind
from platform_site.filters import Facet, FacetedFilterSet
from platform_site.taxonomy import Audience, Sector, Theme

SORTS = {"relevantie": "relevantie", "nieuwste": "nieuwste eerst", "titel": "titel"}
FIRST_YEAR = 2010


def years() -> list[tuple[str, str]]:
    """All years an item can be of, newest first."""
    return [(str(year), str(year)) for year in range(timezone.localdate().year + 1, FIRST_YEAR - 1, -1)]


class KnowledgeItemFilter(FacetedFilterSet):
    soort = Facet("kind", "Soort", Kind.choices)
    sector = Facet("sectors", "Sector", [(value, value) for value in Sector.values], array=True)
    thema = Facet("themes__slug", "Thema", lambda: Theme.objects.values_list("slug", "title"))
    doelgroep = Facet("audiences__slug", "Voor wie", lambda: Audience.objects.values_list("slug", "title"))
    jaar = Facet("year", "Jaar", years, only_present=True)
