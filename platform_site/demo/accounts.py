"""The example accounts: `make run` names them, the demo command makes those it is told, and production refuses to start with one."""

import os
import sys
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.db import DatabaseError, connection

from platform_site.accounts import roles
from platform_site.accounts.models import Council

EXAMPLE_ACCOUNTS = [
    ("beheerder", "beheerder@voorbeeld.nl"),
    ("eindredacteur", "eindredacteur@voorbeeld.nl"),
    ("redacteur", "redacteur@voorbeeld.nl"),
    ("coördinator", "coordinator@voorbeeld.nl"),
]
ADDRESSES = [email for _, email in EXAMPLE_ACCOUNTS]
COUNCILS = {"eindredacteur": "VO-raad", "redacteur": "PO-Raad"}
REFUSAL = (
    "Er staan voorbeeldaccounts in de database ({}): hun wachtwoord kent iedereen. Verwijder ze voor de site start."
)


def default_password() -> str:
    """The password of the example accounts: DEMO_PASSWORD, else one that is only good on your own machine."""
    return os.environ.get("DEMO_PASSWORD") or "samen-opleiden"


def make(addresses: Sequence[str]) -> None:
    """Makes the example accounts with these addresses that are not there yet."""
    users = get_user_model().objects
    for role, email in EXAMPLE_ACCOUNTS:
        if email in addresses and not users.filter(email=email).exists():
            council = Council.objects.filter(title=COUNCILS.get(role)).first()
            user = users.create_user(email, default_password(), first_name=role.capitalize(), council=council)
            roles.give(user, role)


def present() -> list[str]:
    """The addresses of the example accounts that somebody could log in with."""
    return list(get_user_model().objects.filter(email__in=ADDRESSES, is_active=True).values_list("email", flat=True))


@checks.register(checks.Tags.security, deploy=True)
def none_in_production(app_configs, **kwargs) -> list[checks.Error]:
    """For `check --deploy`; without a database there is nothing to be wrong."""
    try:
        found = [] if settings.EXAMPLE_ACCOUNTS_ALLOWED else present()
    except DatabaseError:
        found = []
    return [checks.Error(REFUSAL.format(", ".join(found)), id="platform_site.E001")] if found else []


def refuse_in_production() -> None:
    """Ends the start of a production site that has example accounts. A database that is away stops no start."""
    for problem in none_in_production(None):
        sys.exit(problem.msg)
    connection.close()
