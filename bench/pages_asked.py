"""Asks pages of the checkout it is started in, through its WSGI application, and says what they cost.

A program that bench/pages.py starts, also in a checkout of another day: it uses nothing of bench. Reads lists of addresses, one
a line (JSON); of each list it writes what each page cost: `ms` by the clock, `queries`, and `sql`, the ms those took.
"""

import io
import json
import sys
import time
import warnings
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

warnings.simplefilter("ignore")  # that no static files were collected is no matter here
sys.path[0] = str(Path.cwd())

from django.conf import settings  # noqa: E402 - of the checkout we are in
from django.db import connection  # noqa: E402

from platform_site.wsgi import application  # noqa: E402

visitors = count(1)  # each request is of another one: who asks a lot is told to wait


class Counted:
    """Around every statement: how many there were, and how long they took."""

    def __init__(self):
        self.number, self.seconds = 0, 0.0

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.number += 1
            self.seconds += time.perf_counter() - start


def get(address: str) -> bytes:
    """The body that a browser gets."""
    path, _, query = address.partition("?")
    site = urlsplit(settings.SITE_URL)
    number = next(visitors)
    visitor = f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    status = []
    environ = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": site.netloc,
        "SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port or 80), "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": visitor,
        "HTTP_ACCEPT_ENCODING": "gzip, br", "HTTP_ACCEPT": "text/html", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip
    answer = application(environ, lambda line, *_: status.append(line))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    if not status[0].startswith("200"):
        raise RuntimeError(f"{address}: {status[0]}")
    return body


def cost(address: str) -> dict:
    """One request, its statements counted: that takes some microseconds of each, in every checkout alike."""
    counted = Counted()
    start = time.perf_counter()
    with connection.execute_wrapper(counted):
        get(address)
    took = time.perf_counter() - start
    return {"ms": took * 1000, "queries": counted.number, "sql": counted.seconds * 1000}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps([cost(address) for address in json.loads(line)]), flush=True)
