"""A practice example as somebody sent it in: from whom, whether the address is theirs, and the item that came of it."""

from django.conf import settings
from django.db import models

from knowledge_bank.models.items import KnowledgeItem
from partnerships.models import PartnershipPage


class Contribution(models.Model):
    """answers: what was filled in. The code itself is only in the mail; here is its fingerprint."""

    token = models.CharField("kenmerk", max_length=40, unique=True)
    email = models.EmailField("e-mailadres", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    partnership = models.ForeignKey(
        PartnershipPage, verbose_name="partnerschap", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answers = models.JSONField("antwoorden")
    created_at = models.DateTimeField("ingevuld op", auto_now_add=True)
    code_hash = models.CharField("vingerafdruk van de code", max_length=64, blank=True)
    code_sent_at = models.DateTimeField("code verstuurd op", null=True)
    tries = models.PositiveSmallIntegerField("pogingen", default=0)
    confirmed_at = models.DateTimeField("adres bevestigd op", null=True)
    item = models.OneToOneField(
        KnowledgeItem, verbose_name="kennisitem", null=True, on_delete=models.SET_NULL, related_name="contribution"
    )

    class Meta:
        verbose_name = "ingestuurd praktijkvoorbeeld"
        verbose_name_plural = "ingestuurde praktijkvoorbeelden"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.answers.get("title", "")


class ContributionFile(models.Model):
    """A file that came with it, until the address is confirmed; it is served nowhere."""

    contribution = models.ForeignKey(
        Contribution, verbose_name="praktijkvoorbeeld", on_delete=models.CASCADE, related_name="files"
    )
    name = models.CharField("naam", max_length=200)
    file = models.FileField("bestand", upload_to="ingezonden/")

    class Meta:
        verbose_name = "meegestuurd bestand"
        verbose_name_plural = "meegestuurde bestanden"
        ordering = ["pk"]

    def __str__(self):
        return self.name
