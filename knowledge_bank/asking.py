"""From an address to a question: which parameters there are, what each may say, and how they are spelled."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from knowledge_bank.facet_index import FacetIndex
from knowledge_bank.facets import FACETS
from platform_site.parameters import Address, clean_query

PATH = "/kennisbank/"
MOST_CHOSEN = 40  # values of all facets: each stands in every link of the page
SORTS = {"relevantie": "relevantie", "nieuwste": "nieuwste eerst", "titel": "titel"}


def parameters_of(facets: Iterable[str]) -> tuple[str, ...]:
    """The parameters of an address of the list, in the order in which they stand in it."""
    return ("q", *facets, "sorteer", "pagina")


PARAMETERS = parameters_of(facet.name for facet in FACETS)


@dataclass(frozen=True)
class Question:
    """What an address asks for. cut: the text was too long and was shortened; page: as typed; address: the one spelling of it."""

    text: str
    cut: bool
    chosen: dict[str, list[str]]  # values by facet
    sort: str
    page: str | None
    address: Address


def ask(parameters: QueryDict, index: FacetIndex) -> Question:
    """The question in these parameters; whatever is unknown in them is ignored."""
    text, cut = clean_query(parameters.get("q", ""))
    chosen = chosen_values(parameters, index)
    sorts = available_sorts(text)
    usual = next(iter(sorts))
    sort = parameters.get("sorteer", "")
    sort = sort if sort in sorts else usual
    values = {**chosen, "q": [text], "sorteer": [sort if sort != usual else ""]}
    address = Address(PATH, values, parameters_of(index.facets))
    return Question(text, cut, chosen, sort, parameters.get("pagina"), address)


def chosen_values(parameters: QueryDict, index: FacetIndex) -> dict[str, list[str]]:
    """The known values that the address asks for, by facet; unknown ones are dropped one by one, and what is too much together."""
    chosen, left = {}, MOST_CHOSEN
    for name, indexed in index.facets.items():
        known = [value for value in dict.fromkeys(parameters.getlist(name)) if value in indexed.rows]
        chosen[name] = known[:left]
        left -= len(chosen[name])
    return chosen


def available_sorts(text: str) -> dict[str, str]:
    """The ways to sort, the usual one first: by relevance only where there is a text."""
    return SORTS if text else {name: title for name, title in SORTS.items() if name != "relevantie"}
