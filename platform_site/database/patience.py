"""How long the present thread waits for one answer of the database, whatever that does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_seconds: ContextVar[float | None] = ContextVar("database_patience", default=None)


def seconds() -> float | None:
    """None: as long as it takes."""
    return _seconds.get()


@contextmanager
def answer_within(seconds: float) -> Iterator[None]:
    """Within this block a silence of so many seconds is an OperationalError."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)
