"""manage.py start_site: makes an empty production site whole, and invites its first administrator."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from platform_site.accounts import roles
from platform_site.accounts.editors import invite_administrator
from platform_site.demo.loading import start
from platform_site.models import HomePage


class Command(BaseCommand):
    help = "Richt een lege site in: vaste pagina's, lijsten, rollen en beoordeling. Nodigt de eerste beheerder uit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--administrator",
            metavar="E-MAILADRES",
            help="wie de eerste beheerder wordt (anders vraagt de opdracht het)",
        )

    @transaction.atomic
    def handle(self, *args, administrator: str | None, **options) -> None:
        if HomePage.objects.exists():
            raise CommandError(
                "Deze site is al ingericht; er is niets veranderd. Nog een beheerder uitnodigen kan met `manage.py invite_administrator naam@raad.nl`."
            )
        address = administrator if administrator is not None else self.ask()
        start()
        roles.establish()
        try:
            invitation = invite_administrator(address)
        except ValidationError:
            raise CommandError(f"{address!r} is geen e-mailadres; er is niets veranderd.") from None
        self.stdout.write("De site staat: voorpagina, lijsten, rollen en beoordeling.")
        self.stdout.write(
            f"{invitation.email} krijgt een mail met een link om beheerder te worden, zodra `manage.py worker` draait."
        )
        self.stdout.write(
            "De pagina's over het platform, contact, privacy, toegankelijkheid en bronnen staan klaar als concept: lees ze na en publiceer ze."
        )

    def ask(self) -> str:
        """The address, typed. Raises CommandError where nobody can type."""
        try:
            return input("E-mailadres van de eerste beheerder: ")
        except EOFError:
            raise CommandError("Zeg wie de eerste beheerder wordt: --administrator naam@raad.nl") from None
