"""Tells browsers which page may be fetched before somebody chooses it: what one points at in a list.

The rules are a file of ours (static/next_pages.json): rules in the page itself would break the policy for content. They leave out
what costs or counts something: addresses with a question in them, downloads, accounts, the admin.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.templatetags.static import static

RULES = "next_pages.json"


class NextPageMiddleware:
    """Adds the address of the rules to every page for readers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        if is_page and not request.path_info.startswith("/beheer/"):
            response["Speculation-Rules"] = f'"{static(RULES)}"'
        return response
