"""What other pages show of news and agenda."""

from django import template

from news.models import EventPage, NewsPage
from platform_site.components import Card

register = template.Library()


@register.simple_tag
def latest_news(count: int) -> list[Card]:
    return [page.card() for page in NewsPage.objects.listed()[:count]]


@register.simple_tag
def next_events(count: int) -> list[Card]:
    return [page.card() for page in EventPage.objects.upcoming()[:count]]
