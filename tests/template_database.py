"""A database of its own for every test run: a copy of one that was migrated once for these migrations.

The copies of runs that were killed, and templates nobody needs any more, are removed by the next run.
"""

import hashlib
import os
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
        with self.keeper.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
            self._remove_leftovers(cursor)
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
            if not cursor.fetchone():
                self._make_template(cursor)
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [TEMPLATE])
        self.copy()

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

    def _make_template(self, cursor: psycopg.Cursor) -> None:
        """Under another name until it is whole, so that one that was cut off is never used."""
        unfinished = f"{self.template}_new"
        cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
        self._use(unfinished)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", "cache", verbosity=0)
        self.connection.close()
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')

    def _remove_leftovers(self, cursor: psycopg.Cursor) -> None:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND NOT EXISTS"
            " (SELECT FROM pg_stat_activity WHERE application_name = pg_database.datname)",
            [RUN],
        )
        left = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s ORDER BY oid DESC OFFSET %s",
            [TEMPLATE, self.template, TEMPLATES_KEPT],
        )
        for name in (*left, *(name for (name,) in cursor.fetchall())):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
