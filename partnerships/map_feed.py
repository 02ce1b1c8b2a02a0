"""The landkaart for machines: GeoJSON (RFC 7946, lon before lat) with the page's own filters."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from partnerships.landkaart import find
from partnerships.models import PartnershipPage
from platform_site.addresses import absolute

LICENCE = "CC0 1.0"


def feature(page: PartnershipPage) -> dict:
    """One partnership as a GeoJSON feature; `geometry` is None without a location."""
    return {
        "type": "Feature",
        "id": page.slug,
        "geometry": {"type": "Point", "coordinates": [page.lon, page.lat]} if page.has_point else None,
        "properties": {
            "slug": page.slug,
            "naam": page.title,
            "url": absolute(page.url),
            "sectoren": page.sectors,
            "status": page.status,
            "plaats": page.place,
            "provincie": page.province,
        },
    }


@require_safe
def geojson(request: HttpRequest) -> JsonResponse:
    """All partnerships that the address asks for, in the order of the list."""
    _, partnerships = find(request.GET, PartnershipPage.objects.listed())
    features = [feature(page) for page in partnerships]
    body = {"type": "FeatureCollection", "licentie": LICENCE, "features": features}
    return JsonResponse(body, content_type="application/geo+json", headers={"Access-Control-Allow-Origin": "*"})
