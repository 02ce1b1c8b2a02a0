"""Which generation of the content is the present one: asked of the database now and then, and remembered while that is away."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from platform_site import generation
from platform_site.database.patience import answer_within

LONGEST_AWAY = timedelta(hours=24)
SHORTLY = 2  # seconds that the one who looks waits for an answer


class Watch:
    """every: seconds between two looks. on_change: called when the number is another one than before."""

    def __init__(self, every: float, on_change: Callable[[], None]):
        self.every, self.on_change = every, on_change
        self.away = False  # the database did not answer the last time
        self._number: int | None = None
        self._seen_at: datetime | None = None
        self._next_look = 0.0
        self._turn = Lock()
        generation.afterwards(self.look_at_once)

    def look_at_once(self) -> None:
        """Something was published from this very process."""
        self._next_look = 0.0

    def look(self) -> bool:
        """Looks at the database if it is time and no other thread does; False when it did not answer us just now."""
        if time.monotonic() < self._next_look or not self._turn.acquire(blocking=False):
            return True
        try:
            self._next_look = time.monotonic() + self.every  # first: what is published meanwhile is for the next look
            self._look()
        finally:
            self._turn.release()
        return not self.away

    def number(self, now: datetime) -> int | None:
        """The present number as far as we know; None when we do not know, or knew it too long ago."""
        if self.away and self._seen_at and now - self._seen_at > LONGEST_AWAY:
            return None
        return self._number

    def _look(self) -> None:
        if not connection.in_atomic_block:  # outside requests nobody else tries whether it still works
            close_old_connections()
        try:
            with answer_within(SHORTLY):
                number = generation.current("site")
        except (DatabaseError, InterfaceError):
            self.away = True
            return
        changed = number != self._number
        self._number, self._seen_at, self.away = number, timezone.now(), False
        if changed:
            self.on_change()
