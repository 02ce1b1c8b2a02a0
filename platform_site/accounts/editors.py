"""Inviting an editor: one form in the admin; role and council are given when the invitation is taken up."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from platform_site.accounts import invitations, roles
from platform_site.accounts.invitations import Invitation, InvitationKind, invite, withdraw
from platform_site.accounts.models import Council
from platform_site.parameters import whole_number

KIND = "redactie"
REMEMBERED = 20


def _purpose(invitation: Invitation) -> str:
    council = Council.objects.filter(pk=invitation.payload["council"]).first()
    of = f" namens {council}" if council else ""
    return f"om {invitation.payload['role']} te worden van de kennisbank Samen Opleiden & Professionaliseren{of}"


def _accepted(invitation: Invitation, user) -> None:
    """Gives the role, and the council if one was said; nobody goes down by it."""
    roles.give(user, max(invitation.payload["role"], roles.role_of(user), key=roles.RANK.index))
    council = Council.objects.filter(pk=invitation.payload["council"]).first()
    if council:
        user.council = council
        user.save(update_fields=["council"])


def register() -> None:
    """Makes this kind of invitation known."""
    invitations.register(
        InvitationKind(
            KIND,
            mail="uitnodiging-redactie",
            purpose=_purpose,
            accepted=_accepted,
            then=lambda _: reverse("wagtailadmin_home"),
            asks_name=True,
        )
    )


def invite_administrator(address: str) -> Invitation:
    """Invites an administrator from the machine itself. Raises ValidationError when the address is none."""
    validate_email(address.strip())
    return invite(address, KIND, {"role": roles.ADMINISTRATOR, "council": None})


class InvitationForm(forms.Form):
    """Who, as what, and for which council."""

    email = forms.EmailField(label="E-mailadres", help_text="Persoonlijk, op het werk. Geen gedeelde postbus.")
    # Administrators come from `manage.py invite_administrator`, or are made by another administrator.
    role = forms.ChoiceField(
        label="Rol",
        choices=[("redacteur", "Redacteur: schrijft en levert in"), ("eindredacteur", "Eindredacteur: publiceert ook")],
    )
    council = forms.ModelChoiceField(
        label="Raad", queryset=Council.objects.all(), required=False, empty_label="Geen raad"
    )

    def clean(self) -> dict:
        data = super().clean()
        group = roles.GROUPS.get(data.get("role"))
        found = get_user_model().objects.filter(email=data.get("email", "").lower(), groups__name=group).first()
        if found:
            self.add_error("email", f"{found} is al {data['role']}.")
        return data

    def send(self, by: AbstractBaseUser) -> Invitation:
        """Sends the invitation, by this user."""
        council = self.cleaned_data["council"]
        payload = {"role": self.cleaned_data["role"], "council": council.pk if council else None}
        return invite(self.cleaned_data["email"], KIND, payload, by=by)


class InvitationsView(WagtailAdminTemplateMixin, View):
    """The form, and below it who has been invited."""

    page_title = "Redacteuren uitnodigen"
    header_icon = "mail"
    template_name = "accounts/admin/invitations.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not roles.may(request.user, roles.ACCOUNTS):
            return TemplateResponse(request, "403.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(InvitationForm(initial={"council": request.user.council_id}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if "withdraw" in request.POST:
            found = get_object_or_404(Invitation, kind=KIND, pk=whole_number(request.POST["withdraw"]))
            withdraw(found)
            messages.success(request, f"De uitnodiging voor {found.email} werkt niet meer.")
            return redirect("editor-invitations")
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        sent = form.send(request.user)
        messages.success(request, f"{sent.email} krijgt een mail met een link die {invitations.DAYS} dagen werkt.")
        return redirect("editor-invitations")

    def show(self, form: InvitationForm) -> HttpResponse:
        sent = Invitation.objects.filter(kind=KIND).select_related("invited_by")[:REMEMBERED]
        return self.render_to_response(self.get_context_data(form=form, sent=list(sent)))
