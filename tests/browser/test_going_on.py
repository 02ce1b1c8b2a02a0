"""From page to page: nothing jumps while it loads, Back shows at once what was left, and what one points at is there already."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import ARGUMENTS, NAMES, found_on_path
from tests.browser.test_pages import ADDRESSES

SHIFTS = """
window.shifted = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput) shifted.push([value, sources.map(({ node }) => node?.className || node?.nodeName).join()]);
}).observe({ type: "layout-shift", buffered: true });
"""
SCROLL = "(async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) { scrollTo(0, y); await new Promise((go) => setTimeout(go, 40)); } })()"
NOTE = """
addEventListener("pageshow", ({ persisted }) => {
  const why = JSON.stringify(performance.getEntriesByType("navigation")[0]?.notRestoredReasons ?? null);
  localStorage.setItem(`back ${location.pathname}`, persisted ? "kept" : `loaded ${why}`);
});
"""
LEFT = {
    "home": "/",
    "item": "/kennisbank/podcast-de-halve-stuurgroep/",
    "list with filters": "/kennisbank/?sector=vo&soort=tool",
    "landkaart": "/landkaart/",
    "form": "/delen/",
    "search": "/zoeken/?q=begeleiden",
    "profile": "/partnerschappen/opleidingsschool-rijnland/",
}


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps_while_a_page_loads(visitor, width):
    context = visitor(viewport={"width": width, "height": 800})
    context.add_init_script(SHIFTS)
    page, moved = context.new_page(), {}
    for name, address in ADDRESSES.items():
        page.goto(address, wait_until="load")
        page.evaluate(SCROLL)
        page.wait_for_timeout(100)
        if shifts := page.evaluate("shifted"):
            moved[name] = shifts
    assert moved == {}


@pytest.fixture(scope="module")
def whole_chromium(chromium: Browser) -> Iterator[Browser]:
    """A browser that keeps pages for Back, as people's browsers do: Playwright's is told not to."""
    path = found_on_path()
    assert path, NAMES
    browser = chromium.browser_type.launch(
        executable_path=path, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture
def reader(whole_chromium: Browser, live_site: str) -> Iterator[BrowserContext]:
    context = whole_chromium.new_context(base_url=live_site, viewport={"width": 1280, "height": 900}, locale="nl-NL")
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.mark.parametrize("name", LEFT)
def test_back_shows_at_once_what_was_left(reader, name):
    reader.add_init_script(NOTE)
    page, beside = reader.new_page(), reader.new_page()
    page.goto(LEFT[name])
    beside.goto("/status/actief")
    path = LEFT[name].partition("?")[0]
    note = f"localStorage.getItem('back {path}')"
    assert beside.evaluate(note).startswith("loaded")
    page.evaluate("location.href = '/over/'")
    page.wait_for_url("**/over/")
    page.evaluate("setTimeout(() => history.back(), 0)")
    for _ in range(100):
        if (told := beside.evaluate(note)) != "loaded null":
            break
        beside.wait_for_timeout(100)
    assert told == "kept"


def test_what_one_points_at_in_a_list_is_there_already(reader):
    page: Page = reader.new_page()
    page.goto("/kennisbank/")
    link = page.locator("[data-item] a").first
    link.hover()
    page.wait_for_timeout(1500)
    link.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == "navigational-prefetch"
