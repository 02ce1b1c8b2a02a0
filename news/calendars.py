"""The agenda for calendars (iCalendar, RFC 5545): each session an event of its own, in the time of Europe/Amsterdam."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vUri

from news.models import EventPage, EventSession
from news.vocabulary import Form

PRODUCT = "-//Samen Opleiden en Professionaliseren//Agenda//NL"
KIND = "text/calendar; charset=utf-8"
ASK_AGAIN = timedelta(hours=6)
# The rule of the European Union since 1996 (directive 2000/84/EC). What the library makes of it changes an hour late in spring.
AMSTERDAM = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
"""


def calendar(pages: Iterable[EventPage], name: str = "") -> bytes:
    """All sessions of these events as a calendar file. name: how a calendar that subscribes calls it."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    if name:
        file.add("x-wr-calname", name)
        file.add("name", name)
        file.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
        file.add("x-published-ttl", "PT6H")
    file.add_component(Timezone.from_ical(AMSTERDAM))
    for page in pages:
        for session in page.all_sessions:
            file.add_component(_entry(page, session))
    return file.to_ical()


def _entry(page: EventPage, session: EventSession) -> Event:
    entry, where = Event(), session.where
    entry.add("uid", f"{session.uid}@{urlsplit(settings.SITE_URL).hostname}")
    start, end = _span(session)
    entry.add("dtstart", start)
    entry.add("dtend", end)
    entry.add("summary", f"{page.title}: {session.title}" if session.title else page.title)
    place = where.words if page.form == Form.VENUE else where.online_url
    if place:
        entry.add("location", place)
    more = [page.summary, f"Meedoen: {where.online_url}" if where.online_url else "", page.canonical]
    entry.add("description", "\n\n".join(filter(None, more)))
    entry["url"] = vUri(page.canonical)
    entry.add("categories", [page.get_kind_display()])
    cancelled = session.cancelled or page.is_cancelled
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    changed = page.last_published_at or page.first_published_at or timezone.now()
    begun = page.first_published_at or changed
    # A calendar takes what it has for older when this number is higher; minutes since the first publication only grow.
    entry.add("sequence", int((changed - begun) / timedelta(minutes=1)))
    entry.add("created", begun.astimezone(UTC))
    for moment in ("dtstamp", "last-modified"):
        entry.add(moment, changed.astimezone(UTC))
    return entry


def _span(session: EventSession) -> tuple[datetime, datetime] | tuple[date, date]:
    """Begin and end; from midnight to midnight (or a minute before) whole days, of which the end does not count any more."""
    start, end = timezone.localtime(session.start), timezone.localtime(session.end)
    midnight = time()
    if start.time() == midnight and end.time() in (midnight, time(23, 59)):
        last = end.date() if end.time() == midnight else end.date() + timedelta(days=1)
        return start.date(), last
    return start, end
