"""The parts that pages are put together from, as plain data for templates/components/."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from platform_site.parameters import Address, page_number

PER_PAGE = 20
MOST_PAGES = 500


@dataclass(frozen=True)
class Card:
    """What a page looks like in a list: one shape for every type."""

    title: str
    url: str
    slug: str
    summary: str = ""
    kind: str = ""
    sectors: Sequence[str] = ()
    facts: Sequence[str] = ()  # short remarks for the line above or below the title
    day: date | None = None
    note: str = ""  # why it stands here, when that is not obvious
    image: int | None = None  # the id of its picture
    published: date | None = None  # what is new says so
    revised: date | None = None


@dataclass(frozen=True)
class Crumb:
    title: str
    url: str


class Option(NamedTuple):  # quicker to make than a dataclass, and a page has a hundred
    """One choice of a facet; `count` is the number of results with this as the only choice in its facet."""

    value: str
    title: str
    count: int
    chosen: bool
    sector: bool = False

    @property
    def blocked(self) -> bool:
        """Nothing to be found behind it, and not chosen: shown, but it cannot be ticked."""
        return not self.count and not self.chosen


@dataclass(frozen=True)
class FacetGroup:
    name: str
    title: str
    options: list[Option]

    @property
    def folded(self) -> bool:
        """Long lists start closed unless something in them is chosen."""
        return len(self.options) > 12 and not any(option.chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """A chosen filter, with the link that takes it away."""

    title: str
    url: str


@dataclass(frozen=True)
class Pager:
    """Which part of a list is shown and where the other parts are."""

    number: int
    last: int
    address: Address
    total: int
    beyond: bool = False  # asked past the point where paging still helps anybody
    per_page: int = field(default=PER_PAGE)

    @classmethod
    def of(cls, total: int, asked: str | None, address: Address, per_page: int = PER_PAGE) -> "Pager":
        """The pager for `total` results when page `asked` (as typed in the address) is wanted."""
        last = max(1, -(-total // per_page))
        reachable = min(last, MOST_PAGES)
        number = page_number(asked, reachable)
        return cls(number, reachable, address, total, beyond=last > MOST_PAGES and number == MOST_PAGES)

    @property
    def span(self) -> slice:
        """The part of the results to show."""
        return slice((self.number - 1) * self.per_page, self.number * self.per_page)

    def link(self, number: int) -> str:
        return self.address.having(pagina="" if number == 1 else str(number))

    @property
    def here(self) -> str:
        """This part's own address."""
        return self.link(self.number)

    @property
    def previous(self) -> str | None:
        return self.link(self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> str | None:
        return self.link(self.number + 1) if self.number < self.last else None

    @property
    def steps(self) -> list[tuple[int, str] | None]:
        """Page numbers with their links: first, last and those around this one; None stands for a gap."""
        near = {1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)}
        steps, before = [], 0
        for number in sorted(near):
            if number - before > 1:
                steps.append(None)
            steps.append((number, self.link(number)))
            before = number
        return steps
