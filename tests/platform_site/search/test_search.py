"""Searching the whole site: by type, best first, never more than somebody may see."""

import re
from html import unescape

import pytest
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_booklet, a_chapter, a_dossier, a_knowledge_item
from news.examples import a_news_item, an_event
from partnerships.examples import a_partnership, the_map
from platform_site.examples import a_page, the_home
from platform_site.search.results import SHOWN
from platform_site.search.words import vocabulary
from tests.as_shown import as_shown
from tests.page_hooks import items, total

pytestmark = pytest.mark.django_db


def find(client, text: str):
    response = client.get("/zoeken/", {"q": text})
    assert response.status_code == 200
    return response


def groups(response) -> list[tuple[str, int]]:
    """The types found, in order, each with its number."""
    found = re.findall(r'<h2 id="soort-\d+">([^<]*) <span class="n">(\d+)</span>', as_shown(response))
    return [(unescape(title), int(number)) for title, number in found]


def test_everything_of_the_site_is_found_by_type_in_a_fixed_order(client):
    booklet = a_booklet("Kwartet lezen", dossier=a_dossier("Kwartet in het groot"), chapters=0)
    a_chapter("Kwartet voor gevorderden", booklet=booklet)
    for make in (a_page, an_event, a_news_item, a_partnership, a_knowledge_item):
        make("Kwartet")
    response = find(client, "kwartet")
    found = groups(response)
    assert sum(number for _, number in found) == total(response) == len(items(response)) == 8
    assert [title for title, _ in found][:2] != []
    assert found == groups(find(client, "kwartet"))
    titles = [title for title, _ in found]
    assert titles.index("Dossiers") < titles.index("Kennisbank") < titles.index("Partnerschappen")


def test_of_many_the_best_few_are_shown_with_the_way_to_all(client):
    for number in range(SHOWN + 2):
        a_knowledge_item(f"Kwartet {number}")
    response = find(client, "kwartet")
    assert total(response) == SHOWN + 2
    assert len(items(response)) == SHOWN
    (more,) = re.findall(r'<a href="([^"]*)">Toon alle 7<', response.content.decode())
    assert more == "/kennisbank/?q=kwartet"
    assert total(client.get(more)) == SHOWN + 2


def test_a_title_counts_for_more_than_a_summary(client):
    a_knowledge_item("Iets anders", slug="in-het-kort", summary="Kwartet.")
    a_knowledge_item("Kwartet", slug="titel", summary="Iets anders.")
    assert items(find(client, "kwartet")) == ["titel", "in-het-kort"]


def test_what_nobody_may_see_is_not_found(client):
    draft, private, below = a_knowledge_item("Kwartet een"), a_page("Kwartet twee"), a_page("Kwartet drie")
    draft.unpublish()
    a_page("Kwartet vier", below)
    for page in (private, below):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert total(find(client, "kwartet")) == 0


def test_what_was_thrown_away_or_changed_is_not_found_by_its_old_words(client):
    item, other = a_knowledge_item("Kwartet"), a_knowledge_item("Kwartet twee")
    item.title = "Domino"
    item.save_revision().publish()
    other.delete()
    assert total(find(client, "kwartet")) == 0
    assert total(find(client, "domino")) == 1


def test_without_a_text_there_is_a_place_to_type_and_nothing_found(client):
    the_home()
    for query in ("", "?q=", "?q=+++", "?q=%00"):
        response = client.get(f"/zoeken/{query}")
        assert (response.status_code, total(response), items(response)) == (200, 0, [])
        assert 'type="search"' in response.content.decode()
        assert "We vonden niets" not in response.content.decode()


def test_nothing_found_helps_on(client):
    the_home()
    page = find(client, "bestaatniet").content.decode()
    assert "We vonden niets voor <i>bestaatniet</i>." in page
    assert 'href="/kennisbank/"' in page


def test_results_of_a_search_are_no_pages_for_search_engines(client):
    the_home()
    assert '<meta name="robots" content="noindex">' in as_shown(find(client, "kwartet"))


def test_a_search_is_only_asked_for(client):
    assert client.post("/zoeken/", {"q": "kwartet"}).status_code == 405


def test_help_is_never_the_word_itself_nor_a_word_that_finds_nothing(client):
    a_knowledge_item("Overs over peer en review", summary="Plannen maken. Begeleiding door werkplekbegeleiders.")
    known = vocabulary()
    for word in ("oversplannen", "peerreveiw", "plannenover", "overspeer", "reviewplanen", "begeleidng"):
        guess = known.mended(word)
        assert guess is None or (guess != word and all(known.answers(part) for part in guess.split())), (word, guess)
    assert known.mended("begeleidng") == "begeleiding"
    assert known.mended("peerreveiw") in ("peerreview", "peer review")


def test_what_was_perhaps_meant_is_offered_with_what_it_finds_or_not_at_all(client):
    a_knowledge_item("Begeleiding")
    a_knowledge_item("Intervisie")
    the_map()
    page = as_shown(client.get("/zoeken/?q=begeleidng"))
    assert '<a href="/zoeken/?q=begeleiding"><i>begeleiding</i></a>? (1 resultaat)' in page
    assert "Bedoelde je" not in client.get("/zoeken/?q=begeleidng+intervisie").content.decode()
    assert "Bedoelde je" not in client.get("/landkaart/?q=begeleidng").content.decode()
