"""What one press of a button in the list of partners does: typed rows are stored first, then the act itself."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict

from partnerships.models import Organisation, Role
from partnerships.portal import partner_list, wording
from partnerships.portal.answers import in_order
from partnerships.portal.drafts import Replaced, WorkingCopy, fingerprint
from partnerships.portal.organisation_search import schools_beside
from partnerships.portal.partner_forms import NO_DAY, PartnerDayField, PartnerForm, ProposalForm
from partnerships.portal.partner_list import Entry, add, keyed, new_entry, owner, with_day, without
from platform_site.dutch_dates import day as dutch_day
from platform_site.parameters import whole_number

MOST_PARTNERS = 500
TOO_MANY = f"Er passen {MOST_PARTNERS} partners in de lijst. Haal er eerst een paar weg."
KEPT_THEIRS = "Bewaard zoals het er staat. Wat jij koos staat onder de lijst."
NONE_CHOSEN = "Kies eerst een of meer partners: zet een vinkje voor de naam."
DOUBLE = "Zo staat deze organisatie er twee keer met dezelfde rol en begindatum. Kies iets anders, of haal er één weg."
SEEN, BESIDE = "gezien-rij-", "naast-rij-"
ROLES = {
    Organisation.Kind.BOARD: Role.BOARD,
    Organisation.Kind.SCHOOL: Role.SCHOOL,
    Organisation.Kind.HBO: Role.INSTITUTE,
    Organisation.Kind.UNIVERSITY: Role.INSTITUTE,
    Organisation.Kind.MBO: Role.SCHOOL,
}


@dataclass
class Press:
    """One form that came in, and what came of it.

    said, problem: what to tell; touched: the keys of the rows it was about; opened: the row to go on with.
    """

    post: QueryDict
    said: str = ""
    problem: str = ""
    touched: list[str] = field(default_factory=list)
    opened: str = ""
    proposal: ProposalForm | None = None
    rows: dict[str, PartnerForm] = field(default_factory=dict)
    changed: partner_list.Changed | None = None

    def __post_init__(self):
        keys = [name.removeprefix(SEEN) for name in self.post if name.startswith(SEEN)]
        self.rows = {key: PartnerForm(self.post, prefix=f"rij-{key}") for key in keys[:MOST_PARTNERS]}

    def on(self, copy: WorkingCopy) -> tuple[list[Entry], list[str], Replaced]:
        """The list as it becomes, which rows of it are the words of who pressed, and what gave way where two were shown."""
        before = copy.answers["partners"]
        doing, _, which = self.post.get("doen", "").partition("-")
        beside = self.post.get(BESIDE + which, "")
        sent = {k: (self.post[SEEN + k], form.terms()) for k, form in self.rows.items() if form.is_valid()}
        gave_way = [entry for entry in before if fingerprint(entry) == beside]
        if beside and which in sent and doing == "rij":  # who saw both rows chose the own one
            sent[which] = (beside, sent[which][1])
        elif doing == "houd":
            gave_way = [{**entry, **sent.pop(which)[1]} for entry in gave_way if which in sent]
            self.touched, self.said = [which], KEPT_THEIRS
        self.changed = partner_list.change_rows(before, sent)
        for key in self.changed.doubles:
            self.rows[key].add_error("since", DOUBLE)
        entries = self._act(self.changed.entries, copy.live["partners"])
        if len(entries) > max(MOST_PARTNERS, len(before)):
            self.problem, self.said, entries = TOO_MANY, "", self.changed.entries
        mine = [f"rij-{owner(entry)}" for entry in entries if entry not in before]
        chosen = beside and (doing == "houd" or which in self.changed.stored)
        return in_order(entries), mine, [("partners", [entry]) for entry in gave_way if chosen]

    def _act(self, entries: list[Entry], live: list[Entry]) -> list[Entry]:
        doing, _, what = self.post.get("doen", "").partition("-")
        acts: dict[str, Callable[[list[Entry], str], list[Entry]]] = {
            "voeg": self._add,
            "scholen": self._add_schools,
            "voorstel": self._propose,
            "stop": self._give_day,
            "begin": self._give_day,
            "weg": self._take_away,
            "terug": lambda now, key: self._put_back(now, keyed(live).get(key)),
            "rij": self._close,
        }
        return acts[doing](entries, what) if doing in acts else entries

    def _close(self, entries: list[Entry], key: str) -> list[Entry]:
        if key in keyed(entries):
            self.touched, self.said = [key], "Bewaard."
        return entries

    def _add(self, entries: list[Entry], number: str) -> list[Entry]:
        organisation = _organisation(number)
        if organisation is None:
            return entries
        fresh = add(entries, [_as_partner(organisation)])
        self.said = f"{organisation} staat nu in de lijst. Kijk of de rol klopt en vul in sinds wanneer."
        return self._with(entries, fresh, f"{organisation} stond al in de lijst.")

    def _add_schools(self, entries: list[Entry], number: str) -> list[Entry]:
        chosen = _organisation(number)
        if chosen is None:
            return entries
        fresh = add(entries, [_as_partner(one) for one in [chosen, *schools_beside([chosen])[chosen.pk]]])
        is_board = chosen.kind == Organisation.Kind.BOARD
        board = chosen.name if is_board else f"het bestuur van {chosen.name}"
        schools = sum(1 for entry in fresh if not is_board or entry["organisation"] != chosen.pk)
        count = "1 school" if schools == 1 else f"{schools} scholen"
        self.said = f"Toegevoegd: {count} van {board}. Kies ze samen om in te vullen sinds wanneer ze meedoen."
        return self._with(entries, fresh, f"Alle scholen van {board} stonden al in de lijst.")

    def _propose(self, entries: list[Entry], _: str) -> list[Entry]:
        self.proposal = ProposalForm(self.post, prefix="voorstel")
        if not self.proposal.is_valid():
            return entries
        given = self.proposal.cleaned_data
        there = Organisation.objects.filter(name__iexact=given["name"], place__iexact=given["place"]).order_by("pk")
        if known := there.first():
            return self._add(entries, str(known.pk))
        self.said = f"{given['name']}, {given['place']} staat nu in de lijst. De redactie kijkt de organisatie na als jullie inleveren."
        fresh = add(entries, [new_entry(given["role"], name=given["name"], place=given["place"])])
        return self._with(entries, fresh, f"{given['name']} stond al in de lijst.")

    def _with(self, entries: list[Entry], fresh: list[Entry], nothing_new: str) -> list[Entry]:
        made = [*entries, *fresh]
        self.touched = _keys_of(made, fresh)
        self.opened = self.touched[0] if len(fresh) == 1 else ""
        if not fresh:
            self.said = nothing_new
        return made

    def _chosen(self, entries: list[Entry]) -> list[str]:
        there = keyed(entries)
        chosen = [key for key in dict.fromkeys(self.post.getlist("kies")) if key in there]
        if not chosen:
            self.problem = NONE_CHOSEN
        return chosen

    def _give_day(self, entries: list[Entry], _: str) -> list[Entry]:
        term = "until" if self.post["doen"] == "stop" else "since"
        chosen = self._chosen(entries)
        try:
            day = PartnerDayField().clean(self.post.get("dag", ""))
        except forms.ValidationError:
            self.problem = self.problem or NO_DAY
            return entries
        if self.problem:
            return entries
        made, refused = with_day(entries, set(chosen), term, day.isoformat())
        if refused:
            names = wording.organisation_names(refused)
            who = " en ".join(wording.name_of(entry, names) for entry in refused[:3])
            self.problem = f"Deze dag past niet bij de andere datum van {who}. Kies een andere dag."
            return entries
        one, several = ("doet mee sinds", "doen mee sinds") if term == "since" else ("stopt per", "stoppen per")
        self._tell(entries, chosen, one, several, f" {dutch_day(day)}.")
        meant = [entry for key, entry in keyed(entries).items() if key in set(chosen)]
        self.touched = [key for key, entry in keyed(made).items() if owner(entry) in {owner(one) for one in meant}]
        return made

    def _take_away(self, entries: list[Entry], key: str) -> list[Entry]:
        chosen = [key] if key in keyed(entries) else [] if key else self._chosen(entries)
        if chosen:
            self._tell(entries, chosen, "is uit de lijst", "zijn uit de lijst", ".")
        return without(entries, set(chosen))

    def _put_back(self, entries: list[Entry], entry: Entry | None) -> list[Entry]:
        if entry is None or owner(entry) in {owner(one) for one in entries}:
            return entries
        made = [*entries, entry]
        self.touched = _keys_of(made, [entry])
        self._tell(made, self.touched, "staat weer in de lijst", "", ".")
        return made

    def _tell(self, entries: list[Entry], keys: list[str], one: str, several: str, rest: str) -> None:
        if len(keys) == 1:
            entry = keyed(entries)[keys[0]]
            self.said = f"{wording.name_of(entry, wording.organisation_names([entry]))} {one}{rest}"
        else:
            self.said = f"{len(keys)} partners {several}{rest}"


def _organisation(number: str) -> Organisation | None:
    return Organisation.objects.filter(pk=whole_number(number)).first()


def _as_partner(organisation: Organisation) -> Entry:
    return new_entry(ROLES.get(organisation.kind, Role.OTHER).value, organisation.pk)


def _keys_of(entries: list[Entry], meant: list[Entry]) -> list[str]:
    keys = {id(entry): key for key, entry in keyed(entries).items()}
    return [keys[id(entry)] for entry in meant]
