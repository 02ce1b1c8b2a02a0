"""Several pages at once in the lists of the admin: chapters in another order; news on the site, off it, and moved."""

import re

from playwright.sync_api import Page, expect

from tests.browser.admin_desk import all_at_once, new_page, number_of, tick, told, type_into
from tests.browser.people import log_in_as_editor
from tests.browser.test_pages import axe, too_wide

expect.set_options(timeout=30_000)
BOOKLET = "Samen toetsen op de werkplek"
CHAPTERS = (
    "Kijken is nog geen beoordelen", "Bewijs dat er al is", "Beslissen in veertig minuten", "Als jullie het niet eens zijn",
)  # fmt: skip
NEWS = ("Van aspirant tot peer review", "Tussenstand: 212 nabesprekingen")
UNFINISHED = "Nog zonder sector"
NARROW = 120  # pixels: of a title on a phone, one word of it beside another


def in_order(page: Page, *places: int) -> None:
    """The chapters stand so in the list of the admin, or in the contents on the site."""
    names = [CHAPTERS[place] for place in places]
    rows = page.locator("main tbody .title-wrapper a, main ol.contents a").filter(
        has_text=re.compile("|".join(CHAPTERS))
    )
    expect(rows).to_contain_text(names)


def drag(page: Page, place: int, to: int) -> None:
    """Takes a row by its handle, and lets it go where another is, once the others made room.

    A hand is never quite still, and the browser tells the page of a drag as long as it moves."""
    handles = page.locator("[data-w-orderable-target=handle]")
    goal = page.locator("main tbody tr").nth(to).bounding_box()
    handles.nth(place).hover()
    page.mouse.down()
    moved = page.locator("main tbody tr").nth(to).filter(has_text=CHAPTERS[place])
    for _ in range(20):
        page.mouse.move(goal["x"] + 40, goal["y"] + 60, steps=10)
        page.mouse.move(goal["x"] + 40, goal["y"] + 5, steps=10)
        page.wait_for_timeout(100)
        if moved.count():
            break
    expect(moved).to_be_visible()
    page.mouse.up()


def test_chapters_are_dragged_or_moved_by_keys_and_read_in_that_order(person):
    els, visitor = person(), person()
    log_in_as_editor(els)
    els.goto(f"/beheer/pages/{number_of(els, BOOKLET)}/")
    in_order(els, 0, 1, 2, 3)
    drag(els, 3, to=0)
    told(els, "“Als jullie het niet eens zijn” is verplaatst.")
    in_order(els, 3, 0, 1, 2)
    els.locator("[data-w-orderable-target=handle]").first.focus()
    els.keyboard.press("ArrowDown")
    els.keyboard.press("ArrowDown")
    with els.expect_response(lambda answer: "set_position" in answer.url):
        els.keyboard.press("Enter")
    in_order(els, 0, 1, 3, 2)
    visitor.goto(els.locator("header a[href^='/dossiers/']").first.get_attribute("href"))
    in_order(visitor, 0, 1, 3, 2)
    assert els.said == visitor.said == []


def test_news_leaves_the_site_and_comes_back_together(person):
    els, visitor = person(), person()
    log_in_as_editor(els)
    listed = f"/beheer/pages/{number_of(els, 'Nieuws')}/"
    els.goto(listed)
    els.set_viewport_size({"width": 390, "height": 800})
    assert els.locator("main tbody td.title").first.bounding_box()["width"] > NARROW
    assert too_wide(els) == 0
    tick(els, *NEWS)
    expect(els.get_by_text("2 pagina's geselecteerd")).to_be_attached()
    els.set_viewport_size({"width": 1280, "height": 900})
    all_at_once(els, "Publicatie intrekken")
    assert not axe(els)
    els.get_by_role("button", name="Ja, trek de publicatie in").click()
    told(els, "2 pagina's zijn van de site gehaald")
    visitor.goto("/nieuws/")
    for title in NEWS:
        expect(visitor.get_by_role("link", name=title)).to_have_count(0)

    tick(els, *NEWS)
    all_at_once(els, "Publicatie intrekken")  # once more, by mistake
    expect(els.get_by_text("Deze pagina's staan niet op de site")).to_be_visible()
    els.goto(listed)
    tick(els, *NEWS)
    all_at_once(els, "Publiceren")
    els.get_by_role("button", name="Ja, publiceer").click()
    told(els, "2 pagina's zijn gepubliceerd")
    visitor.reload()
    for title in NEWS:
        expect(visitor.get_by_role("link", name=title).first).to_be_visible()
    assert els.said == visitor.said == []


def test_what_is_not_ready_is_not_published_together_either(person):
    els = person()
    log_in_as_editor(els)
    place = number_of(els, "Kennisbank")
    new_page(els, place, "knowledge_bank/knowledgeitem")
    type_into(els, "title", UNFINISHED)
    els.goto(f"/beheer/pages/{place}/")
    tick(els, UNFINISHED)
    all_at_once(els, "Publiceren")
    els.get_by_role("button", name="Ja, publiceer").click()
    told(els, "Er is nog niets gepubliceerd. Maak dit eerst in orde:")
    told(els, f"{UNFINISHED}: Kies minstens één sector.")
    row = els.locator("main tbody tr").filter(has_text=UNFINISHED)
    expect(row).to_contain_text("concept", ignore_case=True)
    els.locator(".messages").get_by_role("link", name=UNFINISHED).first.click()
    expect(els.locator("#id_title")).to_have_value(UNFINISHED)
    assert els.said == []
