"""The door of the admin: who may enter has given, in this very session, a password (or the like) and a second factor."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from platform_site.accounts import roles
from platform_site.typed_text import give_back, may_come_back

ADMIN = "/beheer/"
PROVIDER_FACTORS = "provider_factors"  # in the session: what an organisation's log-in says it has asked (amr)
SECOND_FACTORS = {"totp", "webauthn", "recovery_codes"}


def next_step(request: HttpRequest) -> str:
    """The name of the page where what is still missing can be given; empty when nothing is."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return ""
    user, records = request.user, get_authentication_records(request, request.user)
    by_provider = any(record["method"] == "socialaccount" for record in records)
    if not (by_provider or any(record["method"] == "password" or record.get("passwordless") for record in records)):
        return "account_reauthenticate" if user.has_usable_password() else "account_set_password"
    if by_provider and "mfa" in request.session.get(PROVIDER_FACTORS, ()):
        return ""
    if not is_mfa_enabled(user):
        return "mfa_index"
    if not any(record["method"] == "mfa" and record.get("type") in SECOND_FACTORS for record in records):
        return "mfa_reauthenticate"
    return ""


class SecondFactorMiddleware:
    """Stands before everything below /beheer/. Who is not logged in is left to the admin itself, which asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ADMIN):
            return self.get_response(request)
        if request.user.is_anonymous:
            return give_back(request, 401) if may_come_back(request) else self.get_response(request)
        if not roles.may(request.user, roles.ENTER):  # sent to the log-in they would come back here for ever
            return render(request, "account/no_admin.html", status=403)
        missing = next_step(request)
        if not missing:
            return self.get_response(request)
        if may_come_back(request):
            return give_back(request, 401, login=reverse(missing))
        if not request.accepts("text/html") or request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"error": "Log opnieuw in, met de tweede stap."}, status=403)
        back = request.get_full_path() if request.method == "GET" else ADMIN
        return HttpResponseRedirect(f"{reverse(missing)}?{urlencode({'next': back})}")
