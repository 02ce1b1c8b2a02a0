"""Days and times as Dutch people write and read them. Moments come in with a time zone and are shown in Europe/Amsterdam."""

import re
from datetime import date, datetime, time

from django.utils import timezone

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def day(value: date) -> str:
    """4 maart 2026; of a moment the day that it was in Europe/Amsterdam."""
    if getattr(value, "tzinfo", None):
        value = timezone.localdate(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def clock(moment: datetime | time) -> str:
    """13.30, 9.05: of a moment in local time; a time and what has no time zone as it is."""
    local = timezone.localtime(moment) if getattr(moment, "tzinfo", None) else moment
    return f"{local.hour}.{local.minute:02d}"


def moment_in_words(moment: datetime) -> str:
    """4 maart 2026 om 13.30 uur"""
    return f"{day(timezone.localdate(moment))} om {clock(moment)} uur"


def session_times(start: datetime, end: datetime) -> str:
    """4 maart 2026, 13.30–16.30 uur; with both days when it ends on another."""
    first, last = timezone.localdate(start), timezone.localdate(end)
    if first == last:
        return f"{day(first)}, {clock(start)}–{clock(end)} uur"
    return f"{day(first)}, {clock(start)} uur tot {day(last)}, {clock(end)} uur"


def day_range(start: datetime, end: datetime) -> str:
    """4 maart 2026 · 4 en 5 maart 2026 · 4 tot en met 6 maart 2026 · 30 maart tot en met 2 april 2026"""
    first, last = timezone.localdate(start), timezone.localdate(end)
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} {'en' if last.day - first.day == 1 else 'tot en met'} {day(last)}"
    begin = f"{first.day} {MONTHS[first.month - 1]}" if first.year == last.year else day(first)
    return f"{begin} tot en met {day(last)}"


WEEKDAY = r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|ma|di|wo|do|vr|za|zo)"
CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2})(?:[.:]\d{2})?(?: ?uur| ?u)?| ?uur| ?u)")
DAY = re.compile(
    rf"(?:{WEEKDAY}[., ] ?)?(?:(?P<day>\d{{1,2}})(?:[-/. ] ?(?P<month>\d{{1,2}})[-/. ] ?|[- ](?P<name>[a-z]{{3,9}})\.?[- ])"
    r"(?P<year>\d{4}|\d{2})|(?P<iso>\d{4})[-/](?P<iso_month>\d{1,2})[-/](?P<iso_day>\d{1,2}))"
)
MOMENT = re.compile(rf"(?P<date>{re.sub('[?]P<[a-z_]+>', '?:', DAY.pattern)})(?:(?:,? (?:om )?|t)(?P<time>\d.*))?")


def read_time(text: str) -> time | None:
    """What was meant by 9:00, 09.00, 9 uur or 13.30 uur; None for what is no time."""
    found = CLOCK.fullmatch(_plain(text))
    try:
        return found and time(int(found["hour"]), int(found["minute"] or 0))
    except ValueError:
        return None


def read_day(text: str) -> date | None:
    """What was meant by 31-12-2026, 31/12/26, 31 december 2026, do 31 dec. 2026 or 2026-12-31; None for what is no day."""
    found = DAY.fullmatch(_plain(text))
    if not found:
        return None
    year, month = found["iso"] or found["year"], found["iso_month"] or found["month"] or _month(found["name"])
    if len(year) == 2:
        year = f"{'20' if year < '70' else '19'}{year}"
    try:
        return date(int(year), int(month), int(found["iso_day"] or found["day"]))
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """A day with a time behind it, without a time zone; a day alone begins at midnight. None for what is neither."""
    found = MOMENT.fullmatch(_plain(text))
    if not found:
        return None
    first, clock = read_day(found["date"]), read_time(found["time"]) if found["time"] else time()
    return datetime.combine(first, clock) if first and clock is not None else None


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _month(name: str) -> int:
    """1 to 12 for a month that is written out or cut short; 0 for any other word."""
    return next(
        (number for number, month in enumerate(MONTHS, 1) if month.startswith("maa" if name == "mrt" else name)), 0
    )
