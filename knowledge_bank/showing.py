"""From an answer to the page that shows it: cards with the words highlighted, the facets with their counts, and the links."""

from collections import namedtuple
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from knowledge_bank.answering import Answer, Matches, answer_to
from knowledge_bank.asking import PATH, Question, available_sorts
from knowledge_bank.facet_index import FacetIndex, IndexedFacet
from knowledge_bank.models.items import KnowledgeItem, card_of
from knowledge_bank.querysets import CARD
from knowledge_bank.timed_text import parse
from platform_site.addresses import absolute
from platform_site.components import Card, Chip, FacetGroup, Option, Pager
from platform_site.memory import Lasting, cached_until_change
from platform_site.parameters import Address
from platform_site.search import missed
from platform_site.search.highlighting import excerpt, highlighted, spots
from platform_site.taxonomy import SECTORS

MOST_NEARLY = 20
MOST_KEPT = 128  # pages that are remembered in one generation
ItemRow = namedtuple("ItemRow", ("page_id", "plain", *CARD))


@dataclass(frozen=True)
class ItemResult:
    """An item in the list: its card, an excerpt with the words highlighted, and where it was found when that is not obvious."""

    card: Card
    title: SafeString | str
    excerpt: SafeString | str
    found_in: str = ""
    url: str = ""


@dataclass(frozen=True)
class ResultsPage(Lasting):
    """What the page shows."""

    question: Question
    total: int
    results: list[ItemResult]
    partial: list[ItemResult]
    groups: list[FacetGroup]
    chips: list[Chip]
    pager: Pager
    meant: Chip | None  # how the text was perhaps meant, with its link
    meant_total: int
    blocking: Chip | None  # the filter without which most would be found
    blocking_total: int
    in_vain: bool  # the text finds nothing, whatever the filters
    made: dict[str, object] = field(default_factory=dict, init=False, compare=False)

    @property
    def query(self) -> str:
        return self.question.text

    @property
    def cut(self) -> bool:
        return self.question.cut

    @property
    def address(self) -> Address:
        return self.question.address

    @property
    def clear(self) -> str:
        """The link without filters, the text kept."""
        return self.address.having(**{name: [] for name in self.question.chosen})

    @property
    def canonical(self) -> str:
        """The address to find this by: each page of the list its own; what is searched, filtered or sorted stands in it too."""
        return PATH if any(self.address.values.values()) else self.pager.here

    @property
    def feed(self) -> str:
        return str(Address(f"{PATH}feed/", self.address.values, self.address.known[:-2]))

    @property
    def export(self) -> str:
        return str(Address(f"{PATH}export.csv", self.address.values, self.address.known[:-1]))

    @property
    def sort_links(self) -> list[dict]:
        """The ways to sort: title, url, and whether it is this one. The usual one needs no parameter."""
        sorts = available_sorts(self.query)
        usual = next(iter(sorts))
        return [
            {
                "title": title,
                "url": self.address.having(sorteer="" if name == usual else name),
                "here": name == self.question.sort,
            }
            for name, title in sorts.items()
        ]

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """Parameters that the form must send along: neither the text nor a filter."""
        return [("sorteer", value) for value in self.address.values["sorteer"]]


def contents(request: HttpRequest) -> dict:
    """What the template of the list needs."""
    shown = results_page(request.GET)
    return {"browse": shown, "canonical": absolute(shown.canonical)}


def results_page(parameters: QueryDict) -> ResultsPage:
    """The page of results that these parameters of an address ask for. A text that finds nothing is noted for the editors."""
    shown = page_of(parameters.urlencode())
    if shown.in_vain:
        missed.note(shown.query)
    return shown


@cached_until_change(most=MOST_KEPT)
def page_of(query: str) -> ResultsPage:
    """The page for the parameters of an address."""
    return show(answer_to(QueryDict(query)))


def show(answer: Answer) -> ResultsPage:
    """The page that shows an answer."""
    question, index, nothing = answer.question, answer.index, answer.text_finds_nothing
    pager = Pager.of(answer.total, question.page, question.address)
    ids = answer.ids()[pager.span].tolist() if answer.total else []
    nearly, matches = answer.nearly() if nothing else ([], None)
    better, better_total = answer.better_text() if nothing else ("", 0)
    loosest, loosest_total = ("", 0) if answer.total else answer.loosest()
    return ResultsPage(
        question,
        answer.total,
        item_results(ids, answer.matches),
        item_results(nearly[:MOST_NEARLY], matches) if nothing else [],
        groups(index, question.chosen, answer.counts()),
        chips(index, question),
        pager,
        Chip(better, question.address.having(q=better)) if better_total else None,
        better_total,
        _without(index.facets[loosest], question) if loosest_total else None,
        loosest_total,
        nothing,
    )


def groups(index: FacetIndex, chosen: dict[str, list[str]], counts: dict[str, list[int]]) -> list[FacetGroup]:
    """The facets as the page shows them, each option with its count."""
    return [_group(indexed, chosen[name], counts[name]) for name, indexed in index.facets.items()]


def _group(indexed: IndexedFacet, chosen: list[str], counts: list[int]) -> FacetGroup:
    facet = indexed.facet
    options = [
        Option(value.slug, value.title, count, value.slug in chosen, sector=value.slug in SECTORS)
        for value, count in zip(indexed.values, counts, strict=True)
        if count or value.slug in chosen or not facet.only_present
    ]
    return FacetGroup(facet.name, facet.title, facet.arrange(options))


def chips(index: FacetIndex, question: Question) -> list[Chip]:
    """The chosen filters, each with the link that takes it away."""
    return [
        Chip(index.facets[name].title(value), question.address.without(name, value))
        for name, values in question.chosen.items()
        for value in values
    ]


def _without(indexed: IndexedFacet, question: Question) -> Chip:
    """A facet by what is chosen in it, with the link that leaves it out."""
    name = indexed.facet.name
    titles = " of ".join(indexed.title(value) for value in question.chosen[name])
    return Chip(titles, question.address.having(**{name: []}))


def item_results(ids: list[int], matches: Matches | None) -> list[ItemResult]:
    """The items with these ids, in this order, as results; with the words highlighted when a text was searched."""
    plain = "plain" if matches else "''"  # the words of a whole text, which only an excerpt needs
    with connection.cursor() as cursor:
        cursor.execute(
            f"select page_id, {plain}, {', '.join(CARD)} from"
            " (select page_id, plain from platform_site_searchentry where page_id = any(%s)) as entry"
            " join knowledge_bank_knowledgeitem on page_ptr_id = page_id join wagtailcore_page on id = page_id",
            [ids],
        )
        rows = {row.page_id: row for row in map(ItemRow._make, cursor.fetchall())}
    listed = [(rows[pk], card_of(rows[pk])) for pk in ids if pk in rows]
    if matches is None:
        return [ItemResult(card, card.title, card.summary, url=card.url) for _, card in listed]
    words = matches.query.highlights
    shown = {row.page_id: (highlighted(card.title, words), excerpt(row.plain, words)) for row, card in listed}
    elsewhere = [pk for pk, texts in shown.items() if not any("<mark>" in text for text in texts)]
    items = KnowledgeItem.objects.defer_streamfields().in_bulk(elsewhere) if elsewhere else {}
    return [
        _found_elsewhere(items[row.page_id], card, shown[row.page_id][1], words)
        if row.page_id in items
        else ItemResult(card, *shown[row.page_id], url=card.url)
        for row, card in listed
    ]


def _found_elsewhere(item: KnowledgeItem, card: Card, text: SafeString, words: frozenset[str]) -> ItemResult:
    """An item of which title and text do not show why it was found: then its transcript, or its authors."""
    for passage in parse(item.transcript):
        if spots(passage.text, words):
            where = f"in het transcript, op {passage.time}"
            return ItemResult(card, card.title, excerpt(passage.text, words), where, f"{card.url}#t{passage.seconds}")
    where = next((f"bij de auteurs: {name}" for name in item.author_list if spots(name, words)), "")
    return ItemResult(card, card.title, text, where or "bij de gegevens van dit stuk", card.url)
