"""What is asked about a partner: its role and days, a proposed one, and one day for several at once."""

from datetime import date

from django import forms

from partnerships.models import Role
from platform_site.dutch_dates import read_day
from platform_site.text_fields import WordsField

NO_DAY = "Vul een datum in als 1-8-2024."


class PartnerDayField(forms.DateField):
    """A day on which somebody may have begun or stopped: picked, or typed as people write it where a browser has no picker."""

    def __init__(self, **options):
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1980-01-01", "max": "2100-12-31"})
        errors = {"invalid": NO_DAY, "required": NO_DAY}
        super().__init__(widget=picker, error_messages=errors, **options)

    def to_python(self, value) -> date | None:
        return super().to_python((read_day(value) if isinstance(value, str) else None) or value)

    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day and not 1980 <= day.year <= 2100:
            raise forms.ValidationError(NO_DAY)
        return day


class PartnerForm(forms.Form):
    """The terms of one partner; which one is in the prefix."""

    role = forms.ChoiceField(
        choices=Role.choices, label="Rol", error_messages={"invalid_choice": "Kies een rol uit de lijst."}
    )
    since = PartnerDayField(label="Doet mee sinds", required=False)
    until = PartnerDayField(label="Stopt per", required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", "Deze dag ligt vóór de dag waarop de partner meedeed.")
        return cleaned

    def terms(self) -> dict[str, str]:
        """What was answered, as the list of partners keeps it."""
        days = {name: self.cleaned_data[name] for name in ("since", "until")}
        return {
            "role": self.cleaned_data["role"],
            **{name: day.isoformat() if day else "" for name, day in days.items()},
        }


class ProposalForm(forms.Form):
    """A partner that is not in the list of organisations yet."""

    name = WordsField(label="Naam", max_length=200, error_messages={"required": "Vul de naam van de organisatie in."})
    place = WordsField(label="Plaats", max_length=80, error_messages={"required": "Vul de plaats in."})
    role = forms.ChoiceField(
        choices=[("", "Kies een rol"), *Role.choices],
        label="Rol",
        error_messages={
            "required": "Kies welke rol de organisatie heeft.",
            "invalid_choice": "Kies een rol uit de lijst.",
        },
    )
