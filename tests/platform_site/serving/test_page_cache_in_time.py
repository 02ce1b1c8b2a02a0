"""A kept answer stands no longer than it is true, and while the database is away no longer than it may."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from wagtail.models import PageViewRestriction

from news.examples import an_event
from news.models import EventSession
from platform_site import generation, moments
from platform_site.examples import a_document, a_page
from platform_site.models import StandardPage
from tests.over_the_wire import a_cache, ask, kept

pytestmark = pytest.mark.django_db


# --- how long --------------------------------------------------------------------------------------------------------


def test_what_is_published_shows_at_once(cache, site):
    page = a_page("Oude titel")
    assert "Oude titel" in ask(cache, page.url).text
    page.title = "Nieuwe titel"
    page.save_revision().publish()
    assert "Nieuwe titel" in ask(cache, page.url).text
    page.unpublish()
    assert ask(cache, page.url).status == 404


def test_what_becomes_private_is_gone_at_once(cache):
    page = a_page("Straks besloten")
    assert ask(cache, page.url).status == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert ask(cache, page.url).status == 302
    assert ask(cache, page.url).status == 302


def test_another_document_shows_at_once(cache):
    document = a_document()
    page = a_page(body=[("document", {"document": document, "text": "De gids"})])
    assert "7 pagina’s" not in ask(cache, page.url).text
    document.pages = 7
    document.save()
    assert "7 pagina’s" in ask(cache, page.url).text


def test_the_process_that_publishes_sees_it_at_once_another_within_a_second(
    site, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(generation, "_afterwards", [])
    here = a_cache(site, look_every=1000)
    monkeypatch.setattr(generation, "_afterwards", generation._afterwards.copy())
    other = a_cache(site, look_every=1000)
    generation._afterwards.pop()
    page = a_page("Eerst")
    for cache in (here, other):
        assert "Eerst" in ask(cache, page.url).text
    with django_capture_on_commit_callbacks(execute=True):
        page.title = "Daarna"
        page.save_revision().publish()
    assert "Daarna" in ask(here, page.url).text
    assert "Eerst" in ask(other, page.url).text
    other.watch._next_look = 0  # a second later
    assert "Daarna" in ask(other, page.url).text


def test_it_looks_at_the_database_once_for_many(site, django_assert_num_queries):
    cache = a_cache(site, look_every=1000)
    ask(cache, "/")
    with django_assert_num_queries(0):
        for _ in range(20):
            ask(cache, "/")


def test_a_day_an_end_and_an_expiry_are_its_last_moment(cache, site, at):
    at(2026, 3, 4, 12)
    start, end = at(2026, 3, 4, 13), at(2026, 3, 4, 15)
    at(2026, 3, 4, 12)
    an_event(sessions=[EventSession(start=start, end=end)])
    ask(cache, "/agenda/")
    for moment, holds in (((12, 59), True), ((13, 1), False), ((14, 59), True), ((15, 1), False), ((23, 59), True)):
        at(2026, 3, 4, *moment)
        assert kept(cache, site, "/agenda/") == holds, moment
    at(2026, 3, 5, 0, 0)
    assert not kept(cache, site, "/agenda/")


# --- when things go wrong --------------------------------------------------------------------------------------------


@pytest.fixture
def database_away(monkeypatch):
    def go():
        def fail(name):
            raise OperationalError("weg")

        monkeypatch.setattr(generation, "current", fail)

    return go


def test_while_the_database_is_away_copies_stand_for_a_day(cache, site, at, database_away):
    at(2026, 3, 4, 12)
    page = a_page()
    ask(cache, page.url)
    database_away()
    for moment, holds in (((4, 12, 1), True), ((4, 23, 59), True), ((5, 11, 59), True), ((5, 12, 1), False)):
        at(2026, 3, *moment)
        assert kept(cache, site, page.url) == holds, moment


def test_what_expired_or_was_unpublished_does_not_come_back_while_it_is_away(cache, site, at, database_away):
    at(2026, 3, 4, 12)
    gone, expiring = a_page(), a_page(expire_at=at(2026, 3, 4, 14))
    at(2026, 3, 4, 12)
    ask(cache, gone.url)
    gone.unpublish()
    ask(cache, expiring.url)
    database_away()
    assert not kept(cache, site, gone.url)
    assert kept(cache, site, expiring.url)
    at(2026, 3, 4, 14, 1)
    assert not kept(cache, site, expiring.url)


def test_a_site_that_fails_leaves_the_copy_that_was_right_a_moment_ago(cache, site, at, monkeypatch):
    at(2026, 3, 4, 12)
    page = a_page()
    first = ask(cache, page.url)
    at(2026, 3, 5, 0, 1)
    with monkeypatch.context() as broken:
        broken.setattr(StandardPage, "serve", lambda *_: HttpResponse("stuk", status=503))
        assert ask(cache, page.url).body == first.body
    assert not kept(cache, site, page.url)


def test_every_moment_lies_ahead(seeded, at):
    now = at(2026, 3, 28, 23)
    assert moments.right_until(now) == moments.end_of_day(now.date())
    assert moments.shown_until(now) - now == timedelta(hours=24)
