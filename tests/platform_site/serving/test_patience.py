"""Who reads waits shortly for others, who changes something longer, and a migration tries again."""

import threading
import time

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from platform_site.database.base import SOON, Door
from platform_site.database.patience import answer_within
from platform_site.examples import the_home
from platform_site.management.commands import migrate
from platform_site.serving.time_limit import TimeLimitMiddleware
from platform_site.transactions import be_patient
from tests.demo_site import database_url


@pytest.fixture
def locked(transactional_db):
    """A table that somebody else holds, as a migration or a dump may."""
    the_home()
    with psycopg.connect(database_url(connection.settings_dict["NAME"])) as other:
        other.execute("LOCK TABLE wagtailcore_page IN ACCESS EXCLUSIVE MODE")
        yield other
        other.rollback()


@pytest.fixture
def as_visitors_wait(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
        yield
        cursor.execute("RESET lock_timeout")


def test_a_visitor_is_told_to_come_back_and_does_not_wait(locked, as_visitors_wait, client):
    client.raise_request_exception = False
    start = time.monotonic()
    answer = client.get("/nieuws/")
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert time.monotonic() - start < 10  # one wait, not fifteen


def test_whoever_changes_something_waits_longer(locked, as_visitors_wait):
    with pytest.raises(OperationalError), transaction.atomic(), connection.cursor() as cursor:
        be_patient()
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        assert cursor.fetchone() == ("15s", "10s")
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute("SELECT 1 FROM wagtailcore_page")
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("300ms",)  # the next visitor is as short again


def test_a_migration_has_no_time_limit_but_one_for_locks_and_tries_again(transactional_db, monkeypatch, capsys):
    limits, tried = [], []

    def handle(self, *args, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
            limits.append(cursor.fetchone())
        tried.append(1)
        if len(tried) < 3:
            raise OperationalError("bezet") from psycopg.errors.LockNotAvailable()

    monkeypatch.setattr(migrate.migrate.Command, "handle", handle)
    monkeypatch.setattr(migrate, "REST", 0)
    call_command("migrate")
    assert limits == [("0", "5s")] * 3
    assert "poging 3 van 12" in capsys.readouterr().err
    connection.close()


def test_a_migration_that_fails_for_another_reason_is_not_tried_again(transactional_db, monkeypatch):
    tried = []

    def handle(self, *args, **options):
        tried.append(1)
        raise OperationalError("iets anders")

    monkeypatch.setattr(migrate.migrate.Command, "handle", handle)
    with pytest.raises(OperationalError):
        call_command("migrate")
    assert len(tried) == 1
    connection.close()


def test_a_database_that_says_nothing_is_not_waited_for(transactional_db):
    """The limit of the statement is not kept here: as with a server that is stopped, only silence comes back."""
    start = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        with answer_within(0.3), pytest.raises(OperationalError):
            cursor.execute("SELECT pg_sleep(20)")
    assert time.monotonic() - start < 10
    connection.close()
    with connection.cursor() as cursor, answer_within(5):
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_while_it_is_away_one_tries_and_the_others_do_not_wait_for_long():
    door, begun, go_on, told = Door(), threading.Event(), threading.Event(), []

    def silent():
        begun.set()
        go_on.wait(30)
        raise psycopg.OperationalError("timeout expired")

    def one_who_asks():
        start = time.monotonic()
        with pytest.raises(psycopg.OperationalError):
            door.through(silent)
        told.append(time.monotonic() - start)

    go_on.set()
    one_who_asks()
    assert door.away
    go_on.clear()
    begun.clear()
    trying = threading.Thread(target=one_who_asks)
    trying.start()
    begun.wait(30)
    time.sleep(2 * SOON)
    told.clear()
    for _ in range(100):
        one_who_asks()
    assert sum(told) < 5  # all hundred together
    go_on.set()
    trying.join()
    assert door.through(lambda: "connected") == "connected"
    assert not door.away


def slow(*seconds: float) -> tuple[int, float]:
    """The answer to a page that asks statements which take so long, and how long it took."""

    def view(request):
        for each in seconds:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(%s)", [each])
        return HttpResponse()

    start = time.monotonic()
    try:
        status = TimeLimitMiddleware(view)(RequestFactory().get("/")).status_code
    except OperationalError:
        status = 503  # outage.py makes it so
    return status, time.monotonic() - start


def test_the_statements_of_a_page_share_one_time_limit(transactional_db, settings):
    settings.STATEMENT_TIMEOUT_MS = 600
    assert slow(0.1, 0.1)[0] == 200
    status, took = slow(0.3, 0.2, 5)
    assert status == 503
    assert took < 4  # the third was cut short
    assert slow(*[0.25] * 20)[0] == 503  # none of them too slow by itself
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.7), current_setting('statement_timeout')")
        assert cursor.fetchone()[1] == "15s"  # and the next visitor begins anew
