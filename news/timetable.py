"""When an event is: one meeting, some days on end, or a series that lives on its next meeting. Moments have a time zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from django.utils import timezone

from platform_site.dutch_dates import day, day_range

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Meeting:
    start: datetime
    end: datetime
    cancelled: bool = False


@dataclass(frozen=True)
class Timetable:
    """The meetings of one event, in order of time."""

    meetings: Sequence[Meeting]

    @cached_property
    def held(self) -> Sequence[Meeting]:
        """Those that go on; of an event of which all are cancelled, all: it still stands on its days."""
        return [meeting for meeting in self.meetings if not meeting.cancelled] or self.meetings

    @property
    def goes_on(self) -> bool:
        """Whether there is a meeting that was not cancelled."""
        return any(not meeting.cancelled for meeting in self.meetings)

    @property
    def start(self) -> datetime | None:
        return self.held[0].start if self.held else None

    @property
    def end(self) -> datetime | None:
        return max((meeting.end for meeting in self.held), default=None)

    @cached_property
    def is_series(self) -> bool:
        """Days on end are one event, however many meetings they hold; a day or more between two makes a series."""
        days = [(timezone.localdate(meeting.start), timezone.localdate(meeting.end)) for meeting in self.held]
        return any(after[0] - before[1] > A_DAY for before, after in pairwise(days))

    def is_over(self, now: datetime) -> bool:
        return self.end is not None and self.end < now

    def coming(self, now: datetime) -> list[Meeting]:
        """The meetings that are not over."""
        return [meeting for meeting in self.held if meeting.end >= now]

    def day(self, now: datetime) -> date | None:
        """The day it is sorted and shown by: that of the next meeting, of the last when all are over; the first of days on end."""
        if not self.held:
            return None
        if not self.is_series:
            return timezone.localdate(self.start)
        return timezone.localdate((self.coming(now) or self.held[-1:])[0].start)

    def words(self, now: datetime) -> str:
        """4 en 5 maart 2026 · 3 bijeenkomsten, eerstvolgende 4 februari 2027 · laatste van 3 bijeenkomsten: 1 april 2027"""
        if not self.held:
            return ""
        if not self.is_series:
            return day_range(self.start, self.end)
        count, coming = f"{len(self.held)} bijeenkomsten", self.coming(now)
        if len(coming) > 1:
            return f"{count}, eerstvolgende {day(coming[0].start)}"
        if coming:
            return f"laatste van {count}: {day(coming[0].start)}"
        return f"{count}, laatste {day(self.held[-1].start)}"
