"""What other sites show of this one: what editors put forward on the home page, and where that does not fill the places asked for,
what is newest. Both as far as it fits what an address asks.

An app says at ready() which of its pages can be asked for (`offer`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import F
from django.http import QueryDict

from platform_site.addresses import path_of
from platform_site.components import Card
from platform_site.models import HomePage
from platform_site.parameters import Address, whole_number
from platform_site.querysets import SitePageQuerySet
from platform_site.taxonomy import Sector, Theme, known_terms

FEW, MOST = 3, 12
COLOURS = {"licht": "Licht", "donker": "Donker"}
FILTERS = ("sector", "thema", "soort")
PARAMETERS = (*FILTERS, "aantal", "kleur")


class Askable(NamedTuple):
    """Pages of one type, with sectors and themes. kinds: the values of `soort` that ask for them, with their titles; current: those
    of some of these kinds that a reader can do something with now, as for cards."""

    kinds: dict[str, str]
    current: Callable[[list[str]], SitePageQuerySet]


_offers: list[tuple[int, Askable]] = []


def offer(pages: Askable, order: int) -> None:
    """Makes pages known that other sites can ask for, from AppConfig.ready()."""
    _offers.append((order, pages))


def _in_order() -> list[Askable]:
    return [pages for _, pages in sorted(_offers, key=lambda pair: pair[0])]


def choices() -> dict[str, dict[str, str]]:
    """What each filter may say, with titles, in the order to show it."""
    return {
        "sector": dict(Sector.choices),
        "thema": {term.slug: term.title for term in known_terms(Theme).values()},
        "soort": {value: title for one in _in_order() for value, title in one.kinds.items()},
    }


@dataclass(frozen=True)
class Wish:
    """What an address asks for. What it says that we do not know is dropped by itself; the rest holds."""

    chosen: dict[str, list[str]]
    number: int
    colour: str

    @classmethod
    def of(cls, parameters: QueryDict) -> "Wish":
        chosen = {
            name: [value for value in dict.fromkeys(parameters.getlist(name)) if value in titles]
            for name, titles in choices().items()
        }
        number, colour = whole_number(parameters.get("aantal")), parameters.get("kleur", "")
        return cls(
            chosen,
            FEW if number is None else min(max(number, 1), MOST),
            colour if colour in COLOURS else "",
        )

    def address(self, path: str) -> str:
        """The one spelling of this wish at a path; what is asked for by itself is not written."""
        rest = {"aantal": [] if self.number == FEW else [str(self.number)], "kleur": [self.colour]}
        return str(Address(path, {**self.chosen, **rest}, PARAMETERS))

    def fitting(self) -> list[SitePageQuerySet]:
        """The current pages that fit the filters, of each type."""
        sectors, themes, kinds = (self.chosen[name] for name in FILTERS)
        found = []
        for one in _in_order():
            wanted = [kind for kind in one.kinds if kind in kinds or not kinds]
            if not wanted:
                continue
            pages = one.current(wanted)
            if sectors:
                pages = pages.filter(sectors__overlap=sectors)
            if themes:
                about = pages.model.objects.filter(themes__slug__in=themes).order_by()
                pages = pages.filter(pk__in=about.values("pk"))
            found.append(pages)
        return found


class PutForward(NamedTuple):
    """What to show. featured: how many of the cards, from the first, editors put forward."""

    cards: list[Card]
    featured: int

    @property
    def title(self) -> str:
        if not self.featured:
            return "Nieuw"
        return "Uitgelicht" if self.featured == len(self.cards) else "Uitgelicht en nieuw"


def select(home: HomePage, wish: Wish) -> PutForward:
    """What fits a wish: what editors put forward in their order, then the newest."""
    featured = home.featured_cards()
    if any(wish.chosen.values()):
        slugs = [card.slug for card in featured]
        paths = {path_of(page) for pages in wish.fitting() for page in pages.filter(slug__in=slugs)}
        featured = [card for card in featured if card.url in paths]
    featured = featured[: wish.number]
    missing = wish.number - len(featured)
    return PutForward(featured + (_newest(wish, missing, featured) if missing else []), len(featured))


def _newest(wish: Wish, most: int, beside: list[Card]) -> list[Card]:
    shown = {card.url for card in beside}
    dated: list[tuple[datetime, int, Card]] = []
    for pages in wish.fitting():
        recent = pages.filter(first_published_at__isnull=False).annotate(came=F("first_published_at"))
        for page in recent.order_by("-first_published_at", "-pk")[: most + len(beside)]:
            dated.append((page.came, page.pk, page.card()))
    dated.sort(key=lambda one: one[:2], reverse=True)
    return [card for _, _, card in dated if card.url not in shown][:most]
