"""What is asked about a membership: role and days, where it moves to, and who comes in."""

from collections.abc import Container
from datetime import date

from django import forms
from wagtail.admin.widgets import AdminDateInput

from partnerships.models import Organisation, PartnershipPage, Role
from partnerships.partner_screen.memberships import Membership
from partnerships.portal.organisation_search import schools_beside
from platform_site.editing import day_fields

FIRST, LAST = date(1980, 1, 1), date(2100, 12, 31)


class MembershipDayField(day_fields.DayField):
    """A day within living memory."""

    widget = AdminDateInput

    def clean(self, value):
        found = super().clean(value)
        if found and not FIRST <= found <= LAST:
            raise forms.ValidationError(f"Vul bij “{self.label}” een dag in tussen {FIRST.year} en {LAST.year}.")
        return found


class MembershipForm(forms.Form):
    role = forms.ChoiceField(label="Rol", choices=Role.choices)
    since = MembershipDayField(label="Doet mee sinds", required=False, help_text="Leeg: onbekend sinds wanneer.")
    until = MembershipDayField(
        label="Gestopt op",
        required=False,
        help_text="De eerste dag dat de organisatie niet meer meedoet. Leeg: doet mee.",
    )
    example = forms.BooleanField(label="Verzonnen voorbeeld", required=False)

    def __init__(self, *args, row: Membership, **kwargs):
        self.row = row
        facts = {"role": row.role, "since": row.since, "until": row.until, "example": row.example}
        super().__init__(*args, initial=facts, **kwargs)
        if not row.example:
            del self.fields["example"]

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "De einddatum ligt vóór de begindatum.")
        return self.cleaned_data

    def membership(self) -> Membership:
        """The row as it was filled in."""
        return Membership(organisation=self.row.organisation, **self.cleaned_data)


class MoveForm(forms.Form):
    """Where a member goes, and when."""

    to = forms.ModelChoiceField(
        PartnershipPage.objects.none(),
        label="Verplaats naar",
        empty_label="kies een partnerschap",
        error_messages={"required": "Kies naar welk partnerschap."},
    )
    on = MembershipDayField(
        label="Per",
        help_text="Tot die dag hier, vanaf die dag daar.",
        error_messages={"required": "Vul in vanaf welke dag."},
    )

    def __init__(self, *args, page: PartnershipPage, row: Membership, **kwargs):
        self.row = row
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = PartnershipPage.objects.exclude(pk=page.pk).order_by("sort_key", "pk")

    def clean_on(self):
        on = self.cleaned_data["on"]
        if self.row.since and on < self.row.since:
            raise forms.ValidationError("Deze dag ligt vóór de begindatum hier.")
        return on


KINDS = {
    Organisation.Kind.BOARD: Role.BOARD,
    Organisation.Kind.SCHOOL: Role.SCHOOL,
    Organisation.Kind.MBO: Role.SCHOOL,
    Organisation.Kind.HBO: Role.INSTITUTE,
    Organisation.Kind.UNIVERSITY: Role.INSTITUTE,
}


class AddForm(forms.Form):
    """Which of the organisations found come in, with the schools beside them or not, in which role, since when."""

    organisations = forms.ModelMultipleChoiceField(Organisation.objects.order_by("pk"), required=False)
    beside = forms.ModelMultipleChoiceField(Organisation.objects.order_by("pk"), required=False)
    role = forms.ChoiceField(
        label="Rol", choices=[("", "volgt uit de soort: school, bestuur, opleiding"), *Role.choices], required=False
    )
    since = MembershipDayField(label="Doet mee sinds", required=False, help_text="Leeg: onbekend sinds wanneer.")

    def __init__(self, *args, there: Container[int] = (), **kwargs):
        self.there = there
        super().__init__(*args, **kwargs)

    def clean(self):
        """Puts all who come in together as `added`."""
        ticked = list(self.cleaned_data.get("organisations", ()))
        schools = schools_beside(self.cleaned_data.get("beside", ()), self.there)
        added = {one.pk: one for group in (ticked, *schools.values()) for one in group}
        if not added and not self.errors:
            self.add_error("organisations", "Vink eerst aan wie erbij komt.")
        return {**self.cleaned_data, "added": list(added.values())}

    def memberships(self) -> list[Membership]:
        """The new rows."""
        role, since = self.cleaned_data["role"], self.cleaned_data["since"]
        return [
            Membership(one.pk, role or KINDS.get(one.kind, Role.OTHER).value, since)
            for one in self.cleaned_data["added"]
        ]
