"""What a profile page tells of the partners of one partnership: who takes part now, who did, since when, and where."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from partnerships.models import Organisation, Partner, PartnershipPage, Role, Status, StatusChange
from platform_site.dutch_numbers import thousands

TITLES = {
    Role.LEAD: ("Penvoerder", "Penvoerders"),
    Role.INSTITUTE: ("Lerarenopleiding", "Lerarenopleidingen"),
    Role.BOARD: ("Schoolbestuur", "Schoolbesturen"),
    Role.SCHOOL: ("School", "Scholen"),
    Role.OTHER: ("Andere partner", "Andere partners"),
}
SHORT = 12  # a list up to here is shown as it is; a longer one folds by place
NAMED = 3  # up to here the timeline names who came or went


@dataclass(frozen=True)
class PartnersInPlace:
    name: str
    partners: list[Partner]


@dataclass(frozen=True)
class PartnersInRole:
    """The partners in one role, in the order of their names."""

    role: Role
    partners: list[Partner]

    @property
    def title(self) -> str:
        return TITLES[self.role][len(self.partners) != 1]

    @property
    def folded(self) -> bool:
        return len(self.partners) > SHORT

    @property
    def places(self) -> list[PartnersInPlace]:
        """By place, in alphabetical order; those whose place is unknown come last."""
        by_place = defaultdict(list)
        for partner in self.partners:
            by_place[partner.organisation.place].append(partner)
        ordered = sorted(by_place, key=lambda name: (not name, name.removeprefix("'s-").lower()))
        return [PartnersInPlace(name or "Plaats onbekend", by_place[name]) for name in ordered]


@dataclass(frozen=True)
class Moment:
    """One year in the life of a partnership, and what happened in it; without a year: when is unknown."""

    year: int | None
    happened: list[str]


@dataclass
class Profile:
    """The partners of one partnership on one day, ready to show."""

    groups: list[PartnersInRole] = field(default_factory=list)
    former: list[Partner] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    invented: bool = False  # some of the memberships are examples

    def of(self, role: Role) -> list[Partner]:
        return next((group.partners for group in self.groups if group.role is role), [])

    @property
    def schools(self) -> list[Partner]:
        return self.of(Role.SCHOOL)

    @property
    def school_sites(self) -> list[Organisation]:
        return [school.organisation for school in self.schools]

    @property
    def boards(self) -> list[Partner]:
        return self.of(Role.BOARD)

    @property
    def school_places(self) -> int:
        return len({school.organisation.place for school in self.schools})


def profile(page: PartnershipPage, today: date) -> Profile:
    """Everything about the partners of `page` as they are on the day `today`; also of a draft that was never saved."""
    partners = _with_organisations(page)
    partners.sort(key=lambda one: (one.organisation.name.lower(), one.organisation.place, one.pk or 0))
    former = [partner for partner in partners if partner.ended_on and partner.ended_on <= today]
    present = [partner for partner in partners if partner.takes_part_on(today)]
    groups = [PartnersInRole(role, group) for role in Role if (group := [p for p in present if p.role == role])]
    history = list(page.status_changes.all())
    invented = any(partner.example for partner in present)
    return Profile(groups, former, timeline(history, partners, today), invented)


def _with_organisations(page: PartnershipPage) -> list[Partner]:
    """The partners of a page, with who they are: one question when they are stored, two for a draft."""
    partners = list(page.partners.select_related("organisation"))
    unknown = [one for one in partners if one.organisation_id and not Partner.organisation.is_cached(one)]
    organisations = Organisation.objects.in_bulk({one.organisation_id for one in unknown}) if unknown else {}
    for partner in unknown:  # one that coordinators propose is not in the list yet
        partner.organisation = organisations[partner.organisation_id]
    return partners


def timeline(history: Iterable[StatusChange], partners: Iterable[Partner], today: date) -> list[Moment]:
    """What happened in which year, oldest first; what has no year comes last."""
    happened: dict[int | None, list[str]] = defaultdict(list)
    for year, words in _statuses(list(history)):
        happened[year].append(words)
    for year, words in _comings_and_goings([p for p in partners if p.since is None or p.since <= today], today):
        happened[year].append(words)
    return [Moment(year, happened[year]) for year in sorted(happened, key=lambda year: (year is None, year or 0))]


def _statuses(history: list[StatusChange]) -> Iterator[tuple[int | None, str]]:
    for step in history:
        label = Status(step.status).label
        if step.status == Status.UNKNOWN:
            yield (step.since.year if step.since else None), "De status is niet bekend."
        elif step.as_of_year:
            yield step.as_of_year, f"In een bron uit dit jaar: {label}. Sinds wanneer, weten we niet."
        elif step.since:
            yield step.since.year, f"{label.capitalize()}."
        else:
            yield None, f"{label.capitalize()}: sinds wanneer, weten we niet."


def _comings_and_goings(partners: list[Partner], today: date) -> Iterator[tuple[int | None, str]]:
    """Who joined and left, by year: the schools as a number, the others by name."""
    joined, left = defaultdict(list), defaultdict(list)
    for partner in partners:
        if partner.role != Role.LEAD:
            joined[partner.since.year if partner.since else None].append(partner)
        if partner.ended_on and partner.ended_on <= today:
            left[partner.ended_on.year].append(partner)
    unknown = joined.pop(None, [])
    for year, some in joined.items():
        yield year, f"{_names(some)} {'gaat' if len(some) == 1 else 'gaan'} meedoen."
    for year, some in left.items():
        yield year, f"{_names(some)} {'stopt' if len(some) == 1 else 'stoppen'}."
    if unknown:
        yield (
            None,
            f"Van {_names(unknown)} weten we niet sinds wanneer {'die meedoet' if len(unknown) == 1 else 'ze meedoen'}.",
        )


def _names(partners: list[Partner]) -> str:
    """ "Hogeschool A en 24 scholen": names when there are few, numbers when there are many."""
    counts = Counter(partner.role for partner in partners)
    words = [partner.organisation.name for partner in partners if counts[partner.role] <= NAMED]
    words += [
        f"{thousands(count)} {TITLES[role][1].lower()}" for role in Role if (count := counts[role]) > NAMED
    ]  # fmt: skip
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
