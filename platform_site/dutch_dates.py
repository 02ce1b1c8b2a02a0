"""Days and times as Dutch readers write them. Moments come in with a time zone and are shown in Europe/Amsterdam."""

from datetime import date, datetime

from django.utils import timezone

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def day(value: date) -> str:
    """4 maart 2026"""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def clock(moment: datetime) -> str:
    """13.30 (local time)"""
    local = timezone.localtime(moment)
    return f"{local.hour}.{local.minute:02d}"


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
