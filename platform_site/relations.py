"""Several of another kind, chosen on a page, and counted where that kind says how often it is used.

Wagtail's index of references does not look at a ParentalManyToManyField, so a theme of a hundred pages was "used 0 times". This
one tells it. What is chosen is stored after the page itself, so the page must be looked at again then: SitePage.save does.
"""

from collections.abc import Iterable, Iterator

import modelcluster.fields
from django.db import models
from wagtail.tasks import update_reference_index_task


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
