"""When time alone changes what readers see: an event is over, a page expires, a day begins. Each app names its own moments."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Page

from platform_site.memory import cached_until_change

# Gives the moments from the given one on.
Coming = Callable[[datetime], Iterable[datetime]]
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)

_turns: list[Coming] = []
_ends: list[Coming] = []


def follow(coming: Coming, *, ends: bool = False) -> None:
    """Makes moments known up to which what is shown is right. Called from AppConfig.ready().

    ends: something may not be shown at all after it.
    """
    (_ends if ends else _turns).append(coming)


def expiring_pages(now: datetime) -> Iterable[datetime]:
    """Pages that an editor takes off the site at a moment chosen before."""
    return Page.objects.filter(live=True, expire_at__gte=now).order_by("expire_at").values_list("expire_at", flat=True)


@cached_until_change
def _coming() -> tuple[list[datetime], list[datetime]]:
    """All moments that lie ahead: those up to which something is right, and those at which something must go.

    Those of the last day too, for a clock that is set back.
    """
    since = timezone.now() - DAY
    turns, ends = (sorted(moment for coming in kind for moment in coming(since)) for kind in (_turns, _ends))
    return sorted([*turns, *ends]), ends


def _first(moments: list[datetime], now: datetime, latest: datetime) -> datetime:
    return min([*moments[(place := bisect_left(moments, now)) : place + 1], latest])


def end_of_day(day) -> datetime:
    """The last instant of a day in Europe/Amsterdam."""
    return timezone.make_aware(datetime.combine(day + DAY, time())) - INSTANT


def right_until(now: datetime) -> datetime:
    """The last moment at which what is shown now is right, if nothing is published: the end of the day at the latest."""
    return _first(_coming()[0], now, end_of_day(timezone.localdate(now)))


def shown_until(now: datetime) -> datetime:
    """The last moment at which what is shown now may be shown if need be: a day at most, and nothing that has expired."""
    return _first(_coming()[1], now, now + DAY)
