"""manage.py second_factor naam@raad.nl: which second factors an account has; --remove takes them away."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from platform_site.accounts.audit import What, note, somebody
from platform_site.accounts.audit_signals import FACTORS


class Command(BaseCommand):
    help = (
        "Toont de tweede stap van een account. Met --remove gaat hij weg, voor wie telefoon en herstelcodes kwijt is."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="het e-mailadres van het account")
        parser.add_argument(
            "--remove", action="store_true", help="haal de tweede stap weg en log het account overal uit"
        )

    def handle(self, *args, email: str, remove: bool, **options) -> None:
        user = get_user_model().objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Er is geen account met het adres {email}.")
        present = Authenticator.objects.filter(user=user)
        if remove:
            for one in present.order_by("type"):
                note(What.FACTOR_REMOVED, somebody(), user, detail=FACTORS[one.type])
            present.delete()
            for session in user.usersession_set.all():
                session.end()
            self.stdout.write(f"{user.email} heeft geen tweede stap meer en stelt na het wachtwoord een nieuwe in.")
            return
        names = [FACTORS[kind] for kind in present.order_by("type").values_list("type", flat=True)]
        self.stdout.write(f"{user.email}: {', '.join(names) or 'geen tweede stap'}.")
