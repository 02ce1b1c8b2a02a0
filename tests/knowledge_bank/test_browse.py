"""The kennisbank in use: search, filter, sort and leaf through; everything in the address, every step can be undone."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_knowledge_item
from knowledge_bank.models import KnowledgeItem
from knowledge_bank.showing import results_page
from platform_site.examples import seed_terms
from tests.as_shown import as_shown
from tests.kept_content import kept_content
from tests.page_hooks import chips, items, total


@pytest.fixture(scope="module")
def shelf(django_db_setup, django_db_blocker):
    """Forty-five items: two full pages and five more."""
    with kept_content(django_db_blocker):
        seed_terms()
        for number in range(42):
            a_knowledge_item(
                f"Verslag {number:02d}",
                slug=f"verslag-{number:02d}",
                sectors=["po"] if number % 2 else ["vo", "mbo"],
                year=2016 + number % 10,
                kind="tool" if number % 3 else "publicatie",
                published=datetime(2020, 1, 1 + number % 28, tzinfo=UTC),
            )
        a_knowledge_item(
            "Één kwartet", slug="een-kwartet", summary="Samen spelen.", year=2026, themes=("Werkplekleren",)
        )
        a_knowledge_item("Spelen", slug="spelen", summary="Over het kwartet.", year=2015, archived=True)
        a_knowledge_item("‘Zolder’ & co", slug="zolder-co", summary="Kwartet en boomhut.", sectors=["mbo"], year=2020)
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


def get(client, query: str = ""):
    response = client.get(f"/kennisbank/{query}")
    assert response.status_code == 200
    return response


def links(response, pattern: str) -> list[str]:
    return [unescape(link) for link in re.findall(pattern, as_shown(response))]


# --- searching -------------------------------------------------------------------------------------------------------


def test_a_search_finds_titles_summaries_and_bodies(client):
    item = a_knowledge_item("Anders", body=[("text", "<p>Over de boomhut.</p>")])
    assert set(items(get(client, "?q=boomhut"))) == {"zolder-co", item.slug}


def test_all_words_must_occur(client):
    assert set(items(get(client, "?q=kwartet"))) == {"een-kwartet", "spelen", "zolder-co"}
    assert items(get(client, "?q=kwartet+boomhut")) == ["zolder-co"]
    page = get(client, "?q=kwartet+bestaatniet")
    assert total(page) == 0
    assert "Niet alle woorden, wel een deel" in page.content.decode()
    assert set(items(page)) == {"een-kwartet", "spelen", "zolder-co"}


def test_it_does_not_matter_how_a_word_is_capitalised(client):
    assert total(get(client, "?q=KWARTET")) == total(get(client, "?q=kwartet")) == 3


def test_the_best_match_stands_first_unless_asked_otherwise(client):
    assert items(get(client, "?q=kwartet"))[0] == "een-kwartet"
    assert items(get(client, "?q=kwartet&sorteer=nieuwste")) == ["een-kwartet", "zolder-co", "spelen"]
    assert items(get(client, "?q=kwartet&sorteer=titel")) == ["een-kwartet", "spelen", "zolder-co"]


def test_what_nobody_may_see_is_not_found(client):
    draft = a_knowledge_item("Geheim kwartet", slug="concept")
    draft.unpublish()
    private = a_knowledge_item("Besloten kwartet", slug="besloten")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.GROUPS)
    assert not {"concept", "besloten"} & set(items(get(client, "?q=kwartet")))
    assert total(get(client)) == 45


def test_a_search_and_filters_work_together_and_keep_each_other(client):
    response = get(client, "?q=kwartet&sector=mbo&sector=vo&soort=praktijkvoorbeeld")
    assert items(response) == ["zolder-co"]
    page = as_shown(response)
    (filters,) = re.findall(r'<form class="facets" id="filters".*?</form>', page, re.DOTALL)
    box = re.search(r'<input id="zoek"[^>]*>', page)[0]
    assert 'name="q" form="filters"' in box  # one form: whichever button is pressed, text and filters go together
    assert 'value="kwartet"' in box
    assert 'type="hidden"' not in filters
    assert set(re.findall(r'value="(\w+)" checked', filters)) == {"vo", "mbo", "praktijkvoorbeeld"}


# --- nothing found ---------------------------------------------------------------------------------------------------


def test_nothing_found_for_a_word_says_so_and_offers_a_way_out(client):
    response = get(client, "?q=bestaatniet")
    assert total(response) == 0
    assert "Niets gevonden voor <i>bestaatniet</i>." in response.content.decode()
    assert '<a href="/kennisbank/">Toon alles uit de kennisbank</a>' in as_shown(response)


def test_nothing_found_with_filters_offers_to_take_them_away_and_keeps_the_word(client):
    page = as_shown(get(client, "?q=boomhut&sector=po"))
    assert "Niets gevonden voor <i>boomhut</i> met deze filters." in page
    way_out = unescape(re.search(r'<a href="([^"]*)">wis alle filters</a>', page)[1])
    assert way_out == "/kennisbank/?q=boomhut"
    assert items(client.get(way_out)) == ["zolder-co"]


# --- chips -----------------------------------------------------------------------------------------------------------


def test_every_chosen_filter_is_a_chip_that_takes_away_itself_alone(client):
    query = "?q=verslag&soort=tool&sector=po&sector=vo&jaar=2016&sorteer=titel&pagina=2"
    shown = chips(get(client, query))
    assert list(shown) == ["Tool", "po", "vo", "2016"]
    chosen = parse_qs(query[1:])
    del chosen["pagina"]  # another list starts at its first page
    for title, (name, value) in {"Tool": ("soort", "tool"), "po": ("sector", "po"), "2016": ("jaar", "2016")}.items():
        left = {**chosen, name: [kept for kept in chosen[name] if kept != value]}
        assert parse_qs(urlsplit(shown[title]).query) == {key: kept for key, kept in left.items() if kept}


def test_taking_chips_away_one_by_one_ends_at_the_whole_list(client):
    response, totals = get(client, "?soort=tool&sector=po&jaar=2017&jaar=2018"), []
    while shown := chips(response):
        totals.append(total(response))
        response = client.get(next(iter(shown.values())))
    assert len(totals) == 4
    assert (total(response), response.request["QUERY_STRING"]) == (45, "")


def test_all_filters_can_be_cleared_at_once_and_the_search_stays(client):
    page = get(client, "?q=verslag&soort=tool&sector=po&sorteer=titel")
    assert 'class="clear" href="/kennisbank/?q=verslag&amp;sorteer=titel"' in page.content.decode()


def test_without_filters_there_are_no_chips(client):
    assert not chips(get(client, "?q=verslag&sorteer=titel&pagina=2&vreemd=1"))


def test_unknown_values_do_not_become_chips(client):
    assert list(chips(get(client, "?sector=xx&sector=po&soort=%3Cb%3E"))) == ["po"]


# --- sorting ---------------------------------------------------------------------------------------------------------


def test_the_newest_stand_first_by_year_and_then_by_publication(client):
    shown = KnowledgeItem.objects.filter(slug__in=items(get(client))).in_bulk(field_name="pk")
    order = [
        (item.year, item.first_published_at)
        for slug in items(get(client))
        for item in shown.values()
        if item.slug == slug
    ]
    assert order == sorted(order, reverse=True)
    assert items(get(client))[0] == "een-kwartet"


def test_by_title_accents_and_quotes_do_not_count(client):
    titles = items(get(client, "?sorteer=titel"))
    assert titles[:3] == ["een-kwartet", "spelen", "verslag-00"]
    assert items(get(client, "?sorteer=titel&pagina=3"))[-1] == "zolder-co"


def test_by_relevance_is_only_offered_to_who_searched(client):
    def offered(response):
        return links(response, r'<p class="sorts">.*</p>')[0]

    assert "relevantie" not in offered(get(client))
    assert "relevantie" in offered(get(client, "?q=kwartet"))
    assert items(get(client, "?sorteer=relevantie")) == items(get(client))


def test_the_way_of_sorting_that_holds_is_marked_and_the_usual_one_needs_no_parameter(client):
    page = as_shown(get(client, "?sorteer=titel&sector=po"))
    assert re.findall(r'<a href="([^"]*)" aria-current="true">titel</a>', page) == [
        "/kennisbank/?sector=po&amp;sorteer=titel"
    ]
    assert 'href="/kennisbank/?sector=po">nieuwste eerst</a>' in page


# --- paging ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["?", "?sorteer=titel", "?q=verslag", "?sector=vo&sector=po"])
def test_leafing_from_first_to_last_shows_every_result_once(client, query):
    response, seen = get(client, query), []
    expected = total(response)
    while True:
        assert total(response) == expected
        seen += items(response)
        onward = links(response, r'<a href="([^"]*)" rel="next">')
        if not onward:
            break
        response = client.get(onward[0])
    assert len(seen) == len(set(seen)) == expected > 20


def test_leafing_back_ends_at_the_plain_address(client):
    (back,) = links(get(client, "?sector=vo&pagina=2"), r'<a href="([^"]*)" rel="prev">')
    assert back == "/kennisbank/?sector=vo"


def test_the_order_is_the_same_every_time(client):
    """What ties in the order is put in chance order by the tests: it would differ."""
    for query in ("?", "?sorteer=titel", "?q=verslag", "?sector=vo"):
        assert len({tuple(items(get(client, query))) for _ in range(4)}) == 1


def test_an_address_that_leads_to_the_same_list_is_always_spelled_the_same(client):
    def spelled(query: str) -> str:
        return str(results_page(QueryDict(query)).address)

    assert (
        spelled("sector=vo&soort=tool&sector=vo&sector=po&pagina=2&sorteer=nieuwste&leeg=&vreemd=1")
        == "/kennisbank/?soort=tool&sector=vo&sector=po"
    )


# --- cards -----------------------------------------------------------------------------------------------------------


def test_a_result_says_what_it_is_for_whom_how_old_and_whether_it_is_kept_up(client):
    page = as_shown(get(client, "?q=spelen&jaar=2015"))
    card = re.search(r'<li data-item="spelen">.*?</li>', page, re.DOTALL)[0]
    for words in ("Praktijkvoorbeeld", 'title="primair onderwijs"', "2015", "gearchiveerd", "Over het kwartet."):
        assert words in card
