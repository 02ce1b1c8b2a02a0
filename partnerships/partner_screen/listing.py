"""The list on the screen: which partners are shown, and how each reads."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from partnerships.models import Organisation, Role
from partnerships.partner_screen.memberships import ROLES, Membership, organisations
from platform_site.parameters import clean_query, page_number
from platform_site.search.dutch import fold

A_PAGE = 50
STANDINGS = {"nu": "doet nu mee", "straks": "begint nog", "gestopt": "doet niet meer mee"}


@dataclass(frozen=True)
class PartnerLine:
    """One partner as the list shows it. standing: one of STANDINGS."""

    row: Membership
    organisation: Organisation
    standing: str

    @property
    def role(self) -> str:
        return Role(self.row.role).label

    @property
    def words(self) -> str:
        """What one can search in."""
        one = self.organisation
        return fold(" ".join([one.name, one.street, one.postcode, one.place, one.brin]))


def standing(row: Membership, organisation: Organisation, today: date) -> str:
    """Whether this takes part today; a closed school does not."""
    ended = min(filter(None, (row.until, organisation.closed_on)), default=None)
    if ended and ended <= today:
        return "gestopt"
    return "straks" if row.since and row.since > today else "nu"


def lines(rows: list[Membership], today: date) -> list[PartnerLine]:
    """All partners: by role, then by name."""
    known = organisations(rows)
    found = [
        PartnerLine(row, known[row.organisation], standing(row, known[row.organisation], today))
        for row in rows
        if row.organisation in known
    ]
    return sorted(found, key=_place)


def _place(line: PartnerLine) -> tuple:
    one = line.organisation
    return ROLES.index(line.row.role), fold(one.name), fold(one.place), one.street, line.row.since or date.min, one.pk


@dataclass(frozen=True)
class Filter:
    """What is asked for by the address of the screen."""

    words: str
    role: str
    standing: str
    place: str

    @classmethod
    def of(cls, query: QueryDict) -> "Filter":
        words, _ = clean_query(query.get("zoek", ""))
        role, shown = query.get("rol", ""), query.get("stand", "")
        return cls(
            words, role if role in ROLES else "", shown if shown in STANDINGS else "", query.get("plaats", "")[:80]
        )

    def takes(self, line: PartnerLine) -> bool:
        return (
            (not self.role or line.row.role == self.role)
            and (not self.standing or line.standing == self.standing)
            and (not self.place or line.organisation.place == self.place)
            and all(fold(word) in line.words for word in self.words.split())
        )

    @property
    def query(self) -> str:
        """The same as part of an address; empty when everything is shown."""
        given = QueryDict(mutable=True)
        for name, value in (("zoek", self.words), ("rol", self.role), ("stand", self.standing), ("plaats", self.place)):
            if value:
                given[name] = value
        return given.urlencode()


def shown(lines: list[PartnerLine], number: str | None) -> Page:
    """The part of the list that one page of the screen holds."""
    pages = Paginator(lines, A_PAGE)
    return pages.page(page_number(number, pages.num_pages))
