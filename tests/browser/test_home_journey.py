"""The front door: a new visitor finds a way in, and an editor arranges what stands there."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.admin_desk import choose_action, number_of, open_page, told
from tests.browser.people import log_in_as_editor, tidy

ENTRANCES = [
    "Student", "Starter", "Zij-instromer", "Werkplekbegeleider", "Schoolopleider", "Schoolleider", "Bestuurder", "Onderzoeker",
]  # fmt: skip


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_a_new_visitor_finds_the_way_in_for_who_they_are(visitor, size):
    page: Page = visitor(viewport={"width": size[0], "height": size[1]}).new_page()
    for who in ENTRANCES:
        page.goto("/")
        way = entrance(page, who)
        box = way.bounding_box()
        if who in ENTRANCES[:4]:
            assert box["y"] + box["height"] < size[1], f"{who} stands below the first screen"
        way.click()
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("main :is([data-item], figure)").count() > 3, f"{who} comes to an empty page"
    page.goto("/")
    tidy(page)


def test_an_editor_arranges_the_home_page(person, site):
    els, reader = person(), person()
    log_in_as_editor(els)
    open_page(els, number_of(els, "Samen leraren opleiden"))
    part(els, "dossiers").get_by_role("button", name="Verwijderen").first.click()
    part(els, "news").get_by_role("button", name="Verplaats naar boven").first.click()
    yesterday = timezone.localdate() - timedelta(days=1)
    first = els.locator("#id_featured-0-until")
    first.fill(f"{yesterday.day}-{yesterday.month}-{yesterday.year}")
    first.press("Tab")
    part(els, "entrances").get_by_role("button", name="Toon/verberg sectie").nth(1).click()
    address = part(els, "entrances").get_by_label("Of het adres van een lijst").first
    address.fill("https://elders.nl/studenten/")
    choose_action(els, "Publiceren")
    expect(els.get_by_text("Dit is geen adres van deze site").first).to_be_visible()
    address = part(els, "entrances").get_by_label("Of het adres van een lijst").first
    address.fill(f"{site}/kennisbank/?doelgroep=student&soort=tool")
    choose_action(els, "Publiceren")
    told(els, "gepubliceerd")
    reader.goto("/")
    headings = reader.locator("main h2").all_inner_texts()
    assert "Dossiers" not in headings
    assert headings.index("Nieuws") < headings.index("Eerstvolgend")
    entrance(reader, "Student").click()
    expect(reader).to_have_url(f"{site}/kennisbank/?doelgroep=student&soort=tool")


def entrance(page: Page, who: str) -> Locator:
    words = page.locator("b").filter(has_text=re.compile(f"^{who}$"))
    return page.get_by_role("region", name="Ik ben …").get_by_role("link").filter(has=words)


def part(page: Page, name: str) -> Locator:
    """A part of the home page in the form."""
    return page.locator(f"[data-contentpath=parts] [data-streamfield-child]:has(> [name$=-type][value={name}])")
