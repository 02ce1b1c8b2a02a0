"""The facets of the kennisbank, one entry each: the index, its counts, the address and the page follow from this list.

A new facet on a column that exists is one entry in FACETS.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import models
from django.utils import timezone

from knowledge_bank.models.items import KnowledgeItem
from knowledge_bank.vocabulary import Evidence, Kind
from partnerships.models import PartnershipPage
from platform_site.components import Option
from platform_site.taxonomy import Audience, QualityStandard, Sector, Theme

FIRST_YEAR = 2010


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet. key: as the database has it (text, or the id of a row); slug: as an address has it."""

    key: str | int
    slug: str
    title: str


@dataclass(frozen=True)
class OneValue:
    """A source: a column that holds one value per item (text, a number, yes or no). Packed as the value's position, or -1."""

    column: str

    def sql(self, keys: Sequence[str]) -> tuple[str, list]:
        """An integer of item `i`, with its parameters. keys: those of the values that count."""
        return f"coalesce(array_position(%s::text[], i.{self.column}::text), 0) - 1", [list(keys)]

    def cells(self, packed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of many such integers: which value (by position) which item (by position) has."""
        (items,) = np.nonzero(packed >= 0)
        return packed[items].astype(np.intp), items


class Flags:
    """A source with a yes or no per value, packed as one bit each; so at most 31 values."""

    def conditions(self, keys: Sequence[str]) -> tuple[list[str], list]:
        """By key, in SQL, when item `i` has it."""
        raise NotImplementedError

    def sql(self, keys: Sequence[str]) -> tuple[str, list]:
        conditions, parameters = self.conditions(keys)
        flags = (f"{1 << bit} * ({condition})::int" for bit, condition in enumerate(conditions))
        return " + ".join(flags) or "0", parameters

    def cells(self, packed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        bits = int(packed.max(initial=0)).bit_length()
        return np.nonzero(packed.astype(np.int32) >> np.arange(bits)[:, np.newaxis] & 1)


@dataclass(frozen=True)
class SeveralValues(Flags):
    """A source: a column that holds an array."""

    column: str

    def conditions(self, keys: Sequence[str]) -> tuple[list[str], list]:
        return [f"%s = any(i.{self.column})" for _ in keys], list(keys)


@dataclass(frozen=True)
class Conditions(Flags):
    """A source: what is true of item `i`, in SQL, by key."""

    by_key: dict[str, str]

    def conditions(self, keys: Sequence[str]) -> tuple[list[str], list]:
        return [self.by_key[key] for key in keys], []


@dataclass(frozen=True)
class Related:
    """A source: a relation to many rows of another table; their ids are the keys."""

    field: str

    def joining(self) -> tuple[str, str, str]:
        """The table that joins, its column with the item, and its column with the other row."""
        field = KnowledgeItem._meta.get_field(self.field)
        return field.m2m_db_table(), field.m2m_column_name(), field.m2m_reverse_name()


Source = OneValue | Flags | Related


def choices_of(choices: type[models.TextChoices], *, short: bool = False) -> Callable[[], list[FacetValue]]:
    """The values of a fixed list. short: a value is its own title."""
    return lambda: [FacetValue(value, value, value if short else str(label)) for value, label in choices.choices]


def rows_of(listed: Callable[[], models.QuerySet]) -> Callable[[], list[FacetValue]]:
    """The rows of a table that have a slug and a title, oldest first."""
    return lambda: [FacetValue(*row) for row in listed().order_by("pk").values_list("pk", "slug", "title")]


def years() -> list[FacetValue]:
    """From the first year to the next, and whichever else an item has."""
    used = KnowledgeItem.objects.order_by().values_list("year", flat=True).distinct()
    every = {*used, *range(FIRST_YEAR, timezone.localdate().year + 2)}
    return [FacetValue(str(year), str(year), str(year)) for year in sorted(every)]


def falling(options: list[Option]) -> list[Option]:
    return options[::-1]


def chosen_then_largest(options: list[Option]) -> list[Option]:
    return sorted(options, key=lambda option: (not option.chosen, -option.count, option.title))


@dataclass(frozen=True)
class Facet:
    """One property to filter items by.

    name: the parameter in the address. source: where the database has it. values: gives the values there are, asked once per index.
    only_present: the page leaves out values that no item has. arrange: the options in another order than that of `values`.
    """

    name: str
    title: str
    source: Source
    values: Callable[[], list[FacetValue]]
    only_present: bool = False
    arrange: Callable[[list[Option]], list[Option]] = list


HAVING = {
    "transcript": "i.transcript <> ''",
    "download": "exists(select from knowledge_bank_download d where d.item_id = i.page_ptr_id)",
}
FACETS = (
    Facet("soort", "Soort", OneValue("kind"), choices_of(Kind)),
    Facet("sector", "Sector", SeveralValues("sectors"), choices_of(Sector, short=True)),
    Facet("thema", "Thema", Related("themes"), rows_of(Theme.objects.all)),
    Facet("doelgroep", "Voor wie", Related("audiences"), rows_of(Audience.objects.all)),
    Facet("jaar", "Jaar", OneValue("year"), years, only_present=True, arrange=falling),
    Facet(
        "partnerschap",
        "Partnerschap",
        Related("partnerships"),
        rows_of(PartnershipPage.objects.visible),
        only_present=True,
        arrange=chosen_then_largest,
    ),
    Facet("waarborg", "Waarborg", Related("standards"), rows_of(QualityStandard.objects.all)),
    Facet("onderbouwing", "Onderbouwing", OneValue("evidence"), choices_of(Evidence)),
    Facet("met", "Met", Conditions(HAVING), lambda: [FacetValue(name, name, name) for name in HAVING]),
)
