"""The landkaart by mouse and by keyboard: list and map are one, point at each other, and both lead to the profile."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_kennisbank import FOCUSED, tab_to

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


def test_clicking_a_mark_opens_a_card_with_the_way_to_the_profile(landkaart):
    pin = pins(landkaart).nth(5)
    row = row_of(landkaart, pin)
    title = row.locator("a").text_content()
    pin.click()
    card = landkaart.get_by_role("region", name="Gekozen partnerschap")
    expect(card.get_by_role("heading")).to_have_text(title)
    expect(card.locator(".meta")).to_have_text(row.locator(".meta").text_content())
    with landkaart.expect_navigation():
        card.get_by_role("link", name="Naar het profiel").click()
    expect(landkaart.locator("h1")).to_have_text(title)


def test_the_card_closes_by_its_button_and_by_escape_and_the_mark_has_the_focus_again(landkaart):
    card = landkaart.locator(".map-card")
    for close in (lambda: card.get_by_role("button", name="Sluit").click(), lambda: landkaart.keyboard.press("Escape")):
        pins(landkaart).nth(5).click()
        expect(card).to_be_visible()
        expect(card).to_be_focused()
        close()
        expect(card).to_be_hidden()
        expect(pins(landkaart).nth(5)).to_be_focused()
        assert "#" not in landkaart.url


def test_a_row_with_the_focus_lights_up_its_mark(landkaart):
    tab_to(landkaart, "#lijst .place a")
    title = landkaart.evaluate(f"{FOCUSED}.textContent")
    lit = landkaart.locator("#kaart .pin.is-marked")
    expect(lit).to_have_count(1)
    assert lit.get_attribute("aria-label").startswith(title)
    landkaart.keyboard.press("Tab")
    expect(lit).to_have_count(1)
    assert not lit.get_attribute("aria-label").startswith(title)


def test_by_keyboard_the_marks_are_walked_in_the_order_of_the_list(landkaart):
    tab_to(landkaart, "#kaart .pin", most=150)
    order = landkaart.eval_on_selector_all("#lijst [data-lat]", "rows => rows.map(row => row.dataset.item)")
    walked = []
    for step in range(42):
        expect(rows(landkaart).and_(landkaart.locator(".is-marked"))).to_have_count(1)
        walked.append(landkaart.locator("#lijst .is-marked").get_attribute("data-item"))
        landkaart.keyboard.press("ArrowRight" if step % 2 else "Tab")
    assert walked == order
    landkaart.locator("#kaart .pin").last.focus()
    landkaart.keyboard.press("Home")
    expect(pins(landkaart).first).to_be_focused()
    landkaart.keyboard.press("ArrowUp")
    expect(pins(landkaart).first).to_be_focused()
    landkaart.keyboard.press("End")
    expect(pins(landkaart).last).to_be_focused()


def test_a_mark_says_what_it_is_to_who_cannot_see_it(landkaart):
    first = pins(landkaart).first
    expect(first).to_have_role("button")
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


def test_a_filter_without_results_leaves_a_map_and_no_broken_script(tab):
    broken = []
    tab.on("pageerror", lambda error: broken.append(str(error)))
    tab.goto("/landkaart/?sector=mbo&status=beeindigd")
    tab.wait_for_timeout(150)
    assert broken == []
    assert pins(tab).count() == 0
    expect(tab.get_by_text("Geen partnerschap gevonden met deze filters.")).to_be_visible()
