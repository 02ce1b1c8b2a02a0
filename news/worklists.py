"""What editors have to do for the agenda."""

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from news.models import EventPage
from platform_site.dutch_dates import day
from platform_site.editing.worklists import WorkItem, WorkList, own_first

LOOKING_BACK = timedelta(days=180)


def without_report(user: AbstractBaseUser) -> QuerySet:
    """Events of the last half year that took place and of which nothing is told; the latest first."""
    since = timezone.now() - LOOKING_BACK
    held = EventPage.objects.past().filter(ends__gte=since, report="").exclude(state=EventPage.State.CANCELLED)
    return own_first(held.select_related("council"), user, "-ends", "pk")


def _rows(events: list[EventPage]) -> list[WorkItem]:
    return [
        WorkItem(
            event.title,
            reverse("wagtailadmin_pages:edit", args=[event.pk]),
            f"was op {day(timezone.localdate(event.ends))}",
            str(event.council or ""),
        )
        for event in events
    ]


WITHOUT_REPORT = WorkList(
    slug="zonder-verslag",
    title="Bijeenkomsten zonder verslag",
    explanation="Deze bijeenkomsten van het afgelopen halfjaar zijn geweest. Vertel bij “verslag achteraf” in een paar zinnen wat eruit kwam; wie er niet was, heeft daar iets aan.",
    done="Van alle bijeenkomsten van het afgelopen halfjaar is een verslag.",
    order=58,
    entries=without_report,
    rows=_rows,
)
