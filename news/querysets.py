"""Questions about news and events, in the words of the domain. "Now" is a moment, days are those of Europe/Amsterdam."""

from datetime import datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from platform_site.querysets import SitePageQuerySet


class NewsQuerySet(SitePageQuerySet):
    def listed(self) -> "NewsQuerySet":
        """What everybody may see, newest first; what has expired is left to its own address."""
        today = timezone.localdate()
        current = self.visible().filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))
        return current.order_by("-date", "-pk")


class EventQuerySet(SitePageQuerySet):
    def listed(self) -> "EventQuerySet":
        """What everybody may see, with the first start and the last end of its sessions."""
        return self.visible().for_cards()

    def for_cards(self) -> "EventQuerySet":
        """Adds `starts`, the first start, and `ends`, the last end of the sessions."""
        sessions = self.model.sessions.rel.related_model.objects.filter(event=OuterRef("pk"))
        return (
            super()
            .for_cards()
            .annotate(
                starts=Subquery(sessions.order_by("start").values("start")[:1]),
                ends=Subquery(sessions.order_by("-end").values("end")[:1]),
            )
        )

    def upcoming(self, now: datetime | None = None) -> "EventQuerySet":
        """Events of which the last session is not over, the next one first."""
        return self.listed().filter(ends__gte=now or timezone.now()).order_by("starts", "pk")

    def past(self, now: datetime | None = None) -> "EventQuerySet":
        """Events that are over, the latest first."""
        return self.listed().filter(ends__lt=now or timezone.now()).order_by("-starts", "pk")
