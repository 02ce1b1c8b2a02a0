"""Passing it on: a coordinator names who keeps the profile from now on, an editor confirms by inviting."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from partnerships.models import PartnershipPage, Successor
from partnerships.portal.views import for_coordinators
from platform_site.text_fields import WordsField


class SuccessorForm(forms.Form):
    name = WordsField(label="Naam", max_length=120, required=False, help_text="Alleen de redactie ziet dit.")
    email = forms.EmailField(
        label="E-mailadres",
        help_text="Van één persoon: met dit adres logt je collega in.",
        error_messages={
            "required": "Vul het e-mailadres van je collega in.",
            "invalid": "Dit is geen e-mailadres. Vul iets in als naam@school.nl.",
        },
    )
    stops = forms.BooleanField(label="Ik stop zelf zodra mijn collega begonnen is", required=False)

    def __init__(self, *args, partnership: PartnershipPage, **kwargs):
        self.partnership = partnership
        super().__init__(*args, **kwargs)

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if self.partnership.coordinators.filter(user__email=email).exists():
            raise forms.ValidationError(f"{email} houdt dit profiel al bij.")
        return email


@for_coordinators
def hand_over(request: HttpRequest, partnership: PartnershipPage) -> HttpResponse:
    """Asks who comes next; nobody can do anything before an editor sends the invitation."""
    form = SuccessorForm(request.POST or None, partnership=partnership)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {"name": data["name"], "stops": data["stops"], "named_by": request.user}
        Successor.objects.update_or_create(partnership=partnership, email=data["email"], defaults=facts)
        messages.success(
            request, f"Doorgegeven. De redactie kijkt ernaar en stuurt {data['email']} dan een uitnodiging."
        )
        return redirect("portal-overview", slug=partnership.slug)
    named = partnership.successors.order_by("named_on", "pk")
    return render(request, "portal/hand_over.html", {"partnership": partnership, "form": form, "named": named})
