"""The list of partners as coordinators work on it: what each row is, which row is meant, and what an act makes of the list.

A list is answers["partners"] (partnerships.portal.answers). A row is known by its organisation, never by its place in the list:
what was typed in one row can so never end up in another.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django import forms

from partnerships.models import Organisation
from partnerships.portal.answers import in_order
from partnerships.portal.drafts import fingerprint
from partnerships.portal.wording import days_of
from platform_site.search.dutch import fold

TERMS = ("role", "since", "until")
Entry = dict


def owner(entry: Entry) -> str:
    """What an entry is about: the number of the organisation, or letters and digits of its own for a proposed one."""
    if entry["organisation"]:
        return str(entry["organisation"])
    return "v" + fingerprint([entry["name"].lower(), entry["place"].lower()])[:10]


def keyed(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The entries by the key of their row; a second one of the same organisation gets a number behind it."""
    seen: Counter = Counter()
    found = {}
    for entry in in_order(entries):
        name = owner(entry)
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name}.{seen[name]}"] = entry
    return found


def new_entry(role: str, organisation: int | None = None, name: str = "", place: str = "") -> Entry:
    return {"organisation": organisation, "name": name, "place": place, "role": role, "since": "", "until": ""}


def twice(entries: Iterable[Entry]) -> bool:
    """Whether an organisation stands there twice with the same role and beginning."""
    counted = Counter((owner(entry), entry["role"], entry["since"]) for entry in entries)
    return any(times > 1 for times in counted.values())


@dataclass
class Changed:
    """What came of the rows that were sent: the list, the keys of what is stored, and where somebody else was earlier."""

    entries: list[Entry]
    stored: dict[str, Entry] = field(default_factory=dict)
    clashes: dict[str, Entry] = field(default_factory=dict)
    gone: list[Entry] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)


def change_rows(entries: list[Entry], rows: dict[str, tuple[str, dict]]) -> Changed:
    """Puts new terms in rows. rows: by key, the fingerprint of the entry that was seen, and what is wanted of it."""
    made = Changed(list(entries))
    for key, (seen, wanted) in rows.items():
        of_it = [entry for entry in made.entries if owner(entry) == key.partition(".")[0]]
        now = next((entry for entry in of_it if fingerprint(entry) == seen), None)
        if now is None and (there := next((e for e in of_it if _terms(e) == wanted), None)):
            made.stored[key] = there  # a second click, or somebody else came to the same
        elif now is None and of_it:
            made.clashes[key] = keyed(made.entries).get(key, of_it[0])
        elif now is None:
            made.gone.append(wanted)
        else:
            after = {**now, **wanted}
            with_it = [after if entry is now else entry for entry in made.entries]
            if after != now and twice(with_it):
                made.doubles.append(key)
            else:
                made.entries, made.stored[key] = with_it, after
    return made


def _terms(entry: Entry) -> dict:
    return {name: entry[name] for name in TERMS}


def add(entries: list[Entry], new: Iterable[Entry]) -> list[Entry]:
    """The entries of `new` that are not there yet, or only as a partner that stopped."""
    there = {owner(entry) for entry in entries if not entry["until"]}
    added = {owner(entry): entry for entry in new if owner(entry) not in there}
    fresh = list(added.values())
    return [] if twice([*entries, *fresh]) else fresh


def with_day(entries: list[Entry], keys: set[str], term: str, day: str) -> tuple[list[Entry], list[Entry]]:
    """The list after giving several rows the same day, and the rows that cannot have it: they would end before they begin."""
    made, refused = [], []
    for key, entry in keyed(entries).items():
        after = {**entry, term: day} if key in keys else entry
        wrong = after["since"] and after["until"] and after["until"] < after["since"]
        if wrong and after != entry:
            refused.append(entry)
        made.append(entry if wrong else after)
    return (entries, [keyed(entries)[key] for key in keys]) if twice(made) else (made, refused)


def without(entries: list[Entry], keys: set[str]) -> list[Entry]:
    return [entry for key, entry in keyed(entries).items() if key not in keys]


@dataclass
class PartnerRow:
    """One partner as the page shows it. state: nieuw, gewijzigd or nothing; apart: what tells it from one of the same name.

    form, theirs: where it is worked on, its questions and what somebody else answered meanwhile; beside: the fingerprint of that;
    built_on: the fingerprint of what was typed over, where that is not what stands there now.
    """

    key: str
    entry: Entry
    organisation: Organisation
    state: str
    apart: str
    form: forms.Form | None = None
    theirs: str = ""
    beside: str = ""
    built_on: str = ""

    @property
    def seen(self) -> str:
        return self.built_on or fingerprint(self.entry)

    @property
    def name(self) -> str:
        return str(self.organisation)

    @property
    def days(self) -> str:
        return days_of(self.entry)

    @property
    def words(self) -> str:
        """What one may look for in the list to find it."""
        organisation = self.organisation
        found = (organisation.name, organisation.place, organisation.street, organisation.brin, self.entry["role"])
        return fold(" ".join(found))

    def is_former(self, today: date) -> bool:
        """Whether it stopped and the site says so already; who was stopped just now is still where one left it."""
        return not self.state and bool(self.entry["until"]) and self.entry["until"] <= today.isoformat()

    @property
    def is_proposed(self) -> bool:
        return not self.entry["organisation"]


def rows_of(entries: list[Entry], live: list[Entry]) -> tuple[list[PartnerRow], list[PartnerRow]]:
    """The rows of a list, in the order of their names, and those of the live list that would go away."""
    names = Organisation.objects.in_bulk({e["organisation"] for e in [*entries, *live] if e["organisation"]})
    were = {owner(entry) for entry in live}
    here = {owner(entry) for entry in entries}
    same_name = Counter(str(_organisation(entry, names)) for entry in entries)

    def row(key: str, entry: Entry) -> PartnerRow:
        organisation = _organisation(entry, names)
        state = "" if entry in live else "gewijzigd" if owner(entry) in were else "nieuw"
        apart = street_and_brin(organisation) if same_name[str(organisation)] > 1 else ""
        return PartnerRow(key, entry, organisation, state, apart)

    there = sorted((row(*both) for both in keyed(entries).items()), key=lambda one: (one.name.lower(), one.key))
    gone = [row(key, entry) for key, entry in keyed(live).items() if owner(entry) not in here]
    return there, gone


def _organisation(entry: Entry, names: dict[int, Organisation]) -> Organisation:
    known = names.get(entry["organisation"])
    return known or Organisation(name=entry["name"] or "Onbekende organisatie", place=entry["place"])


def street_and_brin(organisation: Organisation) -> str:
    """What tells two schools of one name apart."""
    brin = f"BRIN {organisation.brin}" if organisation.brin else ""
    return " · ".join(part for part in (organisation.street, brin) if part)


@dataclass(frozen=True)
class Fold:
    """Rows that are folded away under a word, mostly the name of their place."""

    name: str
    rows: list[PartnerRow]
    is_open: bool


@dataclass(frozen=True)
class RowGroup:
    """Rows in one role: as they are when they are few, else in folds."""

    title: str
    rows: list[PartnerRow]
    folds: list[Fold]


def groups(
    rows: list[PartnerRow], titles: dict[str, str], most: int, unfolded: Callable[[PartnerRow], bool]
) -> list[RowGroup]:
    """The rows by role, in the order of `titles`; more than `most` of one role fold by place."""
    made = []
    for role, title in titles.items():
        if of_role := [row for row in rows if row.entry["role"] == role]:
            folds = by_place(of_role, unfolded) if len(of_role) > most else []
            made.append(RowGroup(title, of_role, folds))
    return made


def by_place(rows: list[PartnerRow], unfolded: Callable[[PartnerRow], bool]) -> list[Fold]:
    """The rows by place, in alphabetical order; a place is open where one of its rows has to be seen."""
    at_place = defaultdict(list)
    for row in rows:
        at_place[row.organisation.place].append(row)
    ordered = sorted(at_place, key=lambda name: (not name, name.removeprefix("'s-").lower()))
    return [Fold(name or "Plaats onbekend", at_place[name], any(map(unfolded, at_place[name]))) for name in ordered]
