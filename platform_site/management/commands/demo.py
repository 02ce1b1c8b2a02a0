"""manage.py demo: fills an empty site with example content; what is there already is left alone."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from knowledge_bank import scale
from platform_site.demo.accounts import ADDRESSES
from platform_site.demo.loading import load


class Command(BaseCommand):
    help = "Vult een lege site met voorbeeldinhoud. Nog eens draaien verandert niets."

    def add_arguments(self, parser):
        parser.add_argument("--items", type=int, default=0, metavar="N", help="vul aan tot N verzonnen kennisitems")
        known = ", ".join(ADDRESSES)
        parser.add_argument(
            "--account",
            action="append",
            default=[],
            choices=ADDRESSES,
            metavar="ADRES",
            help=f"maak dit voorbeeldaccount: {known}",
        )

    def handle(self, *args, items: int, account: list[str], **options):
        if items < 0:
            raise CommandError("--items vraagt een aantal, bijvoorbeeld 100000.")
        if account and not settings.EXAMPLE_ACCOUNTS_ALLOWED:
            raise CommandError("Op een echte site komen geen voorbeeldaccounts: hun wachtwoord kent iedereen.")
        self.stdout.write("Voorbeeldinhoud:")
        load(self._tell, account)
        if items:
            self._tell(f"{scale.fill(items, self._tell)} verzonnen kennisitems erbij")

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
