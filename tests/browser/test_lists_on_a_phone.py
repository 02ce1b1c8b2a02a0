"""A list on a phone: who chooses a filter or looks for a place sees at once how much there is, and is there with one tap."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import tidy
from tests.browser.test_kennisbank import total

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LISTS = {
    "/kennisbank/": ("sector", "thema"),
    "/nieuws/": ("rubriek", "jaar"),
    "/agenda/?periode=geweest": ("soort", "sector"),
    "/landkaart/": ("sector", "thema"),
}


@pytest.fixture
def phone(visitor) -> Page:
    return visitor(**PHONE).new_page()


def wanted(count: int) -> str:
    return f"Toon {count} {'resultaat' if count == 1 else 'resultaten'}"


def opened(page: Page, address: str) -> None:
    """The list with all its filters open."""
    page.goto(address)
    page.locator(".filters > summary, #meer > summary").tap()


def tick(page: Page, facet: str, which: int = 0) -> int:
    """Ticks an option of a facet that finds something; gives what stands beside it."""
    option = page.locator(f"[data-facet={facet}]:has(input:not([disabled]):not(:checked))").nth(which)
    count = int(option.get_attribute("data-count"))
    if not option.is_visible():
        page.locator("fieldset", has=option).locator("summary").tap()
    option.locator("input").tap()
    return count


def shown(page: Page, count: int) -> None:
    """The list has the focus, begins at the top of the screen and holds so many."""
    expect(page.locator("#resultaten")).to_be_focused()
    expect(page.locator(".total")).to_be_in_viewport(ratio=1)
    page.wait_for_function("() => Math.abs(document.querySelector('#resultaten').getBoundingClientRect().top) < 60")
    assert total(page) == count


@pytest.mark.parametrize("address", LISTS)
def test_every_tick_tells_in_sight_how_many_there_are_and_one_tap_shows_them(phone, address):
    opened(phone, address)
    button = phone.locator("#toon")
    expect(button).to_have_text(wanted(total(phone)))
    expect(button).to_be_in_viewport(ratio=1)
    first, second = LISTS[address]
    narrowed = count = tick(phone, first)
    expect(button).to_have_text(wanted(count))
    expect(button).to_be_in_viewport(ratio=1)
    expect(phone.locator(".total")).not_to_be_in_viewport()  # so the button is what tells
    expect(phone.get_by_role("status").filter(has=phone.locator("b"))).to_contain_text(str(count))  # and a reader
    if phone.locator(".filters").count():
        expect(phone.locator(".filters > summary")).to_contain_text("1 gekozen")
    count = tick(phone, second)
    expect(phone).to_have_url(re.compile(f"{second}="))
    expect(button).to_have_text(wanted(count))
    expect(button).to_be_in_viewport(ratio=1)
    assert count == total(phone)
    button.evaluate("button => button.form.scrollIntoView({ block: 'end' })")  # to its own place, beside nothing
    tidy(phone)
    button.tap()
    shown(phone, count)
    expect(phone.locator("[data-item]").first).to_be_in_viewport()

    phone.go_back()
    expect(phone).not_to_have_url(re.compile(f"{second}="))
    expect(button).to_have_text(wanted(narrowed))
    assert total(phone) == narrowed


def test_on_the_landkaart_a_tick_without_more_filters_tells_too(phone):
    phone.goto("/landkaart/")
    count = tick(phone, "sector")
    button = phone.locator("#toon")
    expect(button).to_have_text(wanted(count))
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    shown(phone, count)


def test_the_two_halves_of_the_agenda_keep_the_filter_that_was_ticked(phone):
    opened(phone, "/agenda/?periode=geweest")
    tick(phone, "sector")
    expect(phone.get_by_role("link", name="Komend")).to_have_attribute("href", re.compile(r"\?sector="))


def test_a_text_that_was_not_sent_goes_along_with_the_tap(phone):
    opened(phone, "/kennisbank/")
    tick(phone, "sector")
    expect(phone).to_have_url(re.compile("sector="))
    phone.locator("#zoek").fill("toetsen")
    phone.locator("#toon").tap()
    expect(phone).to_have_url(re.compile(r"\?q=toetsen&sector="), timeout=30_000)  # the first search of a busy machine
    shown(phone, total(phone))
    expect(phone.locator(".total")).to_contain_text("voor “toetsen”")


def test_a_list_of_choices_that_is_narrowed_says_how_many_are_left(phone):
    opened(phone, "/kennisbank/")
    fold = phone.locator(".fold").first
    heading = fold.locator("summary")
    whole = heading.inner_text()
    heading.tap()
    fold.get_by_role("searchbox").fill("rotterdam")
    left = fold.locator("li:visible").count()
    assert 0 < left < int(whole.split()[0])
    expect(heading).to_have_text(f"{left} van {whole}")
    fold.get_by_role("searchbox").fill("")
    expect(heading).to_have_text(whole)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_postcode_on_the_landkaart_brings_what_was_found_into_sight(visitor, scripts):
    page = visitor(**PHONE, java_script_enabled=scripts).new_page()
    page.goto("/landkaart/")
    expect(page.locator("#toon")).to_be_hidden()  # one button is enough to begin with
    page.locator("#plaats").tap()
    page.keyboard.type("9306 TC")
    page.keyboard.press("Enter")
    expect(page.locator("#lijst .km").first).to_be_in_viewport()
    shown(page, 51)
    expect(page.locator(".total")).to_contain_text("dichtstbij eerst")

    page.locator("#plaats").fill("Utrect")  # one that is not there is told in sight as well
    page.get_by_role("button", name="Toon", exact=True).tap()
    expect(page.get_by_text("kennen we niet als postcode of plaats")).to_be_in_viewport()
    shown(page, 51)


def test_without_scripts_the_button_in_sight_sends_the_form(visitor):
    plain = visitor(**PHONE, java_script_enabled=False).new_page()
    for address, (facet, _) in LISTS.items():
        opened(plain, address)
        expect(plain.locator("#toon")).to_be_in_viewport(ratio=1)
        count = tick(plain, facet)
        plain.get_by_role("button", name="Toon resultaten").tap()
        expect(plain).to_have_url(re.compile(f"{facet}="))
        expect(plain.locator(".total")).to_be_in_viewport(ratio=1)
        assert total(plain) == count
