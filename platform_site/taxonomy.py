"""The lists that the whole site shares: sectors (fixed) and terms that editors keep (themes, audiences, councils …)."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst, slugify
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from platform_site.memory import cached_until_change


class Sector(models.TextChoices):
    """Always in this order, each with its own colour and shape (static/css). so/sbo count as po, vso as vo."""

    PO = "po", "primair onderwijs"
    VO = "vo", "voortgezet onderwijs"
    MBO = "mbo", "middelbaar beroepsonderwijs"


SECTORS = frozenset(Sector.values)


class ChoiceArrayField(ArrayField):
    """Several choices of a fixed list in one column: ticked in a form, stored in the list's order without repeats."""

    def __init__(self, choices=(), **options):
        self.options = list(choices)
        options.setdefault("default", list)
        options.pop("base_field", None)
        super().__init__(models.CharField(max_length=40), **options)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("base_field", None)
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        return forms.TypedMultipleChoiceField(
            choices=self.options,
            coerce=str,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )

    def get_db_prep_value(self, value, connection, prepared=False):
        return super().get_db_prep_value(self.in_order(value), connection, prepared)

    def in_order(self, values) -> list[str]:
        """The known values among `values`, each once, in the order of the list."""
        chosen = set(values or ())
        return [value for value, _ in self.options if value in chosen]


class SectorsField(ChoiceArrayField):
    """The sectors that something is for."""

    def __init__(self, **options):
        options.setdefault("verbose_name", "sectoren")
        super().__init__(choices=Sector.choices, **options)


class Term(index.Indexed, models.Model):
    """A word of a list that editors keep, in an order of their choosing."""

    title = models.CharField("naam", max_length=120, unique=True)
    slug = models.SlugField(
        "webnaam", max_length=120, unique=True, help_text="Staat in adressen; liever niet wijzigen."
    )
    order = models.PositiveSmallIntegerField("volgorde", default=0)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]
    panels = [FieldPanel("title"), FieldPanel("slug"), FieldPanel("order")]

    class Meta:
        abstract = True
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    def clean(self):
        self.slug = self.slug or slugify(self.title)


@cached_until_change
def known_terms(kind: type[Term]) -> dict[int, Term]:
    """All terms of one list by id, in the order of the list."""
    return {term.pk: term for term in kind.objects.all()}


class Theme(Term):
    class Meta(Term.Meta):
        verbose_name = "thema"
        verbose_name_plural = "thema's"


class Audience(Term):
    class Meta(Term.Meta):
        verbose_name = "doelgroep"
        verbose_name_plural = "doelgroepen"


class QualityStandard(Term):
    """One of the four 'waarborgen' of the Kwaliteitskader Samen Opleiden & Inductie."""

    class Meta(Term.Meta):
        verbose_name = "waarborg"
        verbose_name_plural = "waarborgen"


class EducationRegion(Term):
    class Meta(Term.Meta):
        verbose_name = "onderwijsregio"
        verbose_name_plural = "onderwijsregio's"
