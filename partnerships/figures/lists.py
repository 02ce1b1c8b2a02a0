"""The lists that the figures count, to take away. An address that asks for what is not there is answered as if it had not asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.figures.counting import SITES, Facts, count, counting_day, sites, there_in
from partnerships.figures.tables import NOWHERE
from partnerships.models import Organisation, Partner, Role
from platform_site.addresses import absolute
from platform_site.keeping import keepable
from platform_site.memory import cached_until_change
from platform_site.parameters import whole_number
from platform_site.places import PROVINCES
from platform_site.tables import csv_response
from platform_site.taxonomy import Sector

ANYWHERE = {name: name for name, _ in PROVINCES} | {NOWHERE: ""}
FIRST_YEAR, LAST_YEAR = 1990, 2100


def _year(text: str | None) -> int | None:
    year = whole_number(text)
    return year if year and FIRST_YEAR <= year <= LAST_YEAR else None


def _members(day: date, *, dated: bool) -> dict[int, list[Partner]]:
    """The memberships of schools on a day, by organisation."""
    partners = Partner.objects.on(day).of_visible().filter(role=Role.SCHOOL, organisation__kind__in=SITES)
    if dated:
        partners = partners.dated()
    found: dict[int, list[Partner]] = {}
    for partner in (
        partners.select_related("page")
        .only("organisation", "since", "example", "page__title")
        .order_by("page__sort_key", "pk")
    ):
        found.setdefault(partner.organisation_id, []).append(partner)
    return found


@dataclass(frozen=True)
class SchoolRow:
    """A site as the list has it, and what an address may choose it by."""

    sector: str
    province: str
    registered: bool
    taking: bool
    cells: tuple[str, ...]


@cached_until_change
def _all_schools(today: date, year: int | None) -> list[SchoolRow]:
    """All sites that are open today, or that took part on the first of October of a year, each with its memberships."""
    members = _members(counting_day(year) if year else today, dated=bool(year))
    found = Organisation.objects.filter(kind__in=SITES).open_on(counting_day(year)) if year else sites(today)
    if year:
        found = found.filter(pk__in=members)
    facts = found.order_by("name", "pk").values_list("pk", "brin", "name", "place", "province", "sector", "register")
    return [
        SchoolRow(sector, province, bool(register), pk in members, (brin, name, place, province, sector, *_taking_part(members.get(pk, []))))
        for pk, brin, name, place, province, sector, register in facts.iterator()
    ]  # fmt: skip


def _taking_part(members: list[Partner]) -> tuple[str, str, str]:
    """In which partnerships, since when, and whether that is an example."""
    return (
        ", ".join(partner.page.title for partner in members),
        ", ".join(str(partner.since or "onbekend") for partner in members),
        "ja" if any(partner.example for partner in members) else "nee",
    )


def chosen_schools(asked: QueryDict, today: date) -> Iterator[SchoolRow]:
    """The sites that an address asks for. jaar: those that took part on that first of October."""
    sector = asked.get("sector") if asked.get("sector") in Sector.values else None
    province = ANYWHERE.get(asked.get("provincie"))
    for school in _all_schools(today, _year(asked.get("jaar"))):
        if (
            (school.taking or asked.get("meedoen") != "ja")
            and (school.registered or asked.get("register") != "ja")
            and sector in (None, school.sector)
            and province in (None, school.province)
        ):
            yield school


@keepable("sector", "provincie", "meedoen", "register", "jaar")
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """/cijfers/scholen.csv?sector=&provincie=&meedoen=ja&register=ja&jaar="""
    rows = (school.cells for school in chosen_schools(request.GET, timezone.localdate()))
    columns = ["code", "naam", "plaats", "provincie", "sector", "partnerschappen", "sinds", "deelname_is_voorbeeld"]
    return csv_response("scholen", columns, rows)


@keepable("meedoen")
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """/cijfers/besturen.csv?meedoen=ja"""
    found = count(timezone.localdate()).boards
    rows = (
        [board.number, board.name, "" if board.sites is None else board.sites, "ja" if board.taking else "nee"]
        for board in found
        if board.taking or request.GET.get("meedoen") != "ja"
    )
    return csv_response("besturen", ["bestuursnummer", "naam", "vestigingen", "doet_mee"], rows)


def chosen_partnerships(asked: QueryDict, facts: Facts) -> list:
    """The partnerships that an address asks for: of a province, with students of a reference year, there in a year."""
    found = facts.partnerships
    if asked.get("provincie") in ANYWHERE:
        found = [page for page in found if page.province == ANYWHERE[asked["provincie"]]]
    if year := _year(asked.get("peiljaar")):
        found = [page for page in found if page.reference_year == year and page.students is not None]
    if year := _year(asked.get("jaar")):
        found = [page for page in found if there_in(page, year)]
    return found


@keepable("provincie", "peiljaar", "jaar")
@require_safe
def partnerships(request: HttpRequest) -> HttpResponse:
    """/cijfers/partnerschappen.csv?provincie=&peiljaar=&jaar="""
    rows = (
        [
            page.title, absolute(page.url), ", ".join(page.sectors), page.status_words(), page.place, page.province,
            page.students, page.reference_year if page.students is not None else "",
        ]
        for page in chosen_partnerships(request.GET, count(timezone.localdate()))
    )  # fmt: skip
    columns = ["naam", "adres", "sectoren", "status", "plaats", "provincie", "studenten", "peiljaar"]
    return csv_response("partnerschappen", columns, rows)
