"""A bitmap index of all public knowledge items in memory: which items have which facet values, and the sort orders.

Each process has one, for one number of the generation "knowledge". An item is a column (slot), a facet value is a row of bits. Filtering
is OR within a facet and AND between facets; a count is a population count. After a publish only the changed items are read again.
The facets themselves, and how each is read from the database, are declared in facets.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
from django.db import connection

from knowledge_bank import facets
from knowledge_bank.facets import Facet, FacetValue, Related
from knowledge_bank.models.items import KnowledgeItem
from platform_site import generation
from platform_site.memory import Remembered

GENERATION = "knowledge"
PAIR = np.dtype([("item", ">i4"), ("value", ">i4")])


@dataclass
class IndexedFacet:
    """A facet with its values, and the bitmap of each value."""

    facet: Facet
    values: list[FacetValue]
    grid: np.ndarray  # bool, values × slots
    bits: np.ndarray = field(init=False)  # the same, packed into 64-bit words
    rows: dict[str, int] = field(init=False)  # by slug

    def __post_init__(self) -> None:
        self.rows = {value.slug: row for row, value in enumerate(self.values)}

    @property
    def keys(self) -> list[str | int]:
        return [value.key for value in self.values]

    def title(self, slug: str) -> str:
        return self.values[self.rows[slug]].title


def packed(grid: np.ndarray) -> np.ndarray:
    """Packs rows of booleans into rows of 64-bit words, padded with zeros."""
    width = -(-grid.shape[-1] // 64) * 64
    padded = np.zeros((*grid.shape[:-1], width), bool)
    padded[..., : grid.shape[-1]] = grid
    return np.packbits(padded, axis=-1, bitorder="little").view(np.uint64)


def _one_value(sql: str, params: list) -> bytes:
    """The result of a query that concatenates all its rows into one binary value: much faster than fetching 100,000 rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        (value,) = cursor.fetchone()
    return bytes(value or b"")


def _records(indexed: Iterable[IndexedFacet], ids: Iterable[int] | None) -> np.ndarray:
    """The public items (only those in `ids`, if given), one record each: id, a number for each facet stored in a column, recency."""
    visible = KnowledgeItem.objects.listed()
    visible = visible if ids is None else visible.filter(pk__in=list(ids))
    listed, listed_params = visible.order_by().values("pk").query.sql_with_params()
    layout, columns, params = [("id", ">i4")], ["int4send(i.page_ptr_id::int)"], []
    for one in indexed:
        if not isinstance(one.facet.source, Related):
            expression, more = one.facet.source.sql(one.keys)
            layout.append((one.facet.name, ">i4"))
            columns.append(f"int4send({expression})")
            params += more
    layout.append(("recency", ">i8"))
    columns.append(
        "int8send(i.year * 10000000000 + extract(epoch from coalesce(p.first_published_at, 'epoch'))::bigint)"
    )
    packed_rows = _one_value(
        f"select string_agg({' || '.join(columns)}, '') from knowledge_bank_knowledgeitem i"
        f" join wagtailcore_page p on p.id = i.page_ptr_id where i.page_ptr_id in ({listed})",
        [*params, *listed_params],
    )
    return np.frombuffer(packed_rows, np.dtype(layout))


def _pairs(source: Related, ids: Iterable[int] | None) -> np.ndarray:
    """All (item, related id) pairs of a many-to-many table; only of the items in `ids`, if given."""
    table, item, value = source.joining()
    where, params = ("", []) if ids is None else (f" where {item} = any(%s)", [list(ids)])
    sql = f"select string_agg(int4send({item}::int) || int4send({value}::int), '') from {table}{where}"
    return np.frombuffer(_one_value(sql, params), PAIR)


class FacetIndex:
    """The bitmaps for one generation number."""

    def __init__(self, number: int):
        self.number = number
        self.ids = np.empty(0, np.int32)
        self.recency = np.empty(0, np.int64)
        self.facets = {}
        for facet in facets.FACETS:
            values = facet.values()
            self.facets[facet.name] = IndexedFacet(facet, values, np.zeros((len(values), 0), bool))
        self._add(None)

    def patched(self, number: int, changed: set[int]) -> "FacetIndex":
        """A copy for generation `number` in which the items `changed` are read from the database again."""
        fresh = object.__new__(FacetIndex)
        fresh.number = number
        keep = ~np.isin(self.ids, list(changed))
        fresh.ids, fresh.recency = self.ids[keep], self.recency[keep]
        fresh.facets = {
            name: IndexedFacet(indexed.facet, indexed.values, indexed.grid[:, keep])
            for name, indexed in self.facets.items()
        }
        fresh._add(changed)
        return fresh

    def holds_items_only(self, changed: set[int]) -> bool:
        """Whether all changed pages are items. A changed partnership may change the list of facet values, so that needs a new index."""
        unknown = changed - set(self.ids[np.isin(self.ids, list(changed))].tolist())
        return KnowledgeItem.objects.filter(pk__in=unknown).count() == len(unknown)

    def _add(self, only: set[int] | None) -> None:
        """Reads items (all, or only these) into new slots, and computes what depends on the set of slots: bitmaps, orders."""
        records = _records(self.facets.values(), only)
        before, number = len(self.ids), len(records)
        self.ids = np.concatenate([self.ids, records["id"].astype(np.int32)])
        self.recency = np.concatenate([self.recency, records["recency"].astype(np.int64)])
        self.by_id = np.argsort(self.ids)
        for name, indexed in self.facets.items():
            indexed.grid = np.pad(indexed.grid, ((0, 0), (0, number)))
            if isinstance(indexed.facet.source, Related):
                rows, slots = self._related(indexed, only)
            else:
                rows, items = indexed.facet.source.cells(records[name])
                slots = before + items
            indexed.grid[rows, slots] = True
            indexed.bits = packed(indexed.grid)
        self.newest = np.lexsort((-self.ids, -self.recency))
        self._by_title: np.ndarray | None = None
        self.everything = packed(np.ones(len(self.ids), bool))

    def _related(self, indexed: IndexedFacet, only: set[int] | None) -> tuple[np.ndarray, np.ndarray]:
        """The cells to set for a many-to-many facet, as (rows, slots)."""
        pairs, keys = _pairs(indexed.facet.source, only), np.array(indexed.keys, np.int32)
        order = np.argsort(keys)
        places, known = _positions(keys[order], pairs["value"].astype(np.int32))
        slots, listed = self.slots(pairs["item"].astype(np.int32))
        both = known & listed
        return order[places[both]], slots[both]

    @property
    def by_title(self) -> np.ndarray:
        """The slots in alphabetical order of title, queried when first needed."""
        if self._by_title is None:
            sql, params = KnowledgeItem.objects.listed().order_by().values("pk").query.sql_with_params()
            packed_rows = _one_value(
                "select string_agg(int4send(page_ptr_id::int), '' order by sort_key, page_ptr_id)"
                f" from knowledge_bank_knowledgeitem where page_ptr_id in ({sql})",
                params,
            )
            slots, known = self.slots(np.frombuffer(packed_rows, ">i4").astype(np.int32))
            self._by_title = slots[known]
        return self._by_title

    def slots(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The slot of each id, and whether it has one (it is public)."""
        places, known = _positions(self.ids[self.by_id], ids)
        return (self.by_id[places] if len(self.ids) else places), known

    def bitmap(self, ids: np.ndarray) -> np.ndarray:
        """The items with these ids, as bits over the slots."""
        slots, known = self.slots(ids)
        grid = np.zeros(len(self.ids), bool)
        grid[slots[known]] = True
        return packed(grid)

    def slot_list(self, bits: np.ndarray) -> np.ndarray:
        """The booleans of a bitmap, one per slot."""
        return np.unpackbits(bits.view(np.uint8), bitorder="little")[: len(self.ids)].astype(bool)

    def narrowed(self, chosen: dict[str, list[str]], base: np.ndarray, leaving_out: str | None = None) -> np.ndarray:
        """The items of `base` that match the chosen values; choices in the facet `leaving_out` are ignored."""
        remaining = base
        for name, values in chosen.items():
            if values and name != leaving_out:
                indexed = self.facets[name]
                rows = [indexed.rows[value] for value in values]
                remaining = remaining & np.bitwise_or.reduce(indexed.bits[rows], axis=0)
        return remaining

    def counts(self, chosen: dict[str, list[str]], base: np.ndarray) -> dict[str, list[int]]:
        """How many items of `base` have each value of each facet, given the choices in all other facets."""
        narrowed = self.narrowed(chosen, base)
        counted = {}
        for name, indexed in self.facets.items():
            others = self.narrowed(chosen, base, leaving_out=name) if chosen.get(name) else narrowed
            counted[name] = np.bitwise_count(indexed.bits & others).sum(axis=1).tolist()
        return counted


def count(bits: np.ndarray) -> int:
    """How many items a bitmap holds."""
    return int(np.bitwise_count(bits).sum())


def _positions(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The index of each of `wanted` in the sorted `keys`, and whether it occurs there."""
    if not len(keys):
        return np.zeros(len(wanted), int), np.zeros(len(wanted), bool)
    places = np.clip(np.searchsorted(keys, wanted), 0, len(keys) - 1)
    return places, keys[places] == wanted


_turn = RLock()
_remembered: Remembered[FacetIndex] = Remembered()


def facet_index() -> FacetIndex:
    """The index for the current generation: the cached one, the cached one with the changed items read again, or a new one.

    One thread makes it, the others wait for that: after a publish all of them ask at once.
    """
    number, last = generation.current(GENERATION), _remembered.value
    if last is not None and last.number == number:
        return last
    with _turn:
        last = _remembered.value
        if last is None or last.number != number:
            changed = None if last is None else generation.changes_between(GENERATION, last.number, number)
            only_items = changed is not None and last.holds_items_only(changed)
            _remembered.value = last = last.patched(number, changed) if only_items else FacetIndex(number)
        return last
