"""An administrator finds in the log book who did what, narrows it down, and takes it away as a file; nobody else gets to see it."""

import csv
from io import BytesIO
from pathlib import Path

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import log_in_as_editor
from tests.browser.test_pages import axe, too_wide

expect.set_options(timeout=30_000)
ADDRESS, OTHER = "/beheer/reports/logboek/", "eindredacteur@voorbeeld.nl"

CUT_OFF = "[...document.querySelectorAll('.listing td')].filter((one) => one.getBoundingClientRect().right > innerWidth).length"


def rows(page: Page) -> Locator:
    return page.locator("#listing-results table.listing tbody tr")


def narrowed(page: Page, by: str) -> Locator:
    """Opens one of the filters, whatever was open before."""
    page.goto(page.url)  # closes it, and what was chosen stands in the address
    page.get_by_role("button", name="Toon filters").click()
    page.get_by_role("button", name=by, exact=True).click()
    return page.locator(".w-drilldown__submenu:visible")


def taken_away(page: Page, form: str, ending: str) -> Path:
    """The file behind one of the two links for what is shown now."""
    page.goto(page.url)  # the menu that was used before is closed
    page.locator("#w-slim-header-buttons").get_by_role("button", name="Acties").click()
    with page.expect_download() as arriving:
        page.get_by_role("link", name=f"Download als {form}").click()
    assert arriving.value.suggested_filename == f"logboek.{ending}"
    return Path(arriving.value.path())


def test_an_administrator_reads_it_narrows_it_down_and_takes_it_away(person):
    els, boss = person(), person()
    log_in_as_editor(els)
    log_in_as_editor(boss, "beheerder")
    boss.get_by_role("button", name="Rapporten").click()
    boss.get_by_role("link", name="Logboek", exact=True).click()
    boss.wait_for_url(f"**{ADDRESS}")
    everything = rows(boss).count()
    expect(rows(boss).first).to_contain_text("beheerder@voorbeeld.nl")
    assert axe(boss) == ""
    boss.set_viewport_size({"width": 360, "height": 800})
    assert too_wide(boss) == 0
    assert boss.evaluate(CUT_OFF) == 0
    boss.set_viewport_size({"width": 1280, "height": 900})

    narrowed(boss, "Wie, of over wie").get_by_role("textbox").fill(OTHER)
    boss.wait_for_url("**who=eindredacteur*")
    narrowed(boss, "Wat").get_by_label("ingelogd", exact=True).check()
    boss.wait_for_url("**what=ingelogd*")
    today = f"{timezone.localdate():%d-%m-%Y}"  # as the field shows it
    narrowed(boss, "Periode").locator("[name=at_from]").fill(today)
    boss.keyboard.press("Tab")
    boss.wait_for_url(f"**at_from={today}*")
    expect(rows(boss)).to_have_count(1)
    assert everything > 1
    expect(rows(boss)).to_contain_text("ingelogd")
    expect(rows(boss)).to_contain_text(OTHER)

    table = list(csv.DictReader(taken_away(boss, "CSV", "csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["Wat"], row["Wie"]) for row in table] == [("ingelogd", OTHER)]
    head, *found = load_workbook(BytesIO(taken_away(boss, "Excel", "xlsx").read_bytes())).active.iter_rows(
        values_only=True
    )
    assert head[:3] == ("Wanneer", "Wat", "Wie")
    assert [row[1:3] for row in found] == [("ingelogd", OTHER)]
    boss.goto(ADDRESS)
    expect(rows(boss).first).to_contain_text("rapport gedownload")

    els.get_by_role("button", name="Rapporten").click()
    expect(els.locator("a[href='/beheer/reports/site-history/']")).to_be_visible()
    expect(els.get_by_role("link", name="Logboek", exact=True)).to_have_count(0)
    assert els.goto(ADDRESS).status == 403  # typed by hand
    expect(rows(els)).to_have_count(0)
    assert boss.said == []
