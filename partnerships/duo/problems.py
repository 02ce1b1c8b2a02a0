"""What can be wrong with a file of DUO's, said so that an editor can find it: row, column, value and what we did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from platform_site.dutch_numbers import thousands
from platform_site.parameters import clean_text

LONGEST_VALUE = 60
MOST_ROWS = 15_000  # all schools of the country, of all sectors together, are 9,000
MOST_COLUMNS = 200
TOO_LONG = f"Dit bestand heeft meer dan {thousands(MOST_ROWS)} rijen. Zoveel scholen zijn er niet."


class Weight(StrEnum):
    """What a problem means for the import."""

    WRONG = "fout"  # the whole file is refused
    SKIPPED = "overgeslagen"  # this row is not stored
    NOTE = "let op"  # the row is stored, and something about it is worth knowing


@dataclass(frozen=True)
class Problem:
    """row: as a spreadsheet counts them, the header is row 1."""

    weight: Weight
    row: int
    column: str
    value: str
    text: str

    @property
    def shown(self) -> str:
        """The value, short and on one line."""
        value = " ".join(self.value.split())
        return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"

    def __str__(self):
        return f"rij {self.row}, kolom {self.column}, waarde “{self.shown}”: {self.text}"


class FileRefusedError(Exception):
    """The import does not go on, and nothing has changed. Its text is for the editor."""

    def __init__(self, text: str, problems: list[Problem] | None = None):
        super().__init__(text)
        self.problems = problems or []


def clean(text: str) -> str:
    """One line without what nobody can see; DUO's single space becomes nothing."""
    return text.strip() if text.isprintable() and "  " not in text else clean_text(text)


def limited(rows: Iterable) -> Iterator:
    """The rows, refused when there are more than any file of DUO's has; none wider than makes sense."""
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise FileRefusedError(TOO_LONG)
        yield row[: MOST_COLUMNS + 1]
