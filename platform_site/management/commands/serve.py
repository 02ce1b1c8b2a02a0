"""`manage.py serve`, and so `make run`: from whatever state the database is in to a site that answers."""

import gc
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.exceptions import BadMigrationError, InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page

from platform_site import embedded_postgres
from platform_site.demo import accounts
from platform_site.management.commands import migrate
from platform_site.serving import processes, web_server

HOST = "127.0.0.1"
FIRST_PORT, LAST_PORT = 8000, 8099
PREPARING = 7_304_000_118  # number of the database lock that lets one start at a time prepare the site


class Command(BaseCommand):
    help = "Maakt de database klaar, vult een lege site met voorbeelden en start de webserver. PORT kiest de poort."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--dev", action="store_true", help="toon fouten en begin opnieuw als een bestand verandert")

    def handle(self, *args, dev: bool = False, **options) -> None:
        if "MAKELEVEL" in os.environ:
            processes.die_with_parent(signal.SIGTERM)
        wanted = os.environ.get("PORT", "")
        listener = listen(wanted)
        port = listener.getsockname()[1]
        if not wanted and port != FIRST_PORT:
            self.stdout.write(f"Poort {FIRST_PORT} is bezet; de site komt op poort {port}.")
        with one_at_a_time(self.stdout):
            self.prepare()
        welcome = "\n".join(welcome_lines(port))
        connection.close()
        if dev:
            listener.close()
            self.stdout.write(welcome)
            start_development_server(port)
        start_web_server(listener, welcome)

    def prepare(self) -> None:
        """Bring the tables up to date and put the examples in a site that has no pages yet."""
        collect_garbage_seldom()
        try:
            call_command(Migrate(stdout=self.stdout), verbosity=0, interactive=False)
        except OperationalError:
            raise
        except (DatabaseError, InconsistentMigrationHistory, BadMigrationError) as problem:
            remedy = "Zet een back-up terug." if os.environ.get("DATABASE_URL") else "Begin opnieuw met `make reset`."
            reason = str(problem).partition("\n")[0]
            sys.exit(f"De database past niet bij deze versie van de site: {reason} {remedy}")
        if any(cache["BACKEND"].endswith(".DatabaseCache") for cache in settings.CACHES.values()):
            call_command("createcachetable", verbosity=0)
        if not Page.objects.filter(depth__gt=2).exists():
            self.stdout.write("De site is nog leeg: voorbeelden plaatsen …")
            with transaction.atomic():  # cut off half-way it would pass for a filled site
                call_command("demo", account=accounts.ADDRESSES, stdout=self.stdout)


class Migrate(migrate.Command):
    """Django's migrate, telling every two seconds how far it is, in Dutch."""

    def migration_progress_callback(self, action: str, migration=None, fake: bool = False) -> None:
        if action == "apply_start" and not hasattr(self, "total"):
            executor = MigrationExecutor(connection)
            self.total = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            self.done, self.told = 0, time.monotonic()
            self.stdout.write(f"Database bijwerken: {self.total} {'stap' if self.total == 1 else 'stappen'} …")
        elif action == "apply_success":
            self.done += 1
            if time.monotonic() - self.told > 2:
                self.told = time.monotonic()
                self.stdout.write(f"  {self.done} van {self.total} …")


def collect_garbage_seldom() -> None:
    """Migrating makes every model many times over, and a quarter of its time went into looking for what is thrown away.

    As this process becomes the web server, which starts with a clean memory, nobody needs it otherwise.
    """
    gc.freeze()
    gc.set_threshold(200_000, 2, 1000)


def listen(wanted: str) -> socket.socket:
    """A socket that listens on the wanted port, or with nothing wanted on the first free one.

    Listening here and handing the socket on leaves no moment in which another program can take the port. Exits with
    one Dutch line when the wanted port is taken or is no port.
    """
    if wanted and not (re.fullmatch("[0-9]{1,5}", wanted) and 0 < int(wanted) < 65536):
        sys.exit(f"PORT={wanted!r} is geen poort. Kies een getal van 1 tot 65535, bijvoorbeeld PORT=8080.")
    ports = [int(wanted)] if wanted else range(FIRST_PORT, LAST_PORT + 1)
    for port in ports:
        try:
            return socket.create_server((HOST, port))
        except PermissionError:
            sys.exit(f"Poort {port} mag je niet gebruiken. Kies er een boven 1023, bijvoorbeeld PORT=8080.")
        except OSError:
            continue
    if wanted:
        sys.exit(f"Poort {wanted} is bezet. Kies een andere met PORT, of laat PORT weg.")
    sys.exit(f"De poorten {FIRST_PORT} tot en met {LAST_PORT} zijn allemaal bezet. Kies er zelf een met PORT.")


@contextmanager
def one_at_a_time(stdout) -> Iterator[None]:
    """Two starts of one site at the same moment: the second waits and finds the work done."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # the limit is there for pages
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [PREPARING])
        if not cursor.fetchone()[0]:
            stdout.write("Wachten op een andere start van deze site …")
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
    yield  # the lock ends with the connection


def welcome_lines(port: int) -> Iterator[str]:
    """What somebody who just started the site wants to know."""
    address = f"http://{HOST}:{port}/"
    yield ""
    yield f"De site draait: {address}"
    yield f"Beheer:         {address}beheer/"
    yield from account_lines()
    if "console" in settings.EMAIL_BACKEND:
        yield "Mail:           verschijnt in dit venster"
    else:
        yield f"Mail:           gaat naar {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if os.environ.get("DATABASE_URL"):
        yield "Stoppen:        Ctrl-C"
    else:
        home = embedded_postgres.location(settings.BASE_DIR)
        if not home.is_relative_to(settings.BASE_DIR):
            yield f"Database:       {home}, want het account van de database kan niet in deze map"
        yield "Stoppen:        Ctrl-C; daarna stopt `make stop` de database"
    yield ""


def account_lines() -> Iterator[str]:
    """The example accounts that are in the database, and their password when we know it."""
    known = dict(get_user_model().objects.values_list("email", "password"))
    present = [(role, email) for role, email in accounts.EXAMPLE_ACCOUNTS if email in known]
    for number, (role, email) in enumerate(present):
        yield f"{'Inloggen als:' if number == 0 else '':16}{email} ({role})"
    if present:
        password = accounts.default_password()
        someone = get_user_model().objects.get(email=present[0][1])
        yield f"Wachtwoord:     {password if someone.check_password(password) else 'dat je bij de eerste start koos'}"
        if not settings.SECOND_FACTOR_REQUIRED:
            yield "Tweede stap:    staat hier UIT om te kunnen proberen; SECOND_FACTOR_REQUIRED=1 zet hem aan, zoals in productie"


def start_web_server(listener: socket.socket, welcome: str) -> None:
    """Become the web server, in a fresh process image: what preparing left in memory does not go along."""
    listener.set_inheritable(True)
    os.environ.setdefault("SITE_URL", "http://{}:{}".format(*listener.getsockname()))
    os.environ[web_server.WELCOME] = welcome
    os.environ[web_server.BACKGROUND] = "1"
    os.chdir(Path(settings.BASE_DIR))
    command = [sys.executable, "-m", web_server.__name__, "--fd", str(listener.fileno())]
    sys.stdout.flush()
    os.execv(sys.executable, command)


def start_development_server(port: int) -> None:
    """Become Django's own server, which follows changes in code and templates; the background worker comes along, and does not."""
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    os.environ["DEBUG"] = "1"
    subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--with-parent", str(os.getpid())], stdin=subprocess.DEVNULL
    )
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"])
