"""What all feeds of the site have in common."""

from datetime import UTC, datetime

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

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
