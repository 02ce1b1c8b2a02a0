"""The one way in to the knowledge items, for page, feed, export and embed: address → filter → search → count → page."""

from collections import namedtuple
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.db import connection
from django.http import QueryDict
from django.utils.safestring import SafeString

from knowledge_bank.facet_index import FacetIndex, count, facet_index
from knowledge_bank.filters import PARAMETERS, PATH, SORTS, TITLES, chips, chosen_values, groups
from knowledge_bank.models.items import CARD, KnowledgeItem, card_of
from knowledge_bank.timed_text import parse
from platform_site.components import Card, Chip, FacetGroup, Pager
from platform_site.parameters import Address, clean_query
from platform_site.search import missed
from platform_site.search.marking import excerpt, marked, spots
from platform_site.search.questions import Query, matching_ids, partly_matching, ranked, understand

KIND = "knowledgeitem"
PARTLY = 20
Row = namedtuple("Row", ("page_id", "plain", *CARD))
NO_IDS = np.empty(0, np.int32)


@dataclass(frozen=True)
class Matches:
    """The items that a text finds, in one generation: as bits over the index's slots, and the ranked ones best first."""

    query: Query
    bits: np.ndarray
    best: np.ndarray


@dataclass
class Selection:
    """What an address asks for, before it is cut into pages."""

    index: FacetIndex
    text: str
    cut: bool  # the text was too long and was cut
    matches: Matches | None
    chosen: dict[str, list[str]]
    sort: str
    address: Address

    @property
    def base(self) -> np.ndarray:
        return self.index.everything if self.matches is None else self.matches.bits

    @property
    def left(self) -> np.ndarray:
        return self.index.narrowed(self.chosen, self.base)

    @property
    def total(self) -> int:
        return count(self.left)

    def ids(self) -> np.ndarray:
        """The ids of all items selected, in the order asked for."""
        index, inside = self.index, self.index.slot_list(self.left)
        slots = index.by_title if self.sort == "titel" else index.newest
        ordered = index.ids[slots[inside[slots]]]
        if self.sort == "relevantie" and self.matches is not None:
            best_slots, known = index.slots(self.matches.best)
            best = self.matches.best[known][inside[best_slots[known]]]
            ordered = np.concatenate([best, ordered[~np.isin(ordered, best)]])
        return ordered


@lru_cache(maxsize=256)
def _matches(text: str, number: int) -> Matches:
    """What `text` finds in generation `number`; kept, so that choosing filters asks the database nothing more."""
    index, query = facet_index(), understand(text)
    bits = index.bitmap(matching_ids(query, KIND))
    return Matches(query, bits, ranked(query))


def select(parameters: QueryDict) -> Selection:
    """What the address parameters select; anything unknown in them is ignored."""
    index = facet_index()
    text, cut = clean_query(parameters.get("q", ""))
    matches = _matches(text, index.number) if text else None
    chosen = chosen_values(parameters, index)
    sorts = available_sorts(text)
    sort = parameters.get("sorteer", "")
    sort = sort if sort in sorts else next(iter(sorts))
    values = {**chosen, "q": [text], "sorteer": [sort if sort != next(iter(sorts)) else ""]}
    return Selection(index, text, cut, matches, chosen, sort, Address(PATH, values, PARAMETERS))


def available_sorts(text: str) -> dict[str, str]:
    """The ways to sort: by relevance only where there is a text."""
    return SORTS if text else {name: title for name, title in SORTS.items() if name != "relevantie"}


@dataclass(frozen=True)
class Result:
    """An item in the list: its card, an excerpt with the words marked, and where it was found when that is not obvious."""

    card: Card
    title: SafeString | str
    excerpt: SafeString | str
    found_in: str = ""
    url: str = ""


@dataclass
class Browse:
    """What the page shows."""

    selection: Selection
    total: int
    results: list[Result]
    partial: list[Result]
    groups: list[FacetGroup]
    chips: list[Chip]
    pager: Pager
    meant: Chip | None  # how the text was perhaps meant, with its link
    meant_total: int
    blocking: Chip | None  # the filter without which most would be found
    blocking_total: int

    @property
    def query(self) -> str:
        return self.selection.text

    @property
    def cut(self) -> bool:
        return self.selection.cut

    @property
    def address(self) -> Address:
        return self.selection.address

    @property
    def clear(self) -> str:
        """The link without filters, the text kept."""
        return self.address.having(**{name: [] for name in TITLES})

    @property
    def canonical(self) -> str:
        """The address to find this by: each page of the list its own; what is searched, filtered or sorted stands in it too."""
        return PATH if any(self.address.values.values()) else self.pager.here

    @property
    def feed(self) -> str:
        return str(Address(f"{PATH}feed/", self.address.values, PARAMETERS[:-2]))

    @property
    def export(self) -> str:
        return str(Address(f"{PATH}export.csv", self.address.values, PARAMETERS[:-1]))

    @property
    def sort_links(self) -> list[dict]:
        """The ways to sort: title, url, and whether it is this one. The first needs no parameter."""
        sorts = available_sorts(self.query)
        first = next(iter(sorts))
        return [
            {
                "title": title,
                "url": self.address.having(sorteer="" if name == first else name),
                "here": name == self.selection.sort,
            }
            for name, title in sorts.items()
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters that the form must send along: neither the text nor a filter."""
        return [("sorteer", value) for value in self.address.values["sorteer"]]


def browse(parameters: QueryDict) -> Browse:
    """The page of results that the address parameters ask for."""
    selection = select(parameters)
    index, total = selection.index, selection.total
    pager = Pager.of(total, parameters.get("pagina"), selection.address)
    ids = selection.ids()[pager.span].tolist() if total else []
    nothing = selection.matches is not None and not count(selection.base)
    if nothing:
        missed.note(selection.text)
    meant, meant_total = _meant(selection) if nothing else (None, 0)
    blocking, blocking_total = _blocking(selection) if not total else (None, 0)
    return Browse(
        selection,
        total,
        _results(ids, selection.matches),
        _partial(selection) if nothing else [],
        groups(index, selection.chosen, index.counts(selection.chosen, selection.base)),
        chips(index, selection.chosen, selection.address),
        pager,
        meant,
        meant_total,
        blocking,
        blocking_total,
    )


def _results(ids: list[int], matches: Matches | None) -> list[Result]:
    """The items with these ids, in this order, as results; with marks when a text was searched."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select page_id, plain, {', '.join(CARD)} from"
            " (select page_id, plain from platform_site_searchentry where page_id = any(%s)) as entry"
            " join knowledge_bank_knowledgeitem on page_ptr_id = page_id join wagtailcore_page on id = page_id",
            [ids],
        )
        rows = {row.page_id: row for row in map(Row._make, cursor.fetchall())}
    found = [(rows[pk], card_of(rows[pk])) for pk in ids if pk in rows]
    if matches is None:
        return [Result(card, card.title, card.summary, url=card.url) for _, card in found]
    words = matches.query.marks
    shown = {row.page_id: (marked(card.title, words), excerpt(row.plain, words)) for row, card in found}
    elsewhere = [pk for pk, texts in shown.items() if not any("<mark>" in text for text in texts)]
    items = KnowledgeItem.objects.defer_streamfields().in_bulk(elsewhere) if elsewhere else {}
    return [
        _found_elsewhere(items[row.page_id], card, shown[row.page_id][1], words)
        if row.page_id in items
        else Result(card, *shown[row.page_id], url=card.url)
        for row, card in found
    ]


def _found_elsewhere(item: KnowledgeItem, card: Card, text: SafeString, words: frozenset[str]) -> Result:
    """An item of which title and text do not show why it was found: then its transcript, or its authors."""
    for passage in parse(item.transcript):
        if spots(passage.text, words):
            where = f"in het transcript, op {passage.time}"
            return Result(card, card.title, excerpt(passage.text, words), where, f"{card.url}#t{passage.seconds}")
    where = next((f"bij de auteurs: {name}" for name in item.author_list if spots(name, words)), "")
    return Result(card, card.title, text, where or "bij de gegevens van dit stuk", card.url)


def _partial(selection: Selection) -> list[Result]:
    """What to show when nothing answers: what the text was perhaps meant to find, else items with some of its words.

    The filters hold.
    """
    query = selection.matches.query
    if query.mended:
        meant = _matches(query.mended, selection.index.number)
        ids, matches = meant.best, meant
    else:
        ids, matches = NO_IDS, selection.matches
    if not len(ids):
        ids, matches = np.array(partly_matching(query, KIND), np.int32), selection.matches
    slots, known = selection.index.slots(ids)
    inside = selection.index.slot_list(selection.index.narrowed(selection.chosen, selection.index.everything))
    kept = ids[known][inside[slots[known]]] if len(ids) else NO_IDS
    return _results(kept[:PARTLY].tolist(), matches)


def _meant(selection: Selection) -> tuple[Chip | None, int]:
    """How the text was perhaps meant, and how many items that finds with the same filters."""
    better = selection.matches.query.mended
    if not better:
        return None, 0
    found = _matches(better, selection.index.number)
    total = count(selection.index.narrowed(selection.chosen, found.bits))
    return (Chip(better, selection.address.having(q=better)), total) if total else (None, 0)


def _blocking(selection: Selection) -> tuple[Chip | None, int]:
    """The facet without which most items would be found, as a link that leaves it out."""
    index, best = selection.index, (0, "")
    for name, values in selection.chosen.items():
        if values:
            best = max(best, (count(index.narrowed(selection.chosen, selection.base, leaving_out=name)), name))
    total, name = best
    if not total:
        return None, 0
    facet = index.facets[name]
    titles = " of ".join(facet.titles[facet.values.index(value)] for value in selection.chosen[name])
    return Chip(titles, selection.address.having(**{name: []})), total
