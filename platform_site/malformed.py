"""In the admin, a request that Wagtail trips over because it is not what its own forms send: said to whoever sent it, as a 400.

A field that is missing, a number that is none, an address somebody cut off. Wagtail then raises what Python raises. That is told apart from
a mistake of ours by where it happened: when a line of our own code took part, it stays an error 500. Both are logged as errors.
"""

import logging
from types import TracebackType

from django.core.exceptions import FieldError, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from modelsearch.backends.base import FieldError as SearchFieldError

TRIPPED = (
    ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, ValidationError, FieldError, DataError,
    SearchFieldError, NoReverseMatch,
)  # fmt: skip
OURS = ("platform_site", "partnerships", "knowledge_bank", "news")
AROUND = "platform_site.transactions"  # what runs every view of the admin
log = logging.getLogger(__name__)


def answer(request: HttpRequest, problem: Exception) -> HttpResponse | None:
    """A page that says so; None when the problem is another one."""
    if (
        not request.path_info.startswith("/beheer/")
        or not isinstance(problem, TRIPPED)
        or _took_part(problem.__traceback__)
    ):
        return None
    log.error("%s %s: malformed request", request.method, request.path, exc_info=problem)
    return HttpResponse(render_to_string("400.html"), status=400, headers={"Cache-Control": "no-store"})


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in OURS and module != AROUND


def _took_part(trace: TracebackType | None) -> bool:
    """Whether code of ours is among what was running."""
    while trace:
        if _is_ours(trace.tb_frame.f_globals.get("__name__", "")):
            return True
        trace = trace.tb_next
    return False
