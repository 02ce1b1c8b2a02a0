"""What the landkaart shows for an address: the filtered partnerships, the same for list, map and downloads."""

from dataclasses import dataclass, field

from django.http import QueryDict

from partnerships.filters import PartnershipFilter
from partnerships.outlines import EAST, HEIGHT, NORTH, SOUTH, WEST, WIDTH, project, provinces
from partnerships.querysets import PartnershipQuerySet
from platform_site.components import Chip, FacetGroup
from platform_site.parameters import Address

PATH = "/landkaart/"
PARAMETERS = ("sector", "status")
BETWEEN = 12  # units from one shape to the next of the same partnership


@dataclass(frozen=True)
class Shape:
    sector: str
    x: int
    y: int


@dataclass(frozen=True)
class Mark:
    """A partnership on the drawing: one shape per sector, side by side around its place (in units of the drawing)."""

    slug: str
    x: int
    y: int
    sectors: list[str]

    @property
    def shapes(self) -> list[Shape]:
        left = self.x - BETWEEN * (len(self.sectors) - 1) // 2
        return [Shape(sector, left + BETWEEN * place, self.y) for place, sector in enumerate(self.sectors)]


@dataclass
class Landkaart:
    partnerships: list  # of PartnershipPage with status, those without a point last
    groups: list[FacetGroup]
    chips: list[Chip]
    address: Address
    box: str = f"0 0 {WIDTH} {HEIGHT}"
    edges: tuple = (WEST, SOUTH, EAST, NORTH)
    provinces: tuple = field(default_factory=provinces)

    @property
    def total(self) -> int:
        return len(self.partnerships)

    @property
    def without_point(self) -> int:
        return sum(not partnership.has_point for partnership in self.partnerships)

    @property
    def marks(self) -> list[Mark]:
        return marks(self.partnerships)

    @property
    def feed(self) -> str:
        """The GeoJSON with the same filters."""
        return str(self.address).replace(PATH, f"{PATH}partnerschappen.geojson", 1)


def marks(partnerships) -> list[Mark]:
    """The partnerships that have a location, as marks in the same order."""
    return [Mark(page.slug, *project(page.lat, page.lon), page.sectors) for page in partnerships if page.has_point]


def find(parameters: QueryDict, listed: PartnershipQuerySet) -> tuple[PartnershipFilter, list]:
    """The filter that an address asks for, and the partnerships it leaves, those without a point last."""
    chosen = PartnershipFilter(parameters, listed)
    return chosen, sorted(chosen.qs, key=lambda page: not page.has_point)


def landkaart(parameters: QueryDict, listed: PartnershipQuerySet) -> Landkaart:
    """Everything the page shows for the address parameters, out of the partnerships `listed`."""
    chosen, partnerships = find(parameters, listed)
    address = Address(PATH, chosen.chosen, PARAMETERS)
    _, groups = chosen.counted()
    return Landkaart(partnerships, groups, chosen.chips(address), address)
