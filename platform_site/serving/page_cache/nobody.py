"""While an answer for everybody is made there is no visitor: no account, no messages, and a session that nobody may touch."""

from collections.abc import Callable
from typing import NoReturn

from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from platform_site import keeping, moments


class PersonalError(Exception):
    """A page that says it is the same for everybody asked who the visitor is."""


class UntouchableSession:
    """Whatever is asked of it is an error; the layer then lets the visitor have the answer to their own request."""

    def refuse(self, *_) -> NoReturn:
        keeping.verdict().personal = True
        raise PersonalError("een pagina die voor iedereen is vroeg naar de sessie")

    __getattr__ = __setattr__ = __getitem__ = __setitem__ = __delitem__ = __contains__ = __iter__ = __len__ = refuse


class NobodyMiddleware:
    """The innermost: what stands before it keeps its own session, which is empty, for the request brought no cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        verdict = keeping.verdict()
        if verdict is None:
            return self.get_response(request)
        if verdict.database_away:
            raise OperationalError("the database was away a moment ago")  # outage.py: the kind page, at once
        session, messages, user = request.session, request._messages, request.user
        request.session, request.user = UntouchableSession(), AnonymousUser()
        del request._messages  # there are none, and adding one is an error
        try:
            response = self.get_response(request)
        finally:
            request.session, request._messages, request.user = session, messages, user
        if verdict.keeps and response.status_code == 200:
            now = timezone.now()
            verdict.until, verdict.end = moments.right_until(now), moments.shown_until(now)
        return response
