"""What the news list and the agenda show for an address."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, QueryDict

from news.filters import PERIODS, EventFilter, NewsFilter
from news.models import EventPage, NewsPage
from platform_site.addresses import absolute
from platform_site.components import Card, Chip, FacetGroup, Pager
from platform_site.filters import FacetedFilterSet
from platform_site.parameters import Address


@dataclass
class Listing:
    total: int
    pages: list
    groups: list[FacetGroup]
    chips: list[Chip]
    pager: Pager
    address: Address
    period: str = ""

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """Parameters that a form which changes only the filters must send along."""
        return [("periode", value) for value in self.address.values.get("periode", [])]

    def _elsewhere(self, ending: str) -> str:
        """The same list, whole, at the address of something else than a page."""
        whole = self.address.having(pagina=[], periode=[])
        return whole.replace(self.address.path, f"{self.address.path}{ending}", 1)

    @property
    def feed(self) -> str:
        return self._elsewhere("feed/")

    @property
    def calendar(self) -> str:
        return self._elsewhere("agenda.ics")

    @property
    def subscription(self) -> str:
        """What a calendar program opens by itself."""
        return f"webcal://{absolute(self.calendar).partition('//')[2]}"

    @property
    def clear(self) -> str:
        """The link without filters."""
        return self.address.having(**{name: [] for name in self.address.known if name != "periode"})

    @property
    def canonical(self) -> str:
        """The address to find this by: each page of the list its own; what is filtered stands in the whole list too."""
        return self.clear if self.chips else self.pager.here

    @property
    def cards(self) -> list[Card]:
        return [page.card() for page in self.pages]

    @property
    def months(self) -> list[tuple[date, list[Card]]]:
        """The cards by month, each with the first day of that month."""
        return [(first, list(cards)) for first, cards in groupby(self.cards, key=lambda card: card.day.replace(day=1))]

    @property
    def periods(self) -> list[tuple[str, str, bool]]:
        """The two halves of the agenda as (title, link, is this the one)."""
        return [
            (title, self.address.having(periode="" if name == "komend" else name), name == self.period)
            for name, title in PERIODS.items()
        ]


def _listing(path: str, chosen: FacetedFilterSet, parameters: QueryDict, period: str = "") -> Listing:
    known = (*(name for name, _ in chosen.facets()), *(["periode"] if period else []), "pagina")
    values = {**chosen.chosen, "periode": [period] if period == "geweest" else []}
    address = Address(path, values, known)
    total, groups = chosen.counted()
    pager = Pager.of(total, parameters.get("pagina"), address)
    return Listing(total, list(chosen.qs[pager.span]), groups, chosen.chips(address), pager, address, period)


def _contents(shown: Listing) -> dict:
    return {"listing": shown, "canonical": absolute(shown.canonical)}


def news_list(request: HttpRequest) -> dict:
    """What the template of the news list needs: the news items that the address asks for."""
    parameters = request.GET
    return _contents(_listing("/nieuws/", NewsFilter(parameters, NewsPage.objects.listed().for_cards()), parameters))


def agenda(request: HttpRequest) -> dict:
    """What the template of the agenda needs: the events that the address asks for, coming ones unless `periode=geweest`."""
    parameters, events = request.GET, EventPage.objects.all()
    period = "geweest" if parameters.get("periode") == "geweest" else "komend"
    chosen = EventFilter(parameters, events.past() if period == "geweest" else events.upcoming())
    return _contents(_listing("/agenda/", chosen, parameters, period))
