"""Points on the map: the centre of a postcode area, and what lies in the European Netherlands. Degrees, WGS84.

Source of the centres: GeoNames, CC BY 4.0; of the outlines: CBS/Kadaster, CC BY 4.0 (see /over/bronnen/).
"""

import csv
from functools import cache
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

from partnerships.outlines import EAST, NORTH, SOUTH, WEST, outlines

POSTCODES = Path(__file__).parent / "data" / "pc4.csv"
KM_PER_DEGREE = 111.2
EARTH_KM = 6371.0088  # its mean radius
# The outlines are simplified and leave the water out: a school on a quay or a small island may lie this far outside.
MARGIN_KM = 1.5


class Point(NamedTuple):
    lat: float
    lon: float


def km_between(here: Point, there: Point) -> float:
    """The distance over the earth in a straight line, in kilometres (the haversine formula)."""
    up, aside = radians(there.lat - here.lat), radians(there.lon - here.lon)
    half = sin(up / 2) ** 2 + cos(radians(here.lat)) * cos(radians(there.lat)) * sin(aside / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


@cache
def _centres() -> dict[str, Point]:
    with POSTCODES.open(encoding="utf-8", newline="") as file:
        return {row["pc4"]: Point(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}


def centre(postcode: str) -> Point | None:
    """The middle of the area with the four digits of `postcode`; None when there is no such area."""
    return _centres().get(postcode[:4])


@cache
def _rings() -> tuple[tuple[tuple[Point, ...], tuple[float, float, float, float]], ...]:
    """The outlines, each with its box (south, west, north, east) and the margin around it."""
    found = []
    for _, rings in outlines():
        for ring in rings:
            points = tuple(Point(lat, lon) for lon, lat in ring)
            lats, lons = [point.lat for point in points], [point.lon for point in points]
            up, aside = MARGIN_KM / KM_PER_DEGREE, MARGIN_KM / KM_PER_DEGREE / 0.59
            found.append((points, (min(lats) - up, min(lons) - aside, max(lats) + up, max(lons) + aside)))
    return tuple(found)


def _inside(ring: tuple[Point, ...], lat: float, lon: float) -> bool:
    """Whether a line from the point to the east crosses the ring an odd number of times."""
    odd = False
    for here, there in pairwise(ring):
        if (here.lat > lat) != (there.lat > lat):
            crossing = here.lon + (lat - here.lat) / (there.lat - here.lat) * (there.lon - here.lon)
            odd ^= lon < crossing
    return odd


def _km_from(ring: tuple[Point, ...], lat: float, lon: float) -> float:
    """How far the point lies from the ring; exact enough over a few kilometres."""
    across = cos(radians(lat))
    flat = [((point.lon - lon) * across, point.lat - lat) for point in ring]
    nearest = float("inf")
    for (x, y), (to_x, to_y) in pairwise(flat):
        length = (to_x - x) ** 2 + (to_y - y) ** 2
        part = max(0.0, min(1.0, -(x * (to_x - x) + y * (to_y - y)) / length)) if length else 0.0
        nearest = min(nearest, hypot(x + part * (to_x - x), y + part * (to_y - y)))
    return nearest * KM_PER_DEGREE


def in_the_netherlands(lat: float, lon: float) -> bool:
    """Whether a point lies in the European Netherlands: not in Belgium, not on Bonaire, not in the sea."""
    if not (SOUTH < lat < NORTH and WEST < lon < EAST):
        return False
    near = [ring for ring, (south, west, north, east) in _rings() if south < lat < north and west < lon < east]
    return any(_inside(ring, lat, lon) for ring in near) or any(_km_from(ring, lat, lon) < MARGIN_KM for ring in near)
