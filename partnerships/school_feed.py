"""scholen.json: all partner schools for the landkaart. Without parameters only points; names per partnership or bounding box.

A school is listed once for each partnership it takes part in today. Coordinates are rounded to 1/10,000 degree (about ten metres) and
delta-encoded, which makes 9,000 schools about 30 KB after compression.
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
    """The open schools with known coordinates that take part in a public partnership on that day."""
    located = {"organisation__lat__isnull": False, "organisation__lon__isnull": False}
    return Partner.objects.on(day).of_visible().filter(role=Role.SCHOOL, **located)


def _about(day: date, partners: QuerySet) -> dict:
    """The metadata of the file. voorbeeld: whether some of these partners are made-up examples."""
    invented = partners.order_by().filter(example=True).exists()
    told = {"licentie": LICENCE, "bron": SOURCE, "datum": day.isoformat(), "uitleg": absolute("/landkaart/open-data/")}
    return {**told, "voorbeeld": invented}


def compact(rows: list[tuple[str, str, float, float]]) -> dict:
    """(partnership, sector, lat, lon) → columns, sorted by partnership and sector.

    groepen: run lengths, as [index in partnerschappen, index in sectoren, number of points].
    lat, lon: the first value, then the difference with the one before, in units of 1/SCALE degree.
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
    """The file with all points; cached until content changes, or the day does."""
    partners = schools_on(day)
    fields = ("page__slug", "organisation__sector", "organisation__lat", "organisation__lon")
    columns = compact(list(partners.order_by().values_list(*fields)))
    return json.dumps({**_about(day, partners), **columns}, separators=(",", ":")).encode()


def area(text: str) -> tuple[float, float, float, float] | None:
    """Parses a bounding box "west,south,east,north" in degrees; None if it is none."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (west, south, east, north) if -180 <= west < east <= 180 and -90 <= south < north <= 90 else None


def _names(partners: QuerySet, day: date) -> dict:
    """The schools by name, at most MOST_NAMES."""
    fields = ("brin", "name", "place", "sector", "lat", "lon")
    rows = partners.order_by("organisation__name", "organisation__pk", "page_id").values_list(
        "page__slug", *(f"organisation__{field}" for field in fields)
    )
    schools = [
        dict(zip(COLUMNS, (brin, name, place, sector, slug, round(lat, 4), round(lon, 4)), strict=True))
        for slug, brin, name, place, sector, lat, lon in rows[:MOST_NAMES]
    ]
    return {**_about(day, partners), "aantal": len(schools), "meer": len(schools) == MOST_NAMES, "scholen": schools}


@open_data("partnerschap", "gebied")
def schools(request: HttpRequest) -> HttpResponse:
    """scholen.json: all points; with ?partnerschap= or ?gebied=west,zuid,oost,noord the schools there with their names."""
    day, asked = timezone.localdate(), request.GET.get("partnerschap", "")
    box = area(request.GET.get("gebied", ""))
    if not asked and box is None:
        return HttpResponse(_everything(day), "application/json")
    partners = schools_on(day)
    if asked:
        partners = partners.filter(page__slug=asked)
    if box:
        west, south, east, north = box
        partners = partners.filter(organisation__lon__range=(west, east), organisation__lat__range=(south, north))
    return JsonResponse(_names(partners, day), json_dumps_params={"ensure_ascii": False})
