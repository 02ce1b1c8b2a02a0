"""News and agenda."""

from news.models.events import EventIndexPage, EventPage, EventSession
from news.models.messages import NewsIndexPage, NewsPage, RelatedPage

__all__ = ["EventIndexPage", "EventPage", "EventSession", "NewsIndexPage", "NewsPage", "RelatedPage"]
