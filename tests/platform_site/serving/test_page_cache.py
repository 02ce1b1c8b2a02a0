"""What the layer keeps is what the site would say, to everybody the same."""

import gzip
from datetime import timedelta
from threading import Barrier, Thread

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from knowledge_bank.examples import a_dossier, a_knowledge_item, the_knowledge_bank
from news.examples import a_news_item, an_event, the_agenda
from partnerships.examples import a_partnership, the_map
from platform_site import generation, keeping
from platform_site.examples import a_page, a_user
from platform_site.models import StandardPage
from platform_site.search import missed
from platform_site.serving.page_cache.copies import Copy, Shelf, WholeAnswer
from tests.logging_in import log_in
from tests.over_the_wire import a_cache, ask, kept, session_of

pytestmark = pytest.mark.django_db


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_what_everybody_reads_is_made_once(cache, site):
    the_map(), the_agenda(), a_partnership()
    pages = [a_page(), a_knowledge_item(title="Leren van elkaar"), a_dossier(), a_news_item(), an_event()]
    addresses = [
        "/", "/kennisbank/", "/landkaart/", "/agenda/", "/kennisbank/?sector=po", "/zoeken/?q=leren", "/kennisbank/feed/",
        "/kennisbank/podcast.xml", "/kennisbank/export.csv", "/landkaart/partnerschappen.geojson", "/landkaart/scholen.json",
        "/landkaart/partnerschappen.csv", "/landkaart/kaart.svg", "/landkaart/open-data/", "/cijfers/", "/cijfers/scholen.csv",
        "/sitemap.xml", f"{pages[1].url}citaat.ris", *(page.url for page in pages),
    ]  # fmt: skip
    for address in addresses:
        first, plain = ask(cache, address), ask(site, address)
        assert (first.status, first.body) == (200, plain.body), address
        assert kept(cache, site, address), address
        assert ask(cache, address).body == plain.body
        assert "Cookie" not in first.headers["Vary"]


def test_what_does_not_say_so_is_not_kept(cache, site):
    for address in (
        "/delen/", "/inloggen/", "/beheer/", "/mijn-partnerschap/", "/status/gereed", "/robots.txt", "/bestaat-niet/",
        "/zoeken/suggesties/?q=le", "/kennisbank",
    ):  # fmt: skip
        assert not kept(cache, site, address)
        assert not kept(cache, site, address), address
    assert not cache.shelf.copies


def test_who_posts_or_brings_a_session_or_a_form_goes_past_it(cache, site):
    ask(cache, "/")
    assert kept(cache, site, "/")
    for headers in (
        {"HTTP_COOKIE": "sessionid=x"},
        {"HTTP_COOKIE": "a=b; csrftoken=x"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"CONTENT_LENGTH": "3"},
    ):
        assert not kept(cache, site, "/", **headers), headers
    assert kept(cache, site, "/", HTTP_COOKIE="van-een-ander=1")
    assert ask(cache, "/", method="POST").status == 405 or site.asked[-1] == "/"


def test_the_shelf_holds_nothing_of_who_is_logged_in(cache, site):
    user = a_user("beheerder-met-naam@voorbeeld.nl", role="beheerder")
    cookie = session_of(log_in(Client(), user))
    for address in ("/", "/kennisbank/", "/beheer/", "/inloggen/mijn-account/"):
        ask(cache, address, HTTP_COOKIE=cookie)
    assert not cache.shelf.copies
    ask(cache, "/")
    (copy,) = cache.shelf.copies.values()
    assert b"beheerder-met-naam" not in copy.answer.body
    assert not copy.answer.header("set-cookie")


def test_a_page_that_asks_who_the_visitor_is_is_an_error_that_only_a_log_sees(cache, site, monkeypatch, caplog):
    page = a_page()
    monkeypatch.setattr(StandardPage, "serve", lambda _, request: HttpResponse(f"hallo {request.session.get('naam')}"))
    for _ in range(2):
        assert ask(cache, page.url).text == "hallo None"  # made again for the visitor in person
        assert "vroeg naar de sessie" in caplog.text
    assert not cache.shelf.copies


def test_an_answer_with_a_cookie_is_never_kept(cache, site, monkeypatch):
    page = a_page()

    def serve(self, request):
        response = HttpResponse("ok")
        response.set_cookie("merk", "1")
        return response

    monkeypatch.setattr(StandardPage, "serve", serve)
    ask(cache, page.url)
    assert not cache.shelf.copies


def test_a_search_in_vain_is_counted_each_time(cache, site):
    the_knowledge_bank()
    for _ in range(3):
        ask(cache, "/zoeken/?q=xylofoonbouw")
        ask(cache, "/kennisbank/?q=xylofoonbouw")
    assert missed._counts["xylofoonbouw"] == 6


# --- addresses -------------------------------------------------------------------------------------------------------


def test_junk_in_the_address_makes_no_entries(cache, site):
    the_knowledge_bank()
    for number in range(100):
        ask(cache, f"/kennisbank/?utm_source={number}&sector=po&x{number}=1")
        ask(cache, f"/?q={number}")
    assert {key[1] for key in cache.shelf.copies} == {"", "sector=po"}
    assert len(site.asked) == 4  # of each the first time as it was asked, then in its one spelling


def test_one_address_has_one_spelling_and_says_what_it_would_say_without(cache, site):
    ask(cache, "/kennisbank/?q=&sector=po&thema=werkplekleren")
    for query in (
        "thema=werkplekleren&sector=po",
        "sector=po&thema=werkplekleren&q=&pagina=",
        "sect%6Fr=po&thema=werkplekleren&fbclid=1",
        "sector=p%00o&thema=werkplekleren",
        "sector=po&sector=vo&thema=",
        "q=een&q=twee",
        "&&sector=po&&",
        "sector=po;thema=werkplekleren",
        "%ff%fe=1&sector=po",
    ):
        assert ask(cache, f"/kennisbank/?{query}").body == ask(site, f"/kennisbank/?{query}").body, query
    assert ask(cache, "/kennisbank/?" + "&".join(f"a{n}=1" for n in range(300))).status == 200


def test_which_parameters_count_is_learned_anew_after_every_change(cache, site, monkeypatch):
    page = a_page()
    ask(cache, page.url)
    monkeypatch.setattr(StandardPage, "parameters", ("q",))
    generation.everything_changed()
    ask(cache, f"{page.url}?q=x")
    assert site.asked[-1] == f"{page.url}?q=x"


POISON = {
    "HTTP_X_FORWARDED_HOST": "kwaad.example", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_PORT": "1",
    "HTTP_X_FORWARDED_SCHEME": "https", "HTTP_X_FORWARDED_PREFIX": "/kwaad", "HTTP_X_FORWARDED_SERVER": "kwaad.example",
    "HTTP_X_FORWARDED_FOR": "1.2.3.4", "HTTP_X_FORWARDED_URI": "/beheer/", "HTTP_FORWARDED": "host=kwaad.example",
    "HTTP_X_ORIGINAL_URL": "/beheer/", "HTTP_X_REWRITE_URL": "/beheer/", "HTTP_X_HOST": "kwaad.example",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST", "HTTP_X_HTTP_METHOD": "PUT", "HTTP_X_METHOD_OVERRIDE": "DELETE",
    "HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_ACCEPT": "application/json", "HTTP_ACCEPT_LANGUAGE": "en",
    "HTTP_ACCEPT_CHARSET": "utf-16", "HTTP_ACCEPT_ENCODING": "br;q=0, gzip;q=0.0, *", "HTTP_RANGE": "bytes=0-3",
    "HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT", "HTTP_IF_MATCH": '"x"', "HTTP_IF_RANGE": '"x"',
    "HTTP_ORIGIN": "https://kwaad.example", "HTTP_REFERER": "https://kwaad.example/", "HTTP_USER_AGENT": "<script>",
    "HTTP_COOKIE": "taal=en; thema=donker", "HTTP_VIA": "kwaad", "HTTP_CACHE_CONTROL": "no-store", "HTTP_PRAGMA": "no-cache",
    "HTTP_TE": "trailers", "HTTP_SAVE_DATA": "on", "HTTP_PURPOSE": "prefetch", "HTTP_SEC_FETCH_MODE": "cors",
}  # fmt: skip


@pytest.mark.parametrize("address", ["/", "/kennisbank/feed/", "/landkaart/scholen.json"])
def test_whatever_headers_come_along_the_next_clean_answer_is_the_same(cache, site, address):
    clean = ask(site, address).body
    for name, value in POISON.items():
        cache.shelf.clear()
        ask(cache, address, **{name: value})
        after = ask(cache, address)
        assert (after.status, after.body) == (200, clean), name
        assert "kwaad" not in str(after.headers)


def test_another_host_another_scheme_another_answer(cache, site, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = False
    ask(cache, "/")
    assert not kept(cache, site, "/", HTTP_HOST="localhost")
    assert not kept(cache, site, "/", HTTP_X_FORWARDED_PROTO="https")
    assert kept(cache, site, "/", HTTP_HOST="LocalHost")
    assert kept(cache, site, "/", HTTP_X_FORWARDED_PROTO=" https ,http")
    assert ask(cache, "/", HTTP_HOST="kwaad.example").status == 400
    assert {key[0].host for key in cache.shelf.copies} == {"testserver", "localhost"}


# --- over the wire ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("br, gzip", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=1.0,br;q=0", "gzip"),
        ("", None),
        ("zstd, x", None),
        ("br;q=0", None),
    ],
)
def test_every_encoding_holds_the_same_and_has_its_own_tag(cache, accepts, encoding):
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    plain = ask(cache, "/")
    packed = ask(cache, "/", HTTP_ACCEPT_ENCODING=accepts)
    assert packed.headers.get("Content-Encoding") == encoding
    assert unpack(packed.body) == plain.body
    assert int(packed.headers["Content-Length"]) == len(packed.body)
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert (packed.headers["ETag"] == plain.headers["ETag"]) == (encoding is None)


def test_who_has_it_already_gets_a_304_and_a_head_gets_no_body(cache):
    tag = ask(cache, "/kennisbank/feed/").headers["ETag"]
    for told in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        answer = ask(cache, "/kennisbank/feed/", HTTP_IF_NONE_MATCH=told)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert "Content-Length" not in answer.headers
        assert "Content-Security-Policy" in answer.headers
    assert ask(cache, "/kennisbank/feed/", HTTP_IF_NONE_MATCH='"anders"').status == 200
    head = ask(cache, "/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(ask(cache, "/").body)


def test_headers_are_those_of_the_site(cache, site):
    own, replaced = ask(site, "/").headers, {"Content-Length", "Vary", "ETag", "Cache-Control"}
    for answer in (ask(cache, "/"), ask(cache, "/")):
        assert {name: value for name, value in answer.headers.items() if name not in replaced} == {
            name: value for name, value in own.items() if name not in replaced
        }
        assert answer.headers["Cache-Control"] == "public, no-cache"


def test_a_proxy_keeps_pages_only_when_it_can_be_told_to_forget_them(cache, settings):
    assert "Surrogate-Control" not in ask(cache, "/").headers
    settings.PURGE_URL = "http://127.0.0.1:6081"
    assert ask(cache, "/kennisbank/").headers["Surrogate-Control"] == "max-age=60"
    assert "Surrogate-Control" not in ask(cache, "/bestaat-niet/").headers


# --- together, and how much ----------------------------------------


def test_one_makes_it_while_others_wait():
    """A site without a database, so that threads can ask it."""
    asked, together = [], Barrier(5)

    def slow(environ, start_response):
        asked.append(environ["PATH_INFO"])
        together.wait(5)  # with the four who wait
        keeping.keep()
        keeping.verdict().until = keeping.verdict().end = timezone.now() + timedelta(hours=1)
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"klaar"]

    cache = a_cache(slow)
    cache.watch._look = lambda: setattr(cache.watch, "_number", 1)
    answers = []

    def visitor(first: bool) -> None:
        if not first:
            while not asked:
                pass
            together.wait(5)
        answers.append(ask(cache, "/").body)

    visitors = [Thread(target=visitor, args=(number == 0,)) for number in range(5)]
    for thread in visitors:
        thread.start()
    for thread in visitors:
        thread.join(10)
    assert answers == [b"klaar"] * 5
    assert asked == ["/"]


# --- room ------------------------------------------------------------------------------------------------------------


def a_copy(size: int) -> Copy:
    return Copy(WholeAnswer("200 OK", [("Content-Type", "image/png")], bytes(size)), 1).made_ready()


def test_the_shelf_holds_so_many_bytes_and_drops_what_was_asked_longest_ago():
    shelf = Shelf(100_000)
    for name in "abcdefgh":
        shelf.put(name, a_copy(2_000))
    held = len(shelf.copies)
    shelf.get(next(iter(shelf.copies)))
    for name in "ijklmnopqrstuvwxyz":
        shelf.put(name, a_copy(2_000))
        shelf.get("a")
        assert shelf.bytes == sum(copy.size for copy in shelf.copies.values()) <= 100_000
    assert held == 8
    assert "a" in shelf.copies
    assert "b" not in shelf.copies
    shelf.put("groot", a_copy(50_000))
    assert "groot" not in shelf.copies
