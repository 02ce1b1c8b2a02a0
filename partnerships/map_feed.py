"""The landkaart for machines: GeoJSON (RFC 7946, lon before lat), a table and a picture, with the page's own filters."""

from collections.abc import Callable
from datetime import date

from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from partnerships.landkaart import contents
from partnerships.models.history import Partner
from partnerships.models.profiles import PartnershipPage
from partnerships.selection import PARAMETERS, MapResult, select
from platform_site import generation
from platform_site.addresses import absolute
from platform_site.keeping import keepable
from platform_site.tables import csv_response

LICENCE = "CC0 1.0"
LICENCE_ADDRESS = "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"
COLUMNS = ("slug", "naam", "url", "sectoren", "status", "plaats", "provincie")
GENERATION = "partnerships"  # rises with everything that these data may hold
View = Callable[[HttpRequest], HttpResponse]


def open_data(*parameters: str) -> Callable[[View], View]:
    """A view that other sites may read, that says under which licence, and that answers 304 to who has the same already."""

    def decorate(view: View) -> View:
        @keepable(*parameters)
        @require_safe
        @conditional_page
        def answer(request: HttpRequest) -> HttpResponse:
            response = view(request)
            response["Access-Control-Allow-Origin"] = "*"
            response["Link"] = f'<{LICENCE_ADDRESS}>; rel="license"'
            return response

        return answer

    return decorate


def changed_on(today: date) -> date | None:
    """The day the data last changed: by somebody's hand, or because a day came on which somebody joins, leaves or closes."""
    visible = Partner.objects.of_visible()
    days = {"since": "since", "until": "until", "closed": "organisation__closed_on"}
    came = visible.aggregate(**{name: Max(path, filter=Q(**{f"{path}__lte": today})) for name, path in days.items()})
    return max(filter(None, [generation.changed_on(GENERATION), *came.values()]), default=None)


def facts(page: PartnershipPage) -> dict:
    """What every form of the data tells of a partnership."""
    values = (page.slug, page.title, absolute(page.url), page.sectors, page.status, page.place, page.province)
    return dict(zip(COLUMNS, values, strict=True))


def feature(page: PartnershipPage) -> dict:
    """One partnership as a GeoJSON feature; `geometry` is None without a location."""
    point = {"type": "Point", "coordinates": [page.lon, page.lat]} if page.has_point else None
    return {"type": "Feature", "id": page.slug, "geometry": point, "properties": facts(page)}


def _results(request: HttpRequest) -> list[MapResult]:
    return select(request.GET).results


@open_data(*PARAMETERS)
def geojson(request: HttpRequest) -> HttpResponse:
    """All partnerships that the address asks for, in the order of the list."""
    about = {"licentie": LICENCE, "datum": timezone.localdate().isoformat(), "bron": absolute("/landkaart/open-data/")}
    features = [feature(result.page) for result in _results(request)]
    return JsonResponse(
        {"type": "FeatureCollection", **about, "features": features}, content_type="application/geo+json"
    )


@open_data(*PARAMETERS)
def table(request: HttpRequest) -> HttpResponse:
    """The same as CSV. The date is in the file's name, the licence in the header: a table has no place for them."""
    rows = (
        [*({**facts(page), "sectoren": ", ".join(page.sectors)}).values(), page.lat, page.lon]
        for page in (result.page for result in _results(request))
    )
    return csv_response(f"partnerschappen-{timezone.localdate()}", (*COLUMNS, "lat", "lon"), rows)


@open_data(*PARAMETERS)
def picture(request: HttpRequest) -> HttpResponse:
    """The same as a picture, to show on another site."""
    return HttpResponse(render_to_string("partnerships/map_picture.svg", contents(request)), "image/svg+xml")
