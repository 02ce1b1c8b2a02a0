"""The one way in to the knowledge items: address → filter → search → count → page."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import QueryDict

from knowledge_bank.filters import SORTS, KnowledgeItemFilter
from knowledge_bank.querysets import KnowledgeItemQuerySet
from platform_site.components import Card, Chip, FacetGroup, Pager
from platform_site.parameters import Address, clean_query
from platform_site.search import matching_ids

PATH = "/kennisbank/"
PARAMETERS = ("q", "soort", "sector", "thema", "doelgroep", "jaar", "sorteer", "pagina")


@dataclass
class Browse:
    """What the page shows."""

    query: str
    cut: bool  # the text was too long and was cut
    total: int
    cards: list[Card]
    groups: list[FacetGroup]
    chips: list[Chip]
    pager: Pager
    sort: str
    sorts: dict[str, str]
    address: Address

    @property
    def clear(self) -> str:
        """The link without filters, the text kept."""
        return self.address.having(**{name: [] for name in PARAMETERS if name not in ("q", "sorteer")})

    @property
    def sort_links(self) -> list[dict]:
        """The ways to sort: title, url, and whether it is this one. The first needs no parameter."""
        first = next(iter(self.sorts))
        return [
            {
                "title": title,
                "url": self.address.having(sorteer="" if name == first else name),
                "here": name == self.sort,
            }
            for name, title in self.sorts.items()
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters that a form which changes only the filters must send along."""
        return [(name, value) for name in ("q", "sorteer") for value in self.address.values[name]]


def ordered(found: QuerySet, sort: str, ranked: list[int] | None) -> QuerySet:
    """`found` in the order of `sort`; `ranked` are the ids by relevance when a text was searched."""
    if sort == "titel":
        return found.order_by("sort_key", "pk")
    if sort == "relevantie" and ranked:
        places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(ranked)]
        return found.order_by(Case(*places, default=Value(len(places)), output_field=IntegerField()), "pk")
    return found.newest()


def browse(parameters: QueryDict, listed: KnowledgeItemQuerySet) -> Browse:
    """The page of results that the address parameters ask for, out of the items `listed`."""
    query, cut = clean_query(parameters.get("q", ""))
    ranked = matching_ids(query, listed.model) if query else None
    chosen = KnowledgeItemFilter(parameters, listed if ranked is None else listed.filter(pk__in=ranked))
    sorts = SORTS if query else {name: title for name, title in SORTS.items() if name != "relevantie"}
    sort = parameters.get("sorteer", "")
    sort = sort if sort in sorts else next(iter(sorts))
    values = {**chosen.chosen, "q": [query], "sorteer": [sort if sort != next(iter(sorts)) else ""]}
    address = Address(PATH, values, PARAMETERS)
    total, groups = chosen.counted()
    pager = Pager.of(total, parameters.get("pagina"), address)
    items = ordered(chosen.qs, sort, ranked)[pager.span]
    return Browse(
        query, cut, total, [item.card() for item in items], groups, chosen.chips(address), pager, sort, sorts, address
    )  # fmt: skip
