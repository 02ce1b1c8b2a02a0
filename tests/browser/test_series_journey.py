"""A series as its editor keeps it and as somebody follows it: one meeting is cancelled, another moved, and every calendar hears."""

import re

import vobject
from playwright.sync_api import Page, expect

from tests.browser.admin_desk import choose_action, new_page, number_of, saved_by_itself, told, type_into
from tests.browser.people import log_in_as_editor, tidy

expect.set_options(timeout=20_000)


def add_session(page: Page, place: int, start: str, end: str) -> None:
    """Adds a session below the others, by its button."""
    if place:
        page.get_by_role("button", name=re.compile("Voeg sessie toe")).click()
    page.locator(f"#id_sessions-{place}-start").fill(start)
    page.locator(f"#id_sessions-{place}-end").fill(end)


def entries(page: Page, address: str) -> list:
    """What a calendar program reads there."""
    return vobject.readOne(page.request.get(address).text()).vevent_list


def test_a_series_is_made_changed_and_followed(person):
    els, visitor = person(), person()
    log_in_as_editor(els)
    new_page(els, number_of(els, "Agenda"), "news/eventpage")
    type_into(els, "title", "Leesclub voor schoolopleiders")
    type_into(els, "summary", "Vier keer samen lezen.")
    els.locator("#id_kind").select_option("leernetwerk")
    els.locator("#id_place").fill("Zwolle")
    for place, day in enumerate(("10-9-2030", "3-12-2030", "3-12-2030")):
        add_session(els, place, f"{day} 13:00", f"{day} 16:00")
    saved_by_itself(els)
    choose_action(els, "Publiceren")
    expect(els.get_by_text("Twee sessies vallen samen: 3 december 2030, 13.00–16.00 uur").first).to_be_visible()
    els.locator("#id_sessions-2-start").fill("4-2-2031 13:00")
    els.locator("#id_sessions-2-end").fill("4-2-2031 16:00")
    choose_action(els, "Publiceren")
    told(els, "gepubliceerd")

    visitor.goto("/agenda/")
    visitor.get_by_role("link", name="Leesclub voor schoolopleiders").click()
    expect(visitor.get_by_role("main")).to_contain_text("3 bijeenkomsten, eerstvolgende 10 september 2030")
    address = visitor.url
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Zet in je agenda").click()
    assert download.value.suggested_filename.endswith(".ics")
    before = entries(visitor, f"{address}agenda.ics")
    assert [entry.dtstart.value.hour for entry in before] == [13, 13, 13]

    els.goto(f"/beheer/pages/{number_of(els, 'Leesclub voor schoolopleiders')}/edit/")
    els.locator("#id_sessions-0-cancelled").check()
    els.locator("#id_sessions-1-start").fill("10-12-2030 13:00")
    els.locator("#id_sessions-1-end").fill("10-12-2030 16:00")
    els.locator("#id_sessions-1-moved_from").fill("3-12-2030 13:00")
    els.locator("#id_sessions-1-place").fill("Meppel")
    saved_by_itself(els)
    choose_action(els, "Publiceren")
    told(els, "gepubliceerd")

    visitor.goto(address)
    main = visitor.get_by_role("main")
    expect(main).to_contain_text("2 bijeenkomsten, eerstvolgende 10 december 2030")
    expect(main).to_contain_text("gaat niet door")
    expect(main).to_contain_text("verplaatst, stond op 3 december 2030")
    expect(main).to_contain_text("Meppel")
    tidy(visitor)
    after = entries(visitor, f"{address}agenda.ics")
    assert [entry.uid.value for entry in after] == [entry.uid.value for entry in before]
    assert [entry.status.value for entry in after] == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    assert (after[1].dtstart.value.day, after[1].location.value) == (10, "Meppel")


def test_a_visitor_finds_how_to_follow(person):
    visitor = person()
    visitor.goto("/agenda/?sector=vo")
    link = visitor.get_by_role("link", name="Abonneer je eigen agenda op deze lijst")
    assert link.get_attribute("href").startswith("webcal://")
    assert "sector=vo" in link.get_attribute("href")
    tidy(visitor)
    visitor.get_by_role("contentinfo").get_by_role("link", name="Volgen").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Volgen")
    tidy(visitor)
    assert visitor.request.get("/nieuws/feed/").ok
