"""manage.py demo: fills an empty site with example content; what is there already is left alone."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from platform_site.demo.accounts import ADDRESSES
from platform_site.demo.loading import load


class Command(BaseCommand):
    help = "Vult een lege site met voorbeeldinhoud. Nog eens draaien verandert niets."

    def add_arguments(self, parser):
        known = ", ".join(ADDRESSES)
        parser.add_argument(
            "--account",
            action="append",
            default=[],
            choices=ADDRESSES,
            metavar="ADRES",
            help=f"maak dit voorbeeldaccount: {known}",
        )

    def handle(self, *args, account: list[str], **options):
        if account and not settings.EXAMPLE_ACCOUNTS_ALLOWED:
            raise CommandError("Op een echte site komen geen voorbeeldaccounts: hun wachtwoord kent iedereen.")
        self.stdout.write("Voorbeeldinhoud:")
        load(self._tell, account)

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
