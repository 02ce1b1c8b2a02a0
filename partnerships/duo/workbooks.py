"""Excel: the cells of a workbook's first sheet as text, once it is certain that unpacking them does no harm.

A workbook is a zip of XML. Some of a few kB unpack to gigabytes, or make a reader build a tree of millions of branches. So the
sizes are asked first, then all XML is walked through without keeping any of it, and only then the library may have it.
"""

import io
import zipfile
import zlib
from xml.parsers import expat

import openpyxl

from partnerships.duo.problems import MOST_COLUMNS, MOST_ROWS, FileRefusedError, clean, limited
from platform_site.dutch_numbers import thousands
from platform_site.serving.uploads import is_modest_zip

MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 200
MOST_ELEMENTS = 2_000_000  # a sheet of 15,000 rows and 31 columns has 1.4 million
MOST_IN_ONE_ROW = 20 * MOST_COLUMNS
DEEPEST = 50
CHUNK = 64 * 1024

BROKEN = "Dit Excelbestand is beschadigd of maar half gedownload. Download of bewaar het opnieuw."
UNREADABLE = "Dit Excelbestand is niet te lezen. Open het in Excel en bewaar het als “CSV UTF-8”."
TOO_MUCH = (
    "In dit Excelbestand zit veel meer dan in een bestand van DUO. We lezen het niet. Bewaar het als “CSV UTF-8”."
)


def read_workbook(data: bytes) -> list[list[str]]:
    """The rows of the first sheet, all as wide as the first; column names must stand there. Raises FileRefusedError.

    What Excel made a date of is written as "2026-10-12 00:00:00".
    """
    if not is_modest_zip(io.BytesIO(data)):
        raise FileRefusedError(BROKEN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _check_sizes(parts)
            for part in parts.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    _walk_through(parts, part)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, zlib.error, RuntimeError):
        raise FileRefusedError(BROKEN) from None
    except expat.ExpatError:
        raise FileRefusedError(UNREADABLE) from None
    try:
        rows = _cells(data)
    except FileRefusedError:
        raise
    except Exception as problem:  # what a broken workbook makes the library raise is anybody's guess
        raise FileRefusedError(UNREADABLE) from problem
    if not any(rows[:1]):
        raise FileRefusedError("De eerste rij van dit Excelbestand is leeg. Daar horen de kolomnamen van DUO te staan.")
    return rows


def _check_sizes(parts: zipfile.ZipFile) -> None:
    """What the directory says; a part that is larger than it says cannot be read further than that."""
    sizes = [part.file_size for part in parts.infolist()]
    if "xl/workbook.xml" not in parts.namelist():
        raise FileRefusedError("Dit is een zip of een ander ingepakt bestand, geen Excelbestand. Pak het eerst uit.")
    if sum(sizes) > MOST_UNPACKED or len(sizes) > MOST_PARTS:
        unpacked = thousands(sum(sizes) // 1024**2)
        raise FileRefusedError(f"Uitgepakt is dit Excelbestand {unpacked} MB: zo groot is een bestand van DUO niet.")


def _walk_through(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Reads one part of XML and keeps nothing, but stops where it grows past all measure or defines entities."""
    parser = expat.ParserCreate()
    seen = depth = in_row = 0  # in_row: 1 at a row, and one more for everything in it; 0 elsewhere

    def opens(name: str, attributes: dict) -> None:
        nonlocal seen, depth, in_row
        seen, depth = seen + 1, depth + 1
        in_row = in_row + 1 if in_row or name.endswith("row") else 0
        if seen > MOST_ELEMENTS or depth > DEEPEST or in_row > MOST_IN_ONE_ROW:
            raise FileRefusedError(TOO_MUCH)

    def closes(name: str) -> None:
        nonlocal depth, in_row
        depth, in_row = depth - 1, 0 if name.endswith("row") else in_row

    def defines(*about) -> None:
        raise FileRefusedError(UNREADABLE)

    parser.StartElementHandler, parser.EndElementHandler = opens, closes
    parser.StartDoctypeDeclHandler = defines
    with parts.open(part) as content:
        while chunk := content.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _cells(data: bytes) -> list[list[str]]:
    rows = []
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    try:
        first = book.worksheets[0]
        first.reset_dimensions()  # what the file says of its own size is not to be trusted
        top = next(first.iter_rows(max_row=1, max_col=MOST_COLUMNS + 1), ())
        width = max((place for place, cell in enumerate(top, 1) if cell.value is not None), default=0)
        if width:
            rows = [
                [_text(cell) for cell in row] for row in limited(first.iter_rows(max_row=MOST_ROWS + 2, max_col=width))
            ]
    finally:
        book.close()
    return rows


def _text(cell) -> str:
    """A cell as the text that the CSV would have; a formula as it was written."""
    value = cell.value
    if cell.data_type == "f":
        return clean(value) if isinstance(value, str) else clean(getattr(value, "text", None) or "=")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else clean(str(value))
