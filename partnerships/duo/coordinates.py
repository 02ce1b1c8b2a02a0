"""Reads the optional file with exact points of schools: code; lat; lon."""

import math
import re

from partnerships.duo.problems import FileRefusedError, Problem, Weight
from partnerships.duo.tables import read_table
from partnerships.points import Point, in_the_netherlands

COLUMNS = {
    "code": ("CODE", "VESTIGINGSCODE", "INSTELLINGSCODE", "BRIN"),
    "lat": ("LAT", "LATITUDE", "BREEDTEGRAAD"),
    "lon": ("LON", "LNG", "LONGITUDE", "LENGTEGRAAD"),
}


def _degrees(value: str) -> float | None:
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def read_coordinates(data: bytes) -> tuple[dict[str, Point], list[Problem]]:
    """Points by code, and the rows that we leave out: no code, no number, not in the European Netherlands."""
    table = read_table(data)
    titles = [title.upper() for title in table.header]
    places = {
        name: next((titles.index(alias) for alias in aliases if alias in titles), -1)
        for name, aliases in COLUMNS.items()
    }
    missing = [name for name, place in places.items() if place < 0]
    if missing:
        raise FileRefusedError(
            f"In het bestand met coördinaten ontbreekt: {', '.join(missing)}. De kolommen heten code, lat en lon."
        )
    if table.problems:
        raise FileRefusedError("Het bestand met coördinaten klopt niet; zo nemen we het niet over.", table.problems)
    points: dict[str, Point] = {}
    problems = []
    for number, cells in table.rows:
        code, lat, lon = cells[places["code"]].upper(), _degrees(cells[places["lat"]]), _degrees(cells[places["lon"]])
        column, said = "code", ""
        if not re.fullmatch(r"\d{2}[A-Z]{2}(\d{2})?", code):
            said = "Dit is geen code van DUO; we slaan deze rij over."
        elif code in points:
            said = "Deze code staat er al eerder in; we slaan deze rij over."
        elif lat is None or lon is None:
            column, said = ("lat" if lat is None else "lon"), "Dit is geen getal; we slaan deze rij over."
        elif not in_the_netherlands(lat, lon):
            swapped = " Breedte- en lengtegraad zijn omgewisseld." if in_the_netherlands(lon, lat) else ""
            column, said = (
                "lat",
                f"Dit punt ({lat}, {lon}) ligt buiten Europees Nederland; we slaan het niet op.{swapped}",
            )
        if said:
            header = f"coördinaten: {table.header[places[column]]}"
            problems.append(Problem(Weight.NOTE, number, header, cells[places[column]], said))
        else:
            points[code] = Point(lat, lon)
    return points, problems
