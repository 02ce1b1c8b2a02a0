"""manage.py demo: fills an empty site with example content; what is there already is left alone."""

from django.core.management.base import BaseCommand, CommandError

from knowledge_bank import scale
from platform_site.demo.loading import load


class Command(BaseCommand):
    help = "Vult een lege site met voorbeeldinhoud. Nog eens draaien verandert niets."

    def add_arguments(self, parser):
        parser.add_argument("--items", type=int, default=0, metavar="N", help="vul aan tot N verzonnen kennisitems")

    def handle(self, *args, items: int, **options):
        if items < 0:
            raise CommandError("--items vraagt een aantal, bijvoorbeeld 100000.")
        self.stdout.write("Voorbeeldinhoud:")
        load(self._tell)
        if items:
            self._tell(f"{scale.fill(items, self._tell)} verzonnen kennisitems erbij")

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
