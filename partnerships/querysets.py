"""Questions about partnerships, in the words of the domain."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from platform_site.querysets import SitePageQuerySet


class Status(models.TextChoices):
    ASPIRANT = "aspirant", "aspirant"
    RECOGNISED = "erkend", "erkend"
    ENDED = "beeindigd", "beëindigd"
    UNKNOWN = "onbekend", "onbekend"


class OrganisationQuerySet(models.QuerySet):
    def open_on(self, day: date) -> "OrganisationQuerySet":
        """Those that are not closed, or close later than `day`."""
        return self.filter(models.Q(closed_on__isnull=True) | models.Q(closed_on__gt=day))

    def taking_part_on(self, day: date) -> "OrganisationQuerySet":
        """Those that are a partner on `day`, in any role, of a partnership that everybody may see."""
        partners = self.model.partnerships.rel.related_model.objects.on(day).of_visible()
        return self.filter(Exists(partners.filter(organisation=OuterRef("pk"))))


class PartnerQuerySet(models.QuerySet):
    def on(self, day: date) -> "PartnerQuerySet":
        """Who takes part on `day`: a closed school does not, whatever its membership says.

        Whose start is unknown counts as there from the beginning; `dated` leaves those out.
        """
        started = models.Q(since__isnull=True) | models.Q(since__lte=day)
        still_there = models.Q(until__isnull=True) | models.Q(until__gt=day)
        still_open = models.Q(organisation__closed_on__isnull=True) | models.Q(organisation__closed_on__gt=day)
        return self.filter(started, still_there, still_open)

    def dated(self) -> "PartnerQuerySet":
        """Those of whom it is known since when."""
        return self.filter(since__isnull=False)

    def of_visible(self) -> "PartnerQuerySet":
        """Those of partnerships that everybody may see."""
        pages = self.model.page.field.related_model.objects.visible()
        return self.filter(page__in=pages.order_by().values("pk"))


class PartnershipQuerySet(SitePageQuerySet):
    def listed(self) -> "PartnershipQuerySet":
        """What everybody may see, with its status, in alphabetical order."""
        return self.visible().with_status().order_by("sort_key", "pk")

    def with_status(self) -> "PartnershipQuerySet":
        """Adds `status`, `status_since` (date or None) and `status_as_of` (year of an old source or None)."""
        latest = self.model.status_changes.rel.related_model.objects.filter(page=OuterRef("pk")).order_by(
            "-sort_order", "-pk"
        )
        return self.annotate(
            status=Coalesce(Subquery(latest.values("status")[:1]), Value(Status.UNKNOWN.value)),
            status_since=Subquery(latest.values("since")[:1]),
            status_as_of=Subquery(latest.values("as_of_year")[:1]),
        )

    def not_checked_since(self, day: date) -> "PartnershipQuerySet":
        """Live ones of which nobody said since `day` that they still hold, those never looked at first."""
        stale = self.filter(models.Q(checked_on__isnull=True) | models.Q(checked_on__lt=day), live=True)
        return stale.order_by(models.F("checked_on").asc(nulls_first=True), "sort_key", "pk")

    def coordinated_by(self, user) -> "PartnershipQuerySet":
        """Those that `user` (logged in or not) may hand in changes to, in alphabetical order."""
        return self.filter(coordinators__user_id=user.pk).order_by("sort_key", "pk") if user.pk else self.none()

    def whole(self) -> "PartnershipQuerySet":
        return super().whole().with_status()

    def for_cards(self) -> "PartnershipQuerySet":
        return self.with_status()

    def on_the_map(self) -> "PartnershipQuerySet":
        """Those with a location."""
        return self.filter(lat__isnull=False, lon__isnull=False)
