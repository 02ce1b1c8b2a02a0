"""What an editor types, pastes and sees beside the form: days in Dutch, tables in a text, the page in the panel."""

import re

from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.clipboards import paste
from tests.browser.people import log_in_as_editor

expect.set_options(timeout=30_000)  # two cores may be busy with other tests
AMSTERDAM = {"timezone_id": "Europe/Amsterdam"}
NEWS = "Gezocht: voorbeelden van begeleiding"
ITEM = "Eerst de reistijd, dan de stageplek"
WRITTEN = {
    "31-12-2026": "31-12-2026",
    "31/12/2026": "31-12-2026",
    "1-12-2026": "01-12-2026",
    "31 december 2026": "31-12-2026",
    "do 31 dec. 2026": "31-12-2026",
    "2026-12-31": "31-12-2026",
}


def open_page(page: Page, title: str) -> None:
    """The form of the page with this title."""
    page.goto(f"/beheer/pages/search/?q={title}")
    page.locator("main").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("button", name="Bewaar concept")).to_be_visible()


def typed(page: Page, field: Locator, text: str) -> None:
    """Types in a field, as far as somebody would: also what the picker beside it makes of that."""
    field.fill("")
    field.press_sequentially(text)
    field.press("Tab")


def saved_by_itself(page: Page, text: str):
    """While this goes on, the form is saved by itself with this text in it."""

    def holds_it(answer: Response) -> bool:
        asked = answer.request
        return (
            answer.ok and asked.method == "POST" and answer.url.endswith("/edit/") and text in (asked.post_data or "")
        )

    return page.expect_response(holds_it)


def test_days_are_read_as_dutch_people_type_them_and_refused_by_name(person):
    page = person(**AMSTERDAM)
    log_in_as_editor(page)
    open_page(page, NEWS)
    day = page.get_by_label("Datum", exact=False).first
    for text, shown in WRITTEN.items():
        typed(page, day, text)
        expect(day).to_have_value(shown)
    with saved_by_itself(page, "31-12-2026"):
        typed(page, day, "31 december 2026")
    page.reload()
    expect(day).to_have_value("31-12-2026")

    for text in ("morgen", "31-2-2026", "12-31-2026"):
        typed(page, day, text)
        expect(day).to_have_value(text)  # not today
    page.get_by_role("button", name="Bewaar concept").click()
    expect(page.get_by_text("Dit is geen dag. Vul bij “Datum” een dag in als 31-12-2026.")).to_be_visible()
    expect(day).to_have_value("12-31-2026")


def test_a_time_is_typed_with_its_day_and_may_not_fall_in_the_hour_that_is_skipped(person):
    page = person(**AMSTERDAM)
    log_in_as_editor(page)
    open_page(page, "Congres")
    begin = page.get_by_label("Begin", exact=False).first
    typed(page, begin, "1 december 2027 3 uur")
    expect(begin).to_have_value("01-12-2027 03:00")
    end = page.get_by_label("Einde", exact=False).first
    with saved_by_itself(page, "01-12-2027 16:30"):
        typed(page, end, "1-12-2027 16.30 uur")
        expect(end).to_have_value("01-12-2027 16:30")
    page.reload()
    expect(
        page.locator("[name^=sessions-][value='01-12-2027 03:00']").first
    ).to_be_visible()  # they are in their order now

    page.get_by_label("Toon/verberg status").click()
    page.get_by_role("button", name=re.compile("[Ss]chema")).first.click()
    dialog, field = page.locator("#schedule-publishing-dialog"), page.locator("#id_go_live_at")
    typed(page, field, "28 maart 2027 02:30")
    expect(field).to_have_value("28 maart 2027 02:30")
    dialog.get_by_role("button", name="Schema opslaan").click()
    expect(page.locator(".error-message").filter(has_text="op 28 maart 2027 bestaat 2.30 niet")).to_have_count(1)


def test_filters_read_days_too(person):
    page = person(**AMSTERDAM)
    log_in_as_editor(page)
    open_page(page, NEWS)
    page.goto(page.url.replace("/edit/", "/history/"))
    page.locator("header .w-dropdown__toggle:has(.icon-sliders)").click()
    page.locator("header").get_by_role("button", name="Datum").click()
    typed(page, page.get_by_placeholder("Datum vanaf"), "1 januari 2027")
    expect(page.get_by_text("1 januari 2027 - alles")).to_be_visible()
    expect(page.get_by_text("Geen logboekvermeldingen")).to_be_visible()


def test_the_panel_shows_the_page_follows_what_is_typed_and_counts_its_problems(person):
    page = person()
    log_in_as_editor(page)
    open_page(page, NEWS)
    page.get_by_label("Toon/verberg voorvertoning").click()
    shown = page.frame_locator("#w-preview-iframe")
    heading = shown.get_by_role("heading", level=1)
    expect(heading).to_contain_text(NEWS)
    assert heading.evaluate("it => [...document.styleSheets].every(sheet => sheet.cssRules.length)")
    expect(shown.get_by_role("navigation").first).to_be_visible()
    page.locator("#id_title").click()
    page.keyboard.press("End")
    page.keyboard.type(", en de rest")
    expect(heading).to_contain_text(", en de rest")

    page.get_by_label("Checks aan/uitzetten").click()
    count = page.locator("[data-side-panel=checks] [data-content-checker-count]")
    expect(count).to_have_text("0")
    page.locator("[data-contentpath=body] .public-DraftEditor-content").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("### Een kop die een niveau overslaat")
    page.keyboard.press("Enter")
    expect(count).to_have_text("1")
    expect(page.locator("[data-checks-panel]")).to_contain_text("kopniveaus")
    assert not [text for text in page.said if "Framing" in text or "Content Security Policy" in text]


def cells(table: Locator) -> list[list[str]]:
    """What stands on the screen in a table of the form."""
    read = "it => [...it.rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    return table.locator("table.htCore").first.evaluate(read)


def publish(page: Page) -> None:
    page.reload()
    page.get_by_role("button", name="Meer acties").click()
    page.get_by_role("button", name="Publiceren").click()


def body(page: Page) -> Locator:
    return page.locator("[data-contentpath=body]")


def add_table(page: Page) -> None:
    body(page).locator(".c-sf-add-button").last.click()
    with saved_by_itself(page, "table_header_choice"):
        page.get_by_role("option", name="Tabel").click()


def test_a_table_is_made_with_buttons_and_keys_and_published(person):
    page = person()
    log_in_as_editor(page)
    open_page(page, ITEM)
    add_table(page)
    expect(page.get_by_label("Koppen van de tabel")).to_have_value("row")
    table = page.locator(".handsontable").first
    table.locator("td").first.click()
    for key in ("Rol", "Tab", "Taak", "Tab", "Rol", "Enter"):
        page.keyboard.press(key) if key in ("Tab", "Enter") else page.keyboard.type(key)
    expect(table.locator("td").nth(2)).to_have_text("Rol")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Rij erboven")).to_be_focused()
    for button in ("Kolom weg", "Rij eronder"):
        page.get_by_role("button", name=button).focus()
        page.keyboard.press("Enter")
        page.evaluate("() => new Promise(done => setTimeout(done, 50))")  # the table would have the focus back by now
        expect(page.get_by_role("button", name=button)).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="De tabel heeft nu 4 rijen en 2 kolommen.")).to_be_visible()
    table.locator("td").nth(2).click()
    page.keyboard.type("Student")
    page.keyboard.press("Tab")
    with saved_by_itself(page, "Stelt de vraag"):
        page.keyboard.type("Stelt de vraag")
        page.keyboard.press("Enter")
    assert cells(table) == [["Rol", "Taak"], ["Student", "Stelt de vraag"], ["", ""], ["", ""]]

    publish(page)
    page.get_by_role("status").get_by_role("link", name="Bekijk").first.click()
    expect(page.get_by_role("columnheader", name="Taak")).to_be_visible()
    expect(page.get_by_role("cell", name="Stelt de vraag")).to_be_visible()

    open_page(page, ITEM)
    add_table(page)  # a second one, with nothing in it
    publish(page)
    empty = "Deze tabel is nog leeg. Vul de cellen, of verwijder de tabel met de prullenbak."
    expect(page.get_by_text(empty)).to_be_visible()


def test_what_was_copied_in_word_excel_or_google_docs_arrives_whole(person):
    page = person()
    log_in_as_editor(page)
    open_page(page, "Drie dorpsscholen")
    first = body(page).locator(".public-DraftEditor-content").first
    table = page.locator(".handsontable.htRowHeaders, .handsontable:has(> .ht_master)").first

    paste(page, first, "word")
    expect(page.get_by_role("heading", name="Dit lijkt een tabel. Maak er een tabelblok van?")).to_be_visible()
    page.get_by_role("button", name="Maak een tabelblok").click()
    expect(first.locator("h2").filter(has_text="Zo plan je het driehoeksgesprek")).to_be_visible()
    assert [item.split("\n")[0] for item in first.locator("ul li").all_inner_texts()][-3:] == [
        "Kies een dag",
        "Liefst een maandag",
        "Nodig drie mensen uit",
    ]
    assert first.locator("ol li").all_inner_texts()[-2:] == ["Student", "School"]
    rows = [["Rol", "Wat die doet"], ["Student", "Stelt de vraag\nMaakt het verslag"], ["Allen bereiden voor", ""]]
    assert cells(table) == rows
    after = body(page).locator(".public-DraftEditor-content").nth(1)
    expect(after).to_have_text("Na een jaar kijk je terug.")

    paste(page, after, "excel")
    page.get_by_role("button", name="Plak als tekst").click()
    expect(after).to_contain_text("Jaar | Studenten | Scholen")
    expect(after).to_contain_text("2024 | 1.260 | 66")
    paste(page, after, "excel")
    with saved_by_itself(page, "1.315"):
        page.get_by_role("button", name="Maak een tabelblok").click()

    paste(page, after, "google_docs")
    page.keyboard.press("Escape")
    expect(after.locator("li")).to_have_text(["de school", "het instituut"])
    expect(after.locator("h2")).to_have_text("Wie doet mee")
    assert after.locator("span[style*='font-weight: bold']").all_inner_texts() == ["tijdig"]
    expect(after).to_contain_text("Maandag | Student en schoolopleider")
    paste(page, after, plain="a\tb\nc\td")
    page.get_by_role("button", name="Maak een tabelblok").click()
    expect(page.get_by_label("Koppen van de tabel")).to_have_count(3)
