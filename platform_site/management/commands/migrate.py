"""manage.py migrate: Django's own, without the time limits that are there for pages, and patient about the locks of others.

A migration waits at most five seconds for a table: whoever waits for a lock makes all visitors of that table wait behind
it. It tries again, up to twelve times.
"""

import time

from django.core.management.commands import migrate
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

TRIES, LOCK, REST = 12, "5s", 5


class Command(migrate.Command):
    def handle(self, *args, **options) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = 0; SET lock_timeout = '{LOCK}'")
        for tried in range(1, TRIES + 1):
            try:
                return super().handle(*args, **options)
            except OperationalError as problem:
                if not isinstance(problem.__cause__, LockNotAvailable) or tried == TRIES:
                    raise
                self.stderr.write(f"De database is bezet; poging {tried + 1} van {TRIES} over {REST} s.")
                time.sleep(REST)
