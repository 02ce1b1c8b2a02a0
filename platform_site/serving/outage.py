"""When something breaks a visitor gets a kind page: 503 with a time to try again while the database is away, 507
when the disk is full, else 500.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from platform_site.file_storage import is_full

RETRY_AFTER = 30  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an exception that nothing else caught; made without a single query."""
    problem = sys.exc_info()[1]
    if is_full(problem):
        return HttpResponse(render_to_string("507.html"), status=507, headers={"Cache-Control": "no-store"})
    if isinstance(problem, OperationalError | InterfaceError):
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return HttpResponse(render_to_string("500.html"), status=500, headers={"Cache-Control": "no-store"})
