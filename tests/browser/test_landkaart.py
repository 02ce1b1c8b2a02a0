"""The landkaart by mouse and by keyboard: list and map point at each other, and both lead to the profile."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_kennisbank import FOCUSED, press, tab_to

MARKED = re.compile(r"\bis-marked\b")


@pytest.fixture
def landkaart(tab) -> Page:
    tab.goto("/landkaart/")
    expect(tab.locator("#kaart.is-live")).to_be_attached()
    return tab


def rows(landkaart: Page) -> Locator:
    return landkaart.locator("#lijst .place")


def pins(landkaart: Page) -> Locator:
    return landkaart.locator("#kaart .pin")


def row_of(landkaart: Page, pin: Locator) -> Locator:
    """The row of the list that belongs to a mark: the one of the same name."""
    name = re.sub(r" \([a-z, ]+\)$", "", pin.get_attribute("aria-label"))
    return rows(landkaart).filter(has=landkaart.get_by_role("link", name=name, exact=True))


def test_every_place_in_the_list_has_one_mark_and_the_drawing_makes_room(landkaart):
    assert pins(landkaart).count() == landkaart.locator("#lijst [data-lat]").count() == 42
    assert rows(landkaart).count() == 51
    names = landkaart.eval_on_selector_all("#lijst [data-lat] a", "links => links.map(link => link.textContent)")
    labels = landkaart.eval_on_selector_all("#kaart .pin", "pins => pins.map(pin => pin.getAttribute('aria-label'))")
    assert [re.sub(r" \([a-z, ]+\)$", "", label) for label in labels] == names


def test_pointing_at_a_mark_lights_up_its_row_and_shows_its_name(landkaart):
    pin = pins(landkaart).nth(3)
    row = row_of(landkaart, pin)
    expect(row).not_to_have_class(MARKED)
    pin.hover()
    expect(row).to_have_class(MARKED)
    expect(pin).to_have_class(MARKED)
    expect(landkaart.locator(".pin-name")).to_have_text(row.locator("a").text_content())
    landkaart.mouse.move(5, 5)
    expect(row).not_to_have_class(MARKED)
    expect(landkaart.locator(".pin-name")).to_have_count(0)


def test_pointing_at_a_row_lights_up_its_mark(landkaart):
    row = rows(landkaart).nth(1)
    row.hover()
    lit = landkaart.locator("#kaart .pin.is-marked")
    expect(lit).to_have_count(1)
    assert lit.get_attribute("aria-label").startswith(row.locator("a").text_content())
    landkaart.mouse.move(5, 5)
    expect(lit).to_have_count(0)


def test_clicking_a_mark_opens_the_profile(landkaart):
    pin = pins(landkaart).nth(5)
    title = row_of(landkaart, pin).locator("a").text_content()
    with landkaart.expect_navigation():
        pin.click()
    expect(landkaart.locator("h1")).to_have_text(title)
    expect(landkaart).to_have_url(re.compile("/partnerschappen/"))


def test_a_row_with_the_focus_lights_up_its_mark(landkaart):
    tab_to(landkaart, "#lijst .place a")
    title = landkaart.evaluate(f"{FOCUSED}.textContent")
    lit = landkaart.locator("#kaart .pin.is-marked")
    expect(lit).to_have_count(1)
    assert lit.get_attribute("aria-label").startswith(title)
    landkaart.keyboard.press("Tab")
    expect(lit).to_have_count(1)
    assert not lit.get_attribute("aria-label").startswith(title)


def test_a_mark_with_the_focus_lights_up_its_row_and_enter_opens_the_profile(landkaart):
    tab_to(landkaart, "#kaart .pin", most=150)
    pin = landkaart.locator("#kaart .pin:focus")
    row = row_of(landkaart, pin)
    expect(row).to_have_class(MARKED)
    title = row.locator("a").text_content()
    press(landkaart, "Enter")
    expect(landkaart.locator("h1")).to_have_text(title)


def test_a_mark_says_what_it_is_to_who_cannot_see_it(landkaart):
    first = pins(landkaart).first
    expect(first).to_have_role("link")
    assert re.fullmatch(r".+ \((po|vo|mbo)(, (vo|mbo))*\)", first.get_attribute("aria-label"))
    expect(landkaart.get_by_role("button", name="Zoom in")).to_be_visible()
    expect(landkaart.get_by_role("button", name="Zoom uit")).to_be_visible()


def test_zooming_goes_by_button_and_by_keyboard_and_nothing_needs_dragging(landkaart):
    def apart() -> float:
        boxes = [pins(landkaart).nth(place).bounding_box() for place in (0, 40)]
        return abs(boxes[0]["y"] - boxes[1]["y"])

    before = apart()
    landkaart.get_by_role("button", name="Zoom in").click()
    landkaart.wait_for_timeout(150)
    closer = apart()
    assert closer > before * 1.5
    landkaart.get_by_role("button", name="Zoom uit").focus()
    landkaart.keyboard.press("Enter")
    landkaart.wait_for_timeout(150)
    assert apart() == pytest.approx(before, abs=30)


@pytest.mark.parametrize("width", [1280, 360])
def test_no_mark_covers_another_or_is_smaller_than_a_fingertip(tab, width):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto("/landkaart/")
    boxes = tab.eval_on_selector_all("#kaart .pin", "pins => pins.map(pin => pin.getBoundingClientRect().toJSON())")
    assert len(boxes) == 42
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24
    for one, other in combinations(boxes, 2):
        across = min(one["right"], other["right"]) - max(one["left"], other["left"])
        down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
        assert min(across, down) <= 4, (one, other)


def test_filtering_keeps_list_and_map_together(landkaart):
    landkaart.get_by_label(re.compile("^mbo")).check()
    with landkaart.expect_navigation():
        landkaart.get_by_role("button", name="Toon").click()
    expect(landkaart.locator("#kaart.is-live")).to_be_attached()
    assert rows(landkaart).count() == int(landkaart.locator("[data-total]").get_attribute("data-total")) == 6
    assert pins(landkaart).count() == landkaart.locator("#lijst [data-lat]").count()


def test_a_filter_without_results_leaves_a_map_and_no_broken_script(tab):
    broken = []
    tab.on("pageerror", lambda error: broken.append(str(error)))
    tab.goto("/landkaart/?sector=mbo&status=beeindigd")
    tab.wait_for_timeout(150)
    assert broken == []
    assert pins(tab).count() == 0
    expect(tab.get_by_text("Geen partnerschap gevonden met deze filters.")).to_be_visible()
