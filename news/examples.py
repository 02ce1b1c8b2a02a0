"""Builders for news and agenda, for tests and demo alike."""

from datetime import datetime, timedelta

from django.utils import timezone

from news.models import EventIndexPage, EventPage, EventSession, NewsIndexPage, NewsPage
from platform_site.examples import number, put, terms, the_only
from platform_site.models import Audience, Theme


def the_news() -> NewsIndexPage:
    return the_only(NewsIndexPage, "Nieuws", "nieuws", show_in_menus=True)


def the_agenda() -> EventIndexPage:
    return the_only(EventIndexPage, "Agenda", "agenda", show_in_menus=True)


def a_news_item(title: str = "", *, themes: tuple = (), **facts) -> NewsPage:
    """A live piece of news, of today unless `date` says otherwise."""
    news = NewsPage(title=title or f"Nieuws {number()}", **{"summary": "Wat er is.", "sectors": ["po"], **facts})
    news.themes = terms(Theme, *themes)
    return put(the_news(), news)


def in_days(days: int, hour: int = 13, minute: int = 30) -> datetime:
    """A moment `days` days from now, at a time of the clock in Europe/Amsterdam."""
    local = timezone.localtime() + timedelta(days=days)
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0)


def an_event(
    title: str = "", *, sessions: list[EventSession] | None = None, themes: tuple = (), audiences: tuple = (), **facts
) -> EventPage:
    """A live event; in a week, of three hours, unless `sessions` says otherwise."""
    defaults = {
        "summary": "Waarom je komt.",
        "kind": "leernetwerk",
        "place": "Utrecht",
        "province": "Utrecht",
        "sectors": ["vo"],
    }
    event = EventPage(title=title or f"Bijeenkomst {number()}", **{**defaults, **facts})
    event.sessions = sessions or [EventSession(start=in_days(7), end=in_days(7, 16))]
    event.themes = terms(Theme, *themes)
    event.audiences = terms(Audience, *audiences)
    return put(the_agenda(), event)
