"""A class behind one address is never told to wait, one script is; and what is kept counts for nobody. See decision 36."""

import pytest

from knowledge_bank.examples import a_dossier
from news.examples import the_agenda, the_news
from partnerships.examples import a_partnership, the_map
from platform_site.serving import expensive
from platform_site.serving.page_cache.layer import PageCache
from tests.over_the_wire import CountedSite, ask

pytestmark = pytest.mark.django_db
READERS, PAGES = 30, 20
THEIR_ADDRESS = "145.100.1.1"
BROWSER = {"REMOTE_ADDR": THEIR_ADDRESS, "HTTP_ACCEPT": "text/html"}
READ = [
    "/", "/kennisbank/", "/kennisbank/?sector=po", "/kennisbank/?q=begeleiden", "/dossiers/", "/nieuws/", "/agenda/", "/landkaart/",
    "/cijfers/", "/kennisbank/export.csv",
]  # fmt: skip


@pytest.fixture
def stopped_clock(monkeypatch):
    """All falls in one minute."""
    monkeypatch.setattr(expensive.time, "time", lambda: 600.0)


def test_thirty_readers_with_one_address_read_and_search_for_a_minute(
    cache: PageCache, site: CountedSite, stopped_clock
):
    """All through one process, and every search a new one."""
    the_map(), the_agenda(), the_news(), a_dossier(), a_partnership()
    statuses = [
        ask(cache, READ[number % len(READ)] if number % 2 else f"/zoeken/?q=vraag{reader}x{number}", **BROWSER).status
        for number in range(PAGES)
        for reader in range(READERS)
    ]
    assert (len(statuses), set(statuses)) == (READERS * PAGES, {200})


def test_only_searching_and_only_new_ones_is_within_the_limit_as_well(stopped_clock):
    """Counting alone: thirty readers who search twenty times, and type meanwhile."""
    assert all(expensive._may(THEIR_ADDRESS, "/zoeken/", 600.0) for _ in range(READERS * PAGES))
    assert all(expensive._may(THEIR_ADDRESS, "/zoeken/suggesties/", 600.0) for _ in range(READERS * PAGES * 3))


def test_a_script_is_told_to_wait_in_words_for_a_person(cache: PageCache, monkeypatch, stopped_clock):
    monkeypatch.setitem(expensive._rates, "/zoeken/", 5)
    answers = [ask(cache, f"/zoeken/?q=script{number}", **BROWSER) for number in range(7)]
    assert [answer.status for answer in answers] == [200] * 5 + [429] * 2
    assert answers[-1].headers["Retry-After"] == "60"
    assert '<html lang="nl">' in answers[-1].text
    assert expensive.OFTEN in answers[-1].text
    other = ask(cache, "/zoeken/?q=script6", **{**BROWSER, "REMOTE_ADDR": "145.100.1.2"})
    assert other.status == 200  # the refusal itself was kept for nobody


def test_what_is_kept_counts_for_nobody(cache: PageCache, monkeypatch, stopped_clock):
    monkeypatch.setitem(expensive._rates, "/cijfers/", 1)
    assert {ask(cache, "/cijfers/", **BROWSER).status for _ in range(100)} == {200}
