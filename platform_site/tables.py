"""Tables to take away: CSV that opens in a Dutch Excel, with cells that no program will take for a formula."""

import csv
import io
import re
from collections.abc import Iterable

from django.http import HttpResponse

# A sign in front makes a formula; an @ only before something to call: "@SUM(A1)" is one, "@Work" is the name of a school.
FORMULA = re.compile(r"[=+\-\t\r]|@.*[(|!=]", re.DOTALL)


def harmless(cell: object) -> str:
    """`cell` as text, a fraction with a comma; one that begins like a formula gets an apostrophe, unless it is a number."""
    text = "" if cell is None else str(cell)
    if isinstance(cell, float):
        return text.replace(".", ",")
    if FORMULA.match(text) and not text.lstrip("+-").replace(",", "").replace(".", "").isdigit():
        return f"'{text}"
    return text


def csv_response(name: str, header: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A file `name`.csv: UTF-8 with BOM, semicolons, one header row."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
