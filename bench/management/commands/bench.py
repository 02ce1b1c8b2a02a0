"""manage.py bench: how quick the site is. Prints tables and judges nothing.

Three parts: ready pages beside nginx (`serving`), one page of every type as it is made anew (`pages`; with --against FOLDER the
same of another checkout, by turns), and the knowledge bank with many items (`items`).

Every size has a database of its own beside the site's (bench_1000 …), filled the first time and kept; it is filled anew
when what decides over its content changed. Every size is measured in a process of its own, so nothing is in memory before.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from bench import measures, pages, serving
from platform_site import embedded_postgres

PARTS = ("serving", "pages", "items")
SIZES = "1000,10000,100000"
# What decides over the content of a database.
SOURCES = (
    "**/migrations/*.py",
    "bench/scale.py",
    "platform_site/search/index.py",
    "platform_site/search/lexemes.py",
    "platform_site/search/dutch*",
)


class Command(BaseCommand):
    help = "Meet hoe snel de site is: klare bladzijden, elke soort bladzijde opnieuw gemaakt, en de kennisbank met veel stukken."

    def add_arguments(self, parser):
        parser.add_argument("what", nargs="*", metavar="wat", help=f"een deel: {', '.join(PARTS)} (zonder: alles)")
        parser.add_argument("--sizes", default=SIZES, metavar="N,N", help=f"items: zo veel kennisitems (nu: {SIZES})")
        parser.add_argument(
            "--keep", action="store_true", help="neem databases zoals ze zijn, ook als de code veranderde"
        )
        parser.add_argument("--against", default="", metavar="MAP", help="pages: vergelijk met deze andere checkout")
        parser.add_argument("--rounds", type=int, default=pages.ROUNDS, metavar="N", help="zo veel beurten")
        parser.add_argument("--here", type=int, help="meet de database van deze site (doet bench zelf, per aantal)")

    def handle(self, *args, what: list[str], sizes: str, keep: bool, here: int | None, **options):
        if unknown := {*what} - {*PARTS}:
            raise CommandError(f"Wat is {', '.join(sorted(unknown))}? Kies uit {', '.join(PARTS)}.")
        if here is not None:
            self._measure(what[0], here, options["against"], options["rounds"])
            return
        try:
            wanted = [int(size) for size in sizes.split(",")]
            if min(wanted) < 1:
                raise ValueError
        except ValueError:
            raise CommandError("--sizes vraagt aantallen met een komma ertussen, bijvoorbeeld 1000,10000.") from None
        told = ["--against", options["against"], "--rounds", str(options["rounds"])]
        for part in what or PARTS:
            for size in wanted if part == "items" else [0]:
                self._manage(self._prepare(size, keep), "bench", part, "--here", str(size), *told)

    def _measure(self, part: str, size: int, against: str, rounds: int) -> None:
        if part == "items":
            self._measure_items(size)
        elif part == "pages":
            pages.measure(against, rounds, self.stdout.write)
        elif missing := serving.missing():
            self.stdout.write(
                f"Klare bladzijden zijn niet gemeten: {' en '.join(missing)} ontbreken (apt-get install)."
            )
        else:
            serving.measure(dict(os.environ), rounds, self.stdout.write)

    def _prepare(self, size: int, keep: bool) -> dict[str, str]:
        """The environment of a site with so many made-up items; its database is made where needed."""
        name, recipe = f"bench_{size}", _recipe()
        address = urlsplit(os.environ.get("DATABASE_URL") or embedded_postgres.address(settings.BASE_DIR))
        environment = {
            **os.environ,
            "DATABASE_URL": address._replace(path=f"/{name}").geturl(),
            "MEDIA_ROOT": str(settings.VAR_DIR / "bench"),
        }
        with connection._nodb_cursor() as cursor:
            cursor.execute("select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [name])
            found = cursor.fetchone()
            if found and found[0] and (keep or found[0] == recipe):
                return environment
            self.stdout.write(f"Database {name} wordt gemaakt.")
            cursor.execute(f"drop database if exists {name} with (force)")
            cursor.execute(f"create database {name}")
        self._manage(environment, "migrate", "-v0")
        self._manage(environment, "createcachetable")
        self._manage(environment, "demo", "--items", str(size))
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"comment on database {name} is '{recipe}'")
        return environment

    def _manage(self, environment: dict[str, str], *arguments: str) -> None:
        self.stdout.flush()
        done = subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", *arguments], env=environment, check=False
        )
        if done.returncode:
            sys.exit(done.returncode)

    def _measure_items(self, size: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set statement_timeout = 0")
            cursor.execute("vacuum (analyze)")
            cursor.execute("reset statement_timeout")
        turns, shown = measures.measures()
        found = ", ".join(f"“{text}” in {share:.1%}" for text, share in measures.shares().items())
        self.stdout.write(f"\n{size} kennisitems: {found}")
        for together in turns:
            while waiting := [measure for measure in together if not measure.done]:
                for measure in waiting:
                    measure.turn()
        self.stdout.write(f"{'':44}{'p50 ms':>9}{'p95 ms':>9}{'doel':>7}{'keer zo snel':>14}{'metingen':>10}")
        for measure in shown:
            goal = measure.goal.get(size, "")
            ratio = f"{measure.usual.p50 / measure.p50:.1f}" if measure.usual else ""
            numbers = f"{measure.p50:9.1f}{measure.p95:9.1f}{goal:>7}{ratio:>14}{len(measure.times):>10}"
            self.stdout.write(f"{measure.name:44}{numbers}")


def _recipe() -> str:
    """A fingerprint of all that decides over the content of a database."""
    paths = sorted(
        {path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern) if ".venv" not in path.parts}
    )
    return hashlib.sha256(b"".join(Path(path).read_bytes() for path in paths if path.is_file())).hexdigest()[:16]
