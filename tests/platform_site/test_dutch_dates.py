"""Days and times stand there as Dutch readers write them, by the clock in Amsterdam."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from platform_site.dutch_dates import MONTHS, clock, day, day_range, read_day, read_moment, session_times
from platform_site.editing.day_fields import MomentField
from platform_site.templatetags import site

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)


def test_a_day_has_no_noughts_and_its_month_in_small_letters():
    assert day(date(2026, 3, 4)) == "4 maart 2026"
    assert [day(date(2025, month, 1)) for month in (1, 8, 12)] == [
        "1 januari 2025",
        "1 augustus 2025",
        "1 december 2025",
    ]


def test_a_time_has_a_point_and_belongs_to_amsterdam():
    assert clock(datetime(2026, 1, 15, 12, 30, tzinfo=UTC)) == "13.30"  # winter
    assert clock(datetime(2026, 7, 15, 12, 30, tzinfo=UTC)) == "14.30"  # summer
    assert clock(local(2026, 3, 4, 9, 5)) == "9.05"
    assert clock(local(2026, 3, 4, 0, 0)) == "0.00"
    assert clock(time(9, 5)) == "9.05"  # one that belongs to no day is as it is
    assert site.moment(datetime(2026, 7, 15, 22, 30, tzinfo=UTC)) == "16 juli 2026 om 0.30 uur"


def test_around_the_change_of_the_clock_times_are_those_on_the_wall():
    """At one o'clock UTC on 29 March 2026 the clock jumps from 2.00 to 3.00; on 25 October it goes back."""
    before, after = (datetime(2026, 3, 29, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert session_times(before, after) == "29 maart 2026, 1.30–3.30 uur"
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert session_times(first, second) == "25 oktober 2026, 2.30–2.30 uur"


def test_a_session_says_its_day_and_times():
    assert session_times(local(2026, 3, 4, 13, 30), local(2026, 3, 4, 16, 30)) == "4 maart 2026, 13.30–16.30 uur"


def test_a_session_past_midnight_says_both_days():
    words = session_times(local(2026, 12, 31, 20, 0), local(2027, 1, 1, 1, 0))
    assert words == "31 december 2026, 20.00 uur tot 1 januari 2027, 1.00 uur"


def test_the_day_is_that_of_amsterdam_and_not_of_greenwich():
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)  # half past twelve at night
    assert session_times(late, late + timedelta(hours=1)).startswith("5 maart 2026, 0.30")
    assert day_range(late, late) == "5 maart 2026"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2026, 3, 4), (2026, 3, 4), "4 maart 2026"),
        ((2026, 3, 4), (2026, 3, 5), "4 en 5 maart 2026"),
        ((2026, 3, 4), (2026, 3, 6), "4 tot en met 6 maart 2026"),
        ((2026, 3, 30), (2026, 4, 2), "30 maart tot en met 2 april 2026"),
        ((2026, 3, 31), (2026, 4, 1), "31 maart tot en met 1 april 2026"),
        ((2025, 12, 31), (2026, 1, 1), "31 december 2025 tot en met 1 januari 2026"),
    ],
)
def test_a_range_of_days_is_as_short_as_it_can_be(first, last, words):
    assert day_range(local(*first, 9), local(*last, 17)) == words


@given(st.datetimes(datetime(2014, 1, 1), datetime(2040, 1, 1)), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_every_range_names_its_first_and_last_day(start, length):
    start = start.replace(tzinfo=UTC)
    words, first, last = day_range(start, start + length), timezone.localdate(start), timezone.localdate(start + length)
    assert words.startswith(f"{first.day} ")
    assert words.endswith(day(last))
    assert first.month == last.month or MONTHS[first.month - 1] in words


def test_dates_in_templates():
    assert site.day(date(2026, 3, 4)) == "4 maart 2026"
    assert site.day(None) == ""
    assert site.month(date(2026, 3, 1)) == "Maart 2026"
    assert [site.short_month(date(2026, month, 1)) for month in (1, 3, 11)] == ["jan", "mrt", "nov"]


@pytest.mark.parametrize(
    "written",
    ["31-12-2026", "31/12/2026", "31.12.2026", "31-12-26", "31 december 2026", "31 DEC. 2026", "do 31 dec 2026", "donderdag 31 december 2026", "2026-12-31", " 31-12-2026 "],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written):
    assert read_day(written) == date(2026, 12, 31)
    for hour in ("09:30", "9.30", "9.30 uur", "9:30 u", "09:30:00"):
        assert read_moment(f"{written} {hour}") == datetime(2026, 12, 31, 9, 30)
    assert read_moment(written) == datetime(2026, 12, 31)


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_read_whole_and_cut_short(number):
    name = MONTHS[number - 1]
    short = "mrt" if number == 3 else name[:3]
    assert read_day(f"1 {name} 2026") == read_day(f"1 {short}. 2026") == date(2026, number, 1)


@pytest.mark.parametrize(
    "written", ["", "morgen", "31-2-2026", "12-31-2026", "31 december", "1 jamaica 2026", "31-12-206", "31-12-2026 25:00", "31-12-2026 soms", "²-1-2026"]
)  # fmt: skip
def test_what_is_no_day_is_not_made_one(written):
    assert read_moment(written) is None


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("morgen", "Vul bij “Begin” een dag en een tijd in als 31-12-2026 09:00."),
        ("28-3-2027 02:30", "Begin: op 28 maart 2027 bestaat 2.30 niet"),
        ("31-10-2027 02:30", "Begin: op 31 oktober 2027 is het twee keer 2.30"),
    ],
)
def test_a_moment_that_cannot_be_meant_is_refused_by_name(written, says):
    with pytest.raises(ValidationError) as problem:
        MomentField(label="Begin").clean(written)
    assert says in problem.value.messages[0]


def test_a_moment_may_lie_beside_the_hour_that_is_skipped():
    assert timezone.localtime(MomentField().clean("28-03-2027 03:30")) == local(2027, 3, 28, 3, 30)


def test_a_day_stays_whole_and_nothing_else_of_the_text_changes():
    assert site.unbroken("sinds 1-8-2018 & tot 31-12-2026") == (
        'sinds <span class="unbroken">1-8-2018</span> &amp; tot <span class="unbroken">31-12-2026</span>'
    )
    html = mark_safe('<a href="/op/1-8-2018/">op <b>1-8-2018</b></a> BRIN 01-234')
    assert site.unbroken(html) == html.replace("<b>1-8-2018", '<b><span class="unbroken">1-8-2018</span>')


def test_the_day_of_a_moment_is_that_of_amsterdam():
    just_after_midnight = datetime(2026, 11, 28, 23, 47, tzinfo=UTC)
    assert day(just_after_midnight) == "29 november 2026"
    assert site.day(just_after_midnight) == "29 november 2026"
    assert site.month(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == "December 2026"
