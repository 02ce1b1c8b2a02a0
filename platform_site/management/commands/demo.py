"""manage.py demo: fills an empty site with example content; what is there already is left alone."""

from django.core.management.base import BaseCommand

from platform_site.demo.loading import load


class Command(BaseCommand):
    help = "Vult een lege site met voorbeeldinhoud. Nog eens draaien verandert niets."

    def handle(self, *args, **options):
        self.stdout.write("Voorbeeldinhoud:")
        load(lambda line: self.stdout.write(f"  {line}"))
