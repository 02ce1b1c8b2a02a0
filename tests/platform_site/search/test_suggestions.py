"""While somebody types: words to search for, lists of a theme, and pages of every type by title."""

import pytest

from knowledge_bank.examples import a_dossier, a_knowledge_item
from partnerships.examples import a_partnership
from platform_site.examples import seed_terms, the_home

pytestmark = pytest.mark.django_db


def suggested(client, text: str) -> list[tuple[str, str, str]]:
    found = client.get("/zoeken/suggesties/", {"q": text}).json()["suggesties"]
    return [(one["titel"], one["url"], one["soort"]) for one in found]


@pytest.fixture
def site():
    the_home()
    seed_terms()


def test_pages_of_every_type_come_by_a_word_of_their_title(client, site):
    for number in range(9):
        a_knowledge_item(f"Toetsen in stap {number}")
    dossier, partnership = a_dossier("Alles over toetsen"), a_partnership("Toetsend Twente")
    found = suggested(client, "toets")
    assert (dossier.title, dossier.url, "dossiers") in found
    assert (partnership.title, partnership.url, "partnerschappen") in found
    assert sum(kind == "kennisbank" for _, _, kind in found) >= 1
    assert len(found) <= 8


def test_a_theme_leads_to_the_list_of_that_theme(client, site):
    assert ("Toetsen en beoordelen", "/kennisbank/?thema=toetsen-en-beoordelen", "thema") in suggested(client, "beoord")
    assert ("Schoolopleider", "/kennisbank/?doelgroep=schoolopleider", "voor wie") in suggested(client, "schoolop")


def test_every_word_typed_must_begin_a_word(client, site):
    a_knowledge_item("Toetsen zonder cijfers")
    assert not any(title == "Toetsen zonder cijfers" for title, _, _ in suggested(client, "toetsen met"))
    assert any(title == "Toetsen zonder cijfers" for title, _, _ in suggested(client, "zond toets"))


@pytest.mark.parametrize("text", ["", "a", "'", "\\", "%00", "(& |", "':*", "ééé😀", "x" * 500])
def test_anything_typed_is_answered(client, site, text):
    assert isinstance(suggested(client, text), list)


def test_only_what_finds_something_is_suggested_to_search_for(client, site):
    a_knowledge_item("Begeleiding op school")
    assert ("begeleiding", "/zoeken/?q=begeleiding", "zoek") in suggested(client, "begel")
    assert ("school begeleiding", "/zoeken/?q=school+begeleiding", "zoek") in suggested(client, "school begel")
    assert not [one for one in suggested(client, "zeppelin begel") if one[2] == "zoek"]


@pytest.mark.parametrize(
    "text", ["burn-out", "burnout", "burn out", "burn-o", "burno", "burnuot", "burn-uot", "Burn-Out"]
)
def test_hyphens_do_not_count_and_a_typing_error_is_seen_through(client, site, text):
    page = a_knowledge_item("Voorkom een burn-out bij starters")
    found = suggested(client, text)
    assert ("burn-out", "/zoeken/?q=burn-out", "zoek") in found
    assert (page.title, page.url, "kennisbank") in found


@pytest.mark.parametrize("text", ["driehok", "drieheok", "driehoeksgepsr", "driehoek", "drie hoek", "drie-hoek"])
def test_a_word_under_way_with_an_error_in_it_leads_on(client, site, text):
    page = a_knowledge_item("Het driehoeksgesprek in de driehoek")
    assert (page.title, page.url, "kennisbank") in suggested(client, text)


@pytest.mark.parametrize("text", ["samenopl", "samen-opl", "samen opl", "samenopleiden"])
def test_words_written_as_one_are_found_apart(client, site, text):
    a_knowledge_item("Samen leraren opleiden")
    assert ("samen opleiden", "/zoeken/?q=samen+opleiden", "zoek") in suggested(client, text)


@pytest.mark.parametrize("text", ["zij-instr", "zijinstr", "zij instr"])
def test_a_theme_is_found_with_and_without_its_hyphen(client, site, text):
    assert any(kind == "thema" and title.startswith("Zij-instroom") for title, _, kind in suggested(client, text))


def test_what_is_far_from_everything_gives_nothing(client, site):
    a_knowledge_item("Begeleiding op school")
    assert suggested(client, "zeppelinvaart") == []
