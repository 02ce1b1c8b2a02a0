"""/sitemap.xml: every address that search engines may keep, with the day on which what is there changed last."""

from datetime import date, datetime, time

from django.utils import timezone
from wagtail.contrib.sitemaps import Sitemap

from platform_site.addresses import absolute
from platform_site.own_places import places


def _moment(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


class SiteMap(Sitemap):
    """The pages of editors, and the places of the site itself after them."""

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict]:
        urls = super()._urls(page, protocol, domain)
        if page == self.paginator.num_pages:
            urls += [{"location": absolute(place.path), "lastmod": _moment(place.changed())} for place in places()]
        return urls
