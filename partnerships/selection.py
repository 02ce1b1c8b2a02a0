"""From an address to partnerships: one way in for the list, the map and the downloads, so that they always hold the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from partnerships.filters import PartnershipFilter, partnerships_on
from partnerships.models.history import Partner
from partnerships.models.profiles import PartnershipPage
from partnerships.places import PlaceAnswer, look_up
from partnerships.points import Point, km_between
from platform_site.parameters import Address, clean_query
from platform_site.search.questions import Query, matching_ids, understand

PATH = "/landkaart/"
PARAMETERS = (
    "q", "plaats", "binnen", "sector", "status", "thema", "lerarenopleiding", "onderwijsregio", "provincie"
)  # fmt: skip
WITHIN_KM = (10, 25, 50)
KIND = "partnershippage"
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class MapResult:
    """A partnership in the list. km: from the place asked for; None without a place, or where it lies is not known."""

    page: PartnershipPage
    km: float | None = None

    @property
    def distance(self) -> str:
        """For readers: "2,4 km", "38 km"."""
        if self.km is None:
            return ""
        return f"{self.km:.1f} km".replace(".", ",") if 0.05 <= self.km < 9.95 else f"{self.km:.0f} km"


@dataclass
class Selection:
    """What an address asks for. query: None without a text; place: None when no place was asked for."""

    results: list[MapResult]
    filter: PartnershipFilter
    query: Query | None
    cut: bool  # the text was too long, and was cut
    place: PlaceAnswer | None
    within: int | None  # kilometres; only with a place
    without_place: bool  # a distance was asked for, but no place
    anywhere: list[PartnershipPage]  # what there is at whatever distance, before the filters
    address: Address

    @property
    def point(self) -> Point | None:
        return self.place.place.point if self.place and self.place.place else None

    def nearest(self) -> MapResult | None:
        """What the filters leave that lies nearest, however far that is."""
        found = nearest_first(self.filter.narrowed(among=self.anywhere), self.point)
        return next((result for result in found if result.km is not None), None)


def _having_partner(text: str) -> Iterable[int]:
    """The ids of partnerships with a present partner in whose name and place all words of the text begin a word."""
    found = Q()
    for word in WORD.findall(text):
        begins = rf"\m{word}"
        found &= Q(organisation__name__iregex=begins) | Q(organisation__place__iregex=begins)
    if not found:  # no word at all
        return ()
    return (
        Partner.objects.on(timezone.localdate()).order_by().filter(found).values_list("page_id", flat=True).distinct()
    )


def _matching(query: Query) -> set[int]:
    """The ids of partnerships that a text finds: by title, abbreviation, place and summary, or by the name of a partner."""
    return {*matching_ids(query, KIND, within="heads").tolist(), *_having_partner(query.text)}


def _near(pages: list[PartnershipPage], point: Point, km: int) -> list[PartnershipPage]:
    """Those that lie at most `km` from a point."""
    return [page for page in pages if page.has_point and km_between(point, Point(page.lat, page.lon)) <= km]


def nearest_first(pages: Iterable[PartnershipPage], point: Point | None) -> list[MapResult]:
    """Nearest first when there is a point, else in the given order; those without a location always last."""
    results = [
        MapResult(page, km_between(point, Point(page.lat, page.lon)) if point and page.has_point else None)
        for page in pages
    ]
    return sorted(results, key=lambda result: (not result.page.has_point, result.km or 0))


def select(parameters: QueryDict) -> Selection:
    """What the address parameters select of all partnerships; what is unknown or broken in them is ignored."""
    text, cut = clean_query(parameters.get("q", ""))
    query = understand(text) if text else None
    asked = look_up(parameters.get("plaats", ""))
    place = asked if asked.asked else None
    point = place.place.point if place and place.place else None
    binnen = parameters.get("binnen", "")
    far = int(binnen) if binnen in map(str, WITHIN_KM) else None
    within = far if point else None
    anywhere = partnerships_on(timezone.localdate())
    if query:
        matching = _matching(query)
        anywhere = [page for page in anywhere if page.pk in matching]
    chosen = PartnershipFilter(parameters, _near(anywhere, point, within) if within else anywhere)
    values = {
        **chosen.chosen, "q": [text], "plaats": [place.asked if place else ""], "binnen": [str(within) if within else ""]
    }  # fmt: skip
    address = Address(PATH, values, PARAMETERS)
    results, without_place = nearest_first(chosen.narrowed(), point), bool(far and not place)
    return Selection(results, chosen, query, cut, place, within, without_place, anywhere, address)
