"""The Netherlands as a drawing: province outlines as SVG paths, and where a point falls on it.

Source of the outlines: CBS/Kadaster 2023, CC BY 4.0 (see /over/bronnen/). GeoJSON holds (lon, lat) pairs, WGS84.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import asinh, degrees, radians, tan
from pathlib import Path

from platform_site.places import cbs_province

SOURCE = Path(__file__).parent / "static" / "partnerships" / "provincies.geojson"
WEST, EAST, SOUTH, NORTH = 3.30, 7.28, 50.72, 53.58
WIDTH = 600


def mercator(lat: float) -> float:
    """The northing of a latitude in degrees on the web's map projection (EPSG:3857), in degrees of longitude."""
    return degrees(asinh(tan(radians(lat))))


SCALE = WIDTH / (EAST - WEST)
HEIGHT = round((mercator(NORTH) - mercator(SOUTH)) * SCALE)


def project(lat: float, lon: float, digits: int | None = None) -> tuple[float, float]:
    """Where a point in degrees falls on a drawing of WIDTH × HEIGHT units, y downwards: in whole units, or with `digits` decimals."""
    return round((lon - WEST) * SCALE, digits), round((mercator(NORTH) - mercator(lat)) * SCALE, digits)


def outlines() -> Iterator[tuple[str, list[list[list[float]]]]]:
    """The name of each province, and its outlines: rings of (lon, lat) pairs."""
    for feature in json.loads(SOURCE.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        yield cbs_province(feature["properties"]["naam"]), [ring for polygon in polygons for ring in polygon]


@dataclass(frozen=True)
class Province:
    name: str
    path: str  # the `d` of an SVG path


def _ring(points: list[list[float]]) -> str:
    """One ring of (lon, lat) as a closed path in whole units; points that fall together are drawn once."""
    steps, before = [], None
    for lon, lat in points:
        here = project(lat, lon)
        if here != before:
            steps.append(f"{here[0]} {here[1]}" if before is None else f"{here[0] - before[0]} {here[1] - before[1]}")
            before = here
    return f"M{steps[0]}l{' '.join(steps[1:])}z" if len(steps) > 3 else ""


@cache
def provinces() -> tuple[Province, ...]:
    """The twelve provinces, ready to draw."""
    return tuple(Province(name, "".join(map(_ring, rings))) for name, rings in outlines())
