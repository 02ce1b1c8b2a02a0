"""What is put forward can be shown on other sites: framed, as a feed, and with code that somebody copies."""

import json
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_dossier, a_knowledge_item
from news.examples import a_news_item, an_event, in_days
from news.models import EventPage, EventSession
from platform_site.examples import a_page, an_image, save_again, the_home
from platform_site.generation import everything_changed
from platform_site.models import FeaturedPage
from tests.over_the_wire import CountedSite, a_cache, ask
from tests.page_hooks import items

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
ODD = ["9999", "-1", "0", "x", "", "1.5", "9" * 400, "²", "1e9", "%00"]


def feature(*pages) -> None:
    """Editors put these pages forward, in this order."""
    home = the_home()
    home.featured = [FeaturedPage(page=page, sort_order=place) for place, page in enumerate(pages)]
    save_again(home)
    everything_changed()


def days_ago(number: int):
    return timezone.now() - timedelta(days=number)


def shown(address: str) -> list[str]:
    response = Client().get(address)
    assert response.status_code == 200
    return items(response)


def heading(address: str) -> str:
    return BeautifulSoup(Client().get(address).content, "html.parser").h1.get_text()


def feed(address: str = "/uitgelicht.json") -> dict:
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/feed+json"
    return json.loads(response.content)


@pytest.fixture
def content():
    """Three that editors put forward, and newer ones beside them."""
    made = {
        "tool": a_knowledge_item("Tool", kind="tool", sectors=["vo"], published=days_ago(9)),
        "dossier": a_dossier("Dossier", sectors=["mbo"]),
        "event": an_event("Bijeenkomst", sectors=["vo"], themes=("Werkplekleren",)),
    }
    feature(*made.values())
    return made


def test_without_a_choice_it_is_what_home_puts_forward_in_its_order(content):
    a_knowledge_item("Nieuwer")
    assert shown("/uitgelicht/") == ["tool", "dossier", "bijeenkomst"]
    assert heading("/uitgelicht/") == "Uitgelicht"


def test_a_choice_narrows_it_and_the_newest_that_fits_fills_the_rest(content):
    a_knowledge_item("Oud", sectors=["vo"], published=days_ago(8))
    a_knowledge_item("Nieuw", sectors=["vo"], published=days_ago(1))
    a_knowledge_item("Anders", sectors=["po"])
    assert shown("/uitgelicht/?sector=vo&aantal=4") == ["tool", "bijeenkomst", "nieuw", "oud"]
    assert heading("/uitgelicht/?sector=vo&aantal=4") == "Uitgelicht en nieuw"
    assert shown("/uitgelicht/?sector=vo&aantal=1") == ["tool"]


def test_where_nothing_put_forward_fits_it_is_what_is_newest_and_says_so(content):
    a_news_item("Bericht", sectors=["po"])
    assert shown("/uitgelicht/?sector=po") == ["bericht"]
    assert heading("/uitgelicht/?sector=po") == "Nieuw"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"soort": "tool"}, ["tool"]),
        ({"soort": "dossier"}, ["dossier"]),
        ({"soort": "agenda"}, ["bijeenkomst"]),
        ({"soort": ["tool", "agenda"]}, ["tool", "bijeenkomst"]),
        ({"thema": "werkplekleren", "sector": "mbo"}, ["dossier"]),
        ({"soort": "nieuws"}, []),
        ({"sector": ["vo", "klas"], "onzin": "1"}, ["tool", "bijeenkomst"]),
        ({"sector": "klas", "thema": "bestaat-niet", "soort": "%"}, ["tool", "dossier", "bijeenkomst"]),
    ],
)
def test_each_filter_narrows_and_what_is_unknown_is_dropped_by_itself(content, choice, expected):
    query = urlencode(choice, doseq=True)
    assert shown(f"/uitgelicht/?{query}") == expected
    assert [one["url"].rstrip("/").rpartition("/")[2] for one in feed(f"/uitgelicht.json?{query}")["items"]] == expected


@pytest.mark.parametrize("number", ODD)
def test_no_number_is_an_error_and_none_asks_for_more_than_twelve(number):
    for place in range(15):
        a_knowledge_item(f"Item {place}")
    expected = {"9999": 12, "0": 1}.get(number, 3)
    assert len(shown(f"/uitgelicht/?aantal={number}")) == expected
    assert len(feed(f"/uitgelicht.json?aantal={number}")["items"]) == expected


def test_what_a_reader_can_do_nothing_with_is_not_shown_as_new():
    a_knowledge_item("Gearchiveerd", archived=True)
    an_event("Geweest", sessions=[EventSession(start=in_days(-7), end=in_days(-7, 16))])
    an_event("Gaat niet door", state=EventPage.State.CANCELLED)
    an_event("Alle keren niet", sessions=[EventSession(start=in_days(7), end=in_days(7, 16), cancelled=True)])
    hidden = a_news_item("Besloten")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    everything_changed()
    assert shown("/uitgelicht/?aantal=12") == []
    assert "Er is nu niets dat hierbij past." in Client().get("/uitgelicht/").content.decode()


def test_the_framed_page_is_bare_quiet_and_made_to_be_framed(content):
    response = Client().get("/uitgelicht/?kleur=donker")
    page = BeautifulSoup(response.content, "html.parser")
    assert "X-Frame-Options" not in response
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert not response.cookies
    assert page.base["target"] == "_top"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert not page.find_all(["script", "form", "img", "iframe"])
    assert len(page.find_all("link", rel="stylesheet")) == 1
    assert page.html["class"] == ["donker"]
    assert len(response.content) < 6000


@pytest.mark.parametrize(("asked", "given"), [("licht", "licht"), ("roze", ""), ("", ""), ("donker", "donker")])
def test_a_colour_is_one_of_two_or_what_the_reader_has(content, asked, given):
    page = BeautifulSoup(Client().get(f"/uitgelicht/?kleur={asked}").content, "html.parser")
    assert " ".join(page.html["class"]) == given


def test_no_other_page_may_be_framed(content):
    for address in ("/", "/uitgelicht/maken/", "/volgen/", "/kennisbank/", content["tool"].url, "/bestaat-niet/"):
        response = Client().get(address)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], address
        assert response["X-Frame-Options"] == "DENY", address


def test_the_feed_is_a_json_feed_and_scripts_elsewhere_may_read_it(content):
    image = an_image()
    picture = a_knowledge_item("Met beeld", image=image, sectors=["po"])
    feature(picture, content["event"])
    response = Client().get("/uitgelicht.json?aantal=2&sector=po&sector=vo&kleur=donker&onzin=1")
    assert response["Access-Control-Allow-Origin"] == "*"
    found = json.loads(response.content)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["feed_url"] == "https://voorbeeld.test/uitgelicht.json?sector=po&sector=vo&aantal=2"
    assert (found["home_page_url"], found["language"]) == ("https://voorbeeld.test/", "nl")
    first, event = found["items"]
    assert first["id"] == picture.permanent_id
    assert first["url"] == picture.canonical
    assert first["image"].startswith("https://voorbeeld.test/media/")
    assert first["date_published"].startswith(str(picture.first_published_at.date()))
    assert all(one["title"] and one["content_text"] and one["id"] for one in found["items"])
    assert event["content_text"].startswith(content["event"].when())


def test_the_feed_holds_nothing_that_json_feed_does_not_know(content):
    """jsonfeed.org/version/1.1: what must be there, what may be, and of which type."""
    feature(a_knowledge_item("Met beeld", image=an_image()), a_page("Zonder filters"), content["event"])
    found = feed("/uitgelicht.json?aantal=12")
    texts = ("version", "title", "home_page_url", "feed_url", "language")
    assert set(found) == {*texts, "authors", "items"}
    assert all(isinstance(found[name], str) for name in texts)
    assert all(set(author) == {"name", "url"} for author in found["authors"])
    must = {"id", "url", "title", "summary", "content_text", "tags", "date_published", "date_modified"}
    assert len({one["id"] for one in found["items"]}) == len(found["items"]) > 3
    for one in found["items"]:
        assert must <= set(one) <= must | {"image"}
        assert all(isinstance(tag, str) for tag in one["tags"])
        assert all(isinstance(value, str) for name, value in one.items() if name != "tags")
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(one[name]).tzinfo


def test_a_renamed_page_is_nothing_new_in_the_feed(content):
    before = feed()["items"][0]
    page = content["tool"]
    page.slug, page.title = "anders", "Andere titel"
    page.save_revision().publish()
    everything_changed()
    after = feed()["items"][0]
    assert (after["id"], after["title"]) == (before["id"], "Andere titel")
    assert after["url"] != before["url"]


@pytest.mark.parametrize("address", ["/uitgelicht.json?sector=vo", "/uitgelicht/?sector=vo", "/oembed/?url={}"])
def test_who_has_the_same_already_hears_only_that(content, address):
    cache = a_cache(CountedSite())
    address = address.format(content["tool"].canonical)
    first = ask(cache, address)
    again = ask(cache, address, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert again.headers.get("Access-Control-Allow-Origin") == first.headers.get("Access-Control-Allow-Origin")


def test_junk_in_the_address_makes_nothing_anew(content):
    site = CountedSite()
    cache = a_cache(site)
    for junk in ("", "&utm_source=raad", "&onzin=2"):
        assert ask(cache, f"/uitgelicht/?sector=vo{junk}").status == 200
    before = len(site.asked)
    for junk in ("", "&utm_source=raad", "&onzin=3", "&q=x"):
        assert ask(cache, f"/uitgelicht/?sector=vo{junk}").status == 200
    assert len(site.asked) == before


def test_the_maker_shows_what_was_chosen_and_gives_its_code(content):
    address = "/uitgelicht/maken/?sector=vo&thema=werkplekleren&soort=tool&aantal=2&kleur=licht&onzin=1"
    page = BeautifulSoup(Client().get(address).content, "html.parser")
    chosen = {one["name"]: one.find("option", selected=True)["value"] for one in page.main.find_all("select")}
    assert chosen == {"sector": "vo", "thema": "werkplekleren", "soort": "tool", "aantal": "2", "kleur": "licht"}
    path = "/uitgelicht/?sector=vo&thema=werkplekleren&soort=tool&aantal=2&kleur=licht"
    assert page.main.iframe["src"] == path
    code = BeautifulSoup(page.main.textarea.string, "html.parser").iframe
    assert code["src"] == f"https://voorbeeld.test{path}"
    assert code["title"] == page.main.iframe["title"]
    assert code["width"] == "100%"
    assert page.main.find(id="kader-feed")["value"] == "https://voorbeeld.test" + path.replace("/?", ".json?").replace(
        "&kleur=licht", ""
    )
    assert page.main.form["method"] == "get"
    assert Client().get(code["src"].removeprefix("https://voorbeeld.test")).status_code == 200


@pytest.mark.parametrize("junk", ["aantal=x&sector=<b>&kleur=%22", "aantal=9999&soort=%00", "thema=x&thema=y"])
def test_the_maker_takes_whatever_stands_in_its_address(content, junk):
    page = BeautifulSoup(Client().get(f"/uitgelicht/maken/?{junk}").content, "html.parser")
    assert page.main.iframe["src"].startswith("/uitgelicht/")
    assert "<b>" not in unescape(page.main.textarea.string.partition("src=")[2].partition(" ")[0])


def test_a_webmaster_finds_the_maker():
    the_home()
    assert "/uitgelicht/maken/" in Client().get("/").content.decode().partition("<footer")[2]
    follow = Client().get("/volgen/").content.decode()
    assert 'type="application/feed+json"' in follow.partition("</head>")[0]
    assert "/uitgelicht/maken/" in follow.partition("<main")[2].partition("</main")[0]


def test_pages_that_no_filter_knows_are_shown_when_home_puts_them_forward():
    feature(a_page("Over ons"))
    assert shown("/uitgelicht/") == ["over-ons"]
    assert [one["title"] for one in feed()["items"]] == ["Over ons"]
    assert shown("/uitgelicht/?sector=po") == []
