"""The geometry of bar charts, drawn as SVG by templates/components/chart_*.html.

Each chart is shown beside a table with the same values, so for screen readers it is one image with a text, without anything to click.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from platform_site.dutch_numbers import thousands

WIDTH = 320  # SVG units; on a phone one unit is about one pixel, and the text size is chosen for that
LABELS = 104  # units reserved for the labels before the bars
NUMBERS = 52  # units reserved for the numbers after them
BAR, ROW = 16, 26  # horizontal: thickness of a bar, distance from one to the next
HEIGHT, FLOOR, LEFT = 180, 150, 38  # vertical: height of the chart, y of the axis, x of the first bar


@dataclass(frozen=True)
class Value:
    """One value of a chart. value None: unknown, drawn as no bar and told in `shown`; hue: a CSS class such as "po"."""

    label: str
    value: float | None
    shown: str
    hue: str = ""


@dataclass(frozen=True)
class Bar:
    value: Value
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The vertical centre, where the label of a horizontal bar is placed."""
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        """The horizontal centre, where the label of a vertical bar is placed."""
        return self.x + self.width / 2

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class GridLine:
    y: float
    shown: str


@dataclass(frozen=True)
class Chart:
    """title: visible; name: the title with all values, for screen readers."""

    title: str
    name: str
    width: float
    height: float
    bars: list[Bar]
    lines: list[GridLine]


def described(title: str, values: Sequence[Value]) -> str:
    """The accessible name of a chart: its title with all values."""
    return f"{title}: " + ", ".join(f"{one.label} {one.shown}" for one in values)


def horizontal(title: str, values: Sequence[Value], top: float | None = None) -> Chart:
    """Horizontal bars below each other. top: the value of a bar of full length, the largest value by default."""
    full = top or max((one.value or 0 for one in values), default=0) or 1
    room = WIDTH - LABELS - NUMBERS
    bars = [
        Bar(one, LABELS, place * ROW + (ROW - BAR) / 2, round(room * (one.value or 0) / full, 1), BAR)
        for place, one in enumerate(values)
    ]
    return Chart(title, described(title, values), WIDTH, ROW * len(values), bars, [])


def vertical(title: str, values: Sequence[Value]) -> Chart:
    """Vertical bars beside each other, with grid lines at round numbers."""
    step = round_step(max((one.value or 0 for one in values), default=0))
    highest = max(step * ceil(max((one.value or 0 for one in values), default=0) / step), step)
    room = (WIDTH - LEFT) / max(len(values), 1)
    bars = []
    for place, one in enumerate(values):
        high = round((FLOOR - 12) * (one.value or 0) / highest, 1)
        bars.append(Bar(one, round(LEFT + place * room + room * 0.14, 1), FLOOR - high, round(room * 0.72, 1), high))
    lines = [
        GridLine(round(FLOOR - (FLOOR - 12) * level / highest, 1), thousands(level))
        for level in range(0, highest + 1, step)
    ]
    return Chart(title, described(title, values), WIDTH, HEIGHT, bars, lines)


def round_step(highest: float) -> int:
    """The distance between grid lines: 1, 2 or 5 times a power of ten, chosen to give two to five lines."""
    if highest <= 4:
        return 1
    power = 10 ** int(log10(highest / 2))
    return next(int(power * times) for times in (1, 2, 5, 10) if highest / (power * times) <= 5)
