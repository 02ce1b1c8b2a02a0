"""What `make bench` measures of the knowledge bank: its pages as a web server asks for them, and what they are made of.

Beside each result page stands the same page made in the usual way: a query with joins for each of five facets, and all
matches ranked. Everything is measured by turns, so that both feel the same moods of the machine.
"""

import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.db.models import Count, F, Func
from django.http import QueryDict
from django.test import RequestFactory

from bench import scale
from knowledge_bank import answering, showing
from knowledge_bank.asking import PATH
from knowledge_bank.facet_index import FacetIndex, facet_index
from knowledge_bank.models import KnowledgeItem
from platform_site.search.index import SearchEntry
from platform_site.search.questions import matching_ids, understand
from platform_site.search.words import vocabulary

NARROW, BROAD = "chatbot", scale.COMMON
SEARCHES = {
    "zonder tekst": "",
    f"“{NARROW}”": f"q={NARROW}",
    f"“{BROAD}”": f"q={BROAD}",
    f"“{BROAD}”, twee facetten": f"q={BROAD}&sector=po&thema=werkplekleren",
}
LEAST, MOST = 5, 40  # turns of each measurement
ENOUGH = 10  # seconds, after which the least turns will do
# By what items are filtered on a facet, and those that the usual way counts: one column of arrays and four joins.
FIELDS = {
    "soort": "kind", "jaar": "year", "onderbouwing": "evidence", "thema": "themes__slug", "doelgroep": "audiences__slug",
    "waarborg": "standards__slug", "partnerschap": "partnerships__slug",
}  # fmt: skip
COUNTED = ("sector", "thema", "doelgroep", "waarborg", "partnerschap")


@dataclass
class Measure:
    """One thing to measure. before: what must happen first, outside the clock. goal: milliseconds by number of items."""

    name: str
    run: Callable[[], object]
    before: Callable[[], object] | None = None
    goal: dict[int, float] = field(default_factory=dict)
    usual: "Measure | None" = None
    times: list[float] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return len(self.times) >= MOST or (len(self.times) >= LEAST and sum(self.times) > ENOUGH * 1000)

    def turn(self) -> None:
        if self.before:
            self.before()
        begun = time.perf_counter()
        self.run()
        self.times.append((time.perf_counter() - begun) * 1000)

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[round(0.95 * (len(self.times) - 1))]


class Visitor:
    """Asks for pages as a browser behind one connection does, at the door of Django and without a network."""

    def __init__(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that no static files were collected is no matter here
            self.door = WSGIHandler()
        self.host = urlsplit(settings.SITE_URL).netloc

    def get(self, address: str) -> bytes:
        headers = {"host": self.host, "accept-encoding": "br, gzip"}
        status: list[str] = []
        response = self.door(RequestFactory(headers=headers).get(address).environ, lambda line, _: status.append(line))
        body = b"".join(response)
        response.close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{address}: {status[0]}")
        return body


class Lexemes(SearchQuery):
    """A tsquery in PostgreSQL's own words."""

    def __init__(self, text: str):
        super().__init__(text)
        self.text = text

    def as_sql(self, compiler, connection, **extra):
        return "cast(%s as tsquery)", [self.text]


class UsualWay:
    """Makes what `results_page` makes for one address by the ORM: five counts over joins, one of all, and all matches ranked.

    The counts of the other facets and all the rest of the page it gets for nothing.
    """

    def __init__(self, parameters: str):
        self.answer = answering.answer_to(QueryDict(parameters))
        self.page = showing.show(self.answer)
        self.index, self.chosen = self.answer.index, self.answer.question.chosen
        self.match = Lexemes(self.answer.matches.query.match) if self.answer.matches else None
        self.counts = self.answer.counts()

    def items(self, leaving_out: str = ""):
        """The items that the address asks for, the choices of one facet left out."""
        items = KnowledgeItem.objects.listed().order_by()
        if self.match:
            items = items.filter(pk__in=SearchEntry.objects.filter(kind=answering.KIND, whole=self.match).values("pk"))
        for name, values in self.chosen.items():
            if values and name != leaving_out:
                field = "sectors__overlap" if name == "sector" else f"{FIELDS[name]}__in"
                items = items.filter(**{field: values})
        return items

    def count(self, name: str) -> list[int]:
        """How many items each value of a facet has."""
        value = Func("sectors", function="unnest") if name == "sector" else F(FIELDS[name])
        rows = self.items(name).annotate(value=value).values_list("value").annotate(Count("pk", distinct=True))
        counts = dict(rows)
        return [counts.get(value.slug, 0) for value in self.index.facets[name].values]

    def ids(self) -> list[int]:
        """The items of the first page."""
        if self.match is None:
            return list(self.items().newest().values_list("pk", flat=True)[: len(self.page.results)])
        found = SearchEntry.objects.filter(kind=answering.KIND, whole=self.match, pk__in=self.items().values("pk"))
        ranked = found.annotate(rank=SearchRank(F("whole"), self.match)).order_by("-rank", "-pk")
        return list(ranked.values_list("pk", flat=True)[: len(self.page.results)])

    def __call__(self, parameters: QueryDict) -> showing.ResultsPage:
        counts = {**self.counts, **{name: self.count(name) for name in COUNTED}}
        results = showing.item_results(self.ids(), self.answer.matches)
        total = self.items().values("pk").distinct().count()
        return replace(self.page, total=total, results=results, groups=showing.groups(self.index, self.chosen, counts))

    def run(self, ask: Callable[[], object]) -> None:
        """Calls `ask` while the page of the knowledge bank is made by this."""
        quick, showing.results_page = showing.results_page, self
        try:
            ask()
        finally:
            showing.results_page = quick


def publish_one() -> None:
    """Publishes a made-up item anew, as an editor does."""
    with transaction.atomic():
        item = KnowledgeItem.objects.filter(slug__regex=scale.MADE).order_by("pk").first()
        item.save_revision().publish()


def get_ready() -> None:
    """What an uncached page may have: the lists of this generation. What it may not have: that somebody asked it before."""
    facet_index()
    vocabulary()
    answering.matches_of.cache_clear()
    showing.page_of.forget()


def count_first() -> None:
    """All facet counts of a text that nobody searched for yet."""
    index = facet_index()
    index.counts({}, index.bitmap(matching_ids(understand(BROAD), answering.KIND)))


def count_again() -> None:
    """The same when somebody did."""
    answering.answer_to(QueryDict(f"q={BROAD}")).counts()


def measures() -> tuple[list[list[Measure]], list[Measure]]:
    """What to measure by turns, one list after the other, and everything to show.

    Publishing comes last: it makes anew what the pages have in memory.
    """
    visitor, pages = Visitor(), []
    for name, parameters in SEARCHES.items():
        address = f"{PATH}?{parameters}"
        ask, usual = partial(visitor.get, address), UsualWay(parameters)
        slow = Measure(f"  op de gewone manier: {name}", partial(usual.run, ask), get_ready)
        pages.append(Measure(f"resultaatpagina, {name}", ask, get_ready, {10_000: 12, 100_000: 60}, slow))
    item = KnowledgeItem.objects.filter(slug__regex=scale.MADE).order_by("pk").last()
    parts = [
        Measure("tellingen, eerste keer", count_first, get_ready, {10_000: 3, 100_000: 20}),
        Measure("tellingen, nog eens", count_again, count_again, {10_000: 1, 100_000: 1}),
        Measure("facetten opbouwen", lambda: FacetIndex(facet_index().number), None, {10_000: 200}),
        Measure("kennisitem", partial(visitor.get, item.url), get_ready),
        Measure("suggesties bij “scho”", partial(visitor.get, "/zoeken/suggesties/?q=scho"), get_ready),
        Measure("ijkpunt: rekenen zonder database", lambda: sum(range(300_000))),
    ]
    publishing = Measure("publiceren", publish_one)
    patching = Measure("facetten bijwerken na publiceren", facet_index, publishing.turn, {100_000: 100})
    words = Measure("woordenschat na publiceren", vocabulary, patching.turn)
    turns = [*pages, *(page.usual for page in pages), *parts]
    return [turns, [words]], [
        *pages,
        *(page.usual for page in pages),
        *parts[:-1],
        publishing,
        patching,
        words,
        parts[-1],
    ]


def shares() -> dict[str, float]:
    """Which part of all items each text finds."""
    return {
        text: len(matching_ids(understand(text), answering.KIND)) / len(facet_index().ids) for text in (NARROW, BROAD)
    }
