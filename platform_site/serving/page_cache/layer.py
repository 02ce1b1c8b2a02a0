"""A layer before Django that answers with what it kept: see docs/decisions/32.

An answer is kept when its view says so (keeping.py), for as long as the content and the time are those it was made of.
"""

from collections.abc import Callable, Hashable, Iterable
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone

from platform_site.keeping import Verdict, made_for_everybody
from platform_site.serving.page_cache.asking import AskedPlace, for_everybody, may_be_kept, one_spelling, place_of
from platform_site.serving.page_cache.copies import Copy, Shelf, WholeAnswer
from platform_site.serving.page_cache.watch import Watch
from platform_site.serving.request_log import note_cache

TOGETHER = timedelta(minutes=1)  # those who ask the same at one moment do not see quite the same clock
PATIENCE = 10  # seconds that others wait for the one who makes what they all ask for
AT_A_PROXY = 60  # seconds: what is published is purged there by its own address only, and lists show it too
MOST_PLACES = 20_000
Site = Callable[[dict, Callable], Iterable[bytes]]


class Asked(NamedTuple):
    """What somebody asks, and what is known of the content at that moment. database_away: it did not answer just now."""

    place: AskedPlace
    query: str
    now: datetime
    number: int | None
    database_away: bool

    @property
    def address(self) -> tuple[AskedPlace, str]:
        return self.place, self.query


class PageCache:
    """A WSGI application around the site."""

    def __init__(self, site: Site, most_bytes: int, look_every: float):
        self.site = site
        self.shelf = Shelf(most_bytes)
        self.watch = Watch(look_every, on_change=self._forget)
        self.known: dict[AskedPlace, tuple[str, ...]] = {}  # which parameters the answers at a place depend on
        self.turns: dict[Hashable, Event] = {}
        self.lock = Lock()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        place = place_of(environ)
        if place is None or (place not in self.known and not may_be_kept(environ)):
            return self.site(environ, start_response)
        there, now = self.watch.look(), timezone.now()
        known, query = self.known.get(place), environ.get("QUERY_STRING", "")
        if query and known is not None:
            try:
                query = one_spelling(query, known)
            except SuspiciousOperation:
                return self.site(environ, start_response)
        asked = Asked(place, query, now, self.watch.number(now), database_away=not there)
        if copy := self._kept(asked, in_need=self.watch.away):
            note_cache("old" if self.watch.away else "kept")
        else:
            copy = self._made(environ, asked)
        return copy.send(environ, start_response) if copy else self.site(environ, start_response)

    def _forget(self) -> None:
        self.shelf.clear()
        self.known.clear()  # another kind of page may stand there now

    def _kept(self, asked: Asked, *, in_need: bool = False) -> Copy | None:
        """The copy that may be given now. in_need: there is no other, so it need only be one that may be shown at all."""
        copy = self.shelf.get(asked.address)
        # One of a moment that is still to come was made before the clock was set back.
        right = (
            copy and copy.number == asked.number and copy.since <= asked.now <= (copy.end if in_need else copy.until)
        )
        return copy if right else None

    def _made(self, environ: dict, asked: Asked) -> Copy | None:
        """A new copy, kept if it may be; one thread makes it while others who ask the same wait. None: it is personal after all."""
        with self._turn(asked.address) as mine:
            if not mine and (copy := self._kept(asked)):
                note_cache("kept")
                return copy
            away = asked.database_away or (not mine and self.watch.away)  # who waited for nothing waits no second time
            answer, verdict = self._ask(for_everybody(environ, asked.place, asked.query), away)
            if verdict.personal:
                return None
            if answer.code >= 500 and (copy := self._kept(asked, in_need=True)):
                note_cache("old")
                return copy
            note_cache("made")
            copy = Copy(answer, asked.number, asked.now - TOGETHER, verdict.until, verdict.end)
            if verdict.until and not answer.header("set-cookie") and asked.number is not None:
                self._keep(asked, verdict.parameters, copy)
            return copy

    def _keep(self, asked: Asked, parameters: tuple[str, ...], copy: Copy) -> None:
        """Under its one spelling: what was asked in another one, or with anything else in the address, is kept the next time."""
        if len(self.known) >= MOST_PLACES:
            self.known.clear()
        self.known[asked.place] = parameters
        if asked.query == one_spelling(asked.query, parameters):
            self.shelf.put(asked.address, copy.made_ready())

    def _ask(self, environ: dict, database_away: bool) -> tuple[WholeAnswer, Verdict]:
        """What the site answers to everybody."""
        started = []
        with made_for_everybody(database_away=database_away) as verdict:
            parts = self.site(environ, lambda *told: started.append(told))
            try:
                body = b"".join(parts)
            finally:
                getattr(parts, "close", lambda: None)()
        status, headers = started[-1][:2]
        if verdict.until:  # a browser asks each time whether it is still right
            headers = [*headers, ("Cache-Control", "public, no-cache")]
            headers += [("Surrogate-Control", f"max-age={AT_A_PROXY}")] if settings.PURGE_URL else []
        return WholeAnswer(status, headers, body), verdict

    @contextmanager
    def _turn(self, address: Hashable):
        """Whether it is our turn to make this; if not, somebody else just did, or took too long."""
        mine = Event()
        with self.lock:
            other = self.turns.get(address)
            if not other:
                self.turns[address] = mine
        if other:
            other.wait(PATIENCE)
            yield False
            return
        try:
            yield True
        finally:
            with self.lock:
                del self.turns[address]
            mine.set()
