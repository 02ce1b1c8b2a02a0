"""The log of what is asked: one line for each request, and the figures that go with it. The outermost layer of the site.

A line holds no query text, no address of the visitor and no browser: nobody can be followed with it.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from platform_site.serving import metrics
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
    """A WSGI application around the site. as_json: see log_lines."""

    def __init__(self, site: Callable, *, as_json: bool):
        self.site = site
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
        return _until_the_end(answer, lambda: self._write(environ, number, start, notes))

    def _write(self, environ: dict, number: str, start: float, notes: Notes) -> None:
        seconds = time.perf_counter() - start
        metrics.count(environ["REQUEST_METHOD"], notes, seconds)
        line = self.line(environ["REQUEST_METHOD"], safe_path(environ.get("PATH_INFO", "")), number, seconds, notes)
        os.write(STDOUT, line.encode())  # one call, so that lines of several threads and processes do not mix


class _until_the_end:  # noqa: N801 - it is used as a function
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


def _readable_line(method: str, path: str, number: str, seconds: float, notes: Notes) -> str:
    at = datetime.now().astimezone().strftime("[%d/%b/%Y:%H:%M:%S %z]")
    return f"{at} {method} {path} {notes.status} {seconds * 1000:.0f} ms\n"


def _json_line(method: str, path: str, number: str, seconds: float, notes: Notes) -> str:
    told = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": "info",
        "logger": "request",
        "request": number,
        "method": method,
        "path": path,
        "status": notes.status,
        "ms": round(seconds * 1000, 1),
        "queries": notes.queries,
        "sql_ms": round(notes.sql_seconds * 1000, 1),
        "cache": notes.cache,
    }
    return json.dumps(told, ensure_ascii=False) + "\n"
