"""What all feeds of the site have in common, and the page that names them."""

from datetime import UTC, datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.views.decorators.http import require_safe

from platform_site.addresses import absolute
from platform_site.components import Crumb
from platform_site.keeping import keepable
from platform_site.own_places import OwnPlace

PLACE = OwnPlace(
    "Volgen",
    "/volgen/",
    "Nieuws, agenda, kennisbank en podcast in je eigen programma of agenda.",
    "volgen abonneren nieuwsbrief feed feeds rss atom webcal ical",
    lambda: None,
)
NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)


class SettledFeed:
    """A feed without entries is as old as the site: Django says "just now" each time, so that none is ever unchanged."""

    def latest_post_date(self) -> datetime:
        dated = any(item[key] for item in self.items for key in ("pubdate", "updateddate"))
        return super().latest_post_date() if dated else NOTHING_YET


class AtomFeed(SettledFeed, Atom1Feed):
    """Atom (RFC 4287)."""


class RssFeed(SettledFeed, Rss201rev2Feed):
    """RSS 2.0."""


class Channel(NamedTuple):
    """A way to follow the site. path: its address; text: what comes in it and what one needs for it; words: those of the link."""

    title: str
    path: str
    text: str
    words: str
    kind: str = "application/atom+xml"

    @property
    def link(self) -> str:
        """A calendar opens by itself at an address of its own kind."""
        return f"webcal://{absolute(self.path).partition('//')[2]}" if self.kind == "text/calendar" else self.path


_channels: list[tuple[int, Channel]] = []


def offer(channel: Channel, order: int) -> None:
    """Makes a way to follow known, from AppConfig.ready()."""
    _channels.append((order, channel))


@keepable()
@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """/volgen/: all ways to follow the site."""
    channels = [channel for _, channel in sorted(_channels)]
    told = {"title": PLACE.title, "summary": PLACE.summary, "canonical": absolute(PLACE.path)}
    context = {"crumbs": [Crumb("Home", "/")], "channels": channels, **told}
    return TemplateResponse(request, "platform_site/follow.html", context)
