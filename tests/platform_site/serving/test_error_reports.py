"""Errors go to a Sentry only when one is configured, and then without anything of who was there."""

import gzip
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest

from tests.platform_site.serving.test_serve import CHECKOUT

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
BREAKS = """
import os
import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

def breaks(request):
    secret = "lokale waarde"
    raise ValueError("Key (email)=(iemand@school.nl) already exists")

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"], SECRET_KEY="x")
urlpatterns = [path("delen/", breaks)]
from platform_site.serving.error_reports import report_errors
report_errors(os.environ["DSN"])
django.setup()
from io import BytesIO
from wsgiref.util import setup_testing_defaults
from django.core.wsgi import get_wsgi_application
form = b"name=Mijn+naam"
environ = {
    "REQUEST_METHOD": "POST", "HTTP_HOST": "testserver", "PATH_INFO": "/delen/", "QUERY_STRING": "q=zoekvraag",
    "HTTP_USER_AGENT": "Lynx", "HTTP_COOKIE": "__Host-session=koekje", "REMOTE_ADDR": "192.0.2.7",
    "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(form)), "wsgi.input": BytesIO(form),
}
setup_testing_defaults(environ)
get_wsgi_application()(environ, lambda *told: None)
import sentry_sdk
sentry_sdk.flush(10)
"""


def break_and_report(dsn: str) -> None:
    """A view that fails on a form, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "DSN": dsn}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([sys.executable, "-c", BREAKS], env=environment, capture_output=True, check=True, timeout=60)


@pytest.mark.parametrize(("dsn", "loaded"), [("", False), ("http://sleutel@127.0.0.1:9/1", True)])
def test_production_loads_it_only_when_there_is_an_address(dsn, loaded):
    environment = {**os.environ, "SENTRY_DSN": dsn, "SECRET_KEY": "x", "DATABASE_URL": "postgresql:///nergens"}
    environment |= {"SITE_URL": "https://voorbeeld.test", "EMAIL_URL": "smtp://127.0.0.1"}
    program = "import sys, platform_site.settings.production; print('sentry_sdk' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{loaded}\n"


def test_an_error_is_told_with_its_place_and_without_the_person():
    bodies = []

    class Sentry(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.append(DECODERS[self.headers.get("Content-Encoding")](body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Sentry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        break_and_report(f"http://sleutel@127.0.0.1:{server.server_port}/1")
    finally:
        server.shutdown()
    told = b"".join(bodies).decode()
    (event,) = (json.loads(line) for body in bodies for line in body.decode().splitlines() if '"exception"' in line)
    error = event["exception"]["values"][0]
    assert (error["type"], error["value"]) == ("ValueError", "Key (email)=(…@…) already exists")
    assert error["stacktrace"]["frames"][-1]["function"] == "breaks"
    assert event["request"] == {"url": "http://testserver/delen/", "method": "POST"}
    for personal in ("iemand@", "zoekvraag", "Mijn naam", "koekje", "192.0.2.7", "Lynx", "lokale waarde"):
        assert personal not in told
