"""What comes on the site or leaves it by itself, on the day that an editor chose."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Least
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from platform_site.dutch_dates import moment_in_words
from platform_site.editing.worklists import WorkItem, WorkList


def comes_at() -> Subquery:
    """When the first version of a page that waits for its moment comes on the site; for `annotate()`."""
    mine = Revision.page_revisions.filter(object_id=Cast(OuterRef("pk"), TextField()))
    coming = mine.filter(approved_go_live_at__gt=timezone.now()).order_by("approved_go_live_at")
    return Subquery(coming.values("approved_go_live_at")[:1])


def planned(user: AbstractBaseUser | None = None) -> QuerySet:
    """Pages with a version that waits for its moment, and live ones that leave; the first to happen in front."""
    now = timezone.now()
    pages = Page.objects.annotate(comes_at=comes_at()).filter(
        Q(comes_at__isnull=False) | Q(live=True, expire_at__gt=now)
    )
    return pages.annotate(moment=Least("comes_at", "expire_at")).order_by("moment", "pk")


def _rows(pages: list[Page]) -> list[WorkItem]:
    return [
        WorkItem(
            page.draft_title or page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), _what_happens(page)
        )
        for page in pages
    ]


def _what_happens(page: Page) -> str:
    parts = []
    if page.comes_at:
        parts.append(f"{'nieuwe versie komt' if page.live else 'komt'} op de site op {moment_in_words(page.comes_at)}")
    if page.expire_at and page.expire_at > timezone.now():
        parts.append(f"gaat van de site op {moment_in_words(page.expire_at)}")
    return "; ".join(parts)


PLANNED = WorkList(
    slug="ingepland",
    title="Ingepland",
    explanation="Wat op de site komt of ervan af gaat op een dag die een redacteur koos, het eerste bovenaan. Je hoeft niets te doen.",
    done="Er is niets ingepland om te verschijnen of te verdwijnen.",
    order=90,
    entries=planned,
    rows=_rows,
)
