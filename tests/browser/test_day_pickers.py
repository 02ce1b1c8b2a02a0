"""Days and times chosen by mouse in the admin; and a calendar never lies over what comes next, on a slow machine either."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from platform_site.dutch_dates import day
from tests.browser.admin_desk import choose_action, new_page, number_of, open_page, saved_by_itself, told, type_into
from tests.browser.people import log_in_as_editor

expect.set_options(timeout=30_000)
ELSEWHERE = {"timezone_id": "America/New_York"}  # the site tells the time of Amsterdam to whoever travels too
EVENT = "Peer review: hoe bereid je je voor?"
SLOW = 6  # times


def calendar_of(page: Page) -> Locator:
    return page.locator(".xdsoft_datetimepicker").filter(visible=True)


def pick(page: Page, field: Locator, months: int, date: int, hour: int) -> None:
    """Points at the field, so many months on, a day and a time. months: from what the calendar opens at."""
    field.click()
    calendar = calendar_of(page)
    for _ in range(months):
        calendar.locator(".xdsoft_datepicker .xdsoft_next").click()
    calendar.locator(f"td[data-date='{date}']:not(.xdsoft_other_month)").click()
    calendar.locator(f".xdsoft_time[data-hour='{hour}'][data-minute='0']").click()
    expect(calendar).to_have_count(0)
    expect(field).to_have_value(re.compile(rf"^{date:02}-\d\d-\d{{4}} {hour:02}:00$"))


def after_its_timer(page: Page) -> None:
    """When the calendar would be there: it comes a tenth of a second after the field was pointed at."""
    page.evaluate("() => new Promise(done => setTimeout(done, 150))")


def test_the_start_and_end_of_an_event_are_chosen_by_mouse(person):
    els, visitor = person(**ELSEWHERE), person(**ELSEWHERE)
    log_in_as_editor(els)
    open_page(els, number_of(els, EVENT))
    start, end = (els.locator(f"[name=sessions-0-{name}]") for name in ("start", "end"))
    for field, hour in ((end, 12), (start, 10)):  # at no moment the end comes first: a save of that would be refused
        field.fill("01-11-2027 08:30")
        field.press("Tab")
        pick(els, field, 1, 15, hour)
    saved_by_itself(els)
    choose_action(els, "Publiceren")
    told(els, "gepubliceerd")
    visitor.goto(els.locator(".messages").get_by_role("link", name="Bekijk").first.get_attribute("href"))
    expect(visitor.get_by_role("main")).to_contain_text("15 december 2027")
    expect(visitor.get_by_role("main")).to_contain_text("10.00–12.00 uur")
    assert els.said == visitor.said == []


def test_a_page_is_planned_by_mouse(person):
    els = person(**ELSEWHERE)
    log_in_as_editor(els)
    new_page(els, number_of(els, "Nieuws"), "news/newspage")
    type_into(els, "title", "Bericht voor een volgende maand")
    type_into(els, "summary", "Nog even geduld.")
    els.locator("[data-side-panel-toggle=status]").click()
    els.get_by_role("button", name="Stel schema in").click()
    dialog = els.locator("#schedule-publishing-dialog")
    field = dialog.locator("[name=go_live_at]")
    field.click()
    expect(calendar_of(els)).to_be_visible()
    els.keyboard.press("Escape")
    expect(calendar_of(els)).to_have_count(0)
    expect(dialog).to_be_visible()
    pick(els, field, 1, 15, 9)
    dialog.get_by_role("button", name="Schema opslaan").click()
    told(els, "gewijzigd")
    choose_action(els, "Publicatie inplannen")
    told(els, re.compile("Bericht voor een volgende maand.*ingepland"))
    planned = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=15)
    els.goto("/beheer/")
    expect(els.locator("main")).to_contain_text(f"{day(planned)}")
    assert els.said == []


def test_on_a_slow_machine_a_calendar_is_gone_with_who_left_its_field(person):
    els = person()
    log_in_as_editor(els)
    open_page(els, number_of(els, EVENT))
    els.context.new_cdp_session(els).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    field, title = els.locator("[name=registration_closes]"), els.locator("#id_title")
    leaving = (
        lambda: els.keyboard.press("Escape"),
        lambda: els.keyboard.press("Tab"),
        lambda: (els.keyboard.press("Control+a"), els.keyboard.type("1-12-2027")),
        lambda: title.evaluate("box => box.focus()"),
    )
    for leave in leaving:
        title.click()
        field.click()
        leave()
        after_its_timer(els)
        expect(calendar_of(els)).to_have_count(0)
    title.click()
    field.fill("01-12-2027")
    after_its_timer(els)
    expect(calendar_of(els)).to_have_count(0)
    title.click()
    field.click()  # and whoever only points at it has it
    expect(calendar_of(els)).to_be_visible()
    els.keyboard.press("Escape")
    expect(calendar_of(els)).to_have_count(0)
    field.click()
    expect(calendar_of(els)).to_be_visible()
