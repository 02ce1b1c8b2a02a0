"""All visible knowledge items as bitmaps in memory: which have which value of which facet, and in what orders they stand.

One index per process and *knowledge* generation. Every item has a slot, every value a row of bits over the slots; a filter is an OR within
its facet and an AND between facets, a count is the number of bits left. After one publish only the changed items are read again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.utils import timezone

from knowledge_bank.models.items import KnowledgeItem
from knowledge_bank.vocabulary import Evidence, Kind
from partnerships.models import PartnershipPage
from platform_site import generation
from platform_site.taxonomy import Audience, QualityStandard, Sector, Theme

GENERATION = "knowledge"
FIRST_YEAR = 2010
KINDS, SECTORS, EVIDENCE = list(Kind.values), list(Sector.values), list(Evidence.values)
HAVING = {"transcript": "transcript", "download": "download"}
# What one item is, packed by the database so that a hundred thousand arrive as one value.
RECORD = np.dtype(
    [("id", ">i4"), ("kind", ">i4"), ("sectors", ">i4"), ("year", ">i4"), ("evidence", ">i4"), ("having", ">i4"),
     ("recency", ">i8")]
)  # fmt: skip
PAIR = np.dtype([("item", ">i4"), ("value", ">i4")])
# Facets with values in a table of their own: parameter → (joining table, its column).
JOINED = {
    "thema": ("knowledge_bank_knowledgeitem_themes", "theme_id"),
    "doelgroep": ("knowledge_bank_knowledgeitem_audiences", "audience_id"),
    "waarborg": ("knowledge_bank_knowledgeitem_standards", "qualitystandard_id"),
    "partnerschap": ("knowledge_bank_knowledgeitem_partnerships", "partnershippage_id"),
}
TERMS = {"thema": Theme, "doelgroep": Audience, "waarborg": QualityStandard}


@dataclass
class Facet:
    """One facet: the keys that the database uses, and the values and titles that addresses and readers use."""

    keys: np.ndarray
    values: list[str]
    titles: list[str]
    grid: np.ndarray  # bool, values × slots
    bits: np.ndarray | None = None  # the same, packed into 64-bit words

    def pack(self) -> None:
        self.bits = packed(self.grid)


def packed(grid: np.ndarray) -> np.ndarray:
    """Rows of booleans as rows of 64-bit words; what pads the last word is nought."""
    width = -(-grid.shape[-1] // 64) * 64
    padded = np.zeros((*grid.shape[:-1], width), bool)
    padded[..., : grid.shape[-1]] = grid
    return np.packbits(padded, axis=-1, bitorder="little").view(np.uint64)


def _records(ids: Iterable[int] | None) -> np.ndarray:
    """The visible items (only those of `ids` when given), one record each."""
    visible = KnowledgeItem.objects.listed()
    visible = visible if ids is None else visible.filter(pk__in=list(ids))
    sql, params = visible.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(int4send(i.page_ptr_id::int) || int4send(coalesce(array_position(%s, i.kind::text), 0) - 1)"
            " || int4send(('po' = any(i.sectors))::int + 2 * ('vo' = any(i.sectors))::int + 4 * ('mbo' = any(i.sectors))::int)"
            " || int4send(i.year) || int4send(coalesce(array_position(%s, i.evidence::text), 0) - 1)"
            " || int4send((i.transcript <> '')::int"
            "   + 2 * exists(select from knowledge_bank_download d where d.item_id = i.page_ptr_id)::int)"
            " || int8send(i.year * 10000000000 + extract(epoch from coalesce(p.first_published_at, 'epoch'))::bigint)"
            ", '') from knowledge_bank_knowledgeitem i join wagtailcore_page p on p.id = i.page_ptr_id"
            f" where i.page_ptr_id in ({sql})",
            [KINDS, EVIDENCE, *params],
        )
        (bytes_,) = cursor.fetchone()
    return np.frombuffer(bytes(bytes_ or b""), RECORD)


def _pairs(table: str, column: str, ids: Iterable[int] | None) -> np.ndarray:
    where, params = ("", []) if ids is None else (" where knowledgeitem_id = any(%s)", [list(ids)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"select string_agg(int4send(knowledgeitem_id::int) || int4send({column}::int), '') from {table}{where}",
            params,
        )
        (bytes_,) = cursor.fetchone()
    return np.frombuffer(bytes(bytes_ or b""), PAIR)


class FacetIndex:
    """The bitmaps of one generation."""

    def __init__(self, number: int):
        self.number = number
        self.ids = np.empty(0, np.int32)
        self.recency = np.empty(0, np.int64)
        self.facets = {
            name: Facet(keys, values, titles, np.zeros((len(values), 0), bool))
            for name, keys, values, titles in _lists()
        }
        self._take(_records(None), None)

    def patched(self, number: int, changed: set[int]) -> "FacetIndex":
        """The index of generation `number`, in which only the items `changed` differ from this one."""
        fresh = object.__new__(FacetIndex)
        fresh.number = number
        keep = ~np.isin(self.ids, list(changed))
        fresh.ids, fresh.recency = self.ids[keep], self.recency[keep]
        fresh.facets = {
            name: Facet(facet.keys, facet.values, facet.titles, facet.grid[:, keep])
            for name, facet in self.facets.items()
        }
        fresh._take(_records(changed), changed)
        return fresh

    def holds_items_only(self, changed: set[int]) -> bool:
        """Whether all that changed are items; a partnership that changed may change the choices themselves."""
        unknown = changed - set(self.ids[np.isin(self.ids, list(changed))].tolist())
        return KnowledgeItem.objects.filter(pk__in=unknown).count() == len(unknown)

    def _take(self, records: np.ndarray, only: set[int] | None) -> None:
        """Adds items in new slots, and makes ready to answer."""
        before, count = len(self.ids), len(records)
        self.ids = np.concatenate([self.ids, records["id"].astype(np.int32)])
        self.recency = np.concatenate([self.recency, records["recency"].astype(np.int64)])
        self.by_id = np.argsort(self.ids)
        slots = np.arange(before, before + count)
        for name, facet in self.facets.items():
            facet.grid = np.pad(facet.grid, ((0, 0), (0, count)))
            self._tick(name, facet, records, slots, only)
            facet.pack()
        self.newest = np.lexsort((-self.ids, -self.recency))
        self._by_title: np.ndarray | None = None
        self.everything = packed(np.ones(len(self.ids), bool))

    def _tick(self, name: str, facet: Facet, records: np.ndarray, slots: np.ndarray, only: set[int] | None) -> None:
        if name in JOINED:
            pairs = _pairs(*JOINED[name], only)
            rows, known = _positions(facet.keys, pairs["value"].astype(np.int32))
            columns, listed = self.slots(pairs["item"].astype(np.int32))
            both = known & listed
            facet.grid[rows[both], columns[both]] = True
        elif name in ("sector", "met"):
            column = records["sectors" if name == "sector" else "having"]
            for row in range(len(facet.values)):
                facet.grid[row, slots] = (column >> row) & 1
        else:
            rows, known = _positions(
                facet.keys, records[{"soort": "kind", "jaar": "year", "onderbouwing": "evidence"}[name]]
            )
            facet.grid[rows[known], slots[known]] = True

    @property
    def by_title(self) -> np.ndarray:
        """The slots in alphabetical order of title; asked of the database the first time."""
        if self._by_title is None:
            sql, params = KnowledgeItem.objects.listed().order_by().values("pk").query.sql_with_params()
            with connection.cursor() as cursor:
                cursor.execute(
                    "select string_agg(int4send(page_ptr_id::int), '' order by sort_key, page_ptr_id)"
                    f" from knowledge_bank_knowledgeitem where page_ptr_id in ({sql})",
                    params,
                )
                (bytes_,) = cursor.fetchone()
            slots, known = self.slots(np.frombuffer(bytes(bytes_ or b""), ">i4").astype(np.int32))
            self._by_title = slots[known]
        return self._by_title

    def slots(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The slot of each id, and whether it is an item that everybody may see."""
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
        """What the chosen values leave of `base`, save those of the facet `leaving_out`."""
        left = base
        for name, values in chosen.items():
            if values and name != leaving_out:
                facet = self.facets[name]
                rows = [facet.values.index(value) for value in values]
                left = left & np.bitwise_or.reduce(facet.bits[rows], axis=0)
        return left

    def counts(self, chosen: dict[str, list[str]], base: np.ndarray) -> dict[str, list[int]]:
        """How many items of `base` each value of each facet has, all other facets' choices kept."""
        all_kept = self.narrowed(chosen, base)
        counted = {}
        for name, facet in self.facets.items():
            others = self.narrowed(chosen, base, leaving_out=name) if chosen.get(name) else all_kept
            counted[name] = np.bitwise_count(facet.bits & others).sum(axis=1).tolist()
        return counted


def count(bits: np.ndarray) -> int:
    """How many items a bitmap holds."""
    return int(np.bitwise_count(bits).sum())


def _positions(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each of `wanted` stands in the ascending `keys`, and whether it does."""
    if not len(keys):
        return np.zeros(len(wanted), int), np.zeros(len(wanted), bool)
    places = np.clip(np.searchsorted(keys, wanted), 0, len(keys) - 1)
    return places, keys[places] == wanted


def _lists() -> list[tuple[str, np.ndarray, list[str], list[str]]]:
    """The facets in the order of the page: name, keys (ascending where the database is asked), values, titles."""
    lists = [
        ("soort", np.arange(len(KINDS)), KINDS, [Kind(value).label for value in KINDS]),
        ("sector", np.arange(len(SECTORS)), SECTORS, SECTORS),
    ]
    terms = {name: sorted(model.objects.values_list("pk", "slug", "title", "order")) for name, model in TERMS.items()}
    for name in ("thema", "doelgroep"):
        lists.append(_term_list(name, terms[name]))
    used = KnowledgeItem.objects.order_by().values_list("year", flat=True).distinct()
    years = sorted({*used, *range(FIRST_YEAR, timezone.localdate().year + 2)})
    lists.append(("jaar", np.array(years, int), [str(year) for year in years], [str(year) for year in years]))
    partnerships = PartnershipPage.objects.visible().order_by("pk").values_list("pk", "slug", "title")
    lists.append(_term_list("partnerschap", [(pk, slug, title, 0) for pk, slug, title in partnerships]))
    lists.append(_term_list("waarborg", terms["waarborg"]))
    lists.append(("onderbouwing", np.arange(len(EVIDENCE)), EVIDENCE, [Evidence(value).label for value in EVIDENCE]))
    lists.append(("met", np.arange(2), list(HAVING), list(HAVING.values())))
    return lists


def _term_list(name: str, rows: list[tuple]) -> tuple[str, np.ndarray, list[str], list[str]]:
    return name, np.array([row[0] for row in rows], int), [row[1] for row in rows], [row[2] for row in rows]


_kept: FacetIndex | None = None


def facet_index() -> FacetIndex:
    """The index of the present generation: the kept one, that one with changes, or a new one."""
    global _kept
    number = generation.current(GENERATION)
    if _kept is None or _kept.number != number:
        changed = None if _kept is None else generation.changes_between(GENERATION, _kept.number, number)
        only_items = changed is not None and _kept.holds_items_only(changed)
        _kept = _kept.patched(number, changed) if only_items else FacetIndex(number)
    return _kept
