"""Typing on a phone with its keyboard open: what one writes stays in sight, and no bar lies over it."""

from playwright.sync_api import Page, expect

from tests.browser.people import log_in_as_coordinator, tidy

expect.set_options(timeout=20_000)
PORTAL = "/mijn-partnerschap/opleidingsschool-haaglanden/"
# Where the line that one types on ends, what is said of the field, and where the bar begins.
PLACES = """() => {
  const range = getSelection().getRangeAt(0).cloneRange(), field = document.activeElement;
  const line = range.getClientRects()[0] ?? range.startContainer.getBoundingClientRect?.() ?? field.getBoundingClientRect();
  const bar = document.querySelector(".bar").getBoundingClientRect();
  const told = field.closest(".ask").querySelector(".count, .live-error").getBoundingClientRect();
  return { top: line.top, bottom: line.bottom, told: told.bottom, bar: bar.top, height: bar.height };
}"""
# Of a field without layout: its box, for its line is somewhere in it.
BOX = """() => {
  const field = document.activeElement, box = field.getBoundingClientRect();
  const told = [...field.closest(".ask").querySelectorAll(".count, .live-error")].map((one) => one.getBoundingClientRect().bottom);
  return { bottom: box.bottom, told: Math.max(...told), bar: document.querySelector(".bar").getBoundingClientRect().top };
}"""


def stays_in_sight(page: Page) -> None:
    places = page.evaluate(PLACES)
    assert places["top"] >= 0, places
    assert places["bottom"] <= places["bar"], places


def test_the_bar_is_low_and_never_over_what_one_types(person):
    vera = person(viewport={"width": 390, "height": 420})
    log_in_as_coordinator(vera, f"{PORTAL}stap/samenwerking/")
    for width in (390, 320):
        vera.set_viewport_size({"width": width, "height": 420})
        vera.goto(f"{PORTAL}stap/samenwerking/")
        box = vera.get_by_role("textbox", name="Zo werken wij samen")
        box.focus()
        vera.keyboard.press("Control+End")
        for number in range(30 if width == 390 else 10):
            vera.keyboard.press("Enter")
            vera.keyboard.insert_text(f"Regel {number}")
            stays_in_sight(vera)
        places = vera.evaluate(PLACES)
        assert places["told"] <= places["bar"], places  # how much there is left to say is in sight too
        assert places["height"] <= 84, places  # was 149
        for name in ("Bewaar en ga verder", "Bewaar en stop"):
            expect(vera.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        for key in ["ArrowUp"] * 9 + ["ArrowDown"] * 9:
            vera.keyboard.press(key)
            stays_in_sight(vera)
        tidy(vera)
        vera.set_viewport_size({"width": width, "height": 420})
        box.focus()
        vera.keyboard.press("Control+a")
        vera.keyboard.press("Delete")

        vera.goto(f"{PORTAL}stap/cijfers/")
        vera.get_by_label("Aantal studenten").focus()
        vera.keyboard.press("Control+a")
        vera.keyboard.type("een stuk of honderd")
        expect(vera.locator(".live-error")).to_contain_text("Vul een getal in, zonder woorden.")
        expect(vera.locator("[data-saved]")).to_have_text("Nog niet alles is bewaard: kijk na wat rood staat.")
        places = vera.evaluate(BOX)
        assert places["bottom"] <= places["told"] <= places["bar"], places


def test_days_stay_whole_in_the_list_and_before_handing_in(person):
    vera = person(viewport={"width": 390, "height": 780})
    log_in_as_coordinator(vera, f"{PORTAL}stap/partners/")
    vera.get_by_label("Zoek in jullie lijst").fill("den haag")
    rows = vera.locator(".partner[data-words]:visible")
    assert rows.locator(".unbroken").count() >= 5
    tidy(vera)
    for place in range(3):
        rows.nth(place).get_by_role("checkbox").check()
    expect(vera.locator("[data-chosen]")).to_have_text("3 gekozen")
    assert vera.locator(".bar").bounding_box()["height"] <= 124  # was 190
    tidy(vera)
    vera.get_by_role("button", name="Stopt", exact=True).click()
    expect(vera.locator("[data-saved]")).to_contain_text("3 partners stoppen per")
    vera.goto(f"{PORTAL}inleveren/")
    assert vera.locator(".changes .unbroken").count() >= 3  # the day on which each of them stops
    tidy(vera)
    assert vera.said == []
