"""When a form cannot be taken (logged out meanwhile, a second log-in, a stale form), whoever filled it in gets it back, filled.

What was sent stays in the page that answers, and goes along when its button is pressed: nothing is kept on the server for somebody
we do not know. Only a form of our own is given back so: another site cannot make us hand out its form with a valid token in it.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache

from platform_site.own_versions import is_of_somebody_else

# Never sent back to the browser: typed once more. And what one wants to see before it is sent again.
SECRET = {
    "password": "Wachtwoord",
    "oldpassword": "Huidig wachtwoord",
    "password1": "Nieuw wachtwoord",
    "password2": "Nieuw wachtwoord, nog een keer",
}
# What the pressed button does beyond saving: said, and not done by whoever would rather save only.
PRESSED = {"action-publish": "Publiceren", "action-submit": "Lever in"}
SHOWN = {"login": "E-mailadres", "email": "E-mailadres"}
LOGGED_OUT = "Je bent uitgelogd. Wat je typte staat hier nog. Log in een ander tabblad opnieuw in en kies dan hier Bewaar concept."
LOGGED_IN_AGAIN = (
    "Je bent in een ander tabblad opnieuw ingelogd. Kies Bewaar concept: dan gaat het bewaren hier verder."
)

Reader = Callable[[QueryDict, str], str]


def _as_sent(post: QueryDict, name: str) -> str:
    return post.get(name, "")


_questions: dict[str, tuple[dict[str, str], Reader]] = {}


def register(path: str, labels: dict[str, str], words: Reader = _as_sent) -> None:
    """The questions below `path` that are answered in words, by field name. Called from AppConfig.ready().

    words: makes of the answer to one of them what its writer reads.
    """
    _questions[path] = (labels, words)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody wrote in a form, question by question, to read and to copy."""
    labels, words = next((found for path, found in _questions.items() if request.path.startswith(path)), ({}, _as_sent))
    both = ((label, words(request.POST, name).strip()) for name, label in labels.items())
    return [(label, text) for label, text in both if text]


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def posted(request: HttpRequest, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """All that was sent, field by field, to be sent once more."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in (*without, "csrfmiddlewaretoken")
    ]


def is_own_form(request: HttpRequest) -> bool:
    """Whether a page of this site sent this. Browsers say so with every form."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def may_come_back(request: HttpRequest) -> bool:
    """Whether there is something to give back: a filled-in form, or a script that waits for an answer."""
    return request.method == "POST" and (wants_json(request) or (is_own_form(request) and bool(posted(request))))


@never_cache
def give_back(request: HttpRequest, status: int, login: str = "") -> HttpResponse:
    """The form as it was filled in, with a button to send it again; for a script what to tell.

    status: 401, who sent this must log in first; 403, the token was not right. login: where the former can be done.
    """
    login = login or resolve_url(settings.LOGIN_URL)
    if wants_json(request):
        told = LOGGED_IN_AGAIN if request.user.is_authenticated and status == 403 else LOGGED_OUT
        # "locked" makes Wagtail's editor show the message and try again later, as long as the form is open.
        answer = {"success": False, "error_code": "locked", "error_message": told}
        return JsonResponse({**answer, "uitgelogd": f"{login}?{urlencode({'next': request.path})}"}, status=status)
    own = is_own_form(request)
    facts = {
        "typed": typed(request),
        "why": "",
        "login": f"{login}?{urlencode({'next': reverse('logged_in_again')})}",
        "back": request.path,
        "action": request.get_full_path() if own else "",
        "fields": posted(request, without=(*SECRET, *SHOWN, *PRESSED)) if own else [],
        "pressed": [(name, label, request.POST[name]) for name, label in PRESSED.items() if name in request.POST],
        "shown": [(name, label, request.POST[name]) for name, label in SHOWN.items() if name in request.POST],
        "secret": [(name, label) for name, label in SECRET.items() if name in request.POST],
        "files": bool(request.FILES),
        "logged_out": status == 401,
        "other_account": request.user.is_authenticated and is_of_somebody_else(request),
    }
    return render(request, "typed_text.html", facts, status=status)


@never_cache
def refuse(request: HttpRequest, why: str, more: str) -> HttpResponse:
    """For who may not save here (any more): why, and what was typed, to copy. more: the address that tells more about it."""
    if wants_json(request):
        return JsonResponse({"geweigerd": why, "meer": more}, status=404)
    return render(request, "typed_text.html", {"why": why, "more": more, "typed": typed(request)}, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answers a form without a valid token: from before a new log-in, or not ours. See CSRF_FAILURE_VIEW."""
    return give_back(request, 403)
