"""How often one visitor, or one account, may do what costs something: counted in the database, so over all processes at once."""

import hashlib
import ipaddress
import time
from datetime import UTC, datetime

from allauth.account.adapter import get_adapter
from django.db import connection, models
from django.http import HttpRequest
from django.utils import timezone

HOUR, DAY = 3600, 24 * 3600


class Count(models.Model):
    """How often something was done by somebody within one stretch of time. Who it was cannot be read back."""

    key = models.CharField("waarvan", max_length=120, primary_key=True)
    number = models.PositiveIntegerField("aantal")
    until = models.DateTimeField("tot", db_index=True)

    class Meta:
        verbose_name = "telling"
        verbose_name_plural = "tellingen"

    def __str__(self):
        return f"{self.key}: {self.number}"


def address_of(request: HttpRequest) -> str:
    """From where a request comes, as far as a limit needs to know: behind TRUSTED_PROXIES the visitor, of IPv6 the network.

    Raises PermissionDenied when the proxies do not say.
    """
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    network = ipaddress.ip_network((address, 32 if address.version == 4 else 64), strict=False)
    return str(network.network_address)


def shortened(ip: str) -> str:
    """An address of which a household can no longer be told from its neighbours: what is kept of it."""
    network = ipaddress.ip_network(f"{ip}/{24 if ipaddress.ip_address(ip).version == 4 else 48}", strict=False)
    return str(network.network_address)


def within(what: str, who: str, most: int, seconds: int) -> bool:
    """Counts one more of `what` by `who`; False when there were `most` already in this stretch of `seconds`.

    Counting and looking is one statement: of thirty at one moment exactly `most` pass.
    """
    stretch = int(time.time()) // seconds
    key = f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}:{stretch}"
    until = datetime.fromtimestamp((stretch + 1) * seconds, UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{Count._meta.db_table}" AS stored (key, number, until) VALUES (%s, 1, %s) '
            "ON CONFLICT (key) DO UPDATE SET number = stored.number + 1 RETURNING number",
            [key, until],
        )
        (number,) = cursor.fetchone()
    return number <= most


def forget() -> None:
    """Throws away counts of which the time is over."""
    Count.objects.filter(until__lt=timezone.now()).delete()
