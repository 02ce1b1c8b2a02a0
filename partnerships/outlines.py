"""The Netherlands as a drawing: province outlines as SVG paths, and where a point falls on it.

Source of the outlines: CBS/Kadaster 2023, CC BY 4.0 (see /over/bronnen/). GeoJSON holds (lon, lat) pairs, WGS84.
"""

import json
from dataclasses import dataclass
from functools import cache
from math import asinh, degrees, radians, tan
from pathlib import Path

SOURCE = Path(__file__).parent / "static" / "partnerships" / "provincies.geojson"
WEST, EAST, SOUTH, NORTH = 3.30, 7.28, 50.72, 53.58
WIDTH = 600


def mercator(lat: float) -> float:
    """The northing of a latitude in degrees on the web's map projection (EPSG:3857), in degrees of longitude."""
    return degrees(asinh(tan(radians(lat))))


SCALE = WIDTH / (EAST - WEST)
HEIGHT = round((mercator(NORTH) - mercator(SOUTH)) * SCALE)


def project(lat: float, lon: float) -> tuple[int, int]:
    """Where a point in degrees falls on a drawing of WIDTH × HEIGHT units, y downwards."""
    return round((lon - WEST) * SCALE), round((mercator(NORTH) - mercator(lat)) * SCALE)


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
    drawn = []
    for feature in json.loads(SOURCE.read_text())["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        name = {"Friesland": "Fryslân"}.get(feature["properties"]["naam"], feature["properties"]["naam"])
        drawn.append(Province(name, "".join(_ring(ring) for polygon in polygons for ring in polygon)))
    return tuple(drawn)
