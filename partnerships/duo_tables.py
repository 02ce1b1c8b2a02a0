"""From the bytes of a file to rows of text: CSV in the encodings and with the separators one meets, or Excel.

What is too large, cut off, garbled or something else altogether is refused here, before anybody looks at its contents.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time

import openpyxl

from partnerships.duo_problems import Problem, RefusedError, Weight
from platform_site.parameters import clean_text
from platform_site.templatetags.site import thousands

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 15_000  # all schools of the country, of all sectors together, are 9,000
MOST_COLUMNS = 200
# An xlsx is a zip of XML: this is how large all of it may be unpacked, and in how many files.
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 200
SEPARATORS = (";", ",", "\t", "|")
WHOLE_ROW = "(hele rij)"

TOO_LARGE = "Dit bestand is {size} MB. Een bestand van DUO is hooguit enkele MB; we lezen tot {most} MB."
TOO_LONG = f"Dit bestand heeft meer dan {thousands(MOST_ROWS)} rijen. Zoveel scholen zijn er niet."
CUT_OFF = " Het bestand is hier afgebroken, waarschijnlijk maar half gedownload. Download het opnieuw."
KINDS_OF_FILE = (
    (b"\xd0\xcf\x11\xe0", "een oud Excelbestand (.xls) of een Excelbestand met een wachtwoord. Bewaar het als .xlsx of als CSV"),
    (b"%PDF", "een pdf. Kies het CSV-bestand van DUO"),
    (b"\x89PNG", "een afbeelding. Kies het CSV-bestand van DUO"),
    (b"\xff\xd8\xff", "een afbeelding. Kies het CSV-bestand van DUO"),
    (b"\x1f\x8b", "een ingepakt bestand. Pak het eerst uit"),
    (b"{", "JSON. Kies bij DUO het CSV-bestand"),
)  # fmt: skip
A_DATE = "Excel heeft hier een datum van gemaakt. Zet de cel op “Tekst” en vul haar opnieuw in."
# Letters of another encoding, read as windows-1252 or UTF-8: "FryslÃ¢n", "Caf‚".
GARBLED = re.compile("Ã[\u0080-\u00bf\u0152-\u2122]|â€|[A-Za-z][‚‰‹ˆƒ‡„Ž™Ÿ][a-z]")


@dataclass
class Table:
    """A header and the rows below it that are not empty, each with its number in the file."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    problems: list[Problem]


def read_table(data: bytes) -> Table:
    """The table in a file, CSV or xlsx, every cell stripped of blanks and control characters."""
    check_size(len(data))
    if not data.strip(b"\x00\t\r\n ;,"):
        raise RefusedError("Dit bestand is leeg.")
    table = _excel(data) if data.startswith(b"PK") else _csv(data)
    if not table.rows and not table.problems:
        raise RefusedError("Dit bestand heeft geen rijen onder de kolomnamen.")
    return table


def check_size(size: int) -> None:
    """Refuses a file by its size alone; ask before it is read."""
    if size > MOST_BYTES:
        raise RefusedError(TOO_LARGE.format(size=thousands(round(size / 1024**2)), most=MOST_BYTES // 1024**2))


def clean(text: str) -> str:
    """One line without what nobody can see; DUO's single space becomes nothing."""
    return text.strip() if text.isprintable() and "  " not in text else clean_text(text)


def text_of(data: bytes) -> str:
    """The text in one of the encodings that DUO or a spreadsheet writes; any other is refused."""
    every_other = max(data[::2].count(0), data[1::2].count(0))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or every_other > len(data) // 3:
        raise RefusedError(
            "De letters zijn opgeslagen als UTF-16. Bewaar het bestand als “CSV UTF-8” en probeer het opnieuw."
        )
    for start, what in KINDS_OF_FILE:
        if data.lstrip().startswith(start):
            raise RefusedError(f"Dit is {what}.")
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml)", data, re.IGNORECASE):
        raise RefusedError("Dit is een webpagina, geen bestand met gegevens. Gebruik bij DUO de knop om te downloaden.")
    if b"\x00" in data:
        raise RefusedError("Dit is geen tekstbestand. Kies het CSV-bestand van DUO.")
    for encoding in ("utf-8-sig", "windows-1252"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if "\ufffd" not in text:  # what another program could not read before us
                return text
    raise RefusedError(
        "De letters in dit bestand zijn niet te lezen. Bewaar het als “CSV UTF-8” en probeer het opnieuw."
    )


def _csv(data: bytes) -> Table:
    text = text_of(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    if separator not in first:
        raise RefusedError("Dit bestand heeft geen kolommen. Kies het CSV-bestand met vestigingen van DUO.")
    try:
        rows = [
            [clean(cell) for cell in row]
            for row in _limited(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        ]
    except csv.Error:
        raise RefusedError(
            "Dit bestand is niet als CSV te lezen: een cel is veel te lang of niet afgesloten."
        ) from None
    return _table(rows, ends_whole=text.endswith(("\n", "\r")))


def _limited(rows: Iterable[list]) -> Iterator[list]:
    """The rows, refused when there are more than any file of DUO's has."""
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise RefusedError(TOO_LONG)
        yield row[: MOST_COLUMNS + 1]


def _table(rows: list[list[str]], *, ends_whole: bool) -> Table:
    """Takes header and rows apart; a row with other than the header's number of cells is wrong."""
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    header = numbered[0][1]
    if len(header) > MOST_COLUMNS:
        raise RefusedError(f"Dit bestand heeft meer dan {MOST_COLUMNS} kolommen.")
    body, expected, problems = numbered[1:], len(header), []
    for number, cells in body:
        if len(cells) != expected:
            said = f"Deze rij heeft {len(cells)} kolommen in plaats van {expected}."
            if number == body[-1][0] and not ends_whole:
                said += CUT_OFF
            problems.append(Problem(Weight.WRONG, number, WHOLE_ROW, cells[0], said))
        garbled = next((place for place, cell in enumerate(cells[:expected]) if GARBLED.search(cell)), None)
        if garbled is not None:
            said = "De letters zijn verminkt. Bewaar het bestand als “CSV UTF-8”, of download het opnieuw."
            problems.append(Problem(Weight.WRONG, number, header[garbled], cells[garbled], said))
    return Table(header, [(number, cells) for number, cells in body if len(cells) == expected], problems)


def _excel(data: bytes) -> Table:
    """The first sheet of a workbook. Its size unpacked is known before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise RefusedError(
            "Dit Excelbestand is beschadigd of maar half gedownload. Download of bewaar het opnieuw."
        ) from None
    if "xl/workbook.xml" not in names:
        raise RefusedError("Dit is een zip of een ander ingepakt bestand, geen Excelbestand. Pak het eerst uit.")
    if sum(sizes) > MOST_UNPACKED or len(sizes) > MOST_PARTS:
        raise RefusedError(
            f"Uitgepakt is dit Excelbestand {thousands(sum(sizes) // 1024**2)} MB. We pakken het niet uit: zo groot is een "
            "bestand van DUO niet."
        )
    odd: list[tuple[int, int, str, str]] = []
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
            top = next(sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS + 1), ())
            width = max((place for place, cell in enumerate(top, 1) if cell.value is not None), default=0)
            cells = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=width or 1)
            rows = [
                [_cell(cell, number, place, odd) for place, cell in enumerate(row)]
                for number, row in enumerate(_limited(cells), 1)
            ]
        finally:
            book.close()
    except RefusedError:
        raise
    except Exception as problem:  # what a broken workbook makes the library raise is anybody's guess
        raise RefusedError(
            "Dit Excelbestand is niet te lezen. Open het in Excel en bewaar het als “CSV UTF-8”."
        ) from problem
    if not width:
        raise RefusedError("De eerste rij van dit Excelbestand is leeg. Daar horen de kolomnamen van DUO te staan.")
    table = _table(rows, ends_whole=True)
    table.problems += [
        Problem(Weight.WRONG, number, table.header[place], value, said) for number, place, value, said in odd
    ]
    return table


def _cell(cell, number: int, place: int, odd: list[tuple[int, int, str, str]]) -> str:
    """A cell of a sheet as the text that the CSV would have."""
    value = cell.value
    if cell.data_type == "f":
        return clean(value) if isinstance(value, str) else clean(getattr(value, "text", None) or "=")
    if isinstance(value, datetime | date | time):
        odd.append((number, place, str(value), A_DATE))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else clean(str(value))
