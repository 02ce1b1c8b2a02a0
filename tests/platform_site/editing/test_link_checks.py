"""Links to other sites are tried politely, safely and only where that is switched on."""

import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.utils import timezone

from platform_site.editing import link_checks, links
from platform_site.editing.link_checks import OutsideAddress, ask, note, public_address
from platform_site.examples import a_page

pytestmark = pytest.mark.django_db


class Elsewhere(BaseHTTPRequestHandler):
    """Another site: what it answers stands in the path."""

    asked: ClassVar[list[tuple[str, str, str]]] = []

    def do_HEAD(self):
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        status = int(self.path.split("/")[1])
        if self.path.startswith("/405/get") and self.command == "GET":
            status = 200
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", self.path.partition("/to/")[2] or self.path)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815

    def log_message(self, *args):
        pass


@pytest.fixture
def elsewhere(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Elsewhere.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(link_checks, "public_address", lambda *_: "127.0.0.1")
    yield f"http://elders.voorbeeld:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/200/", 200), ("/404/", 404), ("/500/", 500), ("/405/get", 200), ("/302/to//200/", 200), ("/301/to//410/", 410)],
)
def test_it_is_told_how_a_site_answers(elsewhere, path, status):
    assert ask(f"{elsewhere}{path}")[0] == status


def test_the_question_says_who_asks_and_takes_the_head_only(elsewhere):
    ask(f"{elsewhere}/200/?a=1")
    ((method, path, agent),) = Elsewhere.asked
    assert (method, path) == ("HEAD", "/200/?a=1")
    assert agent == "SamenOpleiden-linkcontrole (+https://voorbeeld.test/over/)"


def test_a_redirect_that_never_ends_is_left(elsewhere):
    assert ask(f"{elsewhere}/302/") == (0, "verwijst steeds verder door")
    assert len(Elsewhere.asked) == link_checks.REDIRECTS


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "::1", "::ffff:127.0.0.1", "localhost"],
)
def test_nothing_inside_a_network_of_our_own_is_asked(host):
    with pytest.raises(link_checks.AddressRefusedError):
        public_address(host, 80)


@pytest.mark.parametrize(
    "url",
    ["ftp://elders.voorbeeld/", "file:///etc/passwd", "http://naam:geheim@elders.voorbeeld/", "http://", "http://[x/"],
)
def test_only_plain_web_addresses_are_asked(elsewhere, url):
    assert ask(url)[0] == 0
    assert not Elsewhere.asked


def test_a_redirect_cannot_lead_inside(elsewhere, monkeypatch):
    monkeypatch.setattr(link_checks, "public_address", _inside_when_named(link_checks.public_address))
    assert ask(f"{elsewhere}/302/to/http://binnen.voorbeeld/") == (0, "wijst naar een besloten netwerk")


def _inside_when_named(otherwise):
    def look_up(host: str, port: int) -> str:
        if host == "binnen.voorbeeld":
            raise link_checks.AddressRefusedError("wijst naar een besloten netwerk")
        return otherwise(host, port)

    return look_up


def test_a_site_that_is_silent_or_unknown_is_no_accident_of_ours(monkeypatch):
    def no_name(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    assert ask("http://bestaat.niet/") == (0, "deze site bestaat niet (meer)")


@pytest.mark.parametrize(
    ("answers", "broken"),
    [
        ([404], True),
        ([410], True),
        ([500], False),
        ([500, 0], False),
        ([0, 503, 0], True),
        ([0, 0, 200], False),
        ([403], False),
        ([429] * 5, False),
    ],
)
def test_gone_is_sure_at_once_and_trouble_after_three_times(answers, broken):
    address = OutsideAddress(url="https://elders.voorbeeld/")
    for status in answers:
        note(address, status, "niet goed")
    assert address.broken is broken
    soon = link_checks.AGAIN_AFTER_FAILURE if address.problem and not broken else link_checks.AGAIN
    assert address.due_at == address.checked_at + soon


def a_page_with(*urls: str):
    page = a_page(body=[("text", "".join(f'<p><a href="{url}">x</a></p>' for url in urls))])
    links.read_changed()
    return page


def test_nothing_is_asked_where_it_is_not_switched_on(seeded, elsewhere):
    a_page_with(f"{elsewhere}/200/")
    link_checks.run()
    assert not Elsewhere.asked
    assert not OutsideAddress.objects.exists()


def test_of_one_host_one_address_a_minute_and_none_twice_a_month(seeded, elsewhere, settings):
    settings.LINK_CHECKS = True
    page = a_page_with(f"{elsewhere}/200/", f"{elsewhere}/404/")
    for number in (1, 2, 2, 2):
        link_checks.run()
        assert len({path for _, path, _ in Elsewhere.asked}) == number
    assert [address.url[-5:] for address in link_checks.broken()] == ["/404/"]
    OutsideAddress.objects.update(due_at=timezone.now() - timedelta(days=1))
    page.unpublish()
    link_checks.run()
    assert not OutsideAddress.objects.exists()
