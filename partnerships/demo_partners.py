"""Invented memberships for the example content: schools nearby, from when until when, and a board for each partnership.

The schools are real, that they take part is not: every row made here is marked as an example. Nothing is left to chance: the same
lists give the same memberships, so that loading again adds what is missing and nothing else.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from zlib import crc32

from partnerships.figures.counting import known_since
from partnerships.models import Organisation, Partner, PartnershipPage, Role
from partnerships.points import Point, km_between

REACH_KM = {"po": 32, "vo": 48, "mbo": 25}
MOST_SCHOOLS = 240  # of one sector in one partnership
TAKES_PART, TAKES_PART_TWICE, HAS_LEFT, START_UNKNOWN = 0.92, 0.10, 0.04, 0.06
FIRST_YEAR, LAST_YEAR = 2014, 2026
BOARD_SOURCE = "verzonnen voorbeeld"


def chance(*words: str) -> float:
    """A number from 0 up to 1 that is always the same for the same words."""
    return crc32("|".join(words).encode()) / 2**32


def _km(page: PartnershipPage, school: Organisation) -> float:
    return km_between(Point(page.lat, page.lon), Point(school.lat, school.lon))


def _choices(school: Organisation, pages: list[PartnershipPage]) -> list[PartnershipPage]:
    """The partnerships that a school takes part in: none, one or two out of those within reach, nearer ones sooner."""
    near = [(km, page) for page in pages if (km := _km(page, school)) <= REACH_KM[school.sector]]
    luck = chance(school.brin or school.name, "deelname")
    if not near or luck >= TAKES_PART:
        return []
    near.sort(key=lambda pair: pair[0] * (0.6 + chance(school.brin, pair[1].title)))
    return [page for _, page in near[: 2 if luck < TAKES_PART_TWICE else 1]]


def _shared_out(pages: list[PartnershipPage]) -> Iterator[tuple[PartnershipPage, Organisation]]:
    """Every pair of a partnership and a school in it, over all partnerships that have a place."""
    kinds = (Organisation.Kind.SCHOOL, Organisation.Kind.MBO)
    schools = Organisation.objects.filter(kind__in=kinds, lat__isnull=False).exclude(sector="").order_by("pk")
    by_sector = {sector: [page for page in pages if page.has_point and sector in page.sectors] for sector in REACH_KM}
    pairs = [(page, school) for school in schools for page in _choices(school, by_sector[school.sector])]
    pairs.sort(key=lambda pair: (pair[0].pk, pair[1].sector, _km(*pair), pair[1].brin))
    for _, group in groupby(pairs, key=lambda pair: (pair[0].pk, pair[1].sector)):
        yield from list(group)[:MOST_SCHOOLS]


def _partner(page: PartnershipPage, school: Organisation, known: int | None) -> Partner:
    """One membership, with dates at the turn of a school year. known: a year in which the partnership was there."""
    earliest = min(known or 2018, 2018)
    early = chance(school.brin, page.title, "sinds") ** 1.6  # most join in the first years
    year = max(FIRST_YEAR, earliest) + int(early * (LAST_YEAR + 1 - max(FIRST_YEAR, earliest)))
    left = None
    if chance(school.brin, page.title, "tot") < HAS_LEFT and year < LAST_YEAR - 1:
        left = date(year + 1 + int(chance(school.brin, "jaar") * (LAST_YEAR - year)), 8, 1)
    unknown = chance(school.brin, page.title, "onbekend") < START_UNKNOWN
    since = None if unknown else date(year, 8, 1)
    return Partner(page=page, organisation=school, role=Role.SCHOOL, since=since, until=left, example=True)


def _board(page: PartnershipPage) -> Partner | None:
    """The board that governs the partnership's schools: invented as a whole, and called so."""
    if not page.has_point or Role.BOARD in {partner.role for partner in page.partners.all()}:
        return None
    sector = page.sectors[0] if "mbo" not in page.sectors else "mbo"
    facts = {"sector": sector, "province": page.province, "lat": page.lat, "lon": page.lon, "exact": False}
    board, _ = Organisation.objects.get_or_create(
        name=f"Voorbeeldbestuur {page.place} ({sector})",
        kind=Organisation.Kind.BOARD,
        defaults={**facts, "place": page.place, "source": BOARD_SOURCE},
    )
    return Partner(page=page, organisation=board, role=Role.BOARD, example=True)


def take_part(made: Iterable[PartnershipPage], everybody: list[PartnershipPage]) -> int:
    """Gives the partnerships just made their schools and boards, shared out over `everybody`; tells how many schools."""
    made = {page.pk for page in made}
    if not made:
        return 0
    known = {page.pk: known_since(page) for page in everybody}
    pairs = _shared_out(everybody)
    schools = [_partner(page, school, known[page.pk]) for page, school in pairs if page.pk in made]
    boards = [board for page in everybody if page.pk in made and (board := _board(page))]
    Partner.objects.bulk_create([*boards, *schools], batch_size=2000)
    return len({partner.organisation_id for partner in schools})
