"""Which answers may be kept for everybody who asks the same (serving/page_cache). A view says so; what says nothing is never kept.

Such an answer is made for nobody: without session, account or cookie, from the address alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


@dataclass
class Verdict:
    """What became known of one answer while it was made."""

    database_away: bool = False  # known before, so nobody waits for it
    parameters: tuple[str, ...] | None = None  # what of the address it depends on; None: it may not be kept
    refused: bool = False
    personal: bool = False  # something asked who the visitor is
    until: datetime | None = None  # the last moment at which it is right, if nothing is published
    end: datetime | None = None  # the last moment at which it may be shown at all

    @property
    def keeps(self) -> bool:
        return self.parameters is not None and not self.refused and not self.personal


_verdict: ContextVar[Verdict | None] = ContextVar("keeping_verdict", default=None)


@contextmanager
def made_for_everybody(*, database_away: bool = False) -> Iterator[Verdict]:
    """Within this block an answer is made for nobody in particular."""
    verdict = Verdict(database_away)
    token = _verdict.set(verdict)
    try:
        yield verdict
    finally:
        _verdict.reset(token)


def verdict() -> Verdict | None:
    """Of the answer that is being made for everybody; None: it is made for who asks."""
    return _verdict.get()


def keep(*parameters: str) -> None:
    """This answer depends on nothing but content, time, path and these parameters."""
    if found := _verdict.get():
        found.parameters = parameters


def never_keep() -> None:
    """Whatever is said of this answer before or after: it is made each time."""
    if found := _verdict.get():
        found.refused = True


def keepable(*parameters: str) -> Callable[[View], View]:
    """Decorator, the outermost: the answers of a view depend on nothing but content, time, path and these parameters."""

    def mark(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *arguments, **named) -> HttpResponse:
            keep(*parameters)
            return view(request, *arguments, **named)

        answer.keepable = True
        return answer

    return mark


def is_keepable(view: View) -> bool:
    return getattr(view, "keepable", False)
