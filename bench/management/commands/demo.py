"""manage.py demo --items: with made-up knowledge items beside the example content."""

from django.core.management.base import CommandError

from bench import scale
from platform_site.management.commands import demo


class Command(demo.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--items", type=int, default=0, metavar="N", help="vul aan tot N verzonnen kennisitems")

    def handle(self, *args, items: int, **options):
        if items < 0:
            raise CommandError("--items vraagt een aantal, bijvoorbeeld 100000.")
        super().handle(*args, **options)
        if items:
            self._tell(f"{scale.fill(items, self._tell)} verzonnen kennisitems erbij")
