"""Partnerships as symbols on the drawing of the Netherlands: one shape per sector, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.models.profiles import PartnershipPage
from partnerships.outlines import project

BETWEEN = 12  # units from one shape to the next of the same partnership


@dataclass(frozen=True)
class PlacedSymbol:
    sector: str
    x: int
    y: int


@dataclass(frozen=True)
class MapSymbol:
    """A partnership on the drawing, around its place (in units of the drawing)."""

    slug: str
    x: int
    y: int
    sectors: list[str]

    @property
    def shapes(self) -> list[PlacedSymbol]:
        left = self.x - BETWEEN * (len(self.sectors) - 1) // 2
        return [PlacedSymbol(sector, left + BETWEEN * place, self.y) for place, sector in enumerate(self.sectors)]


def symbols(partnerships: Iterable[PartnershipPage]) -> list[MapSymbol]:
    """The partnerships that have a location, as symbols in the same order."""
    return [MapSymbol(page.slug, *project(page.lat, page.lon), page.sectors) for page in partnerships if page.has_point]
