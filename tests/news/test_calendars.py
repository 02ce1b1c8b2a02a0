"""The agenda in somebody's own calendar: read back with another library, hour by hour, and still the same after a change."""

from datetime import date, datetime, timedelta

import pytest
import vobject
from django.utils import timezone

from news.examples import an_event
from news.models import EventPage, EventSession
from tests.another_day import AMSTERDAM


def session(start: tuple, end: tuple, **facts) -> EventSession:
    return EventSession(start=datetime(*start, tzinfo=AMSTERDAM), end=datetime(*end, tzinfo=AMSTERDAM), **facts)


def entries(client, address: str = "/agenda/agenda.ics") -> list:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    content = response.content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))  # RFC 5545, 3.1
    return list(vobject.readOne(content.decode()).vevent_list)


AROUND = [
    date(year, month, day) + timedelta(days=shift)
    for year, month, day in [(2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31), (2028, 3, 26), (2028, 10, 29)]
    for shift in (-1, 0, 1)
]  # fmt: skip


def test_every_hour_around_the_changes_of_the_clock_is_the_hour_that_was_meant(db, client, at):
    at(2026, 3, 1)
    sessions = [
        session((day.year, day.month, day.day, hour), (day.year, day.month, day.day, hour, 30))
        for day in AROUND
        for hour in (0, 1, 3, 9, 22)
    ]
    an_event(slug="reeks", sessions=sessions)
    read = entries(client, "/agenda/reeks/agenda.ics")
    assert len(read) == len(sessions)
    for entry, meant in zip(read, sessions, strict=True):
        assert entry.dtstart.value == meant.start
        assert entry.dtend.value == meant.end
        assert (entry.dtstart.value.utcoffset(), entry.dtstart.value.hour) == (
            meant.start.utcoffset(),
            meant.start.hour,
        )
    assert "BEGIN:VTIMEZONE" in client.get("/agenda/reeks/agenda.ics").content.decode()


def test_a_changed_address_a_move_and_a_cancellation_reach_who_subscribed(db, client, at):
    at(2026, 11, 1)
    page = an_event("Leernetwerk", slug="oud", sessions=[session((2026, 12, 3, 13), (2026, 12, 3, 16))])
    (before,) = entries(client)
    page = EventPage.objects.get(pk=page.pk)
    page.slug = "nieuw"
    (moved,) = page.sessions.all()
    moved.start, moved.end = moved.start + timedelta(days=7), moved.end + timedelta(days=7)
    page.sessions = [moved]
    at(2026, 11, 2)
    page.save_revision().publish()
    (after,) = entries(client)
    assert after.uid.value == before.uid.value
    assert after.dtstart.value - before.dtstart.value == timedelta(days=7)
    assert after.url.value.endswith("/agenda/nieuw/")
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.last_modified.value > before.last_modified.value
    assert after.status.value == "CONFIRMED"

    page = EventPage.objects.get(pk=page.pk)
    page.state = EventPage.State.CANCELLED
    at(2026, 11, 3)
    page.save_revision().publish()
    (cancelled,) = entries(client)
    assert (cancelled.uid.value, cancelled.status.value) == (before.uid.value, "CANCELLED")
    assert int(cancelled.sequence.value) > int(after.sequence.value)


def test_one_session_can_be_cancelled_by_itself(db, client, at):
    at(2026, 11, 1)
    days = [session((2026, 12, day, 13), (2026, 12, day, 16), cancelled=day == 10) for day in (3, 10)]
    an_event(slug="reeks", sessions=days)
    assert [entry.status.value for entry in entries(client)] == ["CONFIRMED", "CANCELLED"]


def test_whole_days_end_on_the_day_after(db, client, at):
    at(2026, 3, 1)
    an_event(
        slug="dagen",
        sessions=[session((2026, 3, 28, 0), (2026, 3, 29, 23, 59)), session((2026, 10, 25, 0), (2026, 10, 26, 0))],
    )
    first, second = entries(client, "/agenda/dagen/agenda.ics")
    assert (first.dtstart.value, first.dtend.value) == (date(2026, 3, 28), date(2026, 3, 30))
    assert (second.dtstart.value, second.dtend.value) == (date(2026, 10, 25), date(2026, 10, 26))


def test_a_calendar_takes_the_filters_of_the_list_and_says_so_in_its_name(db, client, at):
    at(2026, 11, 1)
    an_event("Voor vo", sectors=["vo"], sessions=[session((2026, 12, 3, 13), (2026, 12, 3, 16))])
    an_event("Voor po", sectors=["po"], sessions=[session((2026, 12, 4, 13), (2026, 12, 4, 16))])
    assert [entry.summary.value for entry in entries(client, "/agenda/agenda.ics?sector=po")] == ["Voor po"]
    told = client.get("/agenda/agenda.ics?sector=po").content.decode()
    assert "X-WR-CALNAME:Agenda Samen Opleiden: po" in told
    assert len(entries(client, "/agenda/agenda.ics?sector=onzin")) == 2


@pytest.mark.parametrize(("days", "there"), [(300, True), (400, False)])
def test_what_was_stays_for_a_year_so_that_no_calendar_loses_it_at_once(db, client, at, days, there):
    at(2026, 11, 1)
    was = timezone.now() - timedelta(days=days)
    an_event(sessions=[EventSession(start=was, end=was + timedelta(hours=1))])
    an_event("Komt nog", sessions=[session((2026, 12, 3, 13), (2026, 12, 3, 16))])
    assert len(entries(client)) == 1 + there


@pytest.mark.parametrize("title", ["Met, komma; en \\ schuine streep", "Twee\nregels", "Één ’s-Hertogenbosch 🎓" * 6])
def test_odd_texts_come_back_as_they_are(db, client, at, title):
    at(2026, 11, 1)
    an_event(title.replace("\n", " "), summary=title, sessions=[session((2026, 12, 3, 13), (2026, 12, 3, 16))])
    (entry,) = entries(client)
    assert entry.summary.value == title.replace("\n", " ")
    assert entry.description.value.startswith(title)


def test_an_empty_agenda_is_an_empty_calendar(db, client):
    response = client.get("/agenda/agenda.ics")
    assert response.status_code == 200
    assert b"VEVENT" not in response.content
