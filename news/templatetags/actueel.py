"""What other pages show of news and agenda. What comes is in memory; the moment decides what of it is shown."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from news.models import EventPage, NewsPage
from platform_site.components import Card
from platform_site.memory import cached_until_change

register = template.Library()
BESIDE = 3  # cards below a piece of news


@register.simple_tag
def latest_news(count: int) -> list[Card]:
    return _latest(count, timezone.localdate())


@cached_until_change
def _latest(count: int, today: date) -> list[Card]:
    return [page.card() for page in NewsPage.objects.listed().for_cards()[:count]]


@register.simple_tag
def news_beside(page: NewsPage) -> list[Card]:
    """What belongs with a piece of news: what an editor chose, filled up with the newest of a theme it shares."""
    chosen = page.related_cards()
    themes = tuple(sorted(theme.pk for theme in page.themes.all()))
    there = {page.url, *(card.url for card in chosen)}
    alike = _alike(themes, timezone.localdate()) if len(chosen) < BESIDE and themes else []
    return [*chosen, *(card for card in alike if card.url not in there)][: max(BESIDE, len(chosen))]


@cached_until_change
def _alike(themes: tuple[int, ...], today: date) -> list[Card]:
    """The newest news of these themes: one more than is shown, and as many more as may be chosen already."""
    found = NewsPage.objects.listed().for_cards().filter(themes__in=themes).distinct()
    return [page.card() for page in found[: 2 * BESIDE + 1]]


@register.simple_tag
def next_events(count: int) -> list[Card]:
    """What one can go to; what was cancelled takes no place here."""
    now = timezone.now()
    coming = [page for page in _coming(timezone.localdate(now)) if page.timetable.coming(now)]
    coming.sort(key=lambda page: page.timetable.coming(now)[0].start)
    return [page.card(now) for page in coming[:count]]


@cached_until_change
def _coming(today: date) -> list[EventPage]:
    """The events that are not over when the day begins."""
    begin = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    return [page for page in EventPage.objects.upcoming(begin) if not page.is_cancelled]
