"""Requests as a web server hands them on: to the site itself, or to the layer that keeps answers before it."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from platform_site.serving.page_cache.layer import PageCache

MB = 1024**2


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def environ(address: str, method: str = "GET", **headers: str) -> dict:
    """What a web server makes of a request. headers: as WSGI names them ("HTTP_COOKIE")."""
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path, encoding="latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "testserver",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }


def ask(site: Callable, address: str, method: str = "GET", **headers: str) -> Answer:
    """The answer of a WSGI application."""
    told = []
    parts = site(environ(address, method, **headers), lambda *started: told.append(started))
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    status, given = told[-1][:2]
    return Answer(int(status[:3]), dict(given), body)


class CountedSite:
    """The site, which remembers what it was asked. The connection of a test stays open, as it does for Django's own client."""

    def __init__(self):
        self.site = WSGIHandler()
        self.asked: list[str] = []

    def __call__(self, request: dict, start_response: Callable):
        self.asked.append(f"{request['PATH_INFO']}?{request['QUERY_STRING']}".rstrip("?"))
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            response = self.site(request, start_response)
            body = b"".join(response)
            response.close()
            return (body,)
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)


def a_cache(site: Callable, *, megabytes: int = 16, look_every: float = 0) -> PageCache:
    """The layer before a site; it looks at the generation with every request unless told otherwise."""
    return PageCache(site, megabytes * MB, look_every)


def session_of(client: Client) -> str:
    """The Cookie header of somebody who is logged in."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def kept(cache: PageCache, site: CountedSite, address: str, **headers: str) -> bool:
    """Whether an answer comes without asking the site."""
    before = len(site.asked)
    ask(cache, address, **headers)
    return len(site.asked) == before
