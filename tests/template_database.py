"""A database of its own for every test run: a copy of one that was migrated once for these migrations.

The example content (demo_site.py) is kept in the same way. The copies of runs that were killed, and templates nobody needs
any more, are removed by the next run.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from platform_site.accounts import roles

TEMPLATE, RUN = "so_template_", "so_test_"
TEMPLATES_KEPT = 4  # somebody may be running tests on another branch


def fingerprint() -> str:
    """Changes when the tables do: with the migrations of our apps and of all packages as they are installed."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(repr(roles.rights()).encode())  # written into the tables after migrating
    digest.update(Path(roles.__file__).read_bytes())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class RunDatabase:
    """The database of this process, to be copied again from its template whenever a test has really written to it."""

    def __init__(self):
        self.connection = connections[DEFAULT_DB_ALIAS]
        self.template = TEMPLATE + fingerprint()
        self.name = f"{RUN}{os.getpid()}"
        # Open as long as the run is: by its name the next run sees that this database is in use.
        facts = {"dbname": "postgres", "application_name": self.name, "options": "", "autocommit": True}
        self.keeper = psycopg.connect(**{**self.connection.get_connection_params(), **facts})

    def make(self) -> None:
        """Have the template, made once by whoever comes first, and go on with a copy of it."""
        with self.taking_turns(TEMPLATE) as cursor:
            self._remove_what_runs_left(cursor)
            self.have(cursor, self.template, _migrate)
            remove_others(cursor, TEMPLATE, self.template, kept=TEMPLATES_KEPT)
        self.copy()

    @contextmanager
    def taking_turns(self, what: str) -> Iterator[psycopg.Cursor]:
        """One process at a time does this; the others wait."""
        with self.keeper.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [what])
            try:
                yield cursor
            finally:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [what])

    def have(self, cursor: psycopg.Cursor, name: str, fill: Callable[[], None], source: str = "template1") -> None:
        """A database `name`: unless it is there, a copy of `source` that was filled.

        Under another name until it is whole, so that one that was cut off is never used.
        """
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return
        unfinished, own = f"{name}_new", self.connection.settings_dict["NAME"]
        cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE "{source}"')
        self._use(unfinished)
        try:
            fill()
        finally:
            self._use(own)
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')

    def copy(self, template: str | None = None) -> None:
        """Start over with an untouched copy of the template, whoever is still connected to the old one."""
        self.connection.close()
        with self.keeper.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{template or self.template}"')
        self._use(self.name)

    def remove(self) -> None:
        self.connection.close()
        with self.keeper.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.keeper.close()

    def _use(self, name: str) -> None:
        self.connection.close()
        self.connection.settings_dict["NAME"] = connections.settings[DEFAULT_DB_ALIAS]["NAME"] = name

    def _remove_what_runs_left(self, cursor: psycopg.Cursor) -> None:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND NOT EXISTS"
            " (SELECT FROM pg_stat_activity WHERE application_name = pg_database.datname)",
            [RUN],
        )
        _drop(cursor, cursor.fetchall())


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", "cache", verbosity=0)


def remove_others(cursor: psycopg.Cursor, kind: str, needed: str, kept: int) -> None:
    """Removes the templates of this kind but the one that is needed and so many of the newest."""
    cursor.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s ORDER BY oid DESC OFFSET %s",
        [kind, needed, kept],
    )
    _drop(cursor, cursor.fetchall())


def _drop(cursor: psycopg.Cursor, names: list[tuple[str]]) -> None:
    for (name,) in names:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
