"""The background worker sends what waits, keeps the clock, survives trouble and never outlives the site it came with."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from platform_site import embedded_postgres
from platform_site.accounts.invitations import Invitation
from platform_site.background import clock, housekeeping, worker
from platform_site.background.worker import Heartbeat, TickingWorker, only_one
from platform_site.examples import a_page, a_user, the_home
from platform_site.letters import Letter, written
from platform_site.post import deliver
from platform_site.serving.web_server import BACKGROUND
from tests.demo_site import database_url
from tests.editor import Editor
from tests.logging_in import log_in

CHECKOUT = embedded_postgres.__file__.rpartition("/platform_site/")[0]


@pytest.fixture
def waiting(settings):
    """Tasks of the background wait in the database, as they do on the site."""
    settings.TASKS = {**settings.TASKS, "achtergrond": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def kept_connection(monkeypatch):
    """The transaction around a test would not live through a change of connection."""
    for module in (worker, db_worker):
        monkeypatch.setattr(module, "close_old_connections", lambda: None)


@pytest.fixture
def one_round(monkeypatch, kept_connection):
    """Runs a worker until its queue is empty and it would rest."""

    def run() -> TickingWorker:
        at_work = TickingWorker()
        monkeypatch.setattr(worker.time, "sleep", lambda _: setattr(at_work, "running", False))
        at_work.run()
        return at_work

    return run


@task(backend="achtergrond")
def breaks() -> None:
    raise ZeroDivisionError


def post_a_letter() -> None:
    written("a@voorbeeld.nl", "Onderwerp: Een onderwerp\n\nEen tekst").save()
    deliver.enqueue()


@pytest.mark.django_db
def test_it_sends_what_waits_and_a_task_that_breaks_holds_up_nothing(waiting, one_round):
    breaks.enqueue()
    post_a_letter()
    assert outbox.outbox == []
    one_round()
    assert [message.to for message in outbox.outbox] == [["a@voorbeeld.nl"]]
    states = DBTaskResult.objects.values_list("task_path", "status")
    assert dict(states) == {f"{__name__}.breaks": "FAILED", "platform_site.post.deliver": "SUCCESSFUL"}


@pytest.mark.django_db
def test_a_planned_page_goes_live_at_its_moment_and_leaves_at_its_end(one_round):
    page = a_page("Straks", live=False)
    Page.objects.filter(pk=page.pk).update(live=False)
    page.refresh_from_db()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    address = f"/{page.slug}/"
    one_round()
    assert Client().get(address).status_code == 404
    past = timezone.now() - timedelta(minutes=1)
    planned = page.revisions.get()
    planned.content["go_live_at"], planned.approved_go_live_at = past.isoformat(), past  # an hour goes by
    planned.save()
    one_round()
    assert Client().get(address).status_code == 200
    Page.objects.filter(pk=page.pk).update(expire_at=past)
    one_round()
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_somebody_can_see_that_it_lives(one_round, monkeypatch):
    assert Client().get("/status/achtergrond").status_code == 503
    one_round()
    answer = Client().get("/status/achtergrond")
    assert (answer.status_code, answer.content.decode()[:6]) == (200, "actief")
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert Client().get("/status/achtergrond").status_code == 503
    monkeypatch.setitem(clock._jobs, "stuk", breaks.func)
    one_round()
    assert "mislukt: stuk" in Client().get("/status/achtergrond").content.decode()


@pytest.mark.django_db
def test_editors_read_on_their_start_page_that_it_stands_still(one_round):
    the_home()

    def told() -> str:
        return " ".join(Editor().look("/beheer/").find("main").get_text().split())

    assert "staat stil" in told()  # it never was there
    one_round()
    assert "achtergrond" not in told()
    for minutes in (6, -6):  # the other is a clock that was set back
        Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=minutes))
        assert "Het werk op de achtergrond staat stil sinds" in told()
        assert Client().get("/status/achtergrond").status_code == 503
    Heartbeat.objects.update(at=timezone.now(), failed=["geplande pagina's"])
    assert "Op de achtergrond mislukt iets: geplande pagina's." in told()


@pytest.mark.django_db
def test_a_database_that_was_away_does_not_end_it(monkeypatch, kept_connection):
    at_work, tried = TickingWorker(), []

    def away() -> None:
        tried.append(1)
        if len(tried) < 3:
            raise OperationalError("weg")
        at_work.running = False

    monkeypatch.setattr(at_work, "round_of_the_clock", away)
    monkeypatch.setattr(worker.time, "sleep", lambda _: None)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    at_work.run()
    assert len(tried) == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_run_the_clock_at_the_same_time(monkeypatch):
    ran = []
    monkeypatch.setattr(clock, "tick", lambda: ran.append(1) or [])
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [worker.ONE_AT_A_TIME])
        worker.tick()
        assert ran == []
    other.close()  # as when it is killed
    time.sleep(0.1)
    worker.tick()
    assert ran == [1]
    with only_one(worker.ONE_AT_A_TIME) as mine:
        assert mine


@pytest.mark.django_db
@pytest.mark.parametrize(("tries", "ends"), [(1, "READY"), (2, "READY"), (3, "FAILED")])
def test_a_task_whose_worker_died_is_taken_up_again_a_few_times(waiting, tries, ends):
    breaks.enqueue()
    long_ago = timezone.now() - timedelta(minutes=16)
    at = {"status": TaskResultStatus.RUNNING, "started_at": long_ago, "worker_ids": ["weg"] * tries}
    DBTaskResult.objects.update(**at)
    housekeeping.take_up_lost_tasks()
    assert DBTaskResult.objects.get().status == ends
    DBTaskResult.objects.update(**{**at, "started_at": timezone.now()})
    housekeeping.take_up_lost_tasks()
    assert DBTaskResult.objects.get().status == "RUNNING"


@pytest.mark.django_db
def test_what_is_done_with_is_thrown_away(waiting, one_round):
    the_home()
    post_a_letter()
    one_round()
    client = log_in(Client(), a_user())
    session = client.session
    session.set_expiry(-1)
    session.save()
    Invitation.objects.create(
        email="a@b.nl", kind="proef", token_hash="x", expires_at=timezone.now() - timedelta(days=366)
    )
    over_an_hour_ago = timezone.now() - timedelta(minutes=61)
    DBTaskResult.objects.update(finished_at=over_an_hour_ago)
    assert Letter.objects.update(ended_at=over_an_hour_ago) == 1
    housekeeping.throw_away_what_is_done()
    assert not DBTaskResult.objects.exists()
    assert not Letter.objects.exists()
    assert not Invitation.objects.exists()
    assert client.get("/inloggen/mijn-gegevens/").status_code == 302


# --- as a process ----------------------------------------------------------------------------------------------------

APPLICATION = "def application(environ, start_response):\n    start_response('204 No Content', [])\n    return [b'']\n"


def children(process: int) -> list[int]:
    found = subprocess.run(["ps", "-ww", "-o", "pid=,ppid=,args=", "-A"], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in found.stdout.splitlines()]
    return [int(pid) for pid, parent, what in rows if int(parent) == process and "manage.py worker" in what]


def lives(process: int) -> bool:
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")


def wait_until(condition) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def site(tmp_path, run_database, transactional_db):
    """The web server as `make run` has it, with the smallest of applications and a real worker on the database of this test."""
    (tmp_path / "smallest.py").write_text(APPLICATION)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "platform_site.settings.development"}
    environment |= {
        BACKGROUND: "1",
        "DATABASE_URL": database_url(run_database.name),
        "PYTHONPATH": f"{CHECKOUT}:{tmp_path}",
    }
    with socket.create_server(("127.0.0.1", 0)) as listener, (tmp_path / "output").open("w") as output:
        command = [sys.executable, "-m", "platform_site.serving.web_server", "--fd", str(listener.fileno())]
        command += ["smallest:application"]
        process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=environment,
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    wait_until(lambda: Heartbeat.objects.exists())
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_comes_and_goes_with_the_site(site, way):
    (its_worker,) = children(site.pid)
    os.kill(site.pid, way)
    site.wait(20)
    wait_until(lambda: not lives(its_worker))
    if way != signal.SIGKILL:
        assert site.returncode == 0


def test_it_begins_again_when_it_dies(site):
    (its_worker,) = children(site.pid)
    os.kill(its_worker, signal.SIGKILL)
    wait_until(lambda: len(children(site.pid)) == 1 and children(site.pid) != [its_worker])
