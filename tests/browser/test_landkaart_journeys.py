"""From a question to a profile and back, on the landkaart: by mouse, by keyboard alone, on a phone; with all schools, and on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_kennisbank import press, tab_to, total
from tests.browser.test_pages import axe, too_wide


@pytest.fixture(params=[1280, 360])
def landkaart(request, visitor) -> Page:
    tab = visitor(viewport={"width": request.param, "height": 800}).new_page()
    tab.broken = []
    tab.on("pageerror", lambda error: tab.broken.append(str(error)))
    tab.goto("/landkaart/")
    expect(tab.locator("#kaart.is-live")).to_be_attached()
    yield tab
    assert tab.broken == []


def slugs(tab: Page) -> list[str]:
    return tab.eval_on_selector_all("#lijst [data-item]", "rows => rows.map(row => row.dataset.item)")


def on_the_map(tab: Page) -> list[str]:
    labels = tab.eval_on_selector_all("#kaart .pin", "pins => pins.map(pin => pin.getAttribute('aria-label'))")
    return [re.sub(r" \([a-z, ]+\)$", "", label) for label in labels]


def named(tab: Page) -> list[str]:
    return tab.eval_on_selector_all("#lijst [data-lat] a", "links => links.map(link => link.textContent)")


def state(tab: Page) -> tuple:
    return (
        tab.url,
        slugs(tab),
        on_the_map(tab),
        tab.locator(".map-card h2").text_content(),
        tab.locator("#plaats").input_value(),
    )


def distances(tab: Page) -> list[float]:
    return [float(km.removesuffix(" km").replace(",", ".")) for km in tab.locator("#lijst .km").all_text_contents()]


def test_filter_find_select_open_and_come_back(landkaart):
    """With a mouse or a finger."""
    tab, loads = landkaart, []
    tab.on("load", lambda: loads.append(tab.url))
    option = tab.locator("[data-facet=sector][data-value=po]")
    beside = int(option.get_attribute("data-count"))
    option.locator("input").check()
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", str(beside))
    assert on_the_map(tab) == named(tab)

    tab.locator("#plaats").fill("9306 TC")
    tab.get_by_role("button", name="Toon", exact=True).click()
    expect(tab.locator("#lijst .km").first).to_be_visible()
    assert total(tab) == beside == len(slugs(tab))
    assert distances(tab) == sorted(distances(tab))
    assert on_the_map(tab) == named(tab)
    expect(tab.locator("#lijst .place").first).to_contain_text(re.compile("Groningen|Assen"))
    assert loads == []  # all in place

    first = tab.locator("#kaart .pin").first
    first.click()
    expect(tab.locator(".map-card")).to_be_visible()
    expect(tab.locator("#lijst .place").first).to_have_class(re.compile("is-chosen"))
    assert "op 15 km" in tab.locator(".map-card").inner_text()
    assert too_wide(tab) <= 0
    before = state(tab)
    title = tab.locator(".map-card h2").text_content()
    with tab.expect_navigation():
        tab.get_by_role("link", name="Naar het profiel").click()
    expect(tab.locator("h1")).to_have_text(title)
    tab.go_back()
    expect(tab.locator(".map-card")).to_be_visible()
    assert state(tab) == before
    expect(tab.locator("[data-facet=sector][data-value=po] input")).to_be_checked()

    tab.get_by_role("link", name="Haal weg: po").click()
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", "51")
    expect(tab.locator(".map-card h2")).to_have_text(title)  # still in the list, so still selected
    tab.go_back()
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", str(beside))
    assert on_the_map(tab) == named(tab)


def test_the_same_by_keyboard_alone(landkaart):
    tab = landkaart
    tab_to(tab, "#plaats")
    tab.keyboard.type("den bosch")
    tab.keyboard.press("Enter")
    expect(tab.locator("#lijst .km").first).to_be_visible()
    if tab.viewport_size["width"] > 1000:  # list and map stand in sight
        expect(tab.locator("#plaats")).to_be_focused()
        tab_to(tab, "#binnen")
    else:
        expect(tab.locator("#resultaten")).to_be_focused()
        tab_to(tab, "#binnen", key="Shift+Tab")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    expect(tab).to_have_url(re.compile("binnen=50"))
    expect(tab.locator("#binnen")).to_be_focused()
    assert 0 < len(slugs(tab)) < 51
    assert max(distances(tab)) <= 50
    tab_to(tab, "[data-facet=sector] input")
    tab.keyboard.press("Space")
    expect(tab).to_have_url(re.compile("sector=po"))
    expect(tab.locator("[data-facet=sector][data-value=po] input")).to_be_focused()
    tab_to(tab, "#kaart .pin")
    names = named(tab)
    assert on_the_map(tab) == names
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("#kaart .pin").nth(1)).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator(".map-card")).to_be_focused()
    expect(tab.locator(".map-card h2")).to_have_text(names[1])
    before = state(tab)
    tab_to(tab, ".map-card a.button")
    press(tab, "Enter")
    expect(tab.locator("h1")).to_have_text(names[1])
    tab.go_back()
    expect(tab.locator(".map-card")).to_be_visible()
    assert state(tab) == before


def test_a_near_spelling_is_one_click_away_and_the_focus_goes_to_the_result(landkaart):
    tab = landkaart
    tab.locator("#plaats").fill("Utrect")
    tab.locator("#plaats").press("Enter")
    tab.get_by_role("link", name="Utrecht", exact=True).click()
    expect(tab.locator("#lijst .km").first).to_be_visible()
    assert tab.locator("#plaats").input_value() == "Utrecht"
    expect(tab.locator("#resultaten")).to_be_focused()


def test_panning_zooming_and_the_whole_country_go_by_buttons(landkaart):
    tab = landkaart

    def where(place: int = 20) -> tuple[float, float]:
        tab.wait_for_timeout(120)
        box = tab.locator("#kaart .pin").nth(place).bounding_box()
        frame = tab.locator("#kaart").bounding_box()
        return round(box["x"] - frame["x"]), round(box["y"] - frame["y"])

    start = where()
    for name, axis, sign in (
        ("Naar links", 0, 1),
        ("Naar boven", 1, 1),
        ("Naar rechts", 0, -1),
        ("Naar beneden", 1, -1),
    ):
        tab.get_by_role("button", name="Zoom in").click()
        before = where()
        tab.get_by_role("button", name=name).click()
        assert (where()[axis] - before[axis]) * sign > 20, name
        tab.get_by_role("button", name="Heel Nederland").click()
        assert where() == pytest.approx(start, abs=2)
    for button in tab.locator("#kaart .leaflet-bar a, .pan button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24


def test_the_schools_of_a_partnership_can_be_seen_listed_and_pointed_at(landkaart):
    tab = landkaart
    tab.locator("#kaart .pin").nth(5).click()
    summary = tab.locator(".map-card summary")
    expect(summary).to_have_text(re.compile(r"^\d+ scholen doen mee$"))
    count = int(summary.text_content().split()[0])
    assert count > 3
    summary.click()
    buttons = tab.locator(".card-schools button")
    expect(buttons).to_have_count(count)
    tab.mouse.move(1, 1)
    buttons.nth(2).focus()
    expect(tab.locator(".pin-name")).to_have_text(buttons.nth(2).text_content())
    assert axe(tab) == ""
    drawn = "() => [...document.querySelector('.leaflet-schools-pane canvas').getContext('2d').getImageData(0, 0, 2000, 2000).data].some(Boolean)"
    assert tab.evaluate(drawn)
    tab.get_by_role("button", name="Sluit").click()
    expect(tab.locator(".leaflet-schools-pane canvas")).to_have_count(0)


def test_a_school_under_the_pointer_says_its_name(visitor):
    tab = visitor(viewport={"width": 1280, "height": 1000}).new_page()
    tab.goto("/landkaart/")
    tab.locator("#kaart .pin").nth(5).click()
    tab.locator(".map-card summary").click()
    names = []
    for place in range(4):
        button = tab.locator(".card-schools button").nth(place)
        button.click()  # brings the school to the middle of the map beside the card
        button.blur()
        tab.mouse.move(1, 1)
        frame = tab.locator("#kaart").bounding_box()
        card = tab.locator(".map-card").bounding_box()
        x = (card["x"] + card["width"] + frame["x"] + frame["width"]) / 2  # of what the card leaves free
        y = frame["y"] + frame["height"] / 2
        free = tab.evaluate("([x, y]) => !document.elementFromPoint(x, y).closest('.pin')", [x, y])
        if free:
            tab.mouse.move(x, y)
            expect(tab.locator(".pin-name")).to_contain_text(button.text_content())
            names.append(button.text_content())
            tab.mouse.move(frame["x"] + 2, frame["y"] + frame["height"] - 2)
            expect(tab.locator(".pin-name")).to_have_count(0)
    assert len(names) >= 2


def test_all_schools_come_by_a_switch_and_follow_the_list(landkaart):
    tab, asked = landkaart, []
    tab.on("request", lambda request: asked.append(request.url))
    dots = """() => { const { width, height } = document.querySelector('.leaflet-schools-pane canvas');
      const { data } = document.querySelector('.leaflet-schools-pane canvas').getContext('2d').getImageData(0, 0, width, height);
      let count = 0; for (let place = 3; place < data.length; place += 4) count += data[place] > 0; return count; }"""
    tab.get_by_label("Toon ook alle scholen").check()
    expect(tab.locator(".leaflet-schools-pane canvas")).to_have_count(1)
    everything = tab.evaluate(dots)
    assert everything > 500
    assert [url for url in asked if "scholen.json?" in url] == []  # no names yet
    tab.locator("[data-facet=sector][data-value=mbo] input").check()
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", "6")
    tab.wait_for_timeout(100)
    assert tab.evaluate(dots) < everything
    assert axe(tab) == ""


def test_what_is_shared_is_what_is_shown(landkaart):
    tab = landkaart
    tab.locator("[data-facet=sector][data-value=mbo] input").check()
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", "6")
    tab.get_by_text("Deel deze kaart").click()
    link = tab.get_by_label("Link naar wat je nu ziet").input_value()
    assert link.endswith("/landkaart/?sector=mbo")
    code = tab.get_by_label("Code voor een plaatje").input_value()
    picture = re.search(
        r'<img src="[^"]*(/landkaart/kaart\.svg\?sector=mbo)" width="600" height="\d+" alt="Kaart met \d partnerschap',
        code,
    )
    shown = tab.request.get(picture[1])
    assert shown.headers["content-type"].startswith("image/svg+xml")
    assert axe(tab) == ""


def test_full_screen_shows_map_and_card(visitor):
    tab = visitor().new_page()
    tab.goto("/landkaart/")
    small = tab.locator("#kaart").bounding_box()
    tab.get_by_role("button", name="Volledig scherm").click()
    tab.wait_for_function("document.fullscreenElement?.contains(document.getElementById('kaart'))")
    tab.wait_for_timeout(200)
    assert tab.locator("#kaart").bounding_box()["width"] > small["width"] * 1.3
    tab.locator("#kaart .pin").nth(3).click()
    expect(tab.locator(".map-card")).to_be_visible()
    tab.get_by_role("button", name="Volledig scherm").click()
    tab.wait_for_function("!document.fullscreenElement")


def test_paper_has_the_drawing_and_the_list(landkaart):
    tab = landkaart
    tab.locator("[data-facet=sector][data-value=mbo] input").check()
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", "6")
    tab.emulate_media(media="print")
    expect(tab.locator("#kaart > svg .marks use").first).to_be_visible()
    assert tab.locator("#kaart > svg .marks use").count() == len(tab.locator("#kaart .pin svg use").all())
    expect(tab.locator("#kaart .pin").first).to_be_hidden()
    expect(tab.locator("#lijst .place").last).to_be_visible()
    for hidden in (".finder", ".map-tools", ".share", "#kaart .leaflet-control-zoom"):
        expect(tab.locator(hidden)).to_be_hidden()
