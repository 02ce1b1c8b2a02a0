"""Who keeps a profile true, what they are writing, and whether somebody said lately that it still holds."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.models import Revision, WorkflowState

from partnerships.models.profiles import PartnershipPage


class Coordinator(models.Model):
    """Somebody who may hand in changes to one profile. A person can have several, a profile too."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="persoon", on_delete=models.CASCADE, related_name="coordinates"
    )
    partnership = models.ForeignKey(
        PartnershipPage, verbose_name="partnerschap", on_delete=models.CASCADE, related_name="coordinators"
    )
    since = models.DateField("sinds", auto_now_add=True)

    class Meta:
        verbose_name = "coördinator"
        verbose_name_plural = "coördinatoren"
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "partnership"], name="coordinator_once")]

    def __str__(self):
        return f"{self.user} ({self.partnership})"


class Successor(models.Model):
    """Somebody whom a coordinator named to keep a profile from now on; an editor invites, or not."""

    partnership = models.ForeignKey(
        PartnershipPage, verbose_name="partnerschap", on_delete=models.CASCADE, related_name="successors"
    )
    name = models.CharField("naam", max_length=120, blank=True)
    email = models.EmailField("e-mailadres")
    stops = models.BooleanField("wie dit doorgeeft stopt zelf", default=False)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="genoemd door", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    named_on = models.DateField("genoemd op", auto_now_add=True)

    class Meta:
        verbose_name = "voorgestelde opvolger"
        verbose_name_plural = "voorgestelde opvolgers"
        ordering = ["named_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "email"], name="successor_once")]

    def __str__(self):
        return f"{self.name} ({self.email})" if self.name else self.email


class ProfileDraft(models.Model):
    """What the coordinators of one partnership have written and is not on the site yet.

    It is no revision of the page: a page has one latest revision, and an editor's open draft and a coordinator's text would
    overwrite each other there. Answers are what partnerships.portal.answers makes of a page.
    """

    class State(models.TextChoices):
        WRITING = "bezig", "wordt aan gewerkt"
        HANDED_IN = "ingeleverd", "ligt bij de redactie"
        RETURNED = "terug", "terug met een opmerking"
        OVERTAKEN = "ingehaald", "ingehaald door een wijziging van de redactie"

    partnership = models.OneToOneField(
        PartnershipPage, verbose_name="partnerschap", on_delete=models.CASCADE, related_name="profile_draft"
    )
    state = models.CharField("stand", max_length=10, choices=State.choices, default=State.WRITING)
    base = models.JSONField("waar dit op voortbouwt", help_text="De antwoorden zoals ze op de site stonden.")
    answers = models.JSONField("antwoorden")
    edited_at = models.DateTimeField("laatst bewaard", auto_now=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    written_by = models.JSONField(
        "wie wat schreef", default=dict, help_text="Per antwoord het nummer van het account dat het schreef."
    )
    gave_way = models.JSONField(
        "wat plaatsmaakte",
        default=list,
        help_text="Antwoorden die niet gekozen werden toen twee tegelijk schreven: vraag, antwoord en moment.",
    )

    handed_in = models.JSONField("wat er ingeleverd is", null=True)
    handed_in_at = models.DateTimeField("ingeleverd op", null=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="ingeleverd door", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = models.ForeignKey(
        Revision, verbose_name="ingeleverde versie", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    workflow_state = models.ForeignKey(
        WorkflowState, verbose_name="beoordeling", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    remark = models.TextField("opmerking van de redactie", blank=True)

    set_aside = models.ForeignKey(
        Revision, verbose_name="concept van de redactie dat opzij staat", null=True, on_delete=models.SET_NULL, related_name="+"
    )  # fmt: skip
    set_aside_base = models.JSONField("waar dat concept op voortbouwt", null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "concept van een profiel"
        verbose_name_plural = "concepten van profielen"

    def __str__(self):
        return f"{self.partnership}: {self.get_state_display()}"


class ProfileCheck(models.Model):
    """The question whether a profile still holds: when it was asked, when repeated, and whether we gave up waiting."""

    partnership = models.OneToOneField(
        PartnershipPage, verbose_name="partnerschap", on_delete=models.CASCADE, related_name="profile_check"
    )
    asked_on = models.DateField("gevraagd op")
    reminded_on = models.DateField("herinnerd op", null=True, blank=True)
    lapsed_on = models.DateField("zonder antwoord sinds", null=True, blank=True)

    class Meta:
        verbose_name = "controle van een profiel"
        verbose_name_plural = "controles van profielen"

    def __str__(self):
        return f"{self.partnership}, gevraagd op {self.asked_on}"
