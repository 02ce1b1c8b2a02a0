"""What was forgotten on request, so that it can be forgotten again in a backup that is put back: fingerprints, no names.

A line is a moment and a fingerprint of an address, made with SECRET_KEY: who has the list alone learns nothing from it, and who
has the key but not the address has to guess. Each line also goes to the log of the process, which outlives the database;
`manage.py personal_data --repeat-deletions` reads that as well as what `--write-deletions` wrote.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

KEPT = timedelta(days=365)  # no backup may be older than this
KEY_LINE = "sleutel {}"
LINE = re.compile(r"(\d{4}-\d\d-\d\dT[\d:.]+\+00:00) ([0-9a-f]{64})\b")
log = logging.getLogger(__name__)


class UnknownListError(Exception):
    """Why a list cannot be used, as a Dutch sentence."""


class Deletion(models.Model):
    """Somebody who was forgotten, in this database."""

    at = models.DateTimeField("wanneer", default=timezone.now, db_index=True)
    fingerprint = models.CharField("vingerafdruk", max_length=64)

    class Meta:
        verbose_name = "verwijdering"
        verbose_name_plural = "verwijderingen"
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["at", "fingerprint"], name="deletion_once")]

    def __str__(self):
        return f"{self.at.isoformat(timespec='microseconds')} {self.fingerprint}"


def fingerprint(address: str, key: str | None = None) -> str:
    """Tells two addresses apart without saying what they are. key: SECRET_KEY unless a former one is given."""
    return salted_hmac("address", address.strip().lower(), secret=key, algorithm="sha256").hexdigest()


def fingerprints(address: str) -> set[str]:
    """The same with every key that this site knows."""
    return {fingerprint(address, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}


def remember(address: str) -> None:
    """Puts an address that was just forgotten on the list."""
    log.warning("verwijderd: %s", Deletion.objects.create(at=timezone.now(), fingerprint=fingerprint(address)))


def lines() -> Iterator[str]:
    """The whole list, first the line by which the key is known."""
    yield KEY_LINE.format(fingerprint(""))
    yield from map(str, Deletion.objects.all())


def not_done_here(given: Iterable[str]) -> list[Deletion]:
    """What the list (or a log) tells that this database does not know of, not stored yet.

    Raises UnknownListError when it is none, or was made with a key that is not known here.
    """
    text = "\n".join(given)
    keys = re.findall(KEY_LINE.format(r"([0-9a-f]{64})\b"), text)
    found = {(datetime.fromisoformat(at), fingerprint) for at, fingerprint in LINE.findall(text)}
    if not keys and not found:
        raise UnknownListError("Dit is geen lijst van verwijderingen. Er is niets gewijzigd.")
    if not set(keys) <= fingerprints(""):
        raise UnknownListError(
            "Deze lijst is met een andere SECRET_KEY gemaakt, dus niemand is te herkennen. Zet die sleutel in "
            "SECRET_KEY_FALLBACKS en probeer het opnieuw. Er is niets gewijzigd."
        )
    known = set(Deletion.objects.values_list("at", "fingerprint"))
    return [Deletion(at=at, fingerprint=fingerprint) for at, fingerprint in sorted(found - known)]


def forget_old() -> None:
    """Throws away what is older than any backup."""
    Deletion.objects.filter(at__lt=timezone.now() - KEPT).delete()
