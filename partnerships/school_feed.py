"""All partner schools for the landkaart: points without names in one small file, names of one partnership or one area apart.

A school stands there once for every partnership it takes part in today. Points are whole ten-thousandths of a degree (about ten metres),
each told as the difference from the one before: so 9,000 schools travel in some 30 KB.
"""

import json
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from partnerships.map_feed import LICENCE, open_data
from partnerships.models.history import Partner, Role
from platform_site.addresses import absolute
from platform_site.memory import cached_until_change
from platform_site.taxonomy import Sector

SCALE = 10_000  # steps in a degree
MOST_NAMES = 1_000
COLUMNS = ("brin", "naam", "plaats", "sector", "partnerschap", "lat", "lon")
SOURCE = "DUO en BAG"


def schools_on(day: date) -> QuerySet:
    """The schools that are open and take part on that day in a partnership that everybody may see, where they lie is known."""
    located = {"organisation__lat__isnull": False, "organisation__lon__isnull": False}
    return Partner.objects.on(day).of_visible().filter(role=Role.SCHOOL, **located)


def _about(day: date, found: QuerySet) -> dict:
    """What the file says of itself. voorbeeld: that some of the schools in it only take part as an example."""
    invented = found.order_by().filter(example=True).exists()
    told = {"licentie": LICENCE, "bron": SOURCE, "datum": day.isoformat(), "uitleg": absolute("/landkaart/open-data/")}
    return {**told, "voorbeeld": invented}


def compact(rows: list[tuple[str, str, float, float]]) -> dict:
    """(partnership, sector, lat, lon) → columns. groepen: [place of the partnership, place of the sector, how many follow].

    lat, lon: the first value of the whole file, then differences, in steps of 1/SCALE degree.
    """
    sectors = [*Sector.values, ""]
    points = sorted(
        (slug, sectors.index(sector), round(lon * SCALE), round(lat * SCALE)) for slug, sector, lat, lon in rows
    )
    slugs = sorted({slug for slug, *_ in points})
    place = {slug: number for number, slug in enumerate(slugs)}
    groups = [
        [place[slug], sector, len(list(same))] for (slug, sector), same in groupby(points, key=lambda point: point[:2])
    ]
    lats, lons = [point[3] for point in points], [point[2] for point in points]
    return {
        "aantal": len(points),
        "schaal": SCALE,
        "partnerschappen": slugs,
        "sectoren": sectors,
        "groepen": groups,
        "lat": _steps(lats),
        "lon": _steps(lons),
    }


def _steps(values: list[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]


@cached_until_change
def _everything(day: date) -> bytes:
    """The whole file, made once a day as long as nothing changes."""
    found = schools_on(day)
    fields = ("page__slug", "organisation__sector", "organisation__lat", "organisation__lon")
    columns = compact(list(found.order_by().values_list(*fields)))
    return json.dumps({**_about(day, found), **columns}, separators=(",", ":")).encode()


def area(text: str) -> tuple[float, float, float, float] | None:
    """west, south, east and north in degrees out of "4.3,52,4.4,52.1"; None for anything else."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (west, south, east, north) if -180 <= west < east <= 180 and -90 <= south < north <= 90 else None


def _names(found: QuerySet, day: date) -> dict:
    """The schools themselves, by name; of very many the first thousand."""
    fields = ("brin", "name", "place", "sector", "lat", "lon")
    rows = found.order_by("organisation__name", "organisation__pk", "page_id").values_list(
        "page__slug", *(f"organisation__{field}" for field in fields)
    )
    schools = [
        dict(zip(COLUMNS, (brin, name, place, sector, slug, round(lat, 4), round(lon, 4)), strict=True))
        for slug, brin, name, place, sector, lat, lon in rows[:MOST_NAMES]
    ]
    return {**_about(day, found), "aantal": len(schools), "meer": len(schools) == MOST_NAMES, "scholen": schools}


@open_data("partnerschap", "gebied")
def schools(request: HttpRequest) -> HttpResponse:
    """scholen.json: all points; with ?partnerschap= or ?gebied=west,zuid,oost,noord the schools there with their names."""
    day, asked = timezone.localdate(), request.GET.get("partnerschap", "")
    box = area(request.GET.get("gebied", ""))
    if not asked and box is None:
        return HttpResponse(_everything(day), "application/json")
    found = schools_on(day)
    if asked:
        found = found.filter(page__slug=asked)
    if box:
        west, south, east, north = box
        found = found.filter(organisation__lon__range=(west, east), organisation__lat__range=(south, north))
    return JsonResponse(_names(found, day), json_dumps_params={"ensure_ascii": False})
