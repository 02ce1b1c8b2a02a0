"""The drawing on a profile page: the schools of one partnership, with the provinces behind them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from partnerships.models import Organisation, PartnershipPage
from partnerships.outlines import Province, project, provinces
from platform_site.dutch_numbers import thousands
from platform_site.taxonomy import Sector

RATIO = 0.82  # height to width
SMALLEST = 90  # units: about 45 km; closer than that the outlines show how rough they are
MARGIN = 0.08
SYMBOL = 1 / 320  # of the width of the drawing: how large one unit of a symbol is
BETWEEN = 13  # units of a symbol from one shape to the next of the same partnership


@dataclass(frozen=True)
class Dots:
    """All schools of one sector as one path: a line without length for each, which its round or square end makes a dot."""

    sector: str
    path: str


@dataclass(frozen=True)
class SectorSymbol:
    """The symbol of one sector of the partnership; x: how far beside its place, in units of the symbol."""

    sector: str
    x: float


@dataclass(frozen=True)
class Drawing:
    """box: the part of the country that is shown; moved: where the partnership's own symbols stand, and how large."""

    box: str
    label: str
    provinces: tuple[Province, ...]
    dots: list[Dots]
    moved: str
    shapes: list[SectorSymbol]


def _at(place: Organisation | PartnershipPage) -> tuple[float, float]:
    """Where it falls on the drawing of the country, in tenths of a unit: near by, whole ones would be too coarse."""
    return project(place.lat, place.lon, digits=1)


def _box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, top, width and height of what shows all points with some room around them."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    width = max(SMALLEST, wide * (1 + 2 * MARGIN), high * (1 + 2 * MARGIN) / RATIO)
    height = width * RATIO
    return (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - height) / 2, width, height


def _dots(schools: Iterable[Organisation]) -> list[Dots]:
    """Each school a line of next to no length, that its round or square end makes a dot; one of no length is not on paper."""
    by_sector = {sector: sorted({_at(s) for s in schools if s.sector == sector}) for sector in Sector.values}
    return [Dots(sector, "".join(f"M{x:g} {y:g}h.01" for x, y in at)) for sector, at in by_sector.items() if at]


def _label(page: PartnershipPage, schools: list[Organisation]) -> str:
    """What the drawing shows, for who does not see it."""
    if not schools:
        return f"Kaart: {page.title} ligt in {page.place or page.province or 'Nederland'}"
    counts = Counter(school.place for school in schools if school.place).most_common(3)
    most = ", ".join(f"{place} ({count})" for place, count in counts)
    some = "1 school" if len(schools) == 1 else f"{thousands(len(schools))} scholen"
    return f"Kaart met {some}, de meeste in {most}" if len(schools) > 3 else f"Kaart met {some}: {most}"


def draw(page: PartnershipPage, schools: list[Organisation]) -> Drawing | None:
    """The drawing of a partnership and its schools; None when nobody knows where any of them lies."""
    placed = [school for school in schools if school.has_point]
    points = [_at(place) for place in (*placed, page) if place.has_point]
    if not points:
        return None
    left, top, width, height = _box(points)
    drawing = Drawing(
        f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}", _label(page, placed), provinces(), _dots(placed), "", []
    )
    if not page.has_point:
        return drawing
    x, y = _at(page)
    first = -BETWEEN * (len(page.sectors) - 1) / 2
    shapes = [SectorSymbol(sector, first + BETWEEN * place) for place, sector in enumerate(page.sectors)]
    return replace(drawing, moved=f"translate({x:g} {y:g}) scale({width * SYMBOL:.3f})", shapes=shapes)
