"""Seventy-five questions as readers type them, written before anybody looked at what the search finds."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict

from knowledge_bank.showing import results_page
from platform_site.search.index import SearchEntry

GOLDEN = Path(__file__).with_name("golden_queries.tsv")
TOP = 3
WANTED = 0.95


def golden() -> list[tuple[str, str, set[str]]]:
    rows = [line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines()[1:]]
    return [(query, kind, set(expected.split("|"))) for query, kind, expected, *_ in rows]


def stemmed(query: str) -> list[str]:
    """The first three by PostgreSQL's own `dutch`, on the same documents with the same weights."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.slug from platform_site_searchentry e join wagtailcore_page p on p.id = e.page_id,"
            " websearch_to_tsquery('dutch', %s) q, lateral (select setweight(to_tsvector('dutch', p.title), 'A')"
            " || setweight(to_tsvector('dutch', e.plain), 'C') as v) d"
            " where e.kind = 'knowledgeitem' and d.v @@ q order by ts_rank(d.v, q, 1) desc limit %s",
            [query, TOP],
        )
        return [slug for (slug,) in cursor.fetchall()]


@pytest.fixture
def filled(demo_content, run_database, django_db_blocker):
    """The run's database holds the example content while this test looks at it."""
    with django_db_blocker.unblock():
        run_database.copy(template=demo_content.database)
        yield
        run_database.copy()


@pytest.mark.django_db(transaction=True)
def test_what_a_reader_means_stands_in_the_first_three(filled, capsys):
    ours, theirs, missed = 0, 0, []
    for query, kind, expected in golden():
        shown = results_page(QueryDict(urlencode({"q": query})))
        first = {result.card.slug for result in (shown.results or shown.partial)[:TOP]}
        ours += bool(first & expected)
        theirs += bool(set(stemmed(query)) & expected)
        if not first & expected:
            missed.append(f"{query} ({kind})")
    count = len(golden())
    with capsys.disabled():
        print(
            f"\n{ours} of {count} golden queries answered in the first {TOP}; PostgreSQL's dutch: {theirs}; missed: {missed}"
        )
    assert SearchEntry.objects.exists()
    assert count >= 60
    assert ours / count >= WANTED
