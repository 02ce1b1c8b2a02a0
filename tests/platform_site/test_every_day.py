"""What follows the calendar is right on any day: the turn of a year, the nights the clock changes, a leap day, the end of every month."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from wagtail.models import Page

from news import demo as example_agenda
from news.examples import a_news_item, an_event, in_days
from news.models import EventSession
from partnerships.examples import a_coordinator, a_partnership, an_organisation
from partnerships.figures.counting import count
from partnerships.figures.tables import figures
from partnerships.models import Partner
from partnerships.portal import checks
from platform_site.demo.library import Library
from platform_site.dutch_dates import MONTHS
from platform_site.editing.freshness import out_of_date
from platform_site.editing.start_page import published
from platform_site.editing.worklists import months_before
from platform_site.examples import a_page, a_user
from tests.another_day import AMSTERDAM, DAYS
from tests.page_hooks import items

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture(params=DAYS, ids=lambda parts: "-".join(map(str, parts)))
def now(request, at) -> datetime:
    """The moment it is, by the clock in Amsterdam."""
    return at(*request.param).astimezone(AMSTERDAM)


def an_event_of(days: int, slug: str) -> None:
    """All day long, so many days from now."""
    an_event(slug=slug, sessions=[EventSession(start=in_days(days, 0, 0), end=in_days(days, 23, 59))])


def test_agenda_and_news_know_which_day_it_is(client, now):
    for days, slug in ((-1, "gisteren"), (0, "vandaag"), (1, "morgen"), (40, "straks")):
        an_event_of(days, slug)
    for days, slug in ((-1, "verlopen"), (0, "laatste-dag")):
        a_news_item(slug=slug, date=now.date(), expires_on=now.date() + timedelta(days))
    assert items(client.get("/agenda/")) == ["vandaag", "morgen", "straks"]
    assert items(client.get("/agenda/?periode=geweest")) == ["gisteren"]
    assert items(client.get("/nieuws/")) == ["laatste-dag"]
    page = client.get("/agenda/").content.decode()
    months = [in_days(days).astimezone(AMSTERDAM) for days in (0, 1, 40)]
    for month in months:
        assert page.count(f'class="month">{MONTHS[month.month - 1].capitalize()} {month.year}<') == 1
    assert page.count('class="month"') == len({(month.year, month.month) for month in months})


def test_so_many_days_from_now_is_at_the_same_time_of_the_clock(now):
    for days in (-366, -31, -1, 0, 1, 28, 366):
        there = timezone.localtime(in_days(days, 9, 30))
        assert (there.date(), there.hour, there.minute) == (now.date() + timedelta(days), 9, 30)


def test_the_example_events_are_held_on_working_days_and_in_their_order(now):
    for entry in Library(home=SimpleNamespace()).entries("agenda"):
        made = example_agenda._sessions(entry.facts["sessions"])
        starts = [timezone.localtime(session.start) for session in made]
        assert all(start.weekday() < 5 for start in starts), (entry.slug, starts)
        assert starts == sorted(starts)
        for session, facts in zip(made, entry.facts["sessions"], strict=True):
            assert session.end > session.start
            assert (session.start > now) == (facts["days"] > 0), entry.slug


def test_the_start_page_counts_the_last_twelve_months(now):
    page = a_page("Nieuw")
    Page.objects.filter(pk=page.pk).update(first_published_at=timezone.now())
    bars = published()
    assert len(bars) == len({bar.label for bar in bars}) == 12
    assert bars[-1].label == f"{MONTHS[now.month - 1]} {now.year}"
    assert int(bars[-1].words) >= 1
    assert bars[0].label == f"{MONTHS[now.month % 12]} {now.year - (now.month < 12)}"


def test_a_page_is_out_of_date_a_day_after_its_term(now):
    today, editor = now.date(), a_user()
    a_year_ago = months_before(today, 12)
    assert (a_year_ago.year, a_year_ago.month) == (today.year - 1, today.month)
    a_page("Net goed", revised_on=a_year_ago)
    a_page("Net te oud", revised_on=a_year_ago - timedelta(days=1))
    found = [one["title"] for one in out_of_date(editor)]
    assert "Net goed" not in found
    assert "Net te oud" in found


def test_a_partnership_is_asked_once_when_its_year_is_over(now):
    for name, days in (("Morgen", 0), ("Vandaag", 1)):
        checked_on = now.date() - timedelta(days=settings.PROFILE_CHECK_DAYS + days)
        a_coordinator(a_partnership(name, checked_on=checked_on), email=f"{name.lower()}@voorbeeld.nl")
    checks.run()
    checks.run()
    assert [message.to for message in mail.outbox] == [["vandaag@voorbeeld.nl"]]


def test_the_figures_count_who_takes_part_today(now):
    today, page = now.date(), a_partnership("De Brug")
    for name, when in (
        ("Al lang", {"since": date(2020, 8, 1)}), ("Net gestopt", {"since": date(2020, 8, 1), "until": today}),
        ("Net begonnen", {"since": today}), ("Nog niet", {"since": today + timedelta(1)}),
    ):  # fmt: skip
        school = an_organisation(name, kind="school", sector="po", register="po")
        page.partners.add(Partner(organisation=school, role="school", **when))
    page.save()
    made = figures(count(today))
    last_october = today.year if (today.month, today.day) >= (10, 1) else today.year - 1
    assert [row.label for row in made["groei"].rows][-1] == str(last_october)
    (schools,) = (row.cells[0].value for row in made["deelname"].rows if row.hue == "po")
    assert schools == 2
