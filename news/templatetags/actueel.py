"""What other pages show of news and agenda. What comes is in memory; the moment decides what of it is shown."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from news.models import EventPage, NewsPage
from platform_site.components import Card
from platform_site.memory import cached_until_change

register = template.Library()


@register.simple_tag
def latest_news(count: int) -> list[Card]:
    return _latest(count, timezone.localdate())


@cached_until_change
def _latest(count: int, today: date) -> list[Card]:
    return [page.card() for page in NewsPage.objects.listed().for_cards()[:count]]


@register.simple_tag
def next_events(count: int) -> list[Card]:
    now = timezone.now()
    return [card for ends, card in _coming(timezone.localdate(now)) if ends >= now][:count]


@cached_until_change
def _coming(today: date) -> list[tuple[datetime, Card]]:
    """The events that are not over when the day begins, with their ends, the next one first."""
    begin = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    return [(page.ends, page.card()) for page in EventPage.objects.upcoming(begin)]
