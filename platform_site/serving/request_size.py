"""How much a request may bring. Looked at before anything reads it, so that what is too much is written nowhere."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

FORM = 256 * 1024  # bytes: the longest form there is without a file, many times over
WITH_FILES = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE + 1024 * 1024  # one file of the largest kind, and the form around it

_with_files: set[str] = set()


def allow_files(path: str) -> None:
    """Below this path files may be sent. Called from AppConfig.ready()."""
    _with_files.add(path)


def most_bytes(path: str) -> int:
    """How many bytes a request to this path may bring."""
    return WITH_FILES if path.startswith(tuple(_with_files)) else FORM


class RequestSizeMiddleware:
    """Refuses what is too large, and what does not say how large it is: no browser sends that, and nobody here reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "Transfer-Encoding" in request.headers:
            return self.refuse(request, 411)
        told = request.headers.get("Content-Length") or "0"
        if not told.isdecimal() or not told.isascii():
            return self.refuse(request, 400)
        if int(told[:12]) > most_bytes(request.path_info):
            return self.refuse(request, 413)
        return self.get_response(request)

    def refuse(self, request: HttpRequest, status: int) -> HttpResponse:
        with_files = most_bytes(request.path_info) == WITH_FILES
        facts = {"with_files": with_files, "most": settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // 1024**2}
        headers = {"Cache-Control": "no-store"}
        return HttpResponse(render_to_string("413.html", facts), status=status, headers=headers)
