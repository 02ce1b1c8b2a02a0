"""What an editor was shown before an import, kept until it is confirmed; afterwards what came of it."""

from django.conf import settings
from django.db import models

from partnerships.models.organisations import Register
from platform_site.dutch_numbers import thousands


class DuoImport(models.Model):
    """One uploaded file. plan: the whole plan as it was shown (partnerships.duo.plan), emptied once it is carried out."""

    file_name = models.CharField("bestand", max_length=200)
    register = models.CharField("soort bestand", max_length=3, choices=Register.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    prepared_at = models.DateTimeField("klaargezet op", auto_now_add=True)
    applied_at = models.DateTimeField("uitgevoerd op", null=True, blank=True)
    plan = models.JSONField("plan", default=dict)
    counts = models.JSONField("aantallen", default=dict)

    class Meta:
        verbose_name = "import van DUO"
        verbose_name_plural = "imports van DUO"
        ordering = ["-prepared_at", "-pk"]

    def __str__(self):
        return self.file_name

    @property
    def outcome(self) -> str:
        """ "60 nieuw, 1.250 ongewijzigd": what it changed, or will change."""
        ordered = ("nieuw", "gewijzigd", "heropend", "gesloten", "ongewijzigd")
        return ", ".join(f"{thousands(self.counts[what])} {what}" for what in ordered if self.counts.get(what))
