"""Addresses of which an answer costs much: how often a minute one visitor may ask them. Whoever asks more is told to wait, at once.

Counted in the memory of each process: refusing must cost next to nothing, and nobody has to be counted exactly.
"""

import time

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from platform_site.limits import address_of

MINUTE = 60
MOST_COUNTED = 10_000  # visitors and addresses that are remembered at one time
TOLD = "Dit was te vaak achter elkaar. Wacht een minuut en probeer het opnieuw.\n"

_rates: dict[str, int] = {}
_asked: dict[tuple[str, str], int] = {}
_minute = 0


def limit(most: int, *paths: str) -> None:
    """Lets one visitor ask each of these addresses `most` times a minute. A path that ends with a * stands for all that begin so."""
    _rates.update(dict.fromkeys(paths, most))


def forget() -> None:
    """Starts counting anew."""
    _asked.clear()


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
            headers = {"Retry-After": str(MINUTE), "Cache-Control": "no-store"}
            return HttpResponse(TOLD, status=429, content_type="text/plain; charset=utf-8", headers=headers)
        return self.get_response(request)

    def _allowed(self, request: HttpRequest, rule: str) -> bool:
        try:
            return _may(address_of(request), rule, time.time())
        except (PermissionDenied, ValueError):  # the proxies do not say who it is: all of those count as one
            return _may("", rule, time.time())
