"""What editors have to do for the profiles of partnerships."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from partnerships.models import PartnershipPage, Successor
from platform_site.dutch_dates import day
from platform_site.editing.worklists import WorkItem, WorkList, months_before, own_first

CHECKED_EVERY = 12  # months


def not_checked(user: AbstractBaseUser) -> QuerySet:
    """Live profiles of which nobody said in the last year that they still hold; those never looked at first."""
    since = months_before(timezone.localdate(), CHECKED_EVERY)
    profiles = PartnershipPage.objects.not_checked_since(since)
    return own_first(profiles.select_related("council"), user, F("checked_on").asc(nulls_first=True), "sort_key", "pk")


def _rows(profiles: list[PartnershipPage]) -> list[WorkItem]:
    return [
        WorkItem(
            profile.title,
            reverse("wagtailadmin_pages:edit", args=[profile.pk]),
            f"laatst gecontroleerd op {day(profile.checked_on)}" if profile.checked_on else "nog nooit gecontroleerd",
            str(profile.council or ""),
        )
        for profile in profiles
    ]


def named_successors(user: AbstractBaseUser) -> QuerySet:
    """Whom coordinators named to follow them, longest waiting first."""
    return Successor.objects.select_related("partnership").order_by("named_on", "pk")


def _successor_rows(successors: list[Successor]) -> list[WorkItem]:
    return [
        WorkItem(
            successor.partnership.title,
            reverse("coordinators", args=[successor.partnership_id]),
            f"{successor}, genoemd op {day(successor.named_on)}",
            "",
        )
        for successor in successors
    ]


SUCCESSORS = WorkList(
    slug="opvolgers",
    title="Coördinatoren die het doorgeven",
    explanation="Een coördinator noemde een opvolger. Klopt het? Open het partnerschap en stuur de uitnodiging.",
    done="Er wacht niemand op een uitnodiging.",
    order=56,
    entries=named_successors,
    rows=_successor_rows,
)

NOT_CHECKED = WorkList(
    slug="profielen",
    title="Profielen die een jaar niet zijn gecontroleerd",
    explanation=(
        "Vraag het partnerschap of het profiel nog klopt. Krijg je antwoord, vul dan onder Controle de datum in en wie het zei (geen namen van personen)."
    ),
    done="Alle profielen zijn het afgelopen jaar gecontroleerd.",
    order=55,
    entries=not_checked,
    rows=_rows,
)
