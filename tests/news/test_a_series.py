"""A series lives on its next meeting: the list, the card and the home page sort and speak by it."""

import json
import re
from datetime import date, datetime, time

import pytest

from news.examples import an_event
from news.models import EventSession
from platform_site.examples import the_home
from tests.another_day import AMSTERDAM
from tests.page_hooks import items


def on(*days: tuple, **facts) -> list[EventSession]:
    """Sessions in the afternoon of each of these days."""
    return [
        EventSession(
            start=datetime.combine(date(*day), time(13), AMSTERDAM),
            end=datetime.combine(date(*day), time(16), AMSTERDAM),
            **facts,
        )
        for day in days
    ]


SERIES = ((2026, 9, 10), (2026, 12, 3), (2027, 2, 4), (2027, 4, 1))


def words(client) -> str:
    return client.get("/agenda/").content.decode()


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((2026, 9, 1, 9), "4 bijeenkomsten, eerstvolgende 10 september 2026"),
        ((2026, 9, 10, 17), "4 bijeenkomsten, eerstvolgende 3 december 2026"),
        ((2027, 2, 4, 15), "4 bijeenkomsten, eerstvolgende 4 februari 2027"),
        ((2027, 3, 1, 9), "laatste van 4 bijeenkomsten: 1 april 2027"),
    ],
)
def test_it_speaks_of_what_one_can_still_go_to(db, client, at, now, said):
    an_event(slug="reeks", sessions=on(*SERIES))
    at(*now)
    assert said in words(client)
    assert said in client.get("/agenda/reeks/").content.decode()


def test_it_stands_among_the_others_by_its_next_meeting(db, client, at):
    an_event(slug="reeks", sessions=on(*SERIES))
    an_event(slug="eerder", sessions=on((2026, 11, 30)))
    an_event(slug="later", sessions=on((2026, 12, 10)))
    at(2026, 11, 29, 9)
    assert items(client.get("/agenda/")) == ["eerder", "reeks", "later"]
    the_home()
    home = client.get("/").content.decode()
    assert [home.index(f'data-item="{slug}"') for slug in ("eerder", "reeks", "later")] == sorted(
        home.index(f'data-item="{slug}"') for slug in ("eerder", "reeks", "later")
    )
    assert "10 september" not in home


def test_days_on_end_are_one_event(db, client, at):
    an_event(slug="congres", sessions=on((2026, 3, 4), (2026, 3, 5)))
    at(2026, 3, 1, 9)
    assert "4 en 5 maart 2026" in words(client)
    assert "bijeenkomsten" not in words(client).partition('id="resultaten"')[2].partition("</ol>")[0].replace(
        "1</b> bijeenkomst", ""
    )


def test_a_session_that_does_not_go_on_is_not_the_next(db, client, at):
    sessions = on(*SERIES)
    sessions[1].cancelled = True
    an_event(slug="reeks", sessions=sessions)
    at(2026, 11, 1, 9)
    assert "3 bijeenkomsten, eerstvolgende 4 februari 2027" in words(client)
    page = client.get("/agenda/reeks/").content.decode()
    assert re.search(r"<s>\s*3 december 2026, 13\.00–16\.00 uur\s*</s>\s*<b>gaat niet door</b>", page)


def test_a_session_says_that_it_was_moved_and_where_it_is(db, client, at):
    sessions = on(*SERIES[:2])
    sessions[1].moved_from = datetime(2026, 11, 26, 13, tzinfo=AMSTERDAM)
    sessions[1].venue, sessions[1].place = "Aula", "Zwolle"
    sessions[0].online_url = "https://vergader.voorbeeld.nl/1"
    an_event(slug="reeks", place="Utrecht", sessions=sessions)
    at(2026, 9, 1, 9)
    page = client.get("/agenda/reeks/").content.decode()
    assert "verplaatst, stond op 26 november 2026" in page
    assert re.search(r"Aula,\s+Zwolle", page)
    assert 'href="https://vergader.voorbeeld.nl/1"' in page


def test_what_was_cancelled_takes_no_place_on_the_home_page(db, client, at):
    the_home()
    an_event(slug="gaat-door", sessions=on((2026, 12, 3)))
    an_event(slug="afgelast", state="geannuleerd", sessions=on((2026, 12, 2)))
    at(2026, 11, 29, 9)
    home = client.get("/").content.decode()
    assert 'data-item="gaat-door"' in home
    assert 'data-item="afgelast"' not in home
    assert items(client.get("/agenda/")) == ["afgelast", "gaat-door"]
    assert "Geannuleerd: Leernetwerk" in words(client) or "Geannuleerd: leernetwerk" in words(client)
    assert "Deze bijeenkomst gaat niet door." in client.get("/agenda/afgelast/").content.decode()


def test_an_event_of_which_no_session_goes_on_is_cancelled(db, client, at):
    the_home()
    an_event(slug="leeg", registration_url="https://meld.voorbeeld.nl/", sessions=on(*SERIES, cancelled=True))
    at(2026, 11, 29, 9)
    assert 'data-item="leeg"' not in client.get("/").content.decode()
    assert "Geannuleerd:" in words(client)
    page = client.get("/agenda/leeg/").content.decode()
    assert "Deze bijeenkomst gaat niet door." in page
    assert "Meld je aan" not in page


def test_search_engines_get_an_event_for_each_session(db, client, at):
    sessions = on(*SERIES)
    sessions[1].cancelled = True
    an_event("Leernetwerk", slug="reeks", sessions=sessions)
    at(2026, 9, 1, 9)
    page = client.get("/agenda/reeks/").content.decode()
    told = [
        json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    ]
    series = next(
        one for told_here in told for one in told_here.get("@graph", [told_here]) if one.get("@type") == "EventSeries"
    )
    events = series["subEvent"]
    assert [event["startDate"] for event in events] == [
        "2026-09-10T13:00:00+02:00", "2026-12-03T13:00:00+01:00", "2027-02-04T13:00:00+01:00", "2027-04-01T13:00:00+02:00",
    ]  # fmt: skip
    assert [event["eventStatus"].rpartition("/")[2] for event in events] == [
        "EventScheduled", "EventCancelled", "EventScheduled", "EventScheduled",
    ]  # fmt: skip
    assert {event["superEvent"]["@id"] for event in events} == {series["@id"]}
