"""Content that all tests of a module look at and none may change: built once, rolled back after the last."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def kept_content(django_db_blocker) -> Iterator[None]:
    """What is made inside stays for the tests of the module (each in a transaction within this one), then it is gone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
