"""A page for a visitor gets so much time of the database and no more, however many statements it asks."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from platform_site.database.patience import answer_within

PLENTY = 0.8  # of the limit: with more than this left, the limit of every connection is near enough
# Seconds after which we no longer believe that the database keeps a limit itself: to who reads, on top of it; to who changes
# something, in all (transactions.py has 15).
SILENCE, LONG_SILENCE = 0.2, 17


class TimeLimit:
    """Around every statement (`connection.execute_wrapper`): what they took together comes off the limit of the next.

    Raises OperationalError when nothing is left, as the database does of a statement that takes too long; see outage.py.
    """

    def __init__(self, seconds: float):
        self.seconds = self.left = seconds
        self.tightened = False

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if self.left <= 0:
            raise OperationalError("this page took all its time of the database")
        start = time.monotonic()
        try:
            if self.left < PLENTY * self.seconds:
                self.tightened = True
                context["cursor"].cursor.execute(f"SET statement_timeout = {max(1, round(self.left * 1000))}")
            return execute(sql, params, many, context)
        finally:
            self.left -= time.monotonic() - start


class TimeLimitMiddleware:
    """Who changes something is not hurried: that would lose work (transactions.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path_info.startswith("/beheer/"):
            with answer_within(LONG_SILENCE):
                return self.get_response(request)
        limit = TimeLimit(settings.STATEMENT_TIMEOUT_MS / 1000)
        try:
            with connection.execute_wrapper(limit), answer_within(limit.seconds + SILENCE):
                return self.get_response(request)
        finally:
            if limit.tightened:
                begin_anew()


def begin_anew() -> None:
    """The connection's own limit again. One that broke meanwhile is not used any more, and needs none."""
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")
