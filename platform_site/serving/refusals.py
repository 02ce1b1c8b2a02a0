"""What the site says when it does not do what was asked: in Dutch, as it looks, and made without a query.

A person gets a page, a program one line of text.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

PLAIN = "text/plain; charset=utf-8"


def by_a_person(request: HttpRequest) -> bool:
    """Whether a browser wants to show the answer: it names HTML, where a program takes anything."""
    return "text/html" in request.headers.get("Accept", "")


def later(request: HttpRequest, status: int, told: str, seconds: int) -> HttpResponse:
    """Not now, but after so many seconds."""
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    if by_a_person(request):
        return HttpResponse(render_to_string("429.html", {"told": told}), status=status, headers=headers)
    return HttpResponse(f"{told}\n", status=status, content_type=PLAIN, headers=headers)


WORDLESS = {400: "400.html", 403: "403.html", 405: "405.html"}


class WordsMiddleware:
    """Gives a refusal without words (Django's 405, a 403 of somebody else's view) ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in WORDLESS and not response.streaming and not response.content:
            response.content = render_to_string(WORDLESS[response.status_code])
            response["Content-Type"] = "text/html; charset=utf-8"
            response["Content-Length"] = str(len(response.content))
        return response
