"""The log of what is asked: one line for each request, and the figures that go with it. The outermost layer of the site.

A line holds no query text, no address of the visitor and no browser: nobody can be followed with it.
"""

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from platform_site.serving import log_lines
from platform_site.serving.log_lines import request_id, safe_path

STDOUT = 1
GIVEN_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


@dataclass(slots=True)
class Notes:
    """What became known of one request. cache: "kept", "made" or "old" copy of a page for everybody; empty: made for who asked."""

    status: int = 0
    cache: str = ""
    queries: int = 0
    sql_seconds: float = 0.0


_notes: ContextVar[Notes] = ContextVar("request_notes")


def note_cache(state: str) -> None:
    """Says what the page cache did. Outside the web server nobody listens."""
    if notes := _notes.get(None):
        notes.cache = state


def note_query(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    """Around every statement (`connection.execute_wrapper`): counts it, and its time."""
    if (notes := _notes.get(None)) is None:
        return execute(sql, params, many, context)
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        notes.queries += 1
        notes.sql_seconds += time.perf_counter() - start


class RequestLog:
    """A WSGI application around the site. as_json: see log_lines; count: what else is told of each answer, see metrics."""

    def __init__(self, site: Callable, *, as_json: bool, count: Callable[[str, Notes, float], None] | None = None):
        self.site = site
        self.count = count
        self.line = _json_line if as_json else _readable_line

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        start, notes = time.perf_counter(), Notes()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        number = given if GIVEN_ID.fullmatch(given) else os.urandom(8).hex()
        _notes.set(notes)
        request_id.set(number)

        def begin(status: str, headers: list, exc_info: Any = None) -> Any:
            notes.status = int(status[:3])
            return start_response(status, [*headers, ("X-Request-ID", number)])

        try:
            answer = self.site(environ, begin)
        except BaseException:
            notes.status = 500
            self._write(environ, number, start, notes)
            raise
        if isinstance(answer, list):  # all there is, so this is the end of it
            self._write(environ, number, start, notes)
            return answer
        return _UntilTheEnd(answer, lambda: self._write(environ, number, start, notes))

    def _write(self, environ: dict, number: str, start: float, notes: Notes) -> None:
        seconds = time.perf_counter() - start
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"].isalpha() else "?"
        line = self.line(method, safe_path(environ.get("PATH_INFO", "")), number, seconds, notes)
        if self.count:
            self.count(method, notes, seconds)
        os.write(STDOUT, line.encode())  # one call, so that lines of several threads and processes do not mix


class _UntilTheEnd:
    """The parts of an answer; `then` is called once they are closed, as WSGI servers do when the visitor has gone too."""

    def __init__(self, parts: Iterable[bytes], then: Callable[[], None]):
        self.parts, self.then = parts, then

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        try:
            getattr(self.parts, "close", lambda: None)()
        finally:
            self.then()


def logged(site: Callable, count: Callable[[str, Notes, float], None] | None) -> RequestLog:
    """The site with its log, in the form that LOG_FORMAT asks for."""
    return RequestLog(site, as_json=log_lines.as_json(), count=count)


@lru_cache(maxsize=1)
def _readable_time(second: int) -> str:
    return datetime.fromtimestamp(second).astimezone().strftime("%d/%b/%Y:%H:%M:%S %z")


@lru_cache(maxsize=1)
def _utc_time(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()


def _readable_line(method: str, path: str, number: str, seconds: float, notes: Notes) -> str:
    return f"[{_readable_time(int(time.time()))}] {method} {path} {notes.status} {seconds * 1000:.0f} ms\n"


def _json_line(method: str, path: str, number: str, seconds: float, notes: Notes) -> str:
    """Written out, because a library takes as long as the whole answer; nothing in it needs an escape (see safe_path and GIVEN_ID)."""
    return (
        f'{{"time": "{_utc_time(int(time.time()))}", "level": "info", "logger": "request", "request": "{number}", '
        f'"method": "{method}", "path": "{path}", "status": {notes.status}, "ms": {seconds * 1000:.1f}, '
        f'"queries": {notes.queries}, "sql_ms": {notes.sql_seconds * 1000:.1f}, "cache": "{notes.cache}"}}\n'
    )
