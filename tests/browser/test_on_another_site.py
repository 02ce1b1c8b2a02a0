"""Ours on their sites: a webmaster makes the code and puts it in a page of another origin, where a reader meets it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import tidy
from tests.browser.test_pages import axe

expect.set_options(timeout=20_000)
WIDTHS = (200, 320, 500, 1200)


class OtherSite(BaseHTTPRequestHandler):
    """A council's site: one page, whatever is asked."""

    html = ""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.html.encode())

    def log_message(self, *_) -> None:
        """Nothing."""


@contextmanager
def other_site(body: str) -> Iterator[str]:
    """The address of a page elsewhere with this in it."""
    html = f'<!DOCTYPE html><html lang="nl"><title>Raad</title><link rel="icon" href="data:,"><h1>Raad</h1>{body}'
    handler = type("Handler", (OtherSite,), {"html": html})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def code(person) -> str:
    """The code that a webmaster chose and copied."""
    webmaster = person(permissions=["clipboard-read", "clipboard-write"])
    webmaster.goto("/volgen/")
    webmaster.get_by_role("main").get_by_role("link", name="Maak de code").click()
    webmaster.get_by_label("Sector").select_option("vo")
    webmaster.get_by_label("Aantal").select_option("4")
    webmaster.get_by_label("Kleur").select_option("licht")
    webmaster.get_by_role("button", name="Toon het voorbeeld").click()
    expect(webmaster.frame_locator("iframe").locator("[data-item]")).to_have_count(4)
    tidy(webmaster)
    webmaster.get_by_role("button", name="Kopieer").first.click()
    expect(webmaster.get_by_role("button", name="Gekopieerd")).to_be_visible()
    assert webmaster.said == []
    return webmaster.evaluate("navigator.clipboard.readText()")


def sideways(page: Page) -> int:
    frame = page.frames[1]
    return frame.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_a_reader_of_another_site_sees_it_and_comes_to_us(person, code, site):
    with other_site(f'<div id="kolom">{code}</div>') as elsewhere:
        reader: Page = person()
        reader.goto(elsewhere)
        frame = reader.frame_locator("iframe")
        expect(frame.locator("[data-item]")).to_have_count(4)
        for width in WIDTHS:
            reader.evaluate(f"document.querySelector('#kolom').style.width = '{width}px'")
            assert reader.locator("iframe").bounding_box()["width"] == width
            assert sideways(reader) == 0, width
        first = frame.get_by_role("link").first
        title = first.inner_text()
        first.click()
        reader.wait_for_url(f"{site}/**")
        expect(reader.get_by_role("heading", level=1)).to_have_text(title)
        assert reader.context.cookies() == []
        assert reader.said == []


def test_without_scripts_it_is_the_same(person, code, site):
    with other_site(code) as elsewhere:
        reader = person(java_script_enabled=False)
        reader.goto(elsewhere)
        expect(reader.frame_locator("iframe").locator("[data-item]")).to_have_count(4)
        reader.goto(f"{site}/uitgelicht/maken/")
        reader.get_by_label("Soort").select_option("tool")
        reader.get_by_role("button", name="Toon het voorbeeld").click()
        assert "soort=tool" in reader.get_by_label("Plak dit in de HTML").input_value()
        expect(reader.get_by_role("button", name="Kopieer")).to_have_count(0)


def test_what_is_framed_can_be_read_by_everybody(person):
    reader = person()
    for address in (
        "/uitgelicht/?aantal=12",
        "/uitgelicht/?kleur=donker",
        "/uitgelicht/?kleur=licht",
        "/cijfers/groei/",
    ):
        reader.goto(address)
        tidy(reader)
        for width in WIDTHS:
            reader.set_viewport_size({"width": width, "height": 700})
            assert not axe(reader), f"{address} {width}"
            assert reader.evaluate("document.documentElement.scrollWidth") <= width, f"{address} {width}"
    assert reader.said == []
    assert reader.context.cookies() == []


@pytest.mark.parametrize("address", ["/", "/kennisbank/", "/uitgelicht/maken/", "/inloggen/"])
def test_an_ordinary_page_refuses_to_be_framed(person, site, address):
    with other_site(f'<iframe src="{site}{address}" title="x"></iframe>') as elsewhere:
        reader = person()
        reader.goto(elsewhere)
        expect(reader.locator("iframe")).to_be_visible()
        assert reader.frames[1].url.startswith("chrome-error:")
        assert any("frame-ancestors" in words for words in reader.said)
