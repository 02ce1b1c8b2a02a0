"""manage.py import_duo: takes over a file of DUO's, or shows what that would do."""

import resource
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnerships.duo.applying import apply
from partnerships.duo.plan import Plan
from partnerships.duo.planning import plan_for
from partnerships.duo.problems import FileRefusedError
from partnerships.duo.report import problem_lines, report
from partnerships.duo.tables import check_size
from partnerships.models import Register
from platform_site.accounts import audit
from platform_site.dutch_numbers import thousands

BAR = 30
NOT_CHANGED = "Er is niets gewijzigd."
ACCEPT = "Weet je zeker dat het bestand compleet is, draai de opdracht dan opnieuw met --complete."


class Command(BaseCommand):
    help = "Neemt een bestand met scholen of instellingen van DUO over: alles of niets. Eerst kijken kan met --dry-run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="het CSV- of Excelbestand van DUO")
        parser.add_argument("--dry-run", action="store_true", help="laat zien wat er zou veranderen, en verander niets")
        parser.add_argument("--coordinates", type=Path, metavar="FILE", help="exacte plekken: code;lat;lon")
        parser.add_argument(
            "--sector",
            choices=Register.values,
            default="",
            help="welk bestand het is, als dat er niet aan te zien is (po of so)",
        )
        parser.add_argument(
            "--complete", action="store_true", help="het bestand is compleet, ook al sluiten er veel scholen"
        )

    def handle(self, *args, **options) -> None:
        start = time.monotonic()
        try:
            plan = self._plan(options)
            for line in report(plan):
                self.stdout.write(line)
            if plan.alarm and not options["complete"]:
                raise CommandError(f"{NOT_CHANGED} {ACCEPT}")
            if options["dry_run"]:
                self.stdout.write(f"\nDit was een proef. {NOT_CHANGED} {_effort(start)}")
                return
            apply(plan, accepted=options["complete"], progress=self._progress)
        except FileRefusedError as refusal:
            for line in problem_lines(refusal.problems):
                self.stderr.write(line)
            raise CommandError(f"{refusal} {NOT_CHANGED}") from None
        told = ", ".join(f"{thousands(count)} {what}" for what, count in plan.counts.items())
        audit.note(audit.What.DUO_IMPORTED, audit.somebody(), Register(plan.register).label, detail=told)
        self.stdout.write(f"\nKlaar: {told}. {_effort(start)}")

    def _plan(self, options: dict) -> Plan:
        file, coordinates = options["file"], options["coordinates"]
        return plan_for(
            _content(file),
            timezone.localdate(),
            coordinates=_content(coordinates) if coordinates else b"",
            called=file.name,
            register=options["sector"],
        )

    def _progress(self, done: int, total: int) -> None:
        """A bar that fills on a terminal, a line each time elsewhere."""
        filled = BAR * done // total
        bar = f"[{'#' * filled}{'.' * (BAR - filled)}] {thousands(done)} van {thousands(total)}"
        ending = "\n" if done == total else ""
        self.stderr.write(f"\r{bar}" if self.stderr.isatty() else bar, ending=ending if self.stderr.isatty() else "\n")
        self.stderr.flush()


def _content(path: Path) -> bytes:
    """The bytes of a file, whose size is looked at before it is read."""
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError:
        raise FileRefusedError(f"Het bestand {path} is er niet, of is niet te lezen.") from None


def _effort(start: float) -> str:
    """How long it took since `start`, and the most memory this process has had."""
    unit = 1024**2 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
    return f"({time.monotonic() - start:.1f} seconden, {memory} MB geheugen)".replace(".", ",", 1)
