"""The life of a partnership: the statuses it had, and who took part from when until when."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import model_from_serializable_data
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from partnerships.models.organisations import Organisation
from partnerships.querysets import PartnerQuerySet, Status


class Role(models.TextChoices):
    LEAD = "penvoerder", "penvoerder"
    INSTITUTE = "lerarenopleiding", "lerarenopleiding"
    BOARD = "schoolbestuur", "schoolbestuur"
    SCHOOL = "school", "school"
    OTHER = "overig", "overig"


def status_in_words(status: str, since: date | None = None, as_of_year: int | None = None) -> str:
    """One status for a reader. since: the date it began; as_of_year: it is only known from a source of that year."""
    if status == Status.UNKNOWN:
        return "status onbekend"
    label = Status(status).label
    if as_of_year:
        return f"laatst bekend: {label} ({as_of_year})"
    return f"{label} sinds {since.year}" if since else label


class StatusChange(Orderable):
    """One step in the life of a partnership."""

    page = ParentalKey("partnerships.PartnershipPage", on_delete=models.CASCADE, related_name="status_changes")
    status = models.CharField("status", max_length=10, choices=Status.choices)
    since = models.DateField("sinds", null=True, blank=True)
    as_of_year = models.PositiveSmallIntegerField(
        "bekend uit",
        null=True,
        blank=True,
        help_text="Alleen als de status uit een oude bron komt: het jaar van die bron.",
    )

    panels = [FieldRowPanel([FieldPanel("status"), FieldPanel("since"), FieldPanel("as_of_year")])]

    class Meta(Orderable.Meta):
        verbose_name = "status"
        verbose_name_plural = "statussen"

    def __str__(self):
        return status_in_words(self.status, self.since, self.as_of_year)


class Partner(models.Model):
    """An organisation in a partnership, for as long as it takes part: from `since` up to, not including, `until`."""

    page = ParentalKey("partnerships.PartnershipPage", on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.PROTECT, related_name="partnerships"
    )
    role = models.CharField("rol", max_length=20, choices=Role.choices)
    since = models.DateField("sinds", null=True, blank=True)
    until = models.DateField("tot", null=True, blank=True)
    example = models.BooleanField(
        "voorbeeld", default=False, help_text="Verzonnen, om te laten zien hoe de site werkt. Op de pagina staat dat erbij."
    )  # fmt: skip

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partners"
        constraints = [
            models.UniqueConstraint(
                fields=["page", "organisation", "role", "since"], name="partner_once", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"{self.organisation} ({self.get_role_display()})"

    def clean(self):
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "De einddatum ligt vóór de begindatum."})

    @property
    def ended_on(self) -> date | None:
        """The day it left, or closed; None as long as neither is known."""
        return min(filter(None, (self.until, self.organisation.closed_on)), default=None)

    def takes_part_on(self, day: date) -> bool:
        """Whether it is a partner on that day; PartnerQuerySet.on asks the same of the database."""
        return (self.since is None or self.since <= day) and (self.ended_on is None or self.ended_on > day)


def partners_of_version(stored: list[dict]) -> list[Partner]:
    """The partners that a version of a page stores. Their organisations are looked up in one question, where each would be
    asked for by itself; a partner whose organisation is gone is left out.
    """
    known = Organisation.objects.in_bulk({one["organisation"] for one in stored})
    made = [
        model_from_serializable_data(Partner, one, check_fks=False) for one in stored if one["organisation"] in known
    ]
    for partner in made:
        partner.organisation = known[partner.organisation_id]
    return made
