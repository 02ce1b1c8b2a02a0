"""Days and times in the admin's forms: read as Dutch people type them, refused by name when they cannot be read.

The picker beside them reads the same in the browser: static/js/beheer/typed_days.js.
"""

from collections.abc import Callable
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Widget
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from platform_site.dutch_dates import clock, day, read_moment, read_time


def _label(field: forms.Field) -> str:
    return str(field.label or "dit veld")


class DayField(forms.DateField):
    """A day; says which field it is about when it is none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.error_messages["invalid"] = f"Dit is geen dag. Vul bij “{_label(self)}” een dag in als 31-12-2026."


class TimeField(forms.TimeField):
    """A time of the day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.error_messages["invalid"] = f"Dit is geen tijd. Vul bij “{_label(self)}” een tijd in als 09:00."


class MomentField(forms.DateTimeField):
    """A day with a time, in the time zone of the site."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        message = f"Dit is geen dag met een tijd. Vul bij “{_label(self)}” een dag en een tijd in als 31-12-2026 09:00."
        self.error_messages["invalid"] = message

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as problem:
            if getattr(problem, "code", None) == "ambiguous_timezone":
                raise ValidationError(self._at_the_clock_change(problem.params["datetime"]), problem.code) from problem
            raise

    def _at_the_clock_change(self, typed: datetime) -> str:
        """Why a time on that night cannot be meant, and what to do."""
        when = f"{_label(self)}: op {day(typed)}"
        if typed.month < 6:
            return f"{when} bestaat {clock(typed)} niet, want de klok gaat die nacht een uur vooruit. Kies een andere tijd."
        return (
            f"{when} is het twee keer {clock(typed)}, want de klok gaat die nacht een uur terug. Kies een andere tijd."
        )


def _reading(read: Callable[[str], datetime | time | None]) -> Callable:
    def value_from_datadict(widget: Widget, data, files, name: str) -> str | None:
        """What was typed, as this widget itself would write it; what cannot be read stays as it is, to be refused."""
        typed = data.get(name)
        found = read(typed) if isinstance(typed, str) else None
        return typed if found is None else found.strftime(widget.format)

    return value_from_datadict


def install() -> None:
    """All days and times in the admin, also those in Wagtail's own forms and filters. Called from AppConfig.ready()."""
    kinds = (
        (models.DateField, DayField, AdminDateInput, read_moment),
        (models.TimeField, TimeField, AdminTimeInput, read_time),
        (models.DateTimeField, MomentField, AdminDateTimeInput, read_moment),
    )
    for model_field, form_field, widget, read in kinds:
        widget.value_from_datadict = _reading(read)
        register_form_field_override(model_field, override={"widget": widget, "form_class": form_field})
