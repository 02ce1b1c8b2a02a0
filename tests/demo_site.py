"""The site as `make run` shows it, with all example content: made once a day, and again when what makes it changed.

demo_content: the name of a database that holds it, to be copied. live_site: the real server on a copy of its own.
"""

import hashlib
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from platform_site import embedded_postgres
from platform_site.demo.accounts import ADDRESSES, default_password
from platform_site.settings import base
from tests.template_database import RunDatabase, fingerprint, remove_others

CHECKOUT = Path(__file__).resolve().parents[1]
DEMO = "so_demo_"
MAKERS = ("platform_site", "partnerships", "knowledge_bank", "news", "requirements.txt", "tests/demo_site.py")


@contextmanager
def a_database(run: RunDatabase, name: str, template: str) -> Iterator[str]:
    """A copy of the database `template`, for as long as it is needed."""
    facts = {"dbname": "postgres", "application_name": name, "options": "", "autocommit": True}
    with psycopg.connect(
        **{**run.connection.get_connection_params(), **facts}
    ) as keeper:  # its name tells it is in use
        keeper.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield name
        finally:
            keeper.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass(frozen=True)
class DemoContent:
    database: str
    told: list[str]  # what `manage.py demo` printed


def recipe() -> str:
    """Changes with all that the example content depends on: our code and its data, the packages, the tables and the day."""
    facts = [fingerprint(), str(timezone.localdate()), default_password(), settings.SITE_URL]
    digest = hashlib.sha256(repr(facts).encode())
    for maker in MAKERS:
        paths = [CHECKOUT / maker, *(CHECKOUT / maker).rglob("*")]
        for path in sorted(path for path in paths if path.is_file() and path.suffix != ".pyc"):
            digest.update(f"{path.relative_to(CHECKOUT)}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _fill() -> None:
    """`manage.py demo` on an empty site. Its files and what it told go into the database too, so that all stays together."""
    printed = io.StringIO()
    with (
        tempfile.TemporaryDirectory() as media,
        # the passwords as the live site knows them
        override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS, MEDIA_ROOT=media),
    ):
        call_command("demo", account=ADDRESSES, stdout=printed)
        files = [(str(path.relative_to(media)), path.read_bytes()) for path in Path(media).rglob("*") if path.is_file()]
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept CREATE TABLE file (path text, content bytea) CREATE TABLE told (lines text)")
        cursor.executemany("INSERT INTO kept.file VALUES (%s, %s)", files)
        cursor.execute("INSERT INTO kept.told VALUES (%s)", [printed.getvalue()])


def _unpack(run: RunDatabase, name: str) -> str:
    """Puts the files of the example content where the tests keep theirs; gives what was told when it was made."""
    with psycopg.connect(**{**run.connection.get_connection_params(), "dbname": name, "options": ""}) as copy:
        for path, content in copy.execute("SELECT path, content FROM kept.file"):
            target = Path(settings.MEDIA_ROOT, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return copy.execute("SELECT lines FROM kept.told").fetchone()[0]


@pytest.fixture(scope="session")
def demo_content(run_database, django_db_setup, django_db_blocker) -> Iterator[DemoContent]:
    """An empty site, filled by `manage.py demo`."""
    run, template = run_database, DEMO + recipe()
    with django_db_blocker.unblock(), ExitStack() as until_the_end:
        with run.taking_turns(DEMO) as cursor:
            run.have(cursor, template, _fill, source=run.template)
            name = until_the_end.enter_context(a_database(run, f"{run.name}_demo", template))
            remove_others(cursor, DEMO, template, kept=1)  # nobody uses one itself, and tomorrow needs another
        yield DemoContent(name, _unpack(run, name).splitlines())


def database_url(name: str, host: str = "") -> str:
    """The address of another database on the server the tests use; host: go by another way than the usual.

    By the usual way one may wait long for a connection: other tests make and drop databases, which takes a disk all it has.
    """
    address = (os.environ.get("DATABASE_URL") or embedded_postgres.address(CHECKOUT)).partition("?")[0]
    before, _, where = address.rpartition("/")[0].rpartition("@")
    return f"{before}@{host or where}/{name}{'' if host else '?connect_timeout=30'}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def served(database: str) -> Iterator[str]:
    """`manage.py serve` on the database at this address, with pictures of its own: what is deleted here, others may show.

    Gives the address of the site.
    """
    port = free_port()
    environment = os.environ | {"DATABASE_URL": database, "PORT": str(port)}
    environment["DJANGO_SETTINGS_MODULE"] = "platform_site.settings.development"
    environment |= {"STATEMENT_TIMEOUT_MS": "30000", "LOCK_TIMEOUT_MS": "30000"}  # other tests may keep both cores busy
    environment["PAGE_CACHE_SECONDS"] = "0"  # what one process publishes another shows at once
    environment["PYTHONUNBUFFERED"] = "1"  # what it says is there when it is killed
    environment["MAKELEVEL"] = "1"  # it ends with us, however we end
    address = f"http://127.0.0.1:{port}"
    with (
        tempfile.TemporaryDirectory(prefix="samen-opleiden-media-") as media,
        tempfile.TemporaryFile() as log,  # not a pipe: nobody would read it, and a full one makes the server wait
        subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=CHECKOUT,
            env=environment | {"MEDIA_ROOT": shutil.copytree(settings.MEDIA_ROOT, media, dirs_exist_ok=True)},
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            if not _gets_ready(server, address):
                log.seek(0)
                pytest.fail(f"the server did not start (ended with {server.poll()}): {log.read().decode()}")
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
