"""The kennisbank's part of the address: which parameters there are and what each may say."""

from django.http import QueryDict

from knowledge_bank.facet_index import FacetIndex
from platform_site.components import Chip, FacetGroup, Option
from platform_site.parameters import Address
from platform_site.taxonomy import Sector

PATH = "/kennisbank/"
TITLES = {
    "soort": "Soort",
    "sector": "Sector",
    "thema": "Thema",
    "doelgroep": "Voor wie",
    "jaar": "Jaar",
    "partnerschap": "Partnerschap",
    "waarborg": "Waarborg",
    "onderbouwing": "Onderbouwing",
    "met": "Met",
}
PARAMETERS = ("q", *TITLES, "sorteer", "pagina")
SORTS = {"relevantie": "relevantie", "nieuwste": "nieuwste eerst", "titel": "titel"}
NEWEST_FIRST = ("jaar",)  # facets of which the values are shown in falling order
ONLY_PRESENT = ("jaar", "partnerschap")  # facets of which values that nothing has are left out


def chosen_values(parameters: QueryDict, index: FacetIndex) -> dict[str, list[str]]:
    """The known values that the address asks for, by facet; unknown ones are dropped one by one."""
    return {
        name: [value for value in dict.fromkeys(parameters.getlist(name)) if value in facet.values]
        for name, facet in index.facets.items()
    }


def groups(index: FacetIndex, chosen: dict[str, list[str]], counts: dict[str, list[int]]) -> list[FacetGroup]:
    """The facets as the page shows them, chosen options on top of a long list."""
    return [_group(name, index, chosen[name], counts[name]) for name in TITLES]


def _group(name: str, index: FacetIndex, chosen: list[str], counts: list[int]) -> FacetGroup:
    facet = index.facets[name]
    options = [
        Option(value, title, count, value in chosen, sector=value in Sector.values)
        for value, title, count in zip(facet.values, facet.titles, counts, strict=True)
        if count or value in chosen or name not in ONLY_PRESENT
    ]
    if name in NEWEST_FIRST:
        options.reverse()
    if name == "partnerschap":
        options.sort(key=lambda option: (not option.chosen, -option.count, option.title))
    return FacetGroup(name, TITLES[name], options)


def chips(index: FacetIndex, chosen: dict[str, list[str]], address: Address) -> list[Chip]:
    """The chosen filters, each with the link that takes it away."""
    return [
        Chip(index.facets[name].titles[index.facets[name].values.index(value)], address.without(name, value))
        for name in TITLES
        for value in chosen[name]
    ]
