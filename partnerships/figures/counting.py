"""What there is to count on one day: partnerships, schools, boards and students that everybody may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from partnerships.models import Organisation, Partner, PartnershipPage, Role, Status, StudentTotal
from partnerships.querysets import OrganisationQuerySet
from platform_site.memory import cached_until_change

COUNTING_DAY = (10, 1)  # the first of October, on which DUO counts as well
SITES = (Organisation.Kind.SCHOOL, Organisation.Kind.MBO)


def counting_day(year: int) -> date:
    return date(year, *COUNTING_DAY)


def sites(today: date) -> OrganisationQuerySet:
    """All school sites that are open, with `taking`: whether they take part in a partnership today, as a school."""
    members = Partner.objects.on(today).of_visible().filter(role=Role.SCHOOL, organisation=OuterRef("pk"))
    return Organisation.objects.filter(kind__in=SITES).open_on(today).annotate(taking=Exists(members))


@dataclass(frozen=True)
class Sites:
    """How many school sites there are of one kind. registered: they stand in a file of DUO's, so all of their kind do."""

    sector: str
    province: str
    registered: bool
    taking: bool
    number: int


@dataclass(frozen=True)
class Board:
    """Whoever governs schools: known by its number from DUO's files, or as a partner. sites: how many it has, if known."""

    number: str
    name: str
    taking: bool
    sites: int | None


@dataclass(frozen=True)
class DatedMembership:
    """until: when the school left, or closed."""

    organisation: int
    since: date
    until: date | None


@dataclass
class Facts:
    """Everything that the figures are made of."""

    today: date
    partnerships: list[PartnershipPage]  # with status, see PartnershipQuerySet.with_status
    sites: list[Sites]
    boards: list[Board]
    boards_complete: bool  # of every site in DUO's files it is known who governs it
    memberships: list[DatedMembership]  # of schools, as far as known since when
    undated: int  # schools that take part today, nobody knows since when
    totals: dict[int, StudentTotal]
    example: bool  # some of this is invented

    def sites_where(self, **wanted) -> int:
        """How many sites have all these properties: sector, province, registered, taking."""
        return sum(some.number for some in self.sites if all(getattr(some, n) == v for n, v in wanted.items()))

    def taking_part_in(self, year: int) -> int:
        """How many schools took part on the first of October, of those known since when."""
        day = counting_day(year)
        there = (m for m in self.memberships if m.since <= day and (m.until is None or m.until > day))
        return len({membership.organisation for membership in there})

    def years(self) -> range:
        """The years of which anything is known, up to the last first of October."""
        last = self.today.year if self.today >= counting_day(self.today.year) else self.today.year - 1
        known = [m.since.year + (m.since > counting_day(m.since.year)) for m in self.memberships]
        known += [year for page in self.partnerships if (year := known_since(page))]
        return range(min(known, default=last + 1), last + 1)


def known_since(page: PartnershipPage) -> int | None:
    """The first year of which a source says that the partnership was there; it may be older."""
    steps = [step for step in page.status_changes.all() if step.status not in (Status.UNKNOWN, Status.ENDED)]
    years = [step.as_of_year or (step.since.year if step.since else None) for step in steps]
    return min(filter(None, years), default=None)


def there_in(page: PartnershipPage, year: int) -> bool:
    """Whether the partnership is known to have been there in that year: it had begun, and had not ended."""
    since = known_since(page)
    ended = page.status == Status.ENDED and page.status_since is not None and page.status_since.year < year
    return since is not None and since <= year and not ended


def _boards(today: date) -> tuple[list[Board], bool]:
    """All boards that we know of, those with a number first; and whether every registered site has one."""
    schools = sites(today).exclude(register="")
    rows = schools.order_by().values_list("governed_by", "taking").annotate(number=Count("pk"))
    numbers, taking, unknown = Counter(), set(), 0
    for board, takes_part, number in rows:
        unknown += 0 if board else number
        numbers[board] += number
        if board and takes_part:
            taking.add(board)
    numbers.pop("", None)
    partners = Partner.objects.on(today).of_visible().filter(role=Role.BOARD)
    present = {p.organisation_id: p.organisation for p in partners.select_related("organisation").order_by("pk")}
    named = {board.board_number: board for board in present.values() if board.board_number}
    found = [
        Board(
            number, named[number].name if number in named else "", number in taking or number in named, numbers[number]
        )
        for number in sorted(numbers)
    ]
    others = sorted((b for b in present.values() if b.board_number not in numbers), key=lambda b: (b.name, b.pk))
    found += [Board(board.board_number, board.name, True, None) for board in others]
    return found, bool(numbers) and not unknown


@cached_until_change
def count(today: date) -> Facts:
    """All facts as they are on the day `today`, in the same number of questions however much there is."""
    partnerships = list(PartnershipPage.objects.listed().prefetch_related("status_changes"))
    rows = sites(today).order_by().values_list("sector", "province", "register", "taking").annotate(number=Count("pk"))
    counted = Counter()
    for sector, province, register, taking, number in rows:
        counted[sector, province, bool(register), taking] += number
    schools = Partner.objects.of_visible().filter(role=Role.SCHOOL, organisation__kind__in=SITES)
    dated = schools.dated().values_list("organisation", "since", "until", "organisation__closed_on")
    present = schools.on(today)
    boards, complete = _boards(today)
    return Facts(
        today=today,
        partnerships=partnerships,
        sites=[Sites(*key, number=number) for key, number in counted.items()],
        boards=boards,
        boards_complete=complete,
        memberships=[DatedMembership(pk, since, min(filter(None, ends), default=None)) for pk, since, *ends in dated],
        undated=_only_undated(present.values_list("organisation", "since")),
        totals={total.year: total for total in StudentTotal.objects.all()},
        example=any(page.example for page in partnerships)
        or Partner.objects.of_visible().filter(example=True).exists(),
    )


def _only_undated(rows: Iterable[tuple[int, date | None]]) -> int:
    """How many schools take part of which no membership says since when."""
    rows = list(rows)
    return len({school for school, since in rows if since is None} - {school for school, since in rows if since})
