"""What is still to come stands in the agenda, what is over beside it, and old news leaves the list but not its address."""

import random
from datetime import date, datetime, timedelta

import pytest
from wagtail.models import PageViewRestriction

from news.examples import a_news_item, an_event, in_days, the_agenda, the_news
from news.models import EventPage, EventSession, NewsPage
from platform_site.examples import seed_terms
from platform_site.generation import everything_changed
from platform_site.models import Theme
from tests.another_day import AMSTERDAM
from tests.as_shown import as_shown
from tests.brute_force import Counted, Thing
from tests.kept_content import kept_content
from tests.page_hooks import chips, items, total


def session(start: tuple, end: tuple, title: str = "") -> EventSession:
    return EventSession(start=datetime(*start, tzinfo=AMSTERDAM), end=datetime(*end, tzinfo=AMSTERDAM), title=title)


def coming(client) -> list[str]:
    return items(client.get("/agenda/"))


def past(client) -> list[str]:
    return items(client.get("/agenda/?periode=geweest"))


# --- coming or past --------------------------------------------------------------------------------------------------


def test_an_event_stays_in_the_agenda_until_its_last_minute(db, client, at):
    an_event(slug="middag", sessions=[session((2026, 3, 4, 13, 30), (2026, 3, 4, 16, 30))])
    for moment, still in (
        ((2026, 3, 4, 9), True),
        ((2026, 3, 4, 14), True),
        ((2026, 3, 4, 16, 30), True),
        ((2026, 3, 4, 16, 31), False),
    ):
        at(*moment)
        assert (coming(client), past(client)) == ((["middag"], []) if still else ([], ["middag"])), moment
        assert EventPage.objects.get(slug="middag").is_over is not still
        assert (
            "geweest" in client.get("/agenda/middag/").content.decode().partition("<h1>")[0].rpartition('"meta"')[2]
        ) is not still


def test_an_event_of_several_days_is_coming_until_the_last(db, client, at):
    days = [session((2026, 3, day, 9), (2026, 3, day, 17)) for day in (4, 5, 6)]
    an_event(slug="congres", sessions=[days[1], days[2], days[0]])  # in whatever order they were typed
    at(2026, 3, 6, 16)
    assert coming(client) == ["congres"]
    assert "4 tot en met 6 maart 2026" in client.get("/agenda/").content.decode()
    at(2026, 3, 6, 18)
    assert past(client) == ["congres"]


def test_a_series_names_all_its_sessions_in_order_of_time(db, client):
    event = an_event(
        sessions=[
            session((2027, 5, 12, 13), (2027, 5, 12, 15), "Derde keer"),
            session((2027, 3, 4, 13), (2027, 3, 4, 15), "Eerste keer"),
            session((2027, 4, 8, 13), (2027, 4, 8, 15), "Tweede keer"),
        ]
    )
    page = client.get(event.url).content.decode().partition("<main")[2]
    places = [
        page.index(words)
        for words in (
            "4 maart 2027, 13.00–15.00 uur",
            "Eerste keer",
            "8 april 2027, 13.00",
            "Tweede keer",
            "12 mei 2027, 13.00",
            "Derde keer",
        )
    ]
    assert places == sorted(places)


def test_what_comes_first_stands_first_and_what_was_last_stands_first_of_the_past(db, client):
    for days in (20, 3, -3, 10, -30, -10):
        an_event(slug=f"dag{days}", sessions=[EventSession(start=in_days(days), end=in_days(days, 16))])
    assert coming(client) == ["dag3", "dag10", "dag20"]
    assert past(client) == ["dag-3", "dag-10", "dag-30"]


def test_events_at_the_same_moment_keep_their_order(db, client):
    for number in range(5):
        an_event(f"Tegelijk {number}")
        an_event(f"Voorbij {number}", sessions=[EventSession(start=in_days(-7), end=in_days(-7, 16))])
    assert len({tuple(coming(client)) for _ in range(5)}) == len({tuple(past(client)) for _ in range(5)}) == 1


def test_what_nobody_may_see_is_not_in_the_agenda(db, client):
    draft, private = an_event("Concept"), an_event("Besloten")
    EventPage.objects.filter(pk=draft.pk).update(live=False)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert (coming(client), past(client)) == ([], [])


# --- months ----------------------------------------------------------------------------------------------------------


def test_the_agenda_is_divided_by_month_in_order(db, client, at):
    at(2026, 11, 20, 12)
    for day in ((2026, 12, 31, 20), (2026, 12, 1, 9), (2027, 1, 1, 9), (2027, 12, 1, 9)):
        an_event(slug="-".join(map(str, day)), sessions=[session(day, (*day[:3], 23))])
    page = client.get("/agenda/").content.decode()
    expected = [
        "December 2026",
        "2026-12-1-9",
        "2026-12-31-20",
        "Januari 2027",
        "2027-1-1-9",
        "December 2027",
        "2027-12-1-9",
    ]
    places = [page.index(f'month">{words}<' if " " in words else f'data-item="{words}"') for words in expected]
    assert places == sorted(places)
    assert page.count('class="month"') == 3


def test_an_event_just_after_midnight_belongs_to_the_month_on_the_calendar_here(db, client, at):
    """Half past twelve at night on the first of April is still March in Greenwich."""
    at(2026, 3, 1, 12)
    an_event(sessions=[session((2026, 4, 1, 0, 30), (2026, 4, 1, 2))])
    page = client.get("/agenda/").content.decode()
    assert 'class="month">April 2026<' in page
    assert "Maart 2026" not in page


# --- an empty agenda -------------------------------------------------------------------------------------------------


def test_an_empty_agenda_points_to_the_past_and_an_empty_past_says_so(db, client):
    the_agenda()
    assert (
        'Er staat nu niets gepland. Kijk terug bij <a href="/agenda/?periode=geweest">'
        in client.get("/agenda/").content.decode()
    )
    assert "Er is nog niets geweest." in client.get("/agenda/?periode=geweest").content.decode()


def test_filters_without_results_offer_a_way_out_within_the_same_period(db, client):
    an_event("Eerder", kind="congres", sessions=[EventSession(start=in_days(-7), end=in_days(-7, 16))])
    page = client.get("/agenda/?periode=geweest&soort=webinar").content.decode()
    assert "Er staat niets in de agenda met deze filters." in page
    assert '<a href="/agenda/?periode=geweest">wis alle filters</a>' in page


def test_the_other_period_keeps_the_filters(db, client):
    an_event(kind="congres", sectors=["vo"])
    page = as_shown(client.get("/agenda/?soort=congres&sector=vo"))
    assert 'href="/agenda/?soort=congres&amp;sector=vo&amp;periode=geweest">Geweest</a>' in page
    page = as_shown(client.get("/agenda/?soort=congres&sector=vo&periode=geweest"))
    assert 'href="/agenda/?soort=congres&amp;sector=vo">Komend</a>' in page
    assert '<input type="hidden" name="periode" value="geweest">' in page


# --- registration ----------------------------------------------------------------------------------------------------


def test_registration_is_open_through_its_last_day_and_only_while_there_is_something_to_register_for(db, client, at):
    facts = {"registration_url": "https://voorbeeld.nl/aanmelden", "registration_closes": date(2026, 3, 1)}
    sessions = [session((2026, 3, 4, 13), (2026, 3, 4, 16))]
    event = an_event(**facts, sessions=sessions)

    def offered(page: EventPage) -> bool:
        return "Meld je aan</a>" in client.get(page.url).content.decode()

    at(2026, 3, 1, 23, 59)
    assert offered(event)
    at(2026, 3, 2, 0, 0)
    assert not offered(event)
    at(2026, 2, 1, 12)
    for state in ("volgeboekt", "geannuleerd"):
        EventPage.objects.filter(pk=event.pk).update(state=state)
        everything_changed()
        assert not offered(event)
    EventPage.objects.filter(pk=event.pk).update(state="gaat-door", registration_closes=None)
    everything_changed()
    assert offered(event)
    at(2026, 3, 4, 17)
    assert not offered(event)


# --- news ------------------------------------------------------------------------------------------------------------


def test_news_leaves_the_list_the_day_after_it_expires_but_stays_at_its_address(db, client, at):
    item = a_news_item(slug="oproep", date=date(2026, 2, 1), expires_on=date(2026, 3, 4))
    at(2026, 3, 4, 23, 59)
    assert items(client.get("/nieuws/")) == ["oproep"]
    assert "verlopen" not in client.get(item.url).content.decode()
    at(2026, 3, 5, 0, 0)  # the fourth is still going on in Greenwich
    assert items(client.get("/nieuws/")) == []
    assert "Dit bericht is verlopen op 4 maart 2026." in client.get(item.url).content.decode()


def test_news_stands_newest_first_in_the_same_order_every_time(db, client):
    for day in (3, 9, 3, 3, 1):
        a_news_item(f"Nieuws van {day}", slug=f"dag-{day}-{NewsPage.objects.count()}", date=date(2026, 1, day))
    order = items(client.get("/nieuws/"))
    assert [slug.split("-")[1] for slug in order] == ["9", "3", "3", "3", "1"]
    assert all(items(client.get("/nieuws/")) == order for _ in range(4))


def test_without_news_the_list_says_so(db, client):
    the_news()
    assert total(client.get("/nieuws/")) == 0
    page = client.get("/nieuws/?sector=po").content.decode()
    assert "Er is geen nieuws met deze filters." in page
    assert '<a href="/nieuws/">wis alle filters</a>' in page


# --- the home page ---------------------------------------------------------------------------------------------------


def test_home_shows_what_comes_next_and_what_is_new(db, client, at):
    at(2026, 3, 4, 12)
    for number in range(4):
        a_news_item(slug=f"nieuws-{number}", date=date(2026, 3, 1) + timedelta(days=number))
        an_event(slug=f"dag-{number}", sessions=[session((2026, 3, 3 + number, 13), (2026, 3, 3 + number, 16))])
    a_news_item(slug="verlopen", date=date(2026, 3, 4), expires_on=date(2026, 3, 3))
    assert items(client.get("/")) == ["dag-1", "dag-2", "dag-3", "nieuws-3", "nieuws-2", "nieuws-1"]


# --- the numbers beside the filters ----------------------------------------------------------------------------------

SECTORS = ["po", "vo", "mbo"]
CATEGORIES = ["nieuws", "oproep", "onderzoek", "verslag", "beleid"]
KINDS = ["congres", "leernetwerk", "webinar", "opdenksessie", "studiedag", "bijeenkomst"]
PLACES = ["Utrecht", "Zeeland", "Fryslân"]


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker):
    """Thirty pieces of news and thirty events with facts at random (a fixed seed), as the facts they were made with."""
    with kept_content(django_db_blocker):
        seed_terms()
        chance, themes = random.Random(7), dict(Theme.objects.values_list("title", "slug"))
        some = list(themes)[:5]

        def sectors() -> list[str]:
            return sorted(chance.sample(SECTORS, chance.choice((0, 1, 1, 2, 3))), key=SECTORS.index)

        news, events = [], {"komend": [], "geweest": []}
        for number in range(30):
            chosen, about = sectors(), chance.sample(some, chance.choice((0, 1, 2)))
            category, day = chance.choice(CATEGORIES), date(chance.choice((2019, 2024, 2026)), 1, 1 + number % 28)
            item = a_news_item(f"Bericht {number}", category=category, date=day, sectors=chosen, themes=tuple(about))
            values = {
                "rubriek": {category},
                "sector": set(chosen),
                "thema": {themes[title] for title in about},
                "jaar": {str(day.year)},
            }
            news.append(Thing(item.slug, values))
        for number in range(30):
            chosen, about = sectors(), chance.sample(some, chance.choice((0, 1, 2)))
            kind, form, period = (
                chance.choice(KINDS[:-1]),
                chance.choice(("online", "locatie")),
                chance.choice(list(events)),
            )
            province = chance.choice(PLACES) if form == "locatie" else ""
            days = number + 1 if period == "komend" else -number - 1
            event = an_event(
                f"Bijeenkomst {number}",
                kind=kind,
                form=form,
                province=province,
                sectors=chosen,
                themes=tuple(about),
                sessions=[
                    EventSession(start=in_days(days), end=in_days(days, 16)),
                    EventSession(start=in_days(days, 17), end=in_days(days, 18)),
                ],
            )
            values = {
                "soort": {kind},
                "sector": set(chosen),
                "thema": {themes[title] for title in about},
                "vorm": {form},
                "provincie": {province} - {""},
            }
            events[period].append(Thing(event.slug, values))
        yield news, events


def test_beside_the_filters_of_the_news_every_number_is_right(year, db, client):
    themes = list(Theme.objects.values_list("slug", flat=True))
    parameters = {"rubriek": CATEGORIES, "sector": SECTORS, "thema": themes, "jaar": ["2026", "2024", "2019"]}
    counted = Counted(client, "/nieuws/", year[0], parameters, always_shown=("rubriek", "sector"))
    counted.check({})
    counted.check_at_random(15, seed=1)


@pytest.mark.parametrize("period", ["komend", "geweest"])
def test_beside_the_filters_of_the_agenda_every_number_is_right_for_its_period(year, db, client, period):
    themes = list(Theme.objects.values_list("slug", flat=True))
    parameters = {
        "soort": KINDS,
        "sector": SECTORS,
        "thema": themes,
        "vorm": ["online", "locatie"],
        "provincie": PLACES,
    }
    counted = Counted(client, "/agenda/", year[1][period], parameters, always_shown=("soort", "sector", "vorm"))
    counted.check({}, periode=period)
    counted.check_at_random(15, seed=2, periode=period)


def test_chips_of_the_agenda_take_away_one_filter_and_keep_the_period(year, db, client):
    shown = chips(client.get("/agenda/?periode=geweest&sector=vo&vorm=online"))
    assert shown == {"vo": "/agenda/?vorm=online&periode=geweest", "online": "/agenda/?sector=vo&periode=geweest"}
