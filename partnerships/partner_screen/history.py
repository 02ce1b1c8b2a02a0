"""Who changed which partners when: read from the versions of the page, so whoever made them, this holds all of it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib.auth import get_user_model
from django.db.models import F
from wagtail.models import Revision

from partnerships.models import PartnershipPage
from partnerships.partner_screen.memberships import MembershipChange, changes, named, of_content

READ = 60  # versions at a time; each holds all partners


@dataclass(frozen=True)
class HistoryStep:
    """One version in which partners differ from the one before."""

    revision: int
    on: datetime
    by: str
    live: bool
    changes: list[tuple[MembershipChange, str]]


def steps(
    page: PartnershipPage, before: int | None = None, organisation: int | None = None
) -> tuple[list[HistoryStep], int | None]:
    """The newest steps, or those before a version; of one organisation only when asked. Gives where the older ones begin, too."""
    found = Revision.objects.filter(pk__in=page.revisions.values("pk"))
    found = found.filter(pk__lte=before) if before else found
    versions = list(
        found.order_by("-pk")
        .annotate(partners=F("content__partners"))
        .values("pk", "created_at", "user", "partners")[: READ + 1]
    )
    people = get_user_model().objects.in_bulk({version["user"] for version in versions if version["user"]})
    made = []
    for version, older in pairwise(versions):
        differ = changes(of_content(older["partners"] or ()), of_content(version["partners"] or ()))
        differ = [change for change in differ if organisation in (None, change.organisation)]
        if differ:
            by = str(people.get(version["user"], "de site zelf"))
            live = version["pk"] == page.live_revision_id
            made.append(HistoryStep(version["pk"], version["created_at"], by, live, named(differ)))
    return made, versions[-1]["pk"] if len(versions) > READ else None
