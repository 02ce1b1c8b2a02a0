"""The nights on which the clock changes, and a machine whose own clock was wrong and is put right: nothing stays stuck."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from news.examples import an_event
from news.models import EventSession
from platform_site import limits, post
from platform_site.background import worker
from platform_site.background.worker import Heartbeat
from platform_site.examples import a_page
from platform_site.letters import written
from platform_site.serving import expensive
from tests.over_the_wire import a_cache, ask
from tests.page_hooks import items

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def planned(slug: str, moment) -> str:
    """The address of a page that an editor planned for that moment."""
    page = a_page(slug, slug=slug)
    Page.objects.filter(pk=page.pk).update(live=False)
    page.refresh_from_db()
    page.go_live_at = moment
    page.save_revision().publish()
    return f"/{slug}/"


# --- nights ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("night", "before", "after"),
    [((2026, 10, 25), (2026, 10, 25, 1, 30), (2026, 10, 25, 3, 30)), ((2027, 3, 28), (2027, 3, 28, 1, 30), (2027, 3, 28, 3, 30))],
)  # fmt: skip
def test_what_is_planned_for_such_a_night_appears_once_and_in_its_order(at, monkeypatch, night, before, after):
    first, last = at(*before), at(*after)
    moment = at(*night)
    addresses = [planned("eerst", first), planned("laatst", last)]
    shown = []
    while moment < last + HOUR:
        moment += timedelta(minutes=15)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        call_command("publish_scheduled")
        shown.append((moment, [Client().get(address).status_code for address in addresses]))
    assert all(
        found == [200 if moment > planned_for else 404 for planned_for in (first, last)] for moment, found in shown
    )


def test_an_event_across_the_hour_that_comes_twice_is_over_when_it_is_over(at):
    start, end = at(2026, 10, 24, 22), at(2026, 10, 25, 4)
    assert end - start == 7 * HOUR
    at(2026, 10, 24, 12)
    an_event(slug="nacht", sessions=[EventSession(start=start, end=end)])
    for parts, period in (((2026, 10, 25, 2, 30), ""), ((2026, 10, 25, 3, 59), ""), ((2026, 10, 25, 4, 1), "geweest")):
        at(*parts)
        assert items(Client().get("/agenda/", {"periode": period})) == ["nacht"], parts


# --- a clock that is put right ---------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock of the machine off by so much."""
    now, shift = timezone.now, []

    def off_by(much: timedelta) -> None:
        shift[:] = [much]

    monkeypatch.setattr(timezone, "now", lambda: now() + shift[0] if shift else now())
    return off_by


@pytest.mark.parametrize("wrong", [DAY, HOUR, -HOUR])
def test_lists_follow_when_the_clock_is_put_right(site, clock, wrong):
    """While it is wrong pages are made of the wrong moment; none of them is given afterwards."""
    cache, now = a_cache(site), timezone.now()
    if wrong > DAY - HOUR:
        session = EventSession(start=now + 2 * HOUR, end=now + 3 * HOUR)  # over, by a clock that is a day ahead
    else:
        session = EventSession(start=now - HOUR, end=now + wrong / 2)  # over by only one of both clocks
    an_event(slug="vandaag", sessions=[session])
    clock(wrong)
    ask(cache, "/agenda/"), ask(cache, "/agenda/?periode=geweest")
    clock(timedelta())
    for address in ("/agenda/", "/agenda/?periode=geweest"):
        assert ask(cache, address).body == ask(site, address).body


def test_a_moment_that_passes_a_second_time_is_not_missed(site, clock):
    cache, now = a_cache(site), timezone.now()
    an_event(slug="straks", sessions=[EventSession(start=now - HOUR, end=now + HOUR / 2)])
    clock(HOUR)
    ask(cache, "/agenda/")
    clock(timedelta())
    assert 'data-item="straks"' in ask(cache, "/agenda/").text
    clock(HOUR / 2 + timedelta(minutes=1))
    assert 'data-item="straks"' not in ask(cache, "/agenda/").text


@pytest.mark.parametrize("wrong", [DAY, HOUR, -HOUR])
def test_mail_that_waits_for_a_next_try_goes_when_the_clock_is_put_right(clock, wrong):
    clock(wrong)
    letter = written("a@voorbeeld.nl", "Onderwerp: Een onderwerp\n\nEen tekst")
    letter.next_try_at += timedelta(minutes=1)
    letter.save()
    clock(timedelta(minutes=62))  # the longest pause there is, and a little
    post.deliver_due()
    assert [message.to for message in mail.outbox] == [["a@voorbeeld.nl"]]


@pytest.mark.parametrize("wrong", [DAY, HOUR, -HOUR])
def test_limits_let_people_in_again(clock, monkeypatch, wrong):
    """They count in stretches of the clock: another stretch, another count."""
    real = limits.time.time
    for shifted in (wrong, timedelta()):
        monkeypatch.setattr(limits.time, "time", lambda shifted=shifted: real() + shifted.total_seconds())
        assert [limits.within("proef", "iemand", 2, 60) for _ in range(3)] == [True, True, False]
    monkeypatch.setattr(expensive, "_rates", {"/duur/*": 1})
    now = real()
    asked = [expensive._may("x", "/duur/*", moment) for moment in (now, now, now + wrong.total_seconds(), now)]
    assert asked == [True, False, True, True]


@pytest.mark.parametrize("wrong", [DAY, -HOUR])
def test_the_worker_keeps_its_rounds_and_a_worker_that_is_gone_shows(clock, wrong):
    clock(wrong)
    worker.tick()
    assert Client().get("/status/achtergrond").status_code == 200
    clock(timedelta())
    assert Client().get("/status/achtergrond").status_code == 503  # no round by this clock yet, and perhaps never
    worker.tick()  # it counts by a clock that only goes forward: within a minute
    assert Client().get("/status/achtergrond").status_code == 200
    assert abs(timezone.now() - Heartbeat.objects.get().at) < HOUR
