"""Files in the shapes in which DUO publishes them, for tests: made of the example content's schools or of a few rows."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import openpyxl

from platform_site.settings.base import BASE_DIR

FIXTURE = Path(__file__).parent / "partnerships" / "data" / "duo-vestigingen-po.cp1252.csv"
SCHOOLS = BASE_DIR / "platform_site" / "demo" / "gegevens" / "scholen.csv"
TAIL = [
    "STRAATNAAM CORRESPONDENTIEADRES", "HUISNUMMER-TOEVOEGING CORRESPONDENTIEADRES", "POSTCODE CORRESPONDENTIEADRES",
    "PLAATSNAAM CORRESPONDENTIEADRES", "NODAAL GEBIED CODE", "NODAAL GEBIED NAAM", "RPA-GEBIED CODE", "RPA-GEBIED NAAM",
    "WGR-GEBIED CODE", "WGR-GEBIED NAAM", "COROPGEBIED CODE", "COROPGEBIED NAAM", "ONDERWIJSGEBIED CODE", "ONDERWIJSGEBIED NAAM",
    "RMC-REGIO CODE", "RMC-REGIO NAAM", "VAKANTIEREGIO",
]  # fmt: skip
ADDRESS = [
    "STRAATNAAM", "HUISNUMMER-TOEVOEGING", "POSTCODE", "PLAATSNAAM", "GEMEENTENUMMER", "GEMEENTENAAM", "DENOMINATIE",
    "TELEFOONNUMMER", "INTERNETADRES",
]  # fmt: skip
PO = ["PROVINCIE", "BEVOEGD GEZAG NUMMER", "INSTELLINGSCODE", "VESTIGINGSCODE", "VESTIGINGSNAAM", *ADDRESS, *TAIL]
PO_OLD = [{"INSTELLINGSCODE": "BRIN NUMMER", "VESTIGINGSCODE": "VESTIGINGSNUMMER"}.get(name, name) for name in PO]
VO = [*PO[:14], "ONDERWIJSSTRUCTUUR", *PO[14:]]
SO = [*PO[:14], "SOORT PRIMAIR ONDERWIJS", "CLUSTER", *PO[14:]]
INSTITUTE = ["PROVINCIE", "BEVOEGD GEZAG NUMMER", "INSTELLINGSCODE", "INSTELLINGSNAAM", *ADDRESS, *TAIL[:4]]
MBO = ["MBO INSTELLINGSSOORT CODE", "MBO INSTELLINGSSOORT NAAM", *INSTITUTE]
HO = [INSTITUTE[0], "SOORT HO", *INSTITUTE[1:]]


def a_row(code: str = "01AB00", **facts) -> dict:
    """One school in Utrecht. Column names are written with underscores: PLAATSNAAM="S GRAVENHAGE"."""
    columns = {name.replace("_", " "): value for name, value in facts.items()}
    return {
        "PROVINCIE": "Utrecht",
        "BEVOEGD GEZAG NUMMER": "12345",
        "INSTELLINGSCODE": code[:4],
        "BRIN NUMMER": code[:4],
        "VESTIGINGSCODE": code,
        "VESTIGINGSNUMMER": code,
        "VESTIGINGSNAAM": f"School {code}",
        "INSTELLINGSNAAM": f"Instelling {code}",
        "STRAATNAAM": "Oudegracht",
        "HUISNUMMER-TOEVOEGING": "1",
        "POSTCODE": "3511 AB",
        "PLAATSNAAM": "UTRECHT",
        "GEMEENTENUMMER": "0344",
        "GEMEENTENAAM": "UTRECHT",
        **columns,
    }


def table(rows: Iterable[dict], columns: list[str] = PO) -> list[list[str]]:
    """Header and cells; an empty cell is one space, as DUO has it."""
    return [columns, *([row.get(name) or " " for name in columns] for row in rows)]


def a_csv(rows: Iterable[dict], columns: list[str] = PO, encoding: str = "windows-1252", separator: str = ";") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(table(rows, columns))
    return text.getvalue().encode(encoding)


def an_xlsx(cells: list[list]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Vestigingen")
    for row in cells:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def shouted(place: str) -> str:
    """A place name as DUO writes it: "'s-Gravenhage" → "S GRAVENHAGE", "Earnewâld" → "EARNEWALD"."""
    plain = unicodedata.normalize("NFD", place).encode("ascii", "ignore").decode().upper()
    return plain.replace("'S-", "S ").replace("(", "").replace(")", "")


def all_schools(sector: str = "po") -> list[dict]:
    """The school sites of one sector in the example content, as rows of DUO's file; a site with several addresses once."""
    with SCHOOLS.open(encoding="utf-8", newline="") as file:
        sites = {row["vestigingscode"]: row for row in csv.DictReader(file) if row["sector"] == sector}
    return [
        {
            "PROVINCIE": row["provincie"],
            "BEVOEGD GEZAG NUMMER": "12345",
            "INSTELLINGSCODE": row["brin"],
            "VESTIGINGSCODE": code,
            "VESTIGINGSNAAM": row["naam"],
            "STRAATNAAM": row["straat"],
            "HUISNUMMER-TOEVOEGING": row["huisnummer"],
            "POSTCODE": f"{row['postcode'][:4]} {row['postcode'][4:]}",
            "PLAATSNAAM": shouted(row["plaats"]),
            "GEMEENTENAAM": row["gemeente"],
            "DENOMINATIE": row["denominatie"],
            "INTERNETADRES": row["website"],
            "ONDERWIJSSTRUCTUUR": row["type"],
            "VAKANTIEREGIO": "Midden",
        }
        for code, row in sites.items()
    ]
