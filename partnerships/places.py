"""Where a reader says to be: from "9306 TC", "den bosch" or "Hengelo (Gelderland)" to a point. No outside call.

Postcodes go to the middle of their four-digit area; places to the middle of their schools; a municipality that is not called after a
place to the middle of its postcodes. A place goes before a province of the same name (Groningen, Utrecht).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean

from rapidfuzz import fuzz, process

from partnerships import place_names
from partnerships.place_names import TABLE, WHICH, readable
from partnerships.points import POSTCODES, Point, centre
from platform_site.parameters import clean_text
from platform_site.places import OTHERWISE, PROVINCES, cbs_province
from platform_site.search.dutch import fold

ALIASES = Path(__file__).parent / "data" / "aliassen.csv"
LONGEST = 80
POSTCODE = re.compile(r"([1-9][0-9]{3})(?:\s*[A-Z]{2})?\b", re.IGNORECASE)
NEAR, MOST_NEAR = 72, 4  # how alike (0-100) a name must be to be offered, and how many are
NEAR_CODES = 60  # how far a postcode that does not exist may lie from one that does
# How people shorten a province behind the name of a place: "Bergen NH", "Hengelo (O)".
SHORT = {
    "GR": "Groningen", "GN": "Groningen", "FR": "Fryslân", "FRL": "Fryslân", "DR": "Drenthe", "O": "Overijssel", "OV": "Overijssel",
    "FL": "Flevoland", "G": "Gelderland", "GLD": "Gelderland", "GE": "Gelderland", "UT": "Utrecht", "NH": "Noord-Holland",
    "ZH": "Zuid-Holland", "ZE": "Zeeland", "ZLD": "Zeeland", "NB": "Noord-Brabant", "L": "Limburg", "LB": "Limburg", "LIM": "Limburg",
    "FRIESLAND": "Fryslân",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A point with a name for readers. Asking for `name` gives this place again."""

    name: str
    point: Point


@dataclass(frozen=True)
class PlaceAnswer:
    """What a text means. others: the same name elsewhere, or when there is no place, names that look like it."""

    asked: str
    place: Place | None = None
    others: tuple[str, ...] = ()
    province: str = ""  # the text names a province, which is no point


def key(name: str) -> str:
    """What the spellings of one name have in common; typographic marks and accents are no difference."""
    return place_names.key(fold(name))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _towns() -> dict[str, tuple[Place, ...]]:
    """The places with a school by the key of their name, where several have one name that with most schools first.

    Those stand there by name and province as well: "Hengelo (Gelderland)".
    """
    by_key = defaultdict(list)
    for row in _rows(TABLE):
        name = WHICH.sub("", readable(row["woonplaats"])) or row["woonplaats"]
        province = cbs_province(row["provincie"])
        by_key[key(name)].append((int(row["n_scholen"]), name, province, Point(float(row["lat"]), float(row["lon"]))))
    found = {}
    for one, same in by_key.items():
        same.sort(key=lambda town: -town[0])
        several = len(same) > 1
        towns = tuple(Place(f"{name} ({province})" if several else name, point) for _, name, province, point in same)
        found[one] = towns
        found.update(
            (key(f"{name} {province}"), (town,)) for (_, name, province, _), town in zip(same, towns, strict=True)
        )
    for row in _rows(ALIASES):
        found.setdefault(key(row["alias"]), found[key(readable(row["woonplaats"]))])
        found.setdefault(key(row["woonplaats"]), found[key(readable(row["woonplaats"]))])
    return found


@cache
def _municipalities() -> dict[str, tuple[Place, ...]]:
    """The municipalities by the key of their name."""
    points = defaultdict(list)
    for row in _rows(POSTCODES):
        points[row["gemeente"]].append((float(row["lat"]), float(row["lon"])))
    return {
        key(name): (Place(f"gemeente {readable(name)}", Point(fmean(lats), fmean(lons))),)
        for name, (lats, lons) in ((name, zip(*there, strict=True)) for name, there in points.items())
    }


@cache
def _municipality_of() -> dict[str, str]:
    """The municipality of a four-digit postcode, as people write it."""
    return {row["pc4"]: readable(row["gemeente"]) for row in _rows(POSTCODES)}


@cache
def _provinces() -> dict[str, str]:
    names = {key(name): name for name, _ in PROVINCES} | {key(old): new for old, new in OTHERWISE.items()}
    return names | {f"PROVINCIE {one}": name for one, name in names.items()}


@cache
def _names() -> dict[str, str]:
    """Everything that may be offered, by its key; aliases lead to the name that we use."""
    municipalities = {one: places[0].name for one, places in _municipalities().items()}
    return municipalities | {one: towns[0].name for one, towns in _towns().items()}


def _postcode(digits: str, asked: str) -> PlaceAnswer:
    if point := centre(digits):
        return PlaceAnswer(asked, Place(f"{digits} ({_municipality_of()[digits]})", point))
    known = sorted(_municipality_of(), key=lambda code: (abs(int(code) - int(digits)), code))
    near = [code for code in known[:3] if abs(int(code) - int(digits)) <= NEAR_CODES]
    return PlaceAnswer(asked, others=tuple(sorted(near)))


def _near(wanted: str) -> Iterator[str]:
    """Names that begin like `wanted` or differ little from it, the likeliest first."""
    names = _names()
    beginning = sorted((one for one in names if len(wanted) > 2 and one.startswith(f"{wanted} ")), key=len)
    alike = [one for one, _, _ in process.extract(wanted, list(names), scorer=fuzz.ratio, score_cutoff=NEAR, limit=12)]
    yield from dict.fromkeys(names[one] for one in [*alike[:2], *beginning, *alike[2:]])


def look_up(text: str) -> PlaceAnswer:
    """The place that a reader means by `text` (as typed), or what may have been meant."""
    asked = clean_text(text)[:LONGEST].strip()
    if code := POSTCODE.match(asked):
        return _postcode(code[1], asked)
    wanted = key(asked)
    if not wanted:
        return PlaceAnswer(asked)
    if not wanted.startswith("GEMEENTE "):
        name, _, last = wanted.rpartition(" ")
        spellings = [wanted, *([key(f"{name} {SHORT[last]}")] if name and last in SHORT else []), key(readable(asked))]
        if towns := next((_towns()[one] for one in spellings if one in _towns()), None):
            return PlaceAnswer(asked, towns[0], tuple(town.name for town in towns[1:]))
    if province := _provinces().get(wanted):
        return PlaceAnswer(asked, province=province)
    if municipality := _municipalities().get(wanted.removeprefix("GEMEENTE ")):
        return PlaceAnswer(asked, municipality[0])
    near = _near(wanted.removeprefix("GEMEENTE "))
    return PlaceAnswer(asked, others=tuple(name for name, _ in zip(near, range(MOST_NEAR), strict=False)))
