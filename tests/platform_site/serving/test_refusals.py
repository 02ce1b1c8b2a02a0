"""Whatever refuses a request, the answer is Dutch, carries the headers that keep a reader safe, and needs no database.

No test here may ask the database: the fixtures that allow it are not used. That is why all but 404 stands here; see test_headers.
"""

import errno

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponseBadRequest, HttpResponseForbidden, HttpResponseNotAllowed
from django.test import Client
from django.urls import path

from platform_site import urls
from platform_site.serving import expensive
from tests.editor import values

handler500 = urls.handler500
FULL = OperationalError("could not extend file")
FULL.__cause__ = psycopg.errors.DiskFull("No space left on device")
RAISED = {
    "bad": (400, SuspiciousOperation("het verzoek deugt niet: SELECT 1")),
    "forbidden": (403, PermissionDenied("SELECT 1")),
    "away": (503, OperationalError("server closed the connection")),
    "closed": (503, InterfaceError("the connection is closed")),
    "database-full": (507, FULL),
    "disk-full": (507, OSError(errno.ENOSPC, "No space left on device")),
    "broken": (500, ZeroDivisionError("division by zero")),
}
WORDLESS = {
    "wordless-bad": (400, HttpResponseBadRequest),
    "wordless-forbidden": (403, HttpResponseForbidden),
    "wordless-not-allowed": (405, lambda: HttpResponseNotAllowed(["GET"])),
}


def raising(problem: Exception):
    def view(request):
        raise problem

    return view


urlpatterns = [
    *(path(f"{name}/", raising(problem)) for name, (_, problem) in RAISED.items()),
    *(path(f"{name}/", lambda _, make=make: make()) for name, (_, make) in WORDLESS.items()),
]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
OURS = ("Traceback", "Error", "SELECT", "Bad Request", "Forbidden", "Not Allowed", "Internal", "space left", "division")
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def client():
    return Client(raise_request_exception=False, headers=BROWSER)


def assert_kind_and_safe(response, status: int) -> None:
    assert response.status_code == status
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert "no-store" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert all(part in policy for part in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"))
    assert "unsafe" not in policy
    assert "camera=()" in response["Permissions-Policy"]
    assert not response.cookies
    page = response.content.decode()
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert '<html lang="nl">' in page
    assert page.count("<h1>") == 1
    assert not [word for word in OURS if word in page]


@pytest.mark.parametrize(("name", "status"), [(name, status) for name, (status, _) in {**RAISED, **WORDLESS}.items()])
@pytest.mark.urls(__name__)
def test_what_a_view_refuses_or_breaks_on(client, name, status):
    response = client.get(f"/{name}/")
    assert_kind_and_safe(response, status)
    assert ("Retry-After" in response) == (status == 503)


@pytest.mark.parametrize(("name", "status"), [("away", 503), ("database-full", 507)])
@pytest.mark.urls(__name__)
def test_who_sent_a_form_gets_it_back_to_send_it_again(client, name, status):
    typed = {"verhaal": '<b>Wij "oefenden"</b>\nsamen', "sector": ["po", "vo"], "action-publish": "1"}
    own = {"headers": {"origin": "http://testserver"}}
    page = BeautifulSoup(client.post(f"/{name}/?stap=2", typed, **own).content.decode(), "html.parser")
    again = page.find("form")
    assert (again["action"], again["method"]) == (f"/{name}/?stap=2", "post")
    sent = values(again)
    assert len(sent.pop("csrfmiddlewaretoken")[0]) == 64
    assert dict(sent.lists()) == {"verhaal": [typed["verhaal"]], "sector": ["po", "vo"], "action-publish": ["1"]}
    assert "Verstuur opnieuw" in again.get_text()
    for strange, origin in ((typed, "https://evil.example"), ({**typed, "password": "geheim"}, "http://testserver")):
        response = client.post(f"/{name}/", strange, headers={"origin": origin})
        assert response.status_code == status
        assert b"<form" not in response.content
        assert b"geheim" not in response.content


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (400, {"HTTP_HOST": "evil.example"}),
        (400, {"HTTP_HOST": "a b"}),
        (400, {"CONTENT_LENGTH": "-1"}),
        (411, {"HTTP_TRANSFER_ENCODING": "chunked"}),
        (413, {"CONTENT_LENGTH": "99999999999"}),
    ],
)
def test_what_is_refused_before_a_view_is_known(client, status, headers):
    assert_kind_and_safe(client.generic("POST", "/inloggen/", **headers), status)


def test_a_wrong_host_without_tls_too(client, settings):
    """The middleware that adds most of the headers would refuse this itself."""
    settings.SECURE_SSL_REDIRECT = True
    assert_kind_and_safe(Client(headers=BROWSER).get("/", headers={"host": "evil.example"}), 400)


def test_a_port_that_is_not_ours(client, settings):
    settings.ALLOWED_PORTS = ["443"]
    assert_kind_and_safe(Client(headers=BROWSER).get("/", headers={"host": "testserver:8443"}), 400)


def test_who_sends_where_there_is_only_something_to_read(client):
    response = client.post("/status/actief")
    assert_kind_and_safe(response, 405)
    assert response["Allow"]
    assert "Hier kun je alleen lezen" in response.content.decode()


def test_who_asks_too_often(client, monkeypatch):
    monkeypatch.setitem(expensive._rates, "/zoeken/", 0)
    response = client.get("/zoeken/?q=leren")
    assert_kind_and_safe(response, 429)
    assert 1 <= int(response["Retry-After"]) <= 60
    assert expensive.OFTEN in response.content.decode()


def test_what_is_made_for_others_already(client, monkeypatch):
    monkeypatch.setattr(expensive, "A_MOMENT", 0.01)
    with expensive._hands, expensive._hands:
        response = client.get("/sitemap.xml")
    assert_kind_and_safe(response, 503)
    assert (response["Retry-After"], expensive.BUSY in response.content.decode()) == ("5", True)


@pytest.mark.parametrize("accept", ["*/*", "text/csv", "application/json", ""])
def test_a_program_is_told_to_wait_in_one_line(monkeypatch, accept):
    monkeypatch.setitem(expensive._rates, "/zoeken/suggesties/", 0)
    response = Client(headers={"Accept": accept}).get("/zoeken/suggesties/?q=le")
    assert (response.status_code, response.content.decode()) == (429, f"{expensive.OFTEN}\n")
    assert response["Content-Type"].startswith("text/plain")
    assert {name: response.get(name) for name in HEADERS} == HEADERS
