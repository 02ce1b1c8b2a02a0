"""A search box has the habits of any search box: it opens what is clicked, keeps what is typed, and offers only what is there."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.test_pages import axe, too_wide

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
WITH_KEYBOARD = {"width": 360, "height": 340}  # what is left of it above the keyboard


def suggested(page: Page, text: str, field: str = "#zoek") -> Locator:
    """The suggestions after typing `text` key by key."""
    page.locator(field).click()
    page.keyboard.type(text, delay=30)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    return options


def opened_by(context: BrowserContext, act) -> str:
    """The address of the tab that `act` opens."""
    with context.expect_page() as waiting:
        act()
    tab = waiting.value
    tab.wait_for_url(re.compile(r"^http"))
    address = tab.url
    tab.close()
    return address


def test_a_mouse_opens_a_suggestion_by_a_click_and_by_nothing_less(visitor):
    context = visitor()
    page = context.new_page()
    page.goto("/")
    home = page.url
    options = suggested(page, "begel")
    assert not axe(page)
    first = options.first
    goal = first.evaluate("link => link.href")

    box = first.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    expect(first).to_be_visible()
    page.mouse.move(box["x"] + 20, box["y"] - 60)  # away from it: never mind
    page.mouse.up()
    first.click(button="right")
    expect(page).to_have_url(home)
    expect(first).to_be_visible()

    assert opened_by(context, lambda: first.click(button="middle")) == goal
    page.bring_to_front()
    page.locator("#zoek").press("End")
    if not first.is_visible():
        page.locator("#zoek").press("ArrowDown")
    assert opened_by(context, lambda: first.click(modifiers=["Control"])) == goal
    page.bring_to_front()
    expect(page).to_have_url(home)

    if not first.is_visible():
        page.locator("#zoek").press("ArrowDown")
    first.click()
    page.wait_for_url(goal)
    page.go_back()
    expect(page).to_have_url(home)
    expect(page.get_by_role("listbox")).to_be_hidden()


def inside(page: Page, element: Locator) -> bool:
    box, height = element.bounding_box(), page.evaluate("visualViewport.height")
    return box["y"] >= 0 and box["x"] >= 0 and box["y"] + box["height"] <= height and box["x"] + box["width"] <= 360


def drag(page: Page, element: Locator, up: int) -> None:
    """A finger that puts itself on `element` and moves up."""
    box, session = element.bounding_box(), page.context.new_cdp_session(page)
    x, y = box["x"] + 30, box["y"] + box["height"] - 20
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        points = [{"x": x, "y": y - up * step / 10}]
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("address", ["/", "/kennisbank/", "/zoeken/"])
def test_on_a_phone_the_list_fits_scrolls_and_opens_by_a_tap(visitor, address):
    page = visitor(**PHONE).new_page()
    page.goto(address)
    there = page.url
    page.locator("#zoek").tap()
    page.keyboard.type("begel", delay=30)
    options, suggestions = page.get_by_role("option"), page.get_by_role("listbox")
    expect(options.first).to_be_visible()
    assert inside(page, suggestions)
    assert too_wide(page) == 0

    page.set_viewport_size(WITH_KEYBOARD)
    page.wait_for_function(
        "() => document.querySelector('[role=listbox]').getBoundingClientRect().bottom <= visualViewport.height"
    )
    assert suggestions.bounding_box()["height"] > 100
    drag(page, suggestions, 60)
    page.wait_for_function("() => document.querySelector('[role=listbox]').scrollTop > 20")
    expect(page).to_have_url(there)
    expect(suggestions).to_be_visible()
    expect(page.locator("#zoek")).to_be_focused()

    last = options.last
    goal = last.evaluate("link => link.href")
    last.scroll_into_view_if_needed()
    last.tap()
    page.wait_for_url(goal)


def test_a_typing_error_or_another_hyphen_is_helped_while_typing(visitor):
    page = visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    page.goto("/zoeken/")
    meant = {
        "driehok": "driehoek",
        "zijinstro": "zij-instroom",
        "samenopl": "samen opleiden",
        "begeleidng": "begeleiding",
    }
    for typed, word in meant.items():
        page.locator("#zoek").fill("")
        expect(page.get_by_role("listbox")).to_be_hidden()
        suggested(page, typed)
        expect(page.get_by_role("option", name=re.compile(f"^{word} zoek$"))).to_be_visible()
    first = page.get_by_role("option").first
    first.tap()
    expect(page).to_have_url(re.compile(r"\?q=begeleiding$"))
    assert int(page.locator("[data-total]").first.get_attribute("data-total")) > 0


def test_by_keyboard_it_is_walked_left_and_opened(tab):
    tab.goto("/zoeken/")
    options = suggested(tab, "toets")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    goal = options.nth(1).evaluate("link => link.href")
    tab.keyboard.press("Enter")
    tab.wait_for_url(goal)
    tab.go_back()
    expect(tab).to_have_url(re.compile(r"/zoeken/$"))
    expect(tab.get_by_role("listbox")).to_be_hidden()

    tab.locator("#zoek").fill("")
    suggested(tab, "toets")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("listbox")).to_be_hidden()
    expect(tab.locator("#zoek")).to_have_value("toets")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/zoeken/\?q=toets$"))


# --- what is typed and not sent --------------------------------------------------------------------------------------


def tick(page: Page, facet: str, value: str) -> None:
    page.locator(f"[data-facet={facet}][data-value={value}] input").check()


def test_ticking_a_filter_takes_along_what_stands_in_the_box(tab):
    tab.goto("/kennisbank/")
    everything = tab.locator("[data-total]").get_attribute("data-total")
    suggested(tab, "toetsen")
    tick(tab, "sector", "vo")
    expect(tab).to_have_url(re.compile(r"\?q=toetsen&sector=vo$"))
    expect(tab.locator("#zoek")).to_have_value("toetsen")
    expect(tab.locator(".total")).to_contain_text("voor “toetsen”")
    tab.locator("#zoek").fill("")
    suggested(tab, "begel")  # the box still helps

    tick(tab, "sector", "po")
    expect(tab).to_have_url(re.compile(r"\?q=begel&sector="))
    tab.locator("#zoek").fill("begel en meer")  # not sent, and then a link in the list
    tab.get_by_role("link", name="Haal weg: vo").click()
    expect(tab).to_have_url(re.compile(r"\?q=begel&sector=po$"))
    expect(tab.locator("#zoek")).to_have_value("begel en meer")

    tab.goto("/kennisbank/?sector=vo")
    tab.locator("#zoek").fill("feedback")
    tick(tab, "sector", "mbo")
    expect(tab.locator(".total")).to_contain_text("voor “feedback”")
    tab.go_back()
    expect(tab).to_have_url(re.compile(r"/kennisbank/\?sector=vo$"))
    expect(tab.locator("#zoek")).to_have_value("")
    assert tab.locator("[data-total]").get_attribute("data-total") != everything


def test_a_long_list_stays_narrowed(tab):
    tab.goto("/kennisbank/")
    fold = tab.locator(".fold").first
    fold.locator("summary").click()
    word = "Haaglanden"
    fold.get_by_role("searchbox").fill(word)
    expect(fold.locator("li:visible").filter(has_not_text=word)).to_have_count(0)
    tick(tab, "sector", "vo")
    expect(tab).to_have_url(re.compile(r"sector=vo"))
    expect(tab.locator("#resultaten")).not_to_have_attribute("aria-busy", "true")
    expect(fold.get_by_role("searchbox")).to_have_value(word)
    expect(fold.locator("li:visible").first).to_contain_text(word)
    expect(fold.locator("li:visible").filter(has_not_text=word)).to_have_count(0)


def test_on_the_landkaart_letters_typed_while_the_answer_comes_stay(tab):
    tab.goto("/landkaart/")
    expect(tab.locator("#kaart.is-live")).to_be_attached()
    tab.locator("#tekst").fill("samen")
    answers = []
    tab.route("**/landkaart/?*", lambda route: answers.append(route))
    tick(tab, "sector", "po")
    tab.locator("#tekst").press("End")
    tab.keyboard.type(" op")
    answers[0].continue_()
    expect(tab).to_have_url(re.compile(r"\?q=samen&sector=po$"))
    expect(tab.locator("#resultaten")).not_to_have_attribute("aria-busy", "true")
    expect(tab.locator("#tekst")).to_have_value("samen op")
    expect(tab.locator("#tekst")).to_be_focused()
    tab.unroute("**/landkaart/?*")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"\?q=samen\+op&sector=po$"))

    full = tab.get_by_role("button", name="Volledig scherm")
    assert full.inner_text() == ""  # a drawing: no font has to know the sign
    assert full.locator("svg path").bounding_box()["width"] > 10


def test_without_scripts_either_button_sends_all_there_is(visitor):
    plain = visitor(java_script_enabled=False).new_page()
    for button in ("Zoek", "Toon resultaten"):
        plain.goto("/kennisbank/?sorteer=titel")
        plain.get_by_role("searchbox").fill("toetsen")
        tick(plain, "sector", "vo")
        plain.get_by_role("button", name=button, exact=True).click()
        assert plain.url.partition("?")[2] == "q=toetsen&sorteer=titel&sector=vo"
        expect(plain.get_by_role("searchbox")).to_have_value("toetsen")
    plain.goto("/landkaart/")
    plain.locator("#tekst").fill("samen")
    tick(plain, "sector", "po")
    plain.get_by_role("button", name="Toon", exact=True).click()
    assert "q=samen" in plain.url
    assert "sector=po" in plain.url


# --- how it was meant ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["oversplannen", "peerreveiw", "begeleidng", "werkplekbegeleidr", "samn"])
def test_how_it_was_meant_finds_what_it_promises(tab, word):
    for path in ("/zoeken/", "/kennisbank/", "/landkaart/"):
        tab.goto(f"{path}?q={word}")
        offer = tab.locator(".meant a")
        if not offer.count():
            continue
        assert offer.inner_text() != word
        promised = re.search(r"\(([\d.]+) resulta", tab.locator(".meant").inner_text())[1]
        tab.goto(offer.get_attribute("href"))
        assert tab.locator("[data-total]").first.get_attribute("data-total") == promised.replace(".", "") != "0"
