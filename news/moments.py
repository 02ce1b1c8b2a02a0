"""When time alone changes what news and agenda show (platform_site/moments.py)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from news.models import EventSession, NewsPage
from platform_site.moments import end_of_day


def sessions(now: datetime) -> Iterator[datetime]:
    """Sessions begin and end."""
    for start, end in EventSession.objects.filter(end__gte=now).values_list("start", "end"):
        yield from (moment for moment in (start, end) if moment >= now)


def expiries(now: datetime) -> Iterable[datetime]:
    """News leaves the list at the end of its last day."""
    days = NewsPage.objects.filter(live=True, expires_on__gte=timezone.localdate(now))
    return map(end_of_day, days.values_list("expires_on", flat=True))
