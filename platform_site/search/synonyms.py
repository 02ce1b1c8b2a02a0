"""Words that mean the same to a searcher, kept by editors."""

from django.db import models
from wagtail.admin.panels import FieldPanel


class SynonymGroup(models.Model):
    """Words and short phrases that find each other."""

    words = models.CharField(
        "woorden",
        max_length=250,
        unique=True,
        help_text="Gescheiden door komma's, bijvoorbeeld: begeleider, coach. Wie het ene zoekt, vindt ook het andere.",
    )

    panels = [FieldPanel("words")]

    class Meta:
        verbose_name = "synoniem"
        verbose_name_plural = "synoniemen"
        ordering = ["words"]

    def __str__(self):
        return self.words

    @property
    def phrases(self) -> list[str]:
        return [phrase.strip() for phrase in self.words.split(",") if phrase.strip()]
