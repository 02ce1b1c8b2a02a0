"""The list of partners on a phone: add, stop, change, propose, a whole board; nothing typed is lost, and nothing saved is taken away."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin_desk import decide, number_of, open_page
from tests.browser.people import log_in_as_coordinator, log_in_as_editor, tidy

PHONE = {"width": 360, "height": 780}
PORTAL = "/mijn-partnerschap/opleidingsschool-haaglanden/"
STEP = f"{PORTAL}stap/partners/"
NOT_SAVED = "In deze browser staat nog tekst"
expect.set_options(timeout=20_000)
COUNT_TAPS = """
  const tap = () => sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps") ?? 0) + 1);
  addEventListener("pointerdown", tap, true);
  addEventListener("keydown", (event) => { if (event.key === "Enter") tap(); }, true);
"""


def taps(page: Page) -> int:
    """How often somebody tapped or pressed Enter in this tab since the last time we asked."""
    count = page.evaluate("Number(sessionStorage.getItem('taps') ?? 0)")
    page.evaluate("sessionStorage.removeItem('taps')")
    return count


def row(page: Page, name: str):
    return page.locator(".partner[data-words]", has_text=name).first


def told(page: Page, words: str) -> None:
    """The words stand where they are always in sight."""
    expect(page.locator("[data-saved]")).to_contain_text(words)
    expect(page.locator("[data-saved]")).to_be_in_viewport()


def search_and_add(page: Page, words: str) -> str:
    """Adds the first that is found; gives its name."""
    page.get_by_label("Zoek een school").fill(words)
    page.get_by_label("Zoek een school").press("Enter")
    page.wait_for_url("**zoek=*")
    add = page.get_by_role("button", name=re.compile("^Voeg toe ?:")).first
    name = add.text_content().partition(": ")[2].strip()
    add.click()
    told(page, "staat nu in de lijst")
    return name


@pytest.fixture
def vera(person) -> Page:
    page = person(viewport=PHONE)
    page.add_init_script(COUNT_TAPS)
    log_in_as_coordinator(page, STEP)
    taps(page)
    return page


def test_one_school_is_added_and_another_stopped_in_a_few_taps(vera):
    assert vera.evaluate("document.documentElement.scrollHeight") < 5_000  # was 38,000 for these 138 partners
    added = search_and_add(vera, "amersfoort")
    expect(vera.get_by_text(NOT_SAVED)).to_have_count(0)
    expect(row(vera, added)).to_be_in_viewport()
    expect(row(vera, added).get_by_label("Doet mee sinds")).to_be_visible()

    vera.get_by_label("Zoek in jullie lijst").fill("delft")
    stopped = vera.locator(".partner[data-words]:visible").first.locator("b").inner_text()
    vera.locator(".partner[data-words]:visible").first.get_by_role("checkbox").check()
    vera.get_by_role("button", name="Stopt", exact=True).click()
    told(vera, "stopt per")
    expect(row(vera, stopped)).to_be_in_viewport()
    expect(row(vera, stopped)).to_contain_text("gewijzigd")
    assert taps(vera) <= 6
    tidy(vera)

    vera.reload()
    expect(vera.get_by_text(NOT_SAVED)).to_have_count(0)
    vera.get_by_role("link", name="Toon wat veranderd is (2)").click()
    expect(vera.locator(".partner[data-words]")).to_have_count(2)
    tidy(vera)
    vera.get_by_role("button", name="Ga verder").click()
    vera.goto(STEP)
    expect(vera.get_by_text(NOT_SAVED)).to_have_count(0)
    vera.go_back()
    vera.goto("/mijn-partnerschap/opleidingsschool-haaglanden/inleveren/")
    expect(vera.locator(".changes")).to_contain_text(added)
    expect(vera.locator(".changes")).to_contain_text(stopped)
    assert vera.said == []


def test_after_a_search_what_is_wrong_comes_into_sight(vera):
    vera.get_by_label("Zoek een school").fill("14oy")
    vera.get_by_label("Zoek een school").press("Enter")
    vera.wait_for_url("**zoek=14oy#zoek")
    expect(vera.locator(".found-list li").first).to_contain_text("BRIN 14OY")
    vera.get_by_label("Zoek in jullie lijst").fill("gouda")
    its = vera.locator(f"#{vera.locator('.partner[data-words]:visible').first.get_attribute('id')}")
    its.get_by_role("link", name="Wijzig").click()
    its.get_by_label("Doet mee sinds").fill("2020-08-01")
    its.get_by_label("Stopt per").fill("2019-08-01")
    its.get_by_role("button", name="Bewaar").click()
    expect(vera.get_by_role("alert")).to_contain_text("Stopt per")
    expect(its.get_by_text("Deze dag ligt vóór")).to_be_in_viewport()
    expect(its.get_by_label("Stopt per")).to_be_focused()
    tidy(vera)


def test_what_was_not_saved_comes_back_in_its_own_row_whatever_happened_to_the_list(vera):
    vera.get_by_label("Zoek in jullie lijst").fill("delft")
    its = vera.locator(".partner[data-words]:visible").nth(1)
    key = its.get_attribute("id")
    its.get_by_role("link", name="Wijzig").click()
    vera.locator(f"#{key}").get_by_label("Doet mee sinds").fill("2011-09-01")
    told(vera, "Bewaard om")
    vera.context.set_offline(True)
    vera.locator(f"#{key}").get_by_label("Doet mee sinds").fill("2012-09-01")
    told(vera, "Geen verbinding")
    vera.context.set_offline(False)

    second = vera.context.new_page()
    second.goto(STEP)
    expect(second.get_by_text(NOT_SAVED)).to_be_visible()  # the same browser: it is kept for all its tabs
    search_and_add(second, "aalsmeer")  # now every row has another place
    second.close()

    vera.goto(STEP)
    before = vera.locator(".partner[data-words]").count()
    expect(vera.get_by_text(NOT_SAVED)).to_be_visible()
    vera.get_by_role("button", name="Zet terug").click()
    expect(vera.locator(f"#{key}").get_by_label("Doet mee sinds")).to_have_value("2012-09-01")
    told(vera, "Bewaard om")
    vera.reload()
    expect(vera.get_by_text(NOT_SAVED)).to_have_count(0)
    expect(vera.locator(".partner[data-words]")).to_have_count(before)
    expect(vera.locator(f"#{key}")).to_contain_text("sinds 1-9-2012")
    assert vera.locator(".partner[data-words]", has_text="sinds 1-9-2012").count() == 1


def test_ones_own_second_tab_is_called_that(vera):
    other = vera.context.new_page()
    other.goto(STEP)
    for page, day in ((other, "2013-09-01"), (vera, "2014-09-01")):
        page.get_by_label("Zoek in jullie lijst").fill("den haag")
        its = page.locator(".partner[data-words]:visible").first
        key = its.get_attribute("id")
        its.get_by_role("link", name="Wijzig").click()
        page.locator(f"#{key}").get_by_label("Doet mee sinds").fill(day)
        told(page, "Bewaard om" if page is other else "in een ander tabblad veranderd")
    vera.locator(f"#{key}").get_by_role("button", name="Bewaar").click()
    expect(vera.get_by_role("alert").first).to_contain_text("Je hebt dit in een ander tabblad veranderd")
    expect(vera.locator(f"#{key}")).to_contain_text("sinds 1-9-2013")
    tidy(vera)
    vera.locator(f"#{key}").get_by_label("Doet mee sinds").fill("2015-09-01")  # typing on chooses nothing
    told(vera, "Kies welke versie blijft staan.")
    vera.locator(f"#{key}").get_by_role("button", name="Houd wat er nu staat").click()
    told(vera, "Bewaard zoals het er staat.")
    expect(vera.locator(f"#{key}")).to_contain_text("sinds 1-9-2013")
    vera.get_by_text("Maakte plaats: Partners").click()
    expect(vera.get_by_text("sinds 1-9-2015")).to_be_visible()
    tidy(vera)


def test_propose_with_a_role_and_add_a_board_with_its_schools(vera, person):
    vera.get_by_text("Stel haar voor").click()
    vera.get_by_label("Naam").fill("Basisschool Nieuw")
    vera.get_by_label("Plaats").fill("Houten")
    vera.get_by_role("button", name="Zet in de lijst").click()
    expect(vera.get_by_text("Kies welke rol de organisatie heeft.")).to_be_visible()
    vera.locator("#id_voorstel-role").select_option("school")
    vera.get_by_role("button", name="Zet in de lijst").click()
    told(vera, "Basisschool Nieuw, Houten staat nu in de lijst")
    expect(row(vera, "Basisschool Nieuw")).to_be_in_viewport()
    expect(row(vera, "Basisschool Nieuw").get_by_label("Rol")).to_have_value("school")

    editor = person()
    log_in_as_editor(editor)
    governed = "Nummer van het bevoegd gezag"
    for name, place, label, number in (
        ("Dunamare", 0, "Bestuursnummer", "40404"), ("Zandvoort", 0, governed, "40404"),
        ("Hilversum", 0, governed, "40405"), ("Hilversum", 1, governed, "40405"),
    ):  # fmt: skip
        editor.goto(f"/beheer/snippets/partnerships/organisation/?q={name}")
        editor.locator("main a[href*='/edit/']").nth(place).click()
        editor.get_by_label(label, exact=True).fill(number)
        editor.get_by_role("button", name="Opslaan").first.click()
        editor.wait_for_url("**/organisation/")
    vera.get_by_label("Zoek een school").fill("dunamare")
    vera.get_by_label("Zoek een school").press("Enter")
    vera.get_by_role("button", name="Voeg ook de school van dit bestuur toe").click()
    told(vera, "Toegevoegd: 1 school van Dunamare")
    expect(row(vera, "Dunamare")).to_be_in_viewport()
    # A school brings the others of its board, though no board has that number.
    vera.get_by_label("Zoek een school").fill("hilversum")
    vera.get_by_label("Zoek een school").press("Enter")
    vera.get_by_role("button", name="Voeg ook de andere school van dit bestuur toe").first.click()
    told(vera, "Toegevoegd: 2 scholen van het bestuur van")
    expect(vera.get_by_role("button", name="van dit bestuur toe")).to_have_count(0)

    vera.get_by_role("link", name=re.compile("Toon wat veranderd is")).click()
    vera.get_by_role("button", name="Kies alles wat hier staat").click()
    vera.get_by_label("Per", exact=True).fill("2026-08-01")
    vera.get_by_role("button", name="Doet mee sinds").click()
    told(vera, "partners doen mee sinds 1 augustus 2026")
    tidy(vera)
    vera.get_by_label("Zoek in jullie lijst").fill("basisschool nieuw")
    row(vera, "Basisschool Nieuw").get_by_role("link", name="Wijzig").click()
    row(vera, "Basisschool Nieuw").get_by_role("button", name="Haal weg").click()
    told(vera, "Basisschool Nieuw, Houten is uit de lijst")
    assert vera.said == []


def test_the_bar_hides_nothing_that_has_the_focus(vera):
    vera.get_by_label("Zoek in jullie lijst").focus()
    for _ in range(40):
        vera.keyboard.press("Tab")
        covered = vera.evaluate(
            """() => { const bar = document.querySelector(".bar"), at = document.activeElement.getBoundingClientRect();
            const place = bar.getBoundingClientRect();
            return !bar.contains(document.activeElement) && at.bottom > place.top + 1 && at.top < place.bottom - 1; }"""
        )
        assert not covered, vera.evaluate("document.activeElement.outerHTML")


def test_a_first_round_from_contact_to_live_and_a_year_later_it_still_holds(vera, person, postman):
    """By keyboard where one types; the editor sees one list of changes, the visitor all of it."""
    editor, reader = person(), person(viewport=PHONE)
    vera.goto(f"{PORTAL}stap/contact/")
    vera.get_by_label("E-mailadres").focus()
    vera.keyboard.press("Tab")
    vera.keyboard.press("Control+a")
    vera.keyboard.insert_text("haaglanden.voorbeeld.nl/opleiden")
    told(vera, "Bewaard om")
    while vera.evaluate("document.activeElement.value") != "overzicht":
        vera.keyboard.press("Tab")
    vera.keyboard.press("Enter")
    expect(vera.get_by_text("Bewaard. Nog niet zichtbaar voor anderen")).to_be_visible()

    vera.goto(STEP)
    added = search_and_add(vera, "utrecht")
    vera.get_by_label("Zoek in jullie lijst").fill("gouda")
    stopped = vera.locator(".partner[data-words]:visible").first.locator("b").inner_text()
    vera.locator(".partner[data-words]:visible").first.get_by_role("checkbox").check()
    vera.get_by_role("button", name="Stopt", exact=True).click()
    told(vera, "stopt per")
    vera.get_by_role("button", name="Klaar").click()
    vera.get_by_role("link", name="Bekijk het voorbeeld").click()
    expect(vera.get_by_role("link", name="haaglanden.voorbeeld.nl")).to_have_count(1)
    vera.get_by_role("link", name="Kijk na en lever in").click()
    for words in (added, stopped, "https://haaglanden.voorbeeld.nl/opleiden"):
        expect(vera.locator(".changes")).to_contain_text(words)
    tidy(vera)
    vera.get_by_role("button", name="Lever in").click()
    expect(vera.get_by_role("heading", name="Het ligt bij de redactie")).to_be_visible()
    expect(vera.get_by_role("button", name="Alles klopt nog")).to_have_count(0)

    log_in_as_editor(editor)
    open_page(editor, number_of(editor, "Opleidingsschool Haaglanden"))
    decide(editor, "approve")
    postman.letter("coordinator@voorbeeld.nl", "is bijgewerkt")
    reader.goto("/partnerschappen/opleidingsschool-haaglanden/")
    expect(reader.get_by_role("link", name="haaglanden.voorbeeld.nl")).to_have_count(1)
    expect(reader.get_by_text(added.partition(",")[0]).first).to_be_attached()
    reader.get_by_text("Deden eerder mee").click()
    expect(reader.locator("details", has_text="Deden eerder mee")).to_contain_text(stopped)

    vera.goto(PORTAL)
    vera.get_by_role("button", name="Alles klopt nog").press("Enter")
    expect(vera.get_by_text("Bij het profiel staat nu dat jullie het vandaag hebben gecontroleerd.")).to_be_visible()
    tidy(vera)
    assert vera.said == []
