"""Another moment than now, for what follows the calendar.

All tests can be run on another day with libfaketime, which takes their servers along:
LD_PRELOAD=…/libfaketimeMT.so.1 FAKETIME=+34d FAKETIME_DONT_FAKE_MONOTONIC=1 make test
"""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# The turns of the years, both changes of the clock (the hour that is not there, the hour that comes twice), a leap day, and
# of every month a day near its end: what a day or a month earlier or later trips over.
DAYS = [
    (2026, 12, 31, 23, 59), (2027, 1, 1, 0, 1), (2027, 1, 31, 12), (2027, 2, 28, 23, 30), (2027, 3, 1, 0, 30), (2027, 3, 28, 1, 59),
    (2027, 3, 28, 3, 1), (2027, 3, 31, 23, 30), (2027, 4, 30, 12), (2027, 5, 31, 0, 30), (2027, 6, 30, 12), (2027, 7, 31, 12),
    (2027, 8, 31, 12), (2027, 9, 30, 23, 59), (2027, 10, 1, 0, 1), (2027, 10, 31, 2, 30), (2027, 10, 31, 12), (2027, 11, 30, 12),
    (2027, 12, 31, 23, 59), (2028, 1, 1, 0, 0), (2028, 2, 29, 12), (2028, 3, 1, 0, 30),
]  # fmt: skip


@pytest.fixture
def at(monkeypatch) -> Callable[..., datetime]:
    """Makes it another moment: `at(2026, 3, 4, 16, 30)` by the clock in Amsterdam."""

    def set_clock(*parts: int) -> datetime:
        moment = datetime(*parts, tzinfo=AMSTERDAM).astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return set_clock
