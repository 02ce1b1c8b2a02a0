"""What stands in the cells of DUO's files, made fit to store. Each function gives "" for what it does not understand."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from platform_site.places import PROVINCES

PROVINCES_BY_NAME = {name.lower(): name for name, _ in PROVINCES} | {"friesland": "Fryslân", "fryslan": "Fryslân"}
# The public bodies in the Caribbean, by CBS number and by all names that DUO uses for them; and what lies abroad.
ISLAND_NUMBERS = {"9001", "9002", "9003"}
ISLANDS = {
    "bonaire", "sint eustatius", "st eustatius", "saba", "bes", "bes eilanden", "bes-eilanden", "caribisch nederland",
    "buitenland",
}  # fmt: skip
ISLAND_PLACES = {
    "kralendijk",
    "rincon",
    "oranjestad",
    "the bottom",
    "windwardside",
    "bonaire",
    "saba",
    "sint eustatius",
}
LONGEST_ADDRESS = 200
MONTH = r"(?:jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?"
EXCEL_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?|\d{{1,2}}:\d\d(?::\d\d)?|\d{{1,2}}([-/])\d{{1,2}}\1(?:19|20)\d\d"
    rf"|\d{{1,2}}[-/ ]{MONTH}(?:[-/ ]\d{{2,4}})?|{MONTH}[-/ ]\d{{1,4}}",
    re.IGNORECASE,
)

_valid_address = URLValidator(schemes=["http", "https"])


def formula_like(value: str) -> bool:
    """What a spreadsheet would calculate: =1+1, @SUM(…), +cmd|…; not a name like @Work (locatie Zuid)."""
    return bool(re.match(r"=|[+\-@][A-Za-z][\w.]*[(|!]", value))


def excel_date(value: str) -> bool:
    """What Excel made a date or a time of: "12-okt", "okt-12", "12-10-2026", "2026-10-12 00:00:00"."""
    return bool(EXCEL_DATE.fullmatch(value))


def phone_like(value: str) -> bool:
    return bool(re.fullmatch(r"(?:tel\S*\s*)?[+(]?\d[\d\s().+/-]{6,}", value, re.IGNORECASE))


def postcode(value: str) -> str:
    """ "9166RB" → "9166 RB" """
    match = re.fullmatch(r"([1-9]\d{3}) ?([A-Z]{2})", value.upper())
    return f"{match[1]} {match[2]}" if match else ""


def board_number(value: str) -> str:
    """ "10799" stays; DUO numbers its boards with five digits, and a spreadsheet drops a zero in front."""
    return value.zfill(5) if re.fullmatch(r"\d{3,5}", value) else ""


def house_number(value: str) -> str:
    """ "19-A" → "19A"; a range stays: "29-31" """
    return re.sub(r"^(\d+) ?- ?([A-Za-z])$", r"\1\2", value)


def province(value: str) -> str:
    """The province as CBS spells it."""
    return PROVINCES_BY_NAME.get(value.lower(), "")


def website(value: str) -> str:
    """An address with its protocol: "www.dejutter.nl" → "https://www.dejutter.nl" """
    address = re.sub(r"^(https?):?[/\\]+", r"\1://", value.strip().rstrip("/;,."), flags=re.IGNORECASE)
    if not re.match(r"https?://", address, re.IGNORECASE):
        address = f"https://{address}"
    try:
        _valid_address(address)
    except ValidationError:
        return ""
    return address if len(address) <= LONGEST_ADDRESS and "@" not in address else ""


def same_address(one: str, other: str) -> bool:
    """Whether two web addresses differ at most in protocol, capitals of the host or a slash at the end."""

    def bare(address: str) -> str:
        host, slash, path = re.sub(r"^https?://", "", address, flags=re.IGNORECASE).rstrip("/").partition("/")
        return host.lower() + slash + path

    return bare(one) == bare(other)


def special_sector(said: str) -> str:
    """so and sbo count as po, vso as vo; a school with both counts as po."""
    words = set(re.findall(r"[a-z]+", said.replace("voortgezet speciaal onderwijs", "vso").replace("(v)so", "so")))
    return "vo" if "vso" in words and not words & {"so", "sbo"} else "po"


def outside(*, province: str, municipality: str, municipality_name: str, place: str) -> bool:
    """Whether an address lies outside the European Netherlands."""
    named = {province.lower().replace(".", ""), municipality_name.lower().replace(".", "")}
    nowhere_else = place.lower() in ISLAND_PLACES and not PROVINCES_BY_NAME.get(province.lower())
    return municipality in ISLAND_NUMBERS or bool(named & ISLANDS) or nowhere_else
