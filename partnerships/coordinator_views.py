"""The coordinators of a partnership in the admin: who they are, who was invited, inviting and taking away."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from partnerships.models import PartnershipPage, Successor
from partnerships.portal import invitations
from partnerships.rights import INVITE
from platform_site.accounts import roles
from platform_site.accounts.invitations import withdraw
from platform_site.parameters import whole_number


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="E-mailadres",
        help_text="Van één persoon: met dit adres logt de coördinator in. Het komt niet op de site.",
        error_messages={
            "required": "Vul het e-mailadres van de coördinator in.",
            "invalid": "Dit is geen e-mailadres. Vul iets in als naam@school.nl.",
        },
    )


class CoordinatorsView(WagtailAdminTemplateMixin, View):
    """Shows coordinators and open invitations; a POST invites, withdraws an invitation or takes somebody away."""

    template_name = "partnerships/admin/coordinators.html"
    page_title = "Coördinatoren"
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not roles.may(request.user, INVITE):
            raise PermissionDenied
        self.partnership = get_object_or_404(PartnershipPage, pk=kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        page = reverse("wagtailadmin_pages:edit", args=[self.partnership.pk])
        own = [{"url": page, "label": self.partnership.title}, {"url": self.request.path, "label": self.page_title}]
        return [*self.breadcrumbs_items, *own]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.show(InviteForm())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        doing, _, text = request.POST.get("doen", "").partition("-")
        number = whole_number(text)
        if doing == "trek" and number is not None:
            withdraw(get_object_or_404(invitations.invited(self.partnership), pk=number))
            messages.success(request, "De uitnodiging is ingetrokken.")
        elif doing == "opnieuw" and number is not None:
            former = get_object_or_404(invitations.invited(self.partnership), pk=number)
            invitations.invite(former.email, self.partnership, request.user)
            messages.success(
                request, f"Er is een nieuwe uitnodiging onderweg naar {former.email}. De oude werkt niet meer."
            )
        elif doing in ("bevestig", "wijs") and number is not None:
            self.decide_on(get_object_or_404(self.partnership.successors, pk=number), doing == "bevestig")
        elif doing == "weg" and number is not None:
            coordinator = get_object_or_404(self.partnership.coordinators, pk=number)
            invitations.take_away(coordinator)
            messages.success(
                request,
                f"{coordinator.user} is geen coördinator meer van dit partnerschap en krijgt daarover een mail.",
            )
        else:
            return self.invite(InviteForm(request.POST))
        return redirect(request.path)

    def decide_on(self, successor: Successor, confirmed: bool) -> None:
        """Invites whom a coordinator named, or lets it be."""
        if confirmed:
            invitations.invite(successor.email, self.partnership, self.request.user)
            said = f"De uitnodiging is onderweg naar {successor.email}. Ze werkt veertien dagen."
        else:
            said = f"{successor.email} is van de lijst. Er gaat geen mail uit."
        successor.delete()
        messages.success(self.request, said)

    def invite(self, form: InviteForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        email = form.cleaned_data["email"].strip().lower()
        if self.partnership.coordinators.filter(user__email=email).exists():
            form.add_error("email", f"{email} is al coördinator van dit partnerschap.")
            return self.show(form)
        invitations.invite(email, self.partnership, self.request.user)
        messages.success(self.request, f"De uitnodiging is onderweg naar {email}. Ze werkt veertien dagen.")
        return redirect(self.request.path)

    def show(self, form: InviteForm) -> HttpResponse:
        facts = {
            "form": form,
            "partnership": self.partnership,
            "coordinators": self.partnership.coordinators.select_related("user").order_by("since", "pk"),
            "invited": invitations.invited(self.partnership),
            "successors": self.partnership.successors.select_related("named_by").order_by("named_on", "pk"),
            "back": reverse("wagtailadmin_pages:edit", args=[self.partnership.pk]),
        }
        return TemplateResponse(self.request, self.template_name, self.get_context_data(**facts))
