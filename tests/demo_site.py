"""The site as `make run` shows it, with all example content: made once a run, for whoever asks for it.

demo_content: the name of a database that holds it, to be copied. live_site: the real server on a copy of its own.
"""

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from platform_site import embedded_postgres
from platform_site.demo.accounts import ADDRESSES
from platform_site.settings import base
from tests.template_database import RunDatabase

CHECKOUT = Path(__file__).resolve().parents[1]


@contextmanager
def a_database(run: RunDatabase, name: str, template: str) -> Iterator[str]:
    """A copy of the database `template`, for as long as it is needed."""
    facts = {"dbname": "postgres", "application_name": name, "options": "", "autocommit": True}
    with psycopg.connect(
        **{**run.connection.get_connection_params(), **facts}
    ) as keeper:  # its name tells it is in use
        keeper.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield name
        keeper.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass(frozen=True)
class DemoContent:
    database: str
    told: list[str]  # what `manage.py demo` printed
    seconds: float


@pytest.fixture(scope="session")
def demo_content(run_database, django_db_setup, django_db_blocker) -> Iterator[DemoContent]:
    """An empty site, filled by `manage.py demo`."""
    run, printed, start = run_database, io.StringIO(), time.monotonic()
    with django_db_blocker.unblock():
        run.copy()
        call_command("createcachetable", "cache")
        with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):  # so that the live site knows the passwords
            call_command("demo", account=ADDRESSES, stdout=printed)
        run.connection.close()
        with a_database(run, f"{run.name}_demo", template=run.name) as name:
            run.copy()
            yield DemoContent(name, printed.getvalue().splitlines(), time.monotonic() - start)


def database_url(name: str, host: str = "") -> str:
    """The address of another database on the server the tests use; host: go by another way than the usual."""
    address = (os.environ.get("DATABASE_URL") or embedded_postgres.address(CHECKOUT)).partition("?")[0]
    before, _, where = address.rpartition("/")[0].rpartition("@")
    return f"{before}@{host or where}/{name}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def served(database: str) -> Iterator[str]:
    """`manage.py serve` on the database at this address; gives the address of the site."""
    port = free_port()
    environment = os.environ | {"DATABASE_URL": database, "PORT": str(port), "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    environment["DJANGO_SETTINGS_MODULE"] = "platform_site.settings.development"
    environment |= {"STATEMENT_TIMEOUT_MS": "30000", "LOCK_TIMEOUT_MS": "30000"}  # other tests may keep both cores busy
    environment["PAGE_CACHE_SECONDS"] = "0"  # what one process publishes another shows at once
    environment["MAKELEVEL"] = "1"  # it ends with us, however we end
    address = f"http://127.0.0.1:{port}"
    with (
        tempfile.TemporaryFile() as log,  # not a pipe: nobody would read it, and a full one makes the server wait
        subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=CHECKOUT, env=environment, stdout=log, stderr=subprocess.STDOUT
        ) as server,
    ):
        try:
            if not _gets_ready(server, address):
                log.seek(0)
                pytest.fail(f"the server did not start: {log.read().decode()}")
            yield address
        finally:
            server.terminate()


def _gets_ready(server: subprocess.Popen, address: str) -> bool:
    until = time.monotonic() + 120  # other tests may keep both cores busy
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/status/gereed", timeout=5):
                return True
        except OSError:
            time.sleep(0.1)
    return False


@pytest.fixture(scope="session")
def live_site(demo_content, run_database) -> Iterator[str]:
    """The address of the running site, with the example content."""
    with (
        a_database(run_database, f"{run_database.name}_live", template=demo_content.database) as name,
        served(database_url(name)) as address,
    ):
        yield address
