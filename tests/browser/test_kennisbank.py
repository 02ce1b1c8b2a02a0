"""The kennisbank by keyboard alone: search, filter, undo, leaf; and on every page a way past the menu."""

import re

import pytest
from playwright.sync_api import Page, expect

FOCUSED = "document.activeElement"


def tab_to(tab: Page, selector: str, most: int = 180, key: str = "Tab") -> None:
    """Press Tab (or Shift+Tab) until what `selector` names has the focus."""
    for _ in range(most):
        tab.keyboard.press(key)
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by keyboard on {tab.url}")


def total(tab: Page) -> int:
    return int(tab.locator("[data-total]").get_attribute("data-total"))


def press(tab: Page, key: str) -> None:
    """A key that leads to another page."""
    with tab.expect_navigation():
        tab.keyboard.press(key)


def test_searching_and_filtering_go_by_keyboard(tab):
    tab.goto("/kennisbank/")
    everything = total(tab)

    tab_to(tab, "#zoek")
    tab.keyboard.type("begeleiden")
    press(tab, "Enter")
    expect(tab).to_have_url(re.compile(r"q=begeleiden"))
    found = total(tab)
    assert 0 < found < everything
    assert tab.locator("#zoek").input_value() == "begeleiden"

    tab_to(tab, "[data-facet=sector][data-value=vo] input")
    beside = int(tab.locator("[data-facet=sector][data-value=vo]").get_attribute("data-count"))
    tab.keyboard.press("Space")
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", str(beside))
    assert beside < found
    expect(tab).to_have_url(re.compile(r"q=begeleiden.*sector=vo"))
    box = tab.locator("[data-facet=sector][data-value=vo] input")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    expect(tab.locator("[role=status][data-total]")).to_have_count(1)
    assert tab.locator("#zoek").input_value() == "begeleiden"

    tab_to(tab, ".chips a")
    assert tab.evaluate(f"{FOCUSED}.textContent") == "Haal weg: vo"
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", str(found))
    tab.go_back()
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", str(beside))
    tab.go_forward()
    expect(tab.locator("[data-total]")).to_have_attribute("data-total", str(found))


def test_suggestions_are_chosen_by_keyboard(tab):
    tab.goto("/kennisbank/")
    field = tab.get_by_role("combobox", name="Zoek in de kennisbank")
    field.focus()
    tab.keyboard.type("driehoeksgesp")
    options = tab.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    tab.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", re.compile(r"zoek-suggesties-0"))
    tab.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("driehoeksgesp")
    tab.keyboard.press("ArrowDown")
    press(tab, "Enter")
    expect(tab).to_have_url(re.compile(r"/zoeken/\?q=driehoeksgesprek|/kennisbank/"))


def test_a_result_and_the_way_back_are_reached_by_keyboard(tab):
    tab.goto("/kennisbank/?sorteer=titel")
    tab_to(tab, ".results a")
    title = tab.evaluate(f"{FOCUSED}.textContent")
    press(tab, "Enter")
    expect(tab.locator("h1")).to_have_text(title)
    tab_to(tab, ".crumbs a[href='/kennisbank/']")
    press(tab, "Enter")
    expect(tab).to_have_url(re.compile(r"/kennisbank/$"))


def test_leafing_and_sorting_go_by_keyboard(tab):
    tab.goto("/kennisbank/")
    first = tab.locator("[data-item]").first.get_attribute("data-item")
    tab_to(tab, ".pager a[rel=next]")
    press(tab, "Enter")
    assert tab.locator("[data-item]").first.get_attribute("data-item") != first
    tab_to(tab, ".sorts a:not([aria-current])")
    press(tab, "Enter")
    expect(tab).to_have_url(re.compile(r"/kennisbank/\?sorteer=titel$"))


def test_an_option_that_leads_nowhere_is_no_stop_on_the_way(tab):
    tab.goto("/kennisbank/?q=bestaatniet&sector=vo")
    expect(tab.locator("[data-facet=soort] input").first).to_be_disabled()
    expect(tab.locator("[data-facet=sector][data-value=vo] input")).to_be_enabled()


def test_the_filters_fold_away_and_open_by_keyboard(tab):
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto("/kennisbank/")
    box = tab.locator("[data-facet=sector][data-value=vo] input")
    was_open = box.is_visible()
    tab_to(tab, ".filters > summary")
    tab.keyboard.press("Enter")
    assert box.is_visible() is not was_open
    tab.keyboard.press("Enter")
    assert box.is_visible() is was_open


# --- everywhere ------------------------------------------------------------------------------------------------------

PAGES = [
    "/",
    "/kennisbank/",
    "/landkaart/",
    "/dossiers/kwaliteitskader-en-peer-review/",
    "/zoeken/",
    "/inloggen/",
    "/bestaat-niet/",
]


@pytest.mark.parametrize("address", PAGES)
def test_the_first_stop_is_the_way_past_the_menu_and_it_works(tab, address):
    tab.goto(address)
    tab.keyboard.press("Tab")
    link = tab.locator("a.skip")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    expect(link).to_have_text("Naar de inhoud")
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()
    tab.keyboard.press("Tab")
    assert tab.evaluate(f"document.querySelector('main').contains({FOCUSED})")


WHERE = """() => {
  const here = document.activeElement;
  const box = here.getBoundingClientRect(), style = getComputedStyle(here);
  return {
    name: here.outerHTML.slice(0, 120),
    ends: here === document.body,
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@pytest.mark.parametrize("address", ["/kennisbank/?sector=vo", "/landkaart/", "/", "/inloggen/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_focus_is_always_in_sight_and_never_without_a_ring(tab, address, width):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(address)
    stops, lost = 0, []
    for _ in range(250):
        tab.keyboard.press("Tab")
        where = tab.evaluate(WHERE)
        if where["ends"]:
            break
        stops += 1
        if not (where["inSight"] and where["outlined"]):
            lost.append(where)
    else:
        pytest.fail("no end to the stops")
    assert stops > 10
    assert lost == []
