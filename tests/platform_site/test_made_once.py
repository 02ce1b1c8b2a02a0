"""What a generation can hold is made once: whoever asks next costs next to nothing, and what changes is made anew."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knowledge_bank.examples import a_dossier, a_knowledge_item
from knowledge_bank.models import DossierIndexPage, KnowledgeBankPage
from news.examples import an_event
from partnerships.examples import a_partnership, the_map
from partnerships.models import MapPage
from platform_site.examples import a_page
from platform_site.generation import everything_changed
from platform_site.memory import Values
from platform_site.models import HomePage, StandardPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
GENERATION = "select name, number from platform_site_generation"


def asked_for(address: str) -> list[str]:
    """What the database is asked when somebody asked for this page before."""
    for _ in range(3):  # the first visit to a new site makes its settings
        Client().get(address)
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


def shown(address: str) -> str:
    return Client().get(address).content.decode()


@pytest.mark.parametrize(
    "address",
    ["/", "/kennisbank/", "/kennisbank/?q=leraar", "/landkaart/", "/landkaart/?sector=po", "/cijfers/", "/cijfers/deelname.csv",
     "/kennisbank/stuk/", "/dossiers/onderwerp/", "/partnerschappen/samen/", "/over-ons/"],
)  # fmt: skip
def test_the_second_who_asks_costs_only_the_question_which_generation_it_is(address):
    the_map()
    partnership = a_partnership("Samen")
    a_knowledge_item("Leraar", slug="stuk", partnerships=[partnership])
    a_dossier("Onderwerp")
    an_event("Bijeenkomst")
    a_page("Over ons")
    assert asked_for(address) == [GENERATION]


def test_what_is_published_is_seen_at_once():
    the_map()
    partnership = a_partnership("Samen")
    item = a_knowledge_item("Stuk", partnerships=[partnership])
    for page, places in ((item, (item.url, "/kennisbank/")), (partnership, (partnership.url, "/landkaart/", item.url))):
        assert all(page.title in shown(place) for place in places)
        page.title = f"Anders {page.pk}"
        page.save_revision().publish()
        assert all(page.title in shown(place) for place in places)
    figures = shown("/cijfers/")
    a_partnership("Nog een")
    assert shown("/cijfers/") != figures


def test_a_draft_is_made_of_itself_and_not_of_what_is_in_memory():
    page = a_page("Over ons", body=[("text", "<p>Zoals het was.</p>")])
    assert "Zoals het was." in shown(page.url)
    draft = StandardPage.objects.get(pk=page.pk)
    draft.body = [("text", "<p>Zoals het wordt.</p>")]
    draft.title = "Wij"
    seen = draft.make_preview_request(preview_mode=draft.default_preview_mode).content.decode()
    assert "Zoals het wordt." in seen
    assert "Zoals het was." not in seen
    assert "Zoals het was." in shown(page.url)


@pytest.mark.parametrize(
    "kind", [HomePage, KnowledgeBankPage, MapPage, DossierIndexPage], ids=lambda kind: kind.__name__
)
def test_nothing_of_a_draft_of_a_list_stays_in_memory(kind):
    the_map(), a_knowledge_item(), a_dossier()
    page = kind.objects.get()
    draft = kind.objects.get()
    draft.title = draft.summary = "Nog geheim"
    assert "Nog geheim" in draft.make_preview_request(preview_mode=draft.default_preview_mode).content.decode()
    assert "Nog geheim" not in shown(page.url)
    assert page.title in shown(page.url)
    assert "Nog geheim" in draft.make_preview_request(preview_mode=draft.default_preview_mode).content.decode()


def test_a_page_that_is_not_there_is_not_remembered_as_such():
    assert Client().get("/over-ons/").status_code == 404
    a_page("Over ons")
    assert Client().get("/over-ons/").status_code == 200


def test_what_one_visitor_gets_does_not_change_what_the_next_one_gets():
    """A page in memory is shared by all: a copy of it goes to each request."""
    item = a_knowledge_item("Stuk")
    everything_changed()
    assert shown(item.url) == shown(item.url) == shown(item.url)


def test_who_asks_for_something_else_does_not_wait():
    """A slow search must not hold up all others; who asks for the same waits for it, and it is made once."""
    begun, go_on, made = Event(), Event(), []

    def slow(name: str) -> str:
        made.append(name)
        if name == "slow":
            begun.set()
            assert go_on.wait(10)
        return name

    values = Values(1, 2)
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(values.get, ("slow",), slow)
        assert begun.wait(10)
        assert values.get(("quick",), slow) == "quick"
        same = threads.submit(values.get, ("slow",), slow)
        go_on.set()
        assert first.result(10) == same.result(10) == "slow"
    assert sorted(made) == ["quick", "slow"]
    for name in "abc":
        values.get((name,), slow)
    assert list(values.made) == [("b",), ("c",)]
    assert not values.turns
