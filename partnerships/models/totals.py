"""What figures are measured against and this site cannot count itself."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class StudentTotal(models.Model):
    """How many students all teacher-training institutes together had in one year: the 100% of the ambition."""

    year = models.PositiveSmallIntegerField("peiljaar", unique=True)
    students = models.PositiveIntegerField("studenten in totaal", help_text="Aan alle lerarenopleidingen samen.")
    source = models.CharField(
        "bron", max_length=120, help_text="Waar komt dit aantal vandaan? Staat erbij op /cijfers/."
    )

    panels = [FieldRowPanel([FieldPanel("year"), FieldPanel("students")]), FieldPanel("source")]

    class Meta:
        verbose_name = "totaal aantal studenten"
        verbose_name_plural = "totalen van studenten"
        ordering = ["year"]

    def __str__(self):
        return f"{self.year}: {self.students}"
