"""Where things come from, as editors tell it: who made an item, under which number it is known, and which schools DUO knows."""

import re

from playwright.sync_api import Page, expect

from tests.browser.people import log_in_as_editor
from tests.duo_files import a_csv, a_row


def test_an_editor_pastes_a_doi_and_says_who_made_it(person):
    editor = person()
    log_in_as_editor(editor)
    editor.goto("/beheer/pages/search/?q=Leren+op+de+werkplek")
    editor.get_by_role("link", name="Leren op de werkplek: wat we weten na 31 studies", exact=True).first.click()
    editor.wait_for_url(re.compile(r"/edit/$"))
    edit = editor.url

    editor.get_by_label("DOI").fill("https://doi.org/geen-doi")
    publish(editor)
    expect(editor.get_by_text("Dit is geen DOI. Een DOI begint met 10.").first).to_be_visible()

    expect(editor.get_by_text("Je tekst is wel als concept bewaard.")).to_be_visible(timeout=60_000)
    editor.on("dialog", lambda asked: asked.accept())  # what was refused may be left
    editor.goto(edit)
    editor.get_by_label("DOI").fill("https://dx.doi.org/10.5555/spsop.2020.004")
    editor.get_by_label("ISBN").fill("ISBN 978 90 274 3964 2")
    editor.get_by_label("Auteurs").fill("Werkgroep toetsing, H20\nBerg, Anna van den")
    publish(editor)
    expect(editor.locator(".messages")).to_contain_text("gepubliceerd", timeout=60_000)
    editor.goto(edit)
    expect(editor.get_by_label("DOI")).to_have_value("10.5555/spsop.2020.004")
    expect(editor.get_by_label("ISBN")).to_have_value("978-90-274-3964-2")

    editor.goto("/kennisbank/wat-weten-we-over-werkplekleren/")
    link = editor.get_by_role("link", name="10.5555/spsop.2020.004", exact=True)
    expect(link).to_have_attribute("href", "https://doi.org/10.5555/spsop.2020.004")
    ris = editor.request.get("/kennisbank/wat-weten-we-over-werkplekleren/citaat.ris").text()
    assert re.findall(r"AU  - (.*)\r", ris) == ["Werkgroep toetsing – H20", "van den Berg, Anna"]


def publish(editor: Page) -> None:
    """Presses Publiceren, which may stand in the menu beside another button."""
    button = editor.get_by_role("button", name=re.compile("Publiceren"))
    if not button.first.is_visible():
        editor.locator(".footer [data-w-dropdown-target=toggle]").click()
    button.first.click()


def test_a_file_that_excel_spoilt_is_told_by_row_and_read_all_the_same(person):
    editor = person()
    log_in_as_editor(editor)
    editor.goto("/beheer/duo-import/")
    rows = [
        a_row("98ZZ00", VESTIGINGSNAAM="@Work"),
        a_row("98ZZ01", **{"HUISNUMMER-TOEVOEGING": "12-okt"}),
        a_row("98ZZ02", VESTIGINGSNAAM="=1+1"),
    ]
    editor.get_by_label("Bestand van DUO").set_input_files(
        {"name": "vestigingen.csv", "mimeType": "text/csv", "buffer": a_csv(rows)}
    )
    editor.get_by_role("button", name="Bekijk wat er zou veranderen").click()
    expect(editor.locator("[data-step='98ZZ00']")).to_contain_text("@Work")
    expect(editor.locator("[data-step='98ZZ01']")).not_to_contain_text("okt")
    expect(editor.locator("[data-step='98ZZ02']")).to_have_count(0)
    house = editor.get_by_role("row").filter(has_text="12-okt")
    expect(house).to_contain_text("HUISNUMMER-TOEVOEGING")
    expect(house).to_contain_text("Excel heeft hier een datum van gemaakt.")
    formula = editor.get_by_role("row").filter(has_text="=1+1")
    expect(formula).to_contain_text("Dit is een formule")
    expect(formula).to_contain_text("4")
