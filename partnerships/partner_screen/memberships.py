"""The partners in one version of a page as plain rows: read, compared, put on a page, and said in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from partnerships.models.history import Partner, Role
from partnerships.models.organisations import Organisation
from platform_site.dutch_dates import day

ROLES = [role.value for role in Role]


@dataclass(frozen=True)
class Membership:
    """One organisation in one role: from `since` up to, not including, `until`."""

    organisation: int
    role: str
    since: date | None = None
    until: date | None = None
    example: bool = False

    @property
    def key(self) -> tuple:
        """What there may be only one of in a partnership."""
        return (self.organisation, self.role, self.since)

    @property
    def token(self) -> str:
        """All of it in a word, for an address: "812.school.2024-08-01..v"."""
        days = (value.isoformat() if value else "" for value in (self.since, self.until))
        return ".".join([str(self.organisation), self.role, *days, "v" if self.example else ""])

    @property
    def terms(self) -> str:
        """school, sinds 1 augustus 2024, tot 1 augustus 2027"""
        parts = [Role(self.role).label]
        parts += [f"{word} {day(value)}" for word, value in (("sinds", self.since), ("tot", self.until)) if value]
        return ", ".join([*parts, "verzonnen voorbeeld"] if self.example else parts)


@dataclass(frozen=True)
class MembershipChange:
    """What became of one membership; before or after is None for what came or went."""

    before: Membership | None
    after: Membership | None

    @property
    def organisation(self) -> int:
        return (self.after or self.before).organisation

    @property
    def sign(self) -> str:
        if self.before is None:
            return "+"
        return "~" if self.after else "−"

    @property
    def terms(self) -> str:
        return " → ".join(one.terms for one in (self.before, self.after) if one)


def of_page(page) -> list[Membership]:
    """The rows of a page, or of a version of it."""
    return [Membership(one.organisation_id, one.role, one.since, one.until, one.example) for one in page.partners.all()]


def of_content(stored: Iterable[dict]) -> list[Membership]:
    """The same of what a version stores."""

    def read(value: str | None) -> date | None:
        return date.fromisoformat(value) if value else None

    return [
        Membership(one["organisation"], one["role"], read(one["since"]), read(one["until"]), one.get("example", False))
        for one in stored
    ]


def put_on(page, wanted: Iterable[Membership]) -> None:
    """Makes `page` (not saved) have these partners. What the site has already keeps its id there."""
    stored = {(one.organisation_id, one.role, one.since): one.pk for one in Partner.objects.filter(page_id=page.pk)}
    page.partners = [
        Partner(
            pk=stored.get(row.key), organisation_id=row.organisation, role=row.role, since=row.since,
            until=row.until, example=row.example,
        )
        for row in wanted
    ]  # fmt: skip


def changes(before: Iterable[Membership], after: Iterable[Membership]) -> list[MembershipChange]:
    """What came, went or became different; of one organisation what went and what came belong together."""
    before, after = set(before), set(after)
    sides_of: dict[int, tuple[list, list]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((before - after, after - before)):
        for row in sorted(rows, key=lambda row: (ROLES.index(row.role), row.since or date.min, row.until or date.max)):
            sides_of[row.organisation][side].append(row)
    return [MembershipChange(*pair) for sides in sides_of.values() for pair in zip_longest(*sides)]


def merged(base: list[dict], mine: list[dict], live: list[dict]) -> list[dict]:
    """What is live with my changes since `base`, organisation by organisation, all as versions store it; mine counts where both changed."""
    touched = {row.organisation for row in set(of_content(base)) ^ set(of_content(mine))}
    untouched = [stored for stored in live if stored["organisation"] not in touched]
    return [*untouched, *(stored for stored in mine if stored["organisation"] in touched)]


def organisations(rows: Iterable[Membership | MembershipChange]) -> dict[int, Organisation]:
    """The organisations of these rows, by id, in one question."""
    return Organisation.objects.in_bulk({row.organisation for row in rows})


def in_full(organisation: Organisation) -> str:
    """What tells two schools of one name apart: De Wissel, Kerkstraat 1, Utrecht (12AB00)."""
    words = ", ".join(filter(None, (organisation.name, organisation.street, organisation.place)))
    return f"{words} ({organisation.brin})" if organisation.brin else words


def named(differences: list[MembershipChange]) -> list[tuple[MembershipChange, str]]:
    """Changes with the organisation they are about, in full, in the order of names."""
    known = organisations(differences)
    return sorted(
        ((change, in_full(known[change.organisation])) for change in differences if change.organisation in known),
        key=lambda pair: (pair[1].lower(), pair[0].sign),
    )
