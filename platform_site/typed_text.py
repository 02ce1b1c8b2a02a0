"""When a form cannot be taken (logged out meanwhile, a stale form), whoever filled it in gets the words back."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.views.csrf import csrf_failure as plain_failure

_labels: dict[str, dict[str, str]] = {}


def register(path: str, labels: dict[str, str]) -> None:
    """The questions below `path`, by field name. Called from AppConfig.ready()."""
    _labels[path] = labels


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def give_back(request: HttpRequest, status: int) -> HttpResponse:
    """A page with what was typed, to copy, and the way to go on; for a script the bare fact."""
    back = request.path
    login = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    if wants_json(request):
        return JsonResponse({"uitgelogd": login}, status=status)
    labels = next((labels for path, labels in _labels.items() if request.path.startswith(path)), {})
    typed = [(label, request.POST[name]) for name, label in labels.items() if request.POST.get(name, "").strip()]
    facts = {"typed": typed, "login": login, "back": back, "logged_out": request.user.is_anonymous and status == 401}
    return render(request, "typed_text.html", facts, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without its token, but below registered paths the words are given back."""
    if any(request.path.startswith(path) for path in _labels):
        return give_back(request, 403)
    return plain_failure(request, reason=reason)
