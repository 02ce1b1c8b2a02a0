"""What allauth does not do: the first step into an account, and one's own page."""

from allauth.account import views as account_views
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from platform_site import limits
from platform_site.accounts import audit, invitations, personal_data, roles
from platform_site.accounts.models import User

CODES_A_DAY = 10  # for one invitation
TAKING_UP = "taking_up"  # in the session: the invitation for which a code was asked here


def gone(request: HttpRequest, **where) -> HttpResponse:
    """Where allauth, Wagtail or Django have a page that this site does not want."""
    raise Http404


class ChoosePasswordView(account_views.PasswordSetView):
    """The first password of somebody who came in by a code; whoever just chose it need not type it again at the gate."""

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        reauthenticate_by_password(self.request)
        return response

    def get_success_url(self) -> str:
        return get_next_redirect_url(self.request) or super().get_success_url()


class _Added:
    """Setting up a second factor is giving it: the gate does not ask for it once more."""

    type: str

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        added = Authenticator.objects.filter(user=self.request.user, type=self.type).latest("created_at")
        record_authentication(self.request, self.request.user, "mfa", id=added.pk, type=added.type)
        return response


class AddAppView(_Added, totp_views.ActivateTOTPView):
    type = Authenticator.Type.TOTP


class AddKeyView(_Added, webauthn_views.AddWebAuthnView):
    type = Authenticator.Type.WEBAUTHN


class NameForm(forms.ModelForm):
    """What colleagues call somebody."""

    first_name = forms.CharField(max_length=150, error_messages={"required": "Vul je voornaam in."})
    last_name = forms.CharField(max_length=150, error_messages={"required": "Vul je achternaam in."})

    class Meta:
        model = User
        fields = ("first_name", "last_name")


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Tells what somebody is invited to; the button sends a code to the invited address, or takes the invitation up.

    Opening the link changes nothing, so that a mail scanner does not use it up. Only who came back with the code
    that was asked here takes it up without pressing once more, unless a name is still missing.
    """
    invited = invitations.find(token)
    context = {
        "invitation": invited,
        "problem": invited.closed_because if invited else "Deze link kennen we niet.",
        "too_many": "",
        "form": None,
    }
    if not invited or context["problem"]:
        return render(request, "account/invitation.html", context, status=410 if invited else 404)
    user, coming_back = request.user, request.session.get(TAKING_UP) == invited.pk
    if user.is_authenticated and user.email != invited.email:
        context["problem"] = (
            f"Deze uitnodiging is voor {invited.email}, en je bent ingelogd als {user.email}. Log uit en open de link opnieuw."
        )
        return render(request, "account/invitation.html", {**context, "may_log_out": True}, status=403)
    if user.is_authenticated and invited.asks_name and not user.get_full_name():
        context["form"] = form = NameForm(request.POST or None, instance=user)
        if form.is_valid():
            form.save()
            return _take_up(request, invited)
    elif user.is_authenticated and (request.method == "POST" or coming_back):
        return _take_up(request, invited)
    elif request.method == "POST" and not limits.within("uitnodiging", str(invited.pk), CODES_A_DAY, limits.DAY):
        context["too_many"] = (
            "Voor deze uitnodiging zijn vandaag al veel codes gemaild. Kijk in je mail, ook bij ongewenst. Morgen kan het weer."
        )
        return render(request, "account/invitation.html", context, status=429)
    elif request.method == "POST":
        request.session[TAKING_UP] = invited.pk
        code_for = invitations.its_user(invited)
        LoginCodeVerificationProcess.initiate(request=request, user=code_for, email=invited.email)
        return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': request.path})}")
    return render(request, "account/invitation.html", context)


def _take_up(request: HttpRequest, invited: invitations.Invitation) -> HttpResponse:
    request.session.pop(TAKING_UP, None)
    try:
        return redirect(invitations.accept(invited, request.user))
    except invitations.InvitationClosedError as reason:  # at the same moment in another tab, or what it was for is gone
        facts = {"invitation": invited, "problem": str(reason), "too_many": "", "form": None}
        return render(request, "account/invitation.html", facts, status=410)


@never_cache
@login_required
def my_account(request: HttpRequest) -> HttpResponse:
    """One's own page: what is stored, the ways in, and where else one is logged in."""
    context = {
        "roles": [group.name for group in request.user.groups.all()],
        "may_enter_admin": roles.may(request.user, roles.ENTER),
        "coordinates": request.user.coordinates.count(),
        "authenticators": Authenticator.objects.filter(user=request.user).exclude(type="recovery_codes"),
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "account/my_account.html", context)


@never_cache
@login_required
def all_data(request: HttpRequest) -> HttpResponse:
    """All that is stored on whoever asks, to read."""
    return render(request, "account/all_data.html", {"chapters": personal_data.to_read(request.user)})


@never_cache
@login_required
def download(request: HttpRequest) -> HttpResponse:
    """All that is stored on whoever asks, as a file."""
    audit.note(audit.What.DATA_EXPORTED, request.user, request.user, request)
    answer = JsonResponse(
        personal_data.export(request.user),
        encoder=personal_data.encoder,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    answer["Content-Disposition"] = 'attachment; filename="mijn-gegevens.json"'
    return answer


@never_cache
@login_required
def logged_in_again(request: HttpRequest) -> HttpResponse:
    """Where a log-in ends that was needed for a form in another tab."""
    return render(request, "account/logged_in_again.html")


@never_cache
@reauthentication_required
def leave(request: HttpRequest) -> HttpResponse:
    """Asks whether one is sure; the button deletes the account, at once."""
    problem = ""
    if request.method == "POST":
        user = request.user
        try:
            personal_data.forget(user)
        except personal_data.CannotForgetError as reason:
            problem = str(reason)
        else:
            logout(request)
            return render(request, "account/left.html", {"email": user.email})
    return render(request, "account/leave.html", {"problem": problem})
