"""From the bytes of a file to rows of text: CSV in the encodings and with the separators one meets, or Excel.

What is too large, cut off, garbled or something else altogether is refused here, before anybody looks at its contents.
"""

import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass

from partnerships.duo.problems import MOST_COLUMNS, FileRefusedError, Problem, Weight, clean, limited
from partnerships.duo.workbooks import read_workbook
from platform_site.dutch_numbers import thousands

MOST_BYTES = 10 * 1024 * 1024
SEPARATORS = (";", ",", "\t", "|")
WHOLE_ROW = "(hele rij)"

TOO_LARGE = "Dit bestand is {size} MB. Een bestand van DUO is hooguit enkele MB; we lezen tot {most} MB."
CUT_OFF = " Het bestand is hier afgebroken, waarschijnlijk maar half gedownload. Download het opnieuw."
KINDS_OF_FILE = (
    (b"\xd0\xcf\x11\xe0", "een oud Excelbestand (.xls) of een Excelbestand met een wachtwoord. Bewaar het als .xlsx of als CSV"),
    (b"%PDF", "een pdf. Kies het CSV-bestand van DUO"),
    (b"\x89PNG", "een afbeelding. Kies het CSV-bestand van DUO"),
    (b"\xff\xd8\xff", "een afbeelding. Kies het CSV-bestand van DUO"),
    (b"\x1f\x8b", "een ingepakt bestand. Pak het eerst uit"),
    (b"{", "JSON. Kies bij DUO het CSV-bestand"),
)  # fmt: skip
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
        raise FileRefusedError("Dit bestand is leeg.")
    table = _excel(data) if data.startswith(b"PK") else _csv(data)
    if not table.rows and not table.problems:
        raise FileRefusedError("Dit bestand heeft geen rijen onder de kolomnamen.")
    return table


def check_size(size: int) -> None:
    """Refuses a file by its size alone; ask before it is read."""
    if size > MOST_BYTES:
        raise FileRefusedError(TOO_LARGE.format(size=thousands(round(size / 1024**2)), most=MOST_BYTES // 1024**2))


def text_of(data: bytes) -> str:
    """The text in one of the encodings that DUO or a spreadsheet writes; any other is refused."""
    every_other = max(data[::2].count(0), data[1::2].count(0))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or every_other > len(data) // 3:
        raise FileRefusedError(
            "De letters zijn opgeslagen als UTF-16. Bewaar het bestand als “CSV UTF-8” en probeer het opnieuw."
        )
    for start, what in KINDS_OF_FILE:
        if data.lstrip().startswith(start):
            raise FileRefusedError(f"Dit is {what}.")
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml)", data, re.IGNORECASE):
        raise FileRefusedError(
            "Dit is een webpagina, geen bestand met gegevens. Gebruik bij DUO de knop om te downloaden."
        )
    if b"\x00" in data:
        raise FileRefusedError("Dit is geen tekstbestand. Kies het CSV-bestand van DUO.")
    for encoding in ("utf-8-sig", "windows-1252"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if "\ufffd" not in text:  # what another program could not read before us
                return text
    raise FileRefusedError(
        "De letters in dit bestand zijn niet te lezen. Bewaar het als “CSV UTF-8” en probeer het opnieuw."
    )


def _csv(data: bytes) -> Table:
    text = text_of(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    if separator not in first:
        raise FileRefusedError("Dit bestand heeft geen kolommen. Kies het CSV-bestand met vestigingen van DUO.")
    try:
        rows = [
            [clean(cell) for cell in row]
            for row in limited(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        ]
    except csv.Error:
        raise FileRefusedError(
            "Dit bestand is niet als CSV te lezen: een cel is veel te lang of niet afgesloten."
        ) from None
    return _table(rows, ends_whole=text.endswith(("\n", "\r")))


def _table(rows: list[list[str]], *, ends_whole: bool) -> Table:
    """Takes header and rows apart; a row with other than the header's number of cells is wrong."""
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if not numbered:
        raise FileRefusedError("Dit bestand is leeg.")
    header = numbered[0][1]
    if len(header) > MOST_COLUMNS:
        raise FileRefusedError(f"Dit bestand heeft meer dan {MOST_COLUMNS} kolommen.")
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
    return _table(read_workbook(data), ends_whole=True)
