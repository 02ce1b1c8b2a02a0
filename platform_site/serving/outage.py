"""When something breaks a visitor gets a kind page: 503 with a time to try again while the database is away, 507
when the disk is full, else 500. Who sent a form gets it back, filled in, to send it once more.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from platform_site.file_storage import is_full
from platform_site.typed_text import SECRET, is_own_form, posted, wants_json

RETRY_AFTER = 30  # seconds
# For Wagtail's editor, which stays open and tries again.
TOLD = {
    503: "De site kan even niet bij haar gegevens. Wat je typte staat hier nog. Kies over een halve minuut opnieuw Bewaar concept.",
    507: "De schijf van de site is vol. Wat je typte staat hier nog. Kies later opnieuw Bewaar concept.",
}


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an exception that nothing else caught; made without a single query."""
    problem = sys.exc_info()[1]
    if is_full(problem):
        return _come_back(request, 507, "507.html")
    if isinstance(problem, OperationalError | InterfaceError):
        response = _come_back(request, 503, "503.html")
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return HttpResponse(render_to_string("500.html"), status=500, headers={"Cache-Control": "no-store"})


def _come_back(request: HttpRequest, status: int, template: str) -> HttpResponse:
    """It did not work now, and may later."""
    headers = {"Cache-Control": "no-store"}
    if wants_json(request) and request.path_info.startswith("/beheer/"):
        told = {"success": False, "error_code": "locked", "error_message": TOLD[status]}
        return JsonResponse(told, status=status, headers=headers)
    page = render_to_string(template, _sent(request))
    return HttpResponse(page, status=status, headers=headers)


def _sent(request: HttpRequest) -> dict:
    """What the page needs to send a form once more; nothing for what holds a password or is no form of ours."""
    try:
        fields = posted(request) if request.method == "POST" and is_own_form(request) else []
        files = bool(fields and request.FILES)
    except Exception:  # what was sent cannot be read, for lack of room perhaps
        fields, files = [], False
    if not fields or SECRET.keys() & dict(fields).keys():
        return {"fields": []}
    return {"fields": fields, "action": request.get_full_path(), "files": files, "token": get_token(request)}
