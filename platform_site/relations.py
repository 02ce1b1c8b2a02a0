"""Several of another kind, chosen on a page, and counted where that kind says how often it is used.

Wagtail's index of references does not look at a ParentalManyToManyField, so a theme of a hundred pages was "used 0 times". This
one tells it. What is chosen is stored after the page itself, so the page must be looked at again then: SitePage.save does.
"""

from collections.abc import Iterable, Iterator

import modelcluster.fields
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.tasks import update_reference_index_task

from platform_site.taxonomy import Term, known_terms


class ParentalManyToManyField(modelcluster.fields.ParentalManyToManyField):
    """As its namesake, in the index of references, and to be chosen from a list in the order of the alphabet."""

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "modelcluster.fields.ParentalManyToManyField", args, kwargs  # the same in the database

    def formfield(self, **options):
        """Pages have no order of their own; our titles have one (see SitePage.sort_key). Other lists keep theirs."""
        field = super().formfield(**options)
        if not self.related_model._meta.ordering:
            field.queryset = field.queryset.order_by("sort_key", "pk")
        return field

    def extract_references(self, chosen: Iterable[models.Model]) -> Iterator[tuple[type[models.Model], str, str, str]]:
        """What the index stores of each one chosen: its model, its id, and the way to it without and with that id."""
        for one in chosen:
            yield type(one), str(one.pk), "item", f"item.{one.pk}"


def note_references(page: models.Model) -> None:
    """Brings the index of references in line with what is chosen on a page, now that it is stored."""
    if any(isinstance(field, ParentalManyToManyField) for field in page._meta.many_to_many):
        update_reference_index_task.enqueue(page._meta.app_label, page._meta.model_name, str(page.pk))


def _row_fields(kind: type[models.Model]) -> dict[str, models.ForeignKey]:
    """Of each list of rows that name one thing each (`chosen_rows` of the page type): where they name it."""
    rows = {name: kind._meta.get_field(name).related_model for name in getattr(kind, "chosen_rows", ())}
    return {
        name: next(f for f in row._meta.fields if isinstance(f, models.ForeignKey) and not isinstance(f, ParentalKey))
        for name, row in rows.items()
    }


def chosen_ids(kind: type[models.Model]) -> dict[str, ArraySubquery]:
    """Expressions (`chosen_…`) for the ids of all that is chosen on a page of this kind: one statement for all lists."""
    page, found = models.OuterRef("pk"), {}
    for field in kind._meta.local_many_to_many:
        rows = field.remote_field.through.objects.filter(**{field.m2m_field_name(): page})
        found[f"chosen_{field.name}"] = ArraySubquery(rows.order_by().values(field.m2m_reverse_field_name()))
    for name, field in _row_fields(kind).items():
        parent = kind._meta.get_field(name).field.name
        rows = field.model.objects.filter(**{parent: page}).order_by("sort_order", "pk")
        found[f"chosen_{name}"] = ArraySubquery(rows.values(field.attname))
    return found


def know_chosen(page: models.Model) -> None:
    """Lets a page that was fetched with `chosen_ids` know its terms and rows as a draft does: without a question."""
    for field in type(page)._meta.local_many_to_many:
        if issubclass(field.related_model, Term):
            ids = set(getattr(page, f"chosen_{field.name}"))
            setattr(page, field.name, [term for pk, term in known_terms(field.related_model).items() if pk in ids])
    for name, field in _row_fields(type(page)).items():
        ids = getattr(page, f"chosen_{name}")
        setattr(page, name, [field.model(sort_order=n, **{field.attname: pk}) for n, pk in enumerate(ids)])
