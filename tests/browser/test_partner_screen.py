"""The partners of a large partnership: found, changed, added, moved and undone in the admin; handed in, compared, returned and approved."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.admin_desk import decide
from tests.browser.people import log_in_as_editor
from tests.browser.test_pages import axe, too_wide

LARGE, OTHER = "Opleiden met Esprit", "Academische Opleidingsschool Oost-Nederland (AOS-ON)"
MOST_ELEMENTS = 15_000
expect.set_options(timeout=30_000)


def its_number(page: Page, title: str) -> str:
    """The id of a partnership's page, from the search in the admin."""
    page.goto(f"/beheer/pages/search/?q={title}")
    link = page.locator("a[href*='/edit/']", has_text=title).first.get_attribute("href")
    return re.search(r"/pages/(\d+)/", link)[1]


def usable(page: Page) -> None:
    """Light enough, accessible, and within the screen of a phone."""
    assert page.evaluate("document.getElementsByTagName('*').length") < MOST_ELEMENTS
    assert not axe(page), page.url
    before = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 800})
    assert too_wide(page) == 0, page.url
    page.set_viewport_size(before)


def find(page: Page, words: str) -> None:
    page.get_by_label("Naam, plaats, straat of BRIN").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**zoek=**")


def type_day(field: Locator, day: str) -> None:
    """Fills in a day, and leaves its calendar."""
    field.fill(day)
    field.page.keyboard.press("Escape")


def open_first(page: Page) -> str:
    """Opens the first partner of the list; gives its BRIN."""
    row = page.locator("tr[data-item]").first
    brin = re.search(r"\b\d\d[A-Z]{2}\d\d\b", row.inner_text())[0]
    row.get_by_role("link", name="Wijzig").click()
    page.wait_for_url("**/een/**")
    return brin


def governed_by(page: Page, name: str, count: int) -> None:
    """Gives this many organisations of that name one board, as an import does."""
    log_in_as_editor(page)
    page.goto(f"/beheer/snippets/partnerships/organisation/?q={name}")
    links = page.locator("main table a[href*='/edit/']", has_text=name)
    for address in [links.nth(place).get_attribute("href") for place in range(count)]:
        page.goto(address)
        page.get_by_label("Nummer van het bevoegd gezag", exact=True).fill("40406")
        page.get_by_role("button", name="Opslaan").first.click()
        page.wait_for_url("**/organisation/")
    page.context.clear_cookies()


def test_partners_are_found_changed_added_moved_and_published(person):
    els, reader = person(), person()
    log_in_as_editor(els)
    number = its_number(els, LARGE)
    els.goto(f"/beheer/pages/{number}/edit/")
    assert els.evaluate("document.getElementsByTagName('*').length") < MOST_ELEMENTS
    els.get_by_role("link", name="Bekijk en wijzig de partners").click()
    expect(els.locator("[data-total]")).to_contain_text("van 3")
    usable(els)

    # Found, with a filter; stopped on a day; undone.
    els.locator("select[name=rol]").select_option("school")
    els.locator("select[name=stand]").select_option("nu")
    find(els, "amsterdam montessori")
    waiting = els.get_by_role("region", name="Nog niet op de site")
    expect(waiting).to_have_count(0)
    brin = open_first(els)
    usable(els)
    els.go_back()  # looked at only: the list is as it was
    expect(els.get_by_label("Naam, plaats, straat of BRIN")).to_have_value("amsterdam montessori")
    assert open_first(els) == brin
    type_day(els.get_by_label("Gestopt op"), "2020-01-01")
    type_day(els.get_by_label("Doet mee sinds"), "2024-08-01")
    els.get_by_role("button", name="Bewaar").click()
    expect(els.get_by_text("De einddatum ligt vóór de begindatum.")).to_be_visible()
    type_day(els.get_by_label("Gestopt op"), "2027-08-01")
    els.get_by_role("button", name="Bewaar").click()
    expect(waiting).to_contain_text(f"{brin})")
    expect(waiting).to_contain_text("tot 1 augustus 2027")
    expect(els.get_by_label("Naam, plaats, straat of BRIN")).to_have_value("amsterdam montessori")
    waiting.get_by_role("button", name="Zet terug").click()
    expect(els.get_by_text("Teruggezet")).to_be_visible()
    expect(waiting).to_have_count(0)

    # Another role.
    open_first(els)
    els.get_by_label("Rol").select_option("overig")
    els.get_by_role("button", name="Bewaar").click()
    expect(waiting).to_contain_text("→ overig")

    # Added, with the other schools of its board.
    governed_by(reader, "Axia College", 3)
    els.get_by_role("link", name="Voeg een partner toe").click()
    els.get_by_label("Naam, plaats of BRIN").fill("axia amersfoort")
    els.keyboard.press("Enter")
    found = els.locator("label", has_text="Axia College").first
    name = re.sub(r", [^,]*$", "", found.inner_text().strip())
    usable(els)
    found.click()
    els.get_by_label("ook de 2 andere scholen van dit bestuur").first.check()
    type_day(els.get_by_label("Doet mee sinds"), "2026-08-01")
    els.get_by_role("button", name="Voeg toe").click()
    expect(els.get_by_text("Toegevoegd: Axia College")).to_be_visible()
    expect(els.get_by_text("staat al in de lijst: school, sinds 1 augustus 2026")).to_have_count(3)
    els.get_by_role("link", name="Naar de lijst").first.click()
    expect(waiting).to_contain_text("+ Axia College")

    # Moved to another partnership, on one day.
    find(els, "montessorischool")
    moved = open_first(els)
    els.get_by_label("Verplaats naar").select_option(label=OTHER)
    type_day(els.get_by_label("Per", exact=False).last, "2027-08-01")
    els.get_by_role("button", name="Verplaats").click()
    expect(els.get_by_text("Beide staan als concept klaar.")).to_be_visible()
    expect(waiting).to_contain_text(f"{moved})")
    els.get_by_role("link", name=f"Partners van {OTHER}").first.click()
    expect(waiting).to_contain_text(f"{moved}): school, sinds 1 augustus 2027")

    # Taken back at one of the two, which names the other; and there.
    els.goto(f"/beheer/partners/{number}/")
    waiting.locator("li", has_text=f"{moved})").get_by_role("button", name="Zet terug").click()
    expect(els.locator(".messages")).to_contain_text(f"Bij {OTHER} staat voor deze partner nog een wijziging klaar.")
    expect(waiting).not_to_contain_text(f"{moved})")
    els.get_by_role("link", name=f"Partners van {OTHER}").first.click()
    waiting.locator("li", has_text=f"{moved})").get_by_role("button", name="Zet terug").click()
    expect(els.get_by_text("Teruggezet")).to_be_visible()
    expect(els.locator(".messages")).not_to_contain_text("nog een wijziging klaar")
    expect(waiting).to_have_count(0)

    # Who changed what; then all of it on the site at once.
    els.goto(f"/beheer/partners/{number}/geschiedenis/")
    expect(els.get_by_text("Eindredacteur").first).to_be_visible()
    expect(els.locator(".partners__changes").first).to_contain_text(moved)  # also what was taken back
    usable(els)
    els.get_by_role("link", name="Terug naar de lijst").click()
    waiting.get_by_role("button", name="Publiceer").click()
    expect(els.get_by_text("De partners staan op de site.")).to_be_visible()
    address = els.get_by_role("link", name="Bekijk op de site").get_attribute("href")
    reader.goto(address)
    expect(reader.get_by_text(name.partition(",")[0]).first).to_be_attached()
    assert els.said == []


def test_a_hand_in_is_compared_returned_and_approved(person):
    jo, els = person(), person()
    log_in_as_editor(jo, "redacteur")
    number = its_number(jo, "Opleidingsschool Haaglanden")
    jo.goto(f"/beheer/partners/{number}/erbij/")
    jo.get_by_label("Naam, plaats of BRIN").fill("axia amersfoort")
    jo.keyboard.press("Enter")
    jo.locator("label", has_text="Axia College").first.click()
    jo.get_by_role("button", name="Voeg toe").click()
    expect(jo.get_by_text("Toegevoegd: Axia College")).to_be_visible()
    jo.get_by_role("link", name="Naar de lijst").first.click()
    expect(jo.get_by_role("button", name="Publiceer")).to_have_count(0)
    jo.get_by_role("button", name="Lever in").click()
    expect(jo.get_by_text("Ingeleverd.")).to_be_visible()
    expect(jo.get_by_role("link", name="Voeg een partner toe")).to_have_count(0)

    log_in_as_editor(els)
    els.goto("/beheer/werk/beoordelen/")
    row = els.locator("li, tr", has_text="Opleidingsschool Haaglanden").last
    row.get_by_role("link", name="Bekijk het verschil").click()
    lines = els.locator(".difference")
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("+ Axia College")
    assert not re.search(r"None|True|False|\d{4}-\d\d-\d\d|\['", els.locator("main").inner_text())
    els.goto(f"/beheer/pages/{number}/edit/")
    decide(els, "reject", "Sinds wanneer doet Axia mee?")
    expect(els.get_by_text("is teruggestuurd")).to_be_visible()

    jo.goto(f"/beheer/pages/{number}/edit/")
    expect(jo.get_by_text("“Sinds wanneer doet Axia mee?”")).to_be_visible()
    jo.get_by_role("link", name="Bekijk en wijzig de partners").click()
    find(jo, "axia")
    jo.locator("tr[data-item]").first.get_by_role("link", name="Wijzig").click()
    type_day(jo.get_by_label("Doet mee sinds"), "2026-08-01")
    jo.get_by_role("button", name="Bewaar").click()
    jo.get_by_role("button", name="Lever in").click()
    expect(jo.get_by_text("Ingeleverd.")).to_be_visible()

    els.goto("/beheer/werk/beoordelen/")
    els.get_by_role("link", name="Opleidingsschool Haaglanden").first.click()
    decide(els, "approve", "Dank je.")
    expect(els.get_by_text("is goedgekeurd")).to_be_visible()
    els.get_by_role("link", name="Bekijk op de site").click()
    expect(els.get_by_text("Axia College").first).to_be_attached()
    assert jo.said == []
    assert els.said == []
