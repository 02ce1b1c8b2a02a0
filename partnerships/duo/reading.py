"""Reads the files that DUO publishes of schools and institutes: bytes become rows, and problems that name row and column.

Nothing here knows what is stored already; partnerships.duo.planning compares.
"""

import re
from dataclasses import dataclass, field

from partnerships import school_names
from partnerships.duo.cells import (
    board_number,
    excel_date,
    formula_like,
    house_number,
    outside,
    phone_like,
    postcode,
    province,
    special_sector,
    website,
)
from partnerships.duo.columns import WITHOUT_SITES, columns_of, register_of
from partnerships.duo.problems import FileRefusedError, Problem, Weight
from partnerships.duo.tables import WHOLE_ROW, Table, read_table
from partnerships.models.organisations import Organisation, Register
from partnerships.place_names import readable

FORMULA = "Dit is een formule; daar halen we geen gegevens uit. Zet de waarde zelf in de cel."
A_DATE = "Excel heeft hier een datum van gemaakt. Zet de cel op “Tekst” en vul haar opnieuw in."
ROW_LEFT_OUT = " We slaan deze rij over; wat we van deze school al hadden, blijft zo."
ADDRESS_LEFT_OUT = " We slaan straat en huisnummer niet op; stond er al een adres, dan blijft dat."
TELLING = ("name", "place", "type")  # without these a row says nothing
ADDRESS = ("street", "number")
SECTORS = {Register.PO: "po", Register.VO: "vo", Register.MBO: "mbo"}


@dataclass(frozen=True)
class RegisterRow:
    """One school or institute as DUO has it. certain: whether its sector stands in the file, not guessed from its name."""

    number: int
    code: str
    name: str
    registered_name: str
    kind: str
    sector: str
    certain: bool
    street: str
    postcode: str
    place: str
    province: str
    website: str
    governed_by: str


@dataclass
class Reading:
    """A file that was read: what kind it is, its rows, and what is worth telling about them."""

    register: Register
    rows: list[RegisterRow]
    problems: list[Problem]
    columns: dict[str, str] = field(default_factory=dict)  # what each column that we use is called in this file
    skipped: set[str] = field(default_factory=set)  # codes of rows that are in the file and not in `rows`


def read(data: bytes, *, called: str = "", register: str = "") -> Reading:
    """What a file holds. called: its name, which may tell (v)so from po; register: what the editor says it is.

    Raises FileRefusedError, with all that is wrong, when anything is: an import is all or nothing.
    """
    table = read_table(data)
    columns = columns_of(table.header)
    reading = Reading(register_of(table.header, columns, called, register), [], [])
    reading.columns = {name: table.header[place] for name, place in columns.items()}
    used = {*reading.columns.values(), WHOLE_ROW}
    reading.problems = [problem for problem in table.problems if problem.column in used]
    _read_rows(table, columns, reading)
    wrong = [problem for problem in reading.problems if problem.weight is Weight.WRONG]
    if wrong:
        count = "één fout" if len(wrong) == 1 else f"{len(wrong)} fouten"
        raise FileRefusedError(
            f"In dit bestand zit{'' if len(wrong) == 1 else 'ten'} {count}; zo nemen we het niet over.", wrong
        )
    if not reading.rows:
        raise FileRefusedError("In dit bestand staat geen enkele school die we kunnen overnemen.", reading.problems)
    return reading


def _read_rows(table: Table, columns: dict[str, int], reading: Reading) -> None:
    seen: dict[str, int] = {}
    for number, cells in table.rows:
        values = {name: cells[place] for name, place in columns.items()}
        reader = _RowReader(number, values, reading)
        code = reader.code()
        if not code:
            continue
        if code in seen:
            reader.tell(
                Weight.WRONG, reader.key, code, f"Deze code staat ook in rij {seen[code]}. Haal een van de twee weg."
            )
        seen.setdefault(code, number)
        if outside(
            **{name: values.get(name, "") for name in ("province", "municipality", "municipality_name", "place")}
        ):
            reader.tell(
                Weight.SKIPPED,
                "province" if values.get("province") else "place",
                values.get("province") or values["place"],
                f"{values['name']} ligt buiten Europees Nederland; op deze landkaart is daar geen plek voor.",
            )
            reading.skipped.add(code)
        elif reader.is_spoilt():
            reading.skipped.add(code)
        else:
            reading.rows.append(reader.row(code))


class _RowReader:
    """Makes one row, telling what is wrong or odd as it goes."""

    def __init__(self, number: int, values: dict[str, str], reading: Reading):
        self.number, self.values, self.reading = number, values, reading
        self.key = "institution" if reading.register in WITHOUT_SITES else "site"

    def tell(self, weight: Weight, column: str, value: str, text: str) -> None:
        self.reading.problems.append(Problem(weight, self.number, self.reading.columns[column], value, text))

    def code(self) -> str:
        """The stable key: the institution's four signs, for a site with two digits. Empty when it is none."""
        code = self.values[self.key].upper()
        if self.key == "site" and re.fullmatch(r"\d{1,2}", code):  # older files have the digits only
            code = self.values["institution"].upper() + code.zfill(2)
        if re.fullmatch(r"\d{2}[A-Z]{2}" if self.key == "institution" else r"\d{2}[A-Z]{2}\d{2}", code):
            return code
        shape = "2 cijfers en 2 letters" + ("" if self.key == "institution" else " en 2 cijfers")
        self.tell(Weight.WRONG, self.key, self.values[self.key], f"Dit is geen code van DUO: die heeft {shape}.")
        return ""

    def _left_out(self, names: tuple[str, ...], weight: Weight, done: str) -> bool:
        """Whether one of these cells holds what a spreadsheet made of it; tells which, and what we do."""
        left_out = False
        for name in names:
            value = self.values.get(name, "")
            if said := FORMULA if formula_like(value) else A_DATE if excel_date(value) else "":
                self.tell(weight, name, value, said + done)
                left_out = True
        return left_out

    def is_spoilt(self) -> bool:
        """Whether this row is to be left out; tells why."""
        return self._left_out(TELLING, Weight.SKIPPED, ROW_LEFT_OUT)

    def row(self, code: str) -> RegisterRow:
        if not self.values["name"]:
            self.tell(Weight.WRONG, "name", "", "De naam ontbreekt.")
        kind, sector, certain = self._kind()
        return RegisterRow(
            number=self.number,
            code=code,
            name=self._fitting("name", school_names.readable(self.values["name"])),
            registered_name=school_names.unlike_readable(self.values["name"]),
            kind=kind,
            sector=sector,
            certain=certain,
            street=self._fitting("street", self._street()),
            postcode=self._checked("postcode", postcode, "Dit is geen postcode; we slaan er geen op."),
            place=self._fitting("place", readable(self.values["place"])),
            province=self._checked("province", province, "Deze provincie kennen we niet; we slaan er geen op."),
            website=self._website(),
            governed_by=self._checked("board", board_number, "Dit is geen bestuursnummer; we slaan er geen op."),
        )

    def _fitting(self, name: str, value: str) -> str:
        """The value, cut to what we can store."""
        most = Organisation._meta.get_field(name).max_length
        if len(value) > most:
            self.tell(Weight.NOTE, name, value, f"Te lang; we bewaren de eerste {most} tekens.")
        return value[:most].strip()

    def _checked(self, name: str, understand, problem: str) -> str:
        value = self.values.get(name, "")
        understood = understand(value)
        if value and not understood:
            self.tell(Weight.NOTE, name, value, problem)
        return understood

    def _street(self) -> str:
        if self._left_out(ADDRESS, Weight.NOTE, ADDRESS_LEFT_OUT):
            return ""
        return f"{self.values.get('street', '')} {house_number(self.values.get('number', ''))}".strip()

    def _website(self) -> str:
        if phone_like(self.values.get("website", "")):
            self.tell(
                Weight.NOTE, "website", self.values["website"], "Dit is een telefoonnummer; we slaan het niet op."
            )
            return ""
        return self._checked("website", website, "Dit is geen webadres; we slaan het niet op.")

    def _kind(self) -> tuple[str, str, bool]:
        """Kind and sector of what this row is about, and whether the file itself says the sector."""
        register, said = self.reading.register, self.values.get("type", "").lower()
        if register == Register.SO:
            return Organisation.Kind.SCHOOL, special_sector(said or self.values["name"].lower()), bool(said)
        if register == Register.HO:
            kinds = {"h": Organisation.Kind.HBO, "w": Organisation.Kind.UNIVERSITY, "u": Organisation.Kind.UNIVERSITY}
            return kinds.get(said[:1], Organisation.Kind.OTHER), "", True
        kind = Organisation.Kind.MBO if register == Register.MBO else Organisation.Kind.SCHOOL
        return kind, SECTORS[register], True
