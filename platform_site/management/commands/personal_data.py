"""manage.py personal_data naam@school.nl: what the site holds on somebody, as JSON; --delete forgets them.

After a backup was put back: --repeat-deletions with the file that --write-deletions wrote before, or with the log of the site.
"""

import json
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from platform_site.accounts import audit, deletions, personal_data


class Command(BaseCommand):
    help = "Toont wat de site over iemand bewaart, als JSON. Met --delete wordt het verwijderd."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("email", nargs="?", help="het e-mailadres van het account")
        what.add_argument(
            "--write-deletions", type=Path, metavar="FILE", help="bewaar de lijst van verwijderingen (zonder namen)"
        )
        what.add_argument(
            "--repeat-deletions",
            type=Path,
            metavar="FILE",
            help="na het terugzetten van een back-up: verwijder opnieuw wie op deze lijst, of in dit logbestand, staat",
        )
        parser.add_argument(
            "--delete", action="store_true", help="verwijder het account en maak de geschiedenis anoniem"
        )

    def handle(self, *args, email: str | None, delete: bool, write_deletions, repeat_deletions, **options) -> None:
        if write_deletions:
            self._write(write_deletions)
        elif repeat_deletions:
            self._repeat(repeat_deletions)
        elif delete:
            self._forget(email)
        else:
            user = self._user(email)
            if user is None:
                raise CommandError(f"Er is geen account met het adres {email}.")
            found = personal_data.export(user)
            audit.note(audit.What.DATA_EXPORTED, audit.somebody(), user)
            self.stdout.write(json.dumps(found, cls=personal_data.encoder, ensure_ascii=False, indent=2))

    def _user(self, email: str):
        return get_user_model().objects.filter(email=email.strip().lower()).first()

    def _forget(self, email: str) -> None:
        user = self._user(email)
        if user is None:
            if not personal_data.forget_address(email.strip()):
                raise CommandError(f"Er is geen account met het adres {email}, en ook niets anders van dit adres.")
            self.stdout.write(f"Er was geen account. Wat verder van {email} bekend was, is verwijderd.")
            return
        try:
            personal_data.forget(user)
        except personal_data.CannotForgetError as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{email} is verwijderd. Wat diegene maakte, staat er nog, zonder naam.")

    def _write(self, path: Path) -> None:
        lines = list(deletions.lines())
        try:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        except OSError as problem:
            raise CommandError(f"{path} is niet te schrijven: {problem.strerror}.") from None
        self.stdout.write(f"Verwijderingen in {path}: {len(lines) - 1}.")

    def _repeat(self, path: Path) -> None:
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            forgotten, refusals = personal_data.repeat_deletions(lines)
        except OSError as problem:
            raise CommandError(f"{path} is niet te lezen: {problem.strerror}.") from None
        except deletions.UnknownListError as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"Opnieuw verwijderd: {forgotten}.")
        if refusals:
            raise CommandError("\n".join(refusals))
