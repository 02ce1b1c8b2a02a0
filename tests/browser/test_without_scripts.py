"""Everything works where scripts do not: they make things smoother, no more."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import ADDRESSES, too_wide


@pytest.fixture
def plain(visitor) -> Page:
    """A tab in which no script runs."""
    return visitor(java_script_enabled=False).new_page()


def total(tab: Page) -> int:
    return int(tab.locator("[data-total]").get_attribute("data-total"))


@pytest.mark.parametrize(
    "name", ["home", "dossier", "chapter", "kennisbank", "podcast", "agenda", "landkaart", "profile", "search"]
)
def test_the_page_is_whole(plain, name):
    assert plain.goto(ADDRESSES[name]).status == 200
    expect(plain.locator("h1")).to_be_visible()
    assert plain.locator("noscript").count() == 0  # nothing to apologise for
    assert len(plain.locator("main").inner_text()) > 200


def test_searching_and_filtering_work_by_their_buttons(plain):
    plain.goto("/kennisbank/")
    everything = total(plain)
    plain.get_by_role("searchbox").fill("begeleiden")
    plain.get_by_role("button", name="Zoek", exact=True).click()
    found = total(plain)
    assert 0 < found < everything
    option = plain.locator("[data-facet=sector][data-value=po]")
    beside = int(option.get_attribute("data-count"))
    option.locator("input").check()
    plain.get_by_role("button", name="Toon resultaten").click()
    assert total(plain) == beside
    plain.get_by_role("link", name="Haal weg: po").click()
    assert total(plain) == found


def test_a_long_facet_opens_and_its_options_can_be_chosen(plain):
    plain.goto("/kennisbank/")
    option = plain.locator("[data-facet=thema] input:not([disabled])").first
    if not option.is_visible():
        plain.locator("fieldset", has=option).locator("summary").click()
    option.check()
    plain.get_by_role("button", name="Toon resultaten").click()
    expect(plain).to_have_url(re.compile(r"[?&]thema="))
    assert total(plain) > 0


def test_the_landkaart_shows_list_and_drawing(plain):
    plain.goto("/landkaart/")
    assert plain.locator("#lijst .place").count() == total(plain) == 51
    drawing = plain.get_by_role("img", name="Kaart van Nederland met de partnerschappen uit de lijst")
    expect(drawing).to_be_visible()
    assert drawing.locator(".land path").count() == 12
    assert drawing.locator(".marks use").count() > 42  # one for each sector
    box = drawing.bounding_box()
    assert box["height"] > 300
    mark = drawing.locator(".marks use").first.bounding_box()
    assert box["x"] < mark["x"] < box["x"] + box["width"]
    assert box["y"] < mark["y"] < box["y"] + box["height"]


def test_the_filters_of_the_landkaart_work_by_their_button(plain):
    plain.goto("/landkaart/")
    drawn = plain.locator(".marks use").count()
    plain.get_by_label(re.compile("^erkend")).check()
    plain.get_by_role("button", name="Toon", exact=True).click()
    assert plain.locator("#lijst .place").count() == total(plain) == 10
    assert 0 < plain.locator(".marks use").count() < drawn
    plain.locator("#lijst a").first.click()
    expect(plain).to_have_url(re.compile("/partnerschappen/"))


@pytest.mark.parametrize("width", [1280, 360])
def test_the_landkaart_finds_what_is_near_and_filters_by_theme(plain, width):
    plain.set_viewport_size({"width": width, "height": 800})
    plain.goto("/landkaart/")
    plain.get_by_label("Postcode of plaats").fill("Den Bosch")
    plain.get_by_role("button", name="Toon", exact=True).click()
    assert total(plain) == 51
    expect(plain.locator("#resultaten")).to_be_focused()
    expect(plain.locator(".total")).to_be_in_viewport(ratio=1)
    expect(plain.locator("#lijst .place").first).to_contain_text("0 km")
    expect(plain.locator(".marks .here")).to_be_visible()
    plain.get_by_text("Meer filters").click()
    option = plain.locator("[data-facet=thema]:has(input:not([disabled]))").first
    beside = int(option.get_attribute("data-count"))
    option.locator("input").check()
    plain.get_by_label("Afstand").select_option("")
    plain.get_by_role("button", name="Toon", exact=True).click()
    assert total(plain) == beside == plain.locator("#lijst .place").count()
    expect(plain.locator("#meer")).to_have_attribute("open", "")
    plain.get_by_text("Deel deze kaart").click()
    assert "plaats=Den+Bosch&thema=" in plain.get_by_label("Link naar wat je nu ziet").input_value()
    assert too_wide(plain) <= 0


def test_the_menu_can_be_used_on_a_phone(plain):
    plain.set_viewport_size({"width": 360, "height": 800})
    plain.goto("/")
    for name in ("Kennisbank", "Landkaart", "Agenda"):
        link = plain.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=name)
        if not link.is_visible():
            plain.get_by_text("Menu", exact=True).click()
        link.click()
        expect(plain.locator("h1")).to_be_visible()
    assert plain.url.endswith("/agenda/")


def test_a_profile_on_a_phone_begins_with_its_facts(plain):
    plain.set_viewport_size({"width": 360, "height": 780})
    plain.goto(ADDRESSES["profile of hundreds"])
    facts = plain.locator("dl.facts")
    names = facts.locator("dt").all_inner_texts()
    wanted = ["Plaats", "Sector", "Status", "Routes", "Studenten", "Contact"]
    assert [name for name in names if name in wanted] == wanted
    intro, first, drawing, story = (
        plain.locator(what).first.bounding_box() for what in (".lede", "dl.facts", ".map", "article section h2")
    )
    assert intro["y"] < first["y"] < 780
    assert first["y"] + first["height"] < drawing["y"]
    assert drawing["y"] + drawing["height"] < story["y"]
    places = plain.locator(".by-place > li")
    assert places.count() > 20
    assert places.locator("details[open]").count() == 0


def test_a_question_folds_open(plain):
    plain.goto("/dossiers/curriculum-in-de-driehoek/")
    question = plain.locator("details.question").first
    answer = question.locator("> :not(summary)")
    expect(answer).to_be_hidden()
    question.locator("summary").click()
    expect(answer).to_be_visible()


@pytest.mark.parametrize("name", ["kennisbank", "landkaart", "dossier", "profile"])
def test_nothing_has_to_be_scrolled_sideways(plain, name):
    for width in (320, 768):
        plain.set_viewport_size({"width": width, "height": 800})
        plain.goto(ADDRESSES[name])
        assert too_wide(plain) <= 0


def test_the_sound_of_a_podcast_can_be_played_from_the_middle(plain):
    plain.goto(ADDRESSES["podcast"])
    source = plain.locator("audio").get_attribute("src")
    response = plain.request.get(source, headers={"range": "bytes=1000-1999"})
    assert (response.status, len(response.body())) == (206, 1000)
