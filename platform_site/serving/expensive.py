"""Addresses of which an answer costs much: how often a minute one visitor may ask them, and how many are made at one time.

Whoever asks more is told to wait, at once. Counted in the memory of each process: refusing must cost next to nothing, and
nobody has to be counted exactly. What the page cache has does not come by here, so it counts for nobody. See docs/decisions/36.
"""

import time
from threading import BoundedSemaphore

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from platform_site import memory
from platform_site.limits import address_of
from platform_site.serving.refusals import later

MINUTE = 60
OF_A_SCHOOL = 30 * 20  # a class behind one address: readers × pages in a minute, all through one process, all new
MOST_COUNTED = 10_000  # visitors and addresses that are remembered at one time
OFTEN = "Dit was te vaak achter elkaar. Wacht een minuut en probeer het opnieuw."
BUSY = "Dit wordt nu al voor anderen gemaakt. Probeer het over een paar seconden opnieuw."
A_FEW_SECONDS = 5
A_MOMENT = 1  # second that somebody waits for a hand: a class that opens the same page at once

_rates: dict[str, int] = {}
_heavy: set[str] = set()
_hands = BoundedSemaphore(2)  # threads of a process that make something heavy; the others are for who reads
_asked: dict[tuple[str, str], int] = {}
_minute = 0
memory.empties(_asked.clear)


def limit(most: int, *paths: str, heavy: bool = True) -> None:
    """Lets one visitor ask each of these addresses `most` times a minute. A path that ends with a * stands for all that begin so.

    heavy: no more than two threads of a process are at work for all of these together.
    """
    _rates.update(dict.fromkeys(paths, most))
    _heavy.update(paths if heavy else ())


def _rule(path: str) -> str:
    """The rule that an address falls under: its own, else the longest that it begins with; empty when it may be asked freely."""
    if path in _rates:
        return path
    return max((rule for rule in _rates if rule.endswith("*") and path.startswith(rule[:-1])), key=len, default="")


def _may(address: str, rule: str, now: float) -> bool:
    global _minute
    if int(now) // MINUTE != _minute or len(_asked) > MOST_COUNTED:
        _asked.clear()
        _minute = int(now) // MINUTE
    _asked[address, rule] = asked = _asked.get((address, rule), 0) + 1
    return asked <= _rates[rule]


class ExpensiveMiddleware:
    """Stands before sessions and the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        rule = _rule(request.path_info)
        if rule and not self._allowed(request, rule):
            return later(request, 429, OFTEN, round(MINUTE - time.time() % MINUTE) or 1)
        if rule not in _heavy:
            return self.get_response(request)
        if not _hands.acquire(timeout=A_MOMENT):
            return later(request, 503, BUSY, A_FEW_SECONDS)
        try:
            return self.get_response(request)
        finally:
            _hands.release()

    def _allowed(self, request: HttpRequest, rule: str) -> bool:
        try:
            return _may(address_of(request), rule, time.time())
        except (PermissionDenied, ValueError):  # the proxies do not say who it is: all of those count as one
            return _may("", rule, time.time())
