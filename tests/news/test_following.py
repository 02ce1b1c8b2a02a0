"""News and agenda can be followed: feeds with the filters of the list, that know a page again when it is renamed."""

import feedparser
import pytest

from knowledge_bank.examples import a_knowledge_item, the_knowledge_bank
from news.examples import a_news_item, an_event
from platform_site.examples import the_home
from platform_site.generation import everything_changed


def read(client, address: str) -> feedparser.FeedParserDict:
    response = client.get(address)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


@pytest.mark.parametrize(
    ("make", "address"),
    [(a_news_item, "/nieuws/feed/"), (an_event, "/agenda/feed/"), (a_knowledge_item, "/kennisbank/feed/")],
)
def test_a_renamed_page_is_nothing_new(db, client, make, address):
    page = make("Eerste titel")
    before = read(client, address).entries[0]
    page.slug, page.title = "anders", "Andere titel"
    page.save_revision().publish()
    everything_changed()
    after = read(client, address).entries[0]
    assert after.id == before.id
    assert after.id.startswith("urn:uuid:")
    assert (after.title, after.link != before.link) == ("Andere titel", True)


def test_a_feed_takes_the_filters_of_its_list_and_says_so(db, client):
    a_news_item("Voor po", sectors=["po"])
    a_news_item("Voor vo", sectors=["vo"])
    feed = read(client, "/nieuws/feed/?sector=vo&onzin=1")
    assert [entry.title for entry in feed.entries] == ["Voor vo"]
    assert feed.feed.title == "Nieuws Samen Opleiden: vo"
    assert feed.feed.link.endswith("/nieuws/?sector=vo")
    assert feed.feed.links[-1].href.endswith("/nieuws/feed/?sector=vo")


def test_the_feed_of_the_agenda_says_when_and_where(db, client):
    an_event("Leernetwerk", place="Zwolle")
    (entry,) = read(client, "/agenda/feed/").entries
    assert "Zwolle" in entry.summary
    assert "Waarom je komt." in entry.summary


@pytest.mark.parametrize(
    ("address", "announced"),
    [
        ("/nieuws/?sector=vo", ["/nieuws/feed/?sector=vo"]),
        ("/agenda/?sector=vo&periode=geweest", ["/agenda/agenda.ics?sector=vo", "/agenda/feed/?sector=vo"]),
        ("/volgen/", ["/kennisbank/feed/", "/kennisbank/podcast.xml", "/nieuws/feed/", "/agenda/agenda.ics", "/agenda/feed/"]),
    ],
)  # fmt: skip
def test_every_feed_is_announced_where_one_looks_for_it(db, client, address, announced):
    a_news_item(sectors=["vo"])
    an_event()
    page = client.get(address).content.decode().replace("&amp;", "&")
    for feed in announced:
        assert f'href="{feed}"' in page.partition("</head>")[0], feed


def test_all_ways_to_follow_lead_somewhere_and_the_foot_of_every_page_leads_there(db, client):
    the_home()
    the_knowledge_bank()
    a_news_item()
    an_event()
    page = client.get("/volgen/").content.decode()
    assert 'href="webcal://voorbeeld.test/agenda/agenda.ics"' in page
    for address in (
        "/kennisbank/feed/",
        "/kennisbank/podcast.xml",
        "/nieuws/feed/",
        "/agenda/feed/",
        "/agenda/agenda.ics",
    ):
        assert f"https://voorbeeld.test{address}" in page
        assert client.get(address).status_code == 200
    assert 'href="/volgen/"' in client.get("/").content.decode().partition("<footer")[2]
