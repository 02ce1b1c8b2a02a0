"""Questions about news and events, in the words of the domain. "Now" is a moment, days are those of Europe/Amsterdam."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from platform_site.querysets import SitePageQuerySet


class NewsQuerySet(SitePageQuerySet):
    def listed(self) -> "NewsQuerySet":
        """What everybody may see, newest first; what has expired is left to its own address."""
        today = timezone.localdate()
        current = self.visible().filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))
        return current.order_by("-date", "-pk")


class EventQuerySet(SitePageQuerySet):
    def _sessions(self) -> QuerySet:
        """The sessions of the event of the outer query, in order of time."""
        sessions = self.model.sessions.rel.related_model.objects.filter(event=OuterRef("pk"))
        return sessions.order_by("start", "pk")

    def listed(self) -> "EventQuerySet":
        """What everybody may see, with the times of its sessions."""
        return self.visible().for_cards()

    def for_cards(self) -> "EventQuerySet":
        """Adds `session_starts`, `session_ends` and `session_cancelled`, of the sessions in order of time, and `ends`, the last end."""
        sessions = self._sessions()
        return (
            super()
            .for_cards()
            .annotate(
                session_starts=ArraySubquery(sessions.values("start")),
                session_ends=ArraySubquery(sessions.values("end")),
                session_cancelled=ArraySubquery(sessions.values("cancelled")),
                ends=_last_end(sessions),
            )
        )

    def upcoming(self, now: datetime | None = None) -> "EventQuerySet":
        """Events of which the last session is not over, by their next one."""
        now = now or timezone.now()
        coming = self._sessions().filter(end__gte=now).values("start")
        soonest = Coalesce(Subquery(coming.filter(cancelled=False)[:1]), Subquery(coming[:1]))
        return self.listed().filter(ends__gte=now).annotate(soonest=soonest).order_by("soonest", "pk")

    def going_on(self) -> "EventQuerySet":
        """Of those that were listed: which were not cancelled, as a whole or each of their sessions."""
        return self.filter(session_cancelled__contains=[False]).exclude(state=self.model.State.CANCELLED)

    def past(self, now: datetime | None = None) -> "EventQuerySet":
        """Events that are over, the latest first."""
        return self.listed().filter(ends__lt=now or timezone.now()).order_by("-ends", "pk")


def _last_end(sessions: QuerySet) -> Coalesce:
    """The end of the last session that goes on; of the last at all when none does."""
    latest = sessions.order_by("-end").values("end")
    return Coalesce(Subquery(latest.filter(cancelled=False)[:1]), Subquery(latest[:1]))
