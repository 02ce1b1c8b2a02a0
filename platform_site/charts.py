"""Charts as plain data for templates/components/chart_*.html: what is long, how long, and where it stands.

A chart is a picture of a table that stands beside it, so it has one name that says what it shows and nothing to click.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH = 320  # units; the text in a chart is sized for a phone, where a unit is about a pixel
LABELS = 104  # of the width, for the words before the bars
NUMBERS = 52  # of the width, for the numbers behind them
BAR, ROW = 16, 26
HEIGHT, FLOOR, LEFT = 180, 150, 38


@dataclass(frozen=True)
class Value:
    """One thing in a chart. value None: not known, which is drawn as nothing and said; hue: a class such as "po"."""

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
        """Half-way a lying bar's thickness, where its words stand."""
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        """Half-way a standing bar's width."""
        return self.x + self.width / 2

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Line:
    y: float
    shown: str


@dataclass(frozen=True)
class Chart:
    """title: for all to read; name: the title and all that it shows, for who does not see it."""

    title: str
    name: str
    width: float
    height: float
    bars: list[Bar]
    lines: list[Line]


def described(title: str, values: Sequence[Value]) -> str:
    """The name of a chart for who does not see it: its title and all that it shows."""
    return f"{title}: " + ", ".join(f"{one.label} {one.shown}" for one in values)


def lying(title: str, values: Sequence[Value], top: float | None = None) -> Chart:
    """Bars from left to right, one below the other. top: the value of a full bar; the largest value when left out."""
    full = top or max((one.value or 0 for one in values), default=0) or 1
    room = WIDTH - LABELS - NUMBERS
    bars = [
        Bar(one, LABELS, place * ROW + (ROW - BAR) / 2, round(room * (one.value or 0) / full, 1), BAR)
        for place, one in enumerate(values)
    ]
    return Chart(title, described(title, values), WIDTH, ROW * len(values), bars, [])


def standing(title: str, values: Sequence[Value]) -> Chart:
    """Bars from the floor up, side by side, with lines at round numbers behind them."""
    step = round_step(max((one.value or 0 for one in values), default=0))
    highest = max(step * ceil(max((one.value or 0 for one in values), default=0) / step), step)
    room = (WIDTH - LEFT) / max(len(values), 1)
    bars = []
    for place, one in enumerate(values):
        high = round((FLOOR - 12) * (one.value or 0) / highest, 1)
        bars.append(Bar(one, round(LEFT + place * room + room * 0.14, 1), FLOOR - high, round(room * 0.72, 1), high))
    lines = [
        Line(round(FLOOR - (FLOOR - 12) * level / highest, 1), f"{level:,}".replace(",", "."))
        for level in range(0, highest + 1, step)
    ]
    return Chart(title, described(title, values), WIDTH, HEIGHT, bars, lines)


def round_step(highest: float) -> int:
    """The distance between lines: 1, 2 or 5 times a power of ten, so that there are two to five."""
    if highest <= 4:
        return 1
    power = 10 ** int(log10(highest / 2))
    return next(int(power * times) for times in (1, 2, 5, 10) if highest / (power * times) <= 5)
