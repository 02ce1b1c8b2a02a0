"""manage.py personal_data naam@school.nl: what the site holds on somebody, as JSON; --delete forgets them."""

import json

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from platform_site.accounts import personal_data


class Command(BaseCommand):
    help = "Toont wat de site over iemand bewaart, als JSON. Met --delete wordt het verwijderd."

    def add_arguments(self, parser):
        parser.add_argument("email", help="het e-mailadres van het account")
        parser.add_argument(
            "--delete", action="store_true", help="verwijder het account en maak de geschiedenis anoniem"
        )

    def handle(self, *args, email: str, delete: bool, **options) -> None:
        user = get_user_model().objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Er is geen account met het adres {email}.")
        if not delete:
            found = personal_data.export(user)
            self.stdout.write(json.dumps(found, cls=personal_data.encoder, ensure_ascii=False, indent=2))
            return
        try:
            personal_data.forget(user)
        except personal_data.CannotForgetError as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{email} is verwijderd. Wat diegene maakte, staat er nog, zonder naam.")
