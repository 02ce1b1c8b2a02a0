"""manage.py invite_administrator naam@raad.nl: for the first one whose mail got lost, or when all administrators are gone."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from platform_site.accounts.editors import invite_administrator


class Command(BaseCommand):
    help = "Nodigt een beheerder uit, per mail. Een eerdere uitnodiging voor hetzelfde adres vervalt."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="E-MAILADRES")

    def handle(self, *args, email: str, **options) -> None:
        try:
            invitation = invite_administrator(email)
        except ValidationError:
            raise CommandError(f"{email!r} is geen e-mailadres.") from None
        self.stdout.write(
            f"{invitation.email} krijgt een mail met een link om beheerder te worden, zodra `manage.py worker` draait."
        )
