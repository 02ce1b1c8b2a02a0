"""The map of the figures: how large a share of its schools takes part, per province."""

from dataclasses import dataclass

from partnerships.figures.tables import Figure
from partnerships.outlines import HEIGHT, WIDTH, provinces

STEPS = 5
UNKNOWN = "none"


@dataclass(frozen=True)
class Area:
    """A province as it is drawn. level: "0" to "4", or "none" where nothing is known."""

    name: str
    path: str
    level: str
    shown: str


@dataclass(frozen=True)
class Key:
    level: str
    words: str


@dataclass(frozen=True)
class Coverage:
    name: str
    box: str
    areas: list[Area]
    legend: list[Key]


def _level(percent: float | None) -> str:
    return UNKNOWN if percent is None else str(min(int(percent // (100 / STEPS)), STEPS - 1))


def coverage(figure: Figure) -> Coverage:
    """The map that goes with the figure per province; its last column is the share."""
    shares = {row.label: row.cells[-1] for row in figure.rows}
    areas = [Area(p.name, p.path, _level(shares[p.name].value), shares[p.name].shown) for p in provinces()]
    told = ", ".join(f"{area.name} {area.shown}" for area in sorted(areas, key=lambda area: area.name))
    width = 100 // STEPS
    legend = [Key(str(step), f"{step * width} tot {(step + 1) * width}%") for step in range(STEPS)]
    if any(area.level == UNKNOWN for area in areas):
        legend.append(Key(UNKNOWN, "nog geen gegevens"))
    return Coverage(f"Kaart van het aandeel scholen dat meedoet: {told}", f"0 0 {WIDTH} {HEIGHT}", areas, legend)
