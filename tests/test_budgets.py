"""A page costs at most fifteen queries, and no more when there is ten times as much to tell."""

import re
from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from knowledge_bank.examples import a_booklet, a_chapter, a_dossier, a_knowledge_item
from knowledge_bank.models import ChosenItem, Download, RelatedItem
from news.examples import a_news_item, an_event, in_days
from news.models import EventSession, RelatedPage
from partnerships.examples import a_partnership, an_organisation, the_map
from partnerships.models import Partner
from platform_site.demo.at_once import noted_at_once
from platform_site.examples import a_document, a_page, an_image, region, save_again, the_home
from platform_site.generation import everything_changed, paused
from platform_site.models import FeaturedPage
from platform_site.search.index import rebuild
from platform_site.settings import base
from tests.builders import every_block
from tests.kept_content import kept_content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
MOST_QUERIES = 15
SOME, MANY = 2, 20
PAGES = {
    "home": "/",
    "text": "/over/",
    "text below": "/over/bronnen/",
    "dossiers": "/dossiers/",
    "dossier": "/dossiers/dossier/",
    "booklet": "/dossiers/dossier/katern/",
    "whole booklet": "/dossiers/dossier/katern/alles/",
    "chapter": "/dossiers/dossier/katern/hoofdstuk/",
    "kennisbank": "/kennisbank/",
    "kennisbank searched": "/kennisbank/?q=leraar",
    "kennisbank filtered": "/kennisbank/?sector=po&sector=vo&thema=werkplekleren&soort=praktijkvoorbeeld&sorteer=titel",
    "item": "/kennisbank/item/",
    "podcast": "/kennisbank/podcast/",
    "landkaart": "/landkaart/",
    "landkaart filtered": "/landkaart/?sector=po&status=erkend",
    "landkaart near": "/landkaart/?plaats=9306&q=leraar&provincie=Utrecht&lerarenopleiding=x",
    "landkaart empty": "/landkaart/?plaats=9306&binnen=10&sector=mbo&status=erkend&provincie=Utrecht&q=leraar",
    "geojson": "/landkaart/partnerschappen.geojson",
    "table": "/landkaart/partnerschappen.csv?plaats=9306",
    "map picture": "/landkaart/kaart.svg",
    "schools": "/landkaart/scholen.json",
    "schools by name": "/landkaart/scholen.json?partnerschap=partnerschap",
    "open data": "/landkaart/open-data/",
    "profile": "/partnerschappen/partnerschap/",
    "figures": "/cijfers/",
    "figures, a chart": "/cijfers/deelname/",
    "figures, a table": "/cijfers/deelname.csv",
    "figures, schools": "/cijfers/scholen.csv?meedoen=ja",
    "news list": "/nieuws/",
    "news": "/nieuws/bericht/",
    "agenda": "/agenda/",
    "past agenda": "/agenda/?periode=geweest",
    "event": "/agenda/bijeenkomst/",
    "search": "/zoeken/?q=leraar",
    "framed": "/uitgelicht/?aantal=12",
    "framed filtered": "/uitgelicht/?sector=po&sector=vo&thema=werkplekleren&aantal=12",
    "put forward": "/uitgelicht.json?sector=po&aantal=12",
    "make a frame": "/uitgelicht/maken/",
    "oembed": "/oembed/?url=https://voorbeeld.test/kennisbank/item/",
    "log-in": "/inloggen/",
}
# Nothing in the database is asked where everything is told in the address or the program.
FREE = {"/robots.txt", "/.well-known/security.txt", "/status/actief"}


class Content:
    """One page of every type, and as many as wanted of everything such a page can show."""

    def __init__(self):
        self.home, self.map = the_home(), the_map()
        self.text = a_page("Over", show_in_menus=True)
        self.body = every_block(self.text)
        self.text.body = self.body
        self.text.save()
        self.partnership = a_partnership("Partnerschap", regions=[region("Regio")], about="<p>Leraar</p>")
        self.item = a_knowledge_item("Item", partnerships=[self.partnership], body=self._text())
        sound = {"audio": a_document(name="a.mp3", content=b"ID3"), "transcript": "[0:00] Gast: Een leraar."}
        self.podcast = a_knowledge_item("Podcast", kind="podcast", image=an_image(), **sound)
        self.dossier = a_dossier("Dossier", body=self.body)
        self.booklet = a_booklet("Katern", dossier=self.dossier, chapters=0, image=an_image())
        self.chapter = a_chapter("Hoofdstuk", booklet=self.booklet, body=self.body)
        self.news = a_news_item("Bericht", body=self.body)
        self.event = an_event("Bijeenkomst", body=self.body)
        a_page("Bronnen", parent=self.text)

    def add(self, places: range) -> None:
        """One more of everything for each place, and one more reference to it from each page that can have one."""
        for place in places:
            past = [EventSession(start=in_days(-7), end=in_days(-7, 16))]
            item = a_knowledge_item(f"Leraar {place}", partnerships=[self.partnership], body=[self._link()])
            partnership = a_partnership(f"Leraar {place}", partners=((an_organisation(), "school"),))
            news, event = a_news_item(f"Leraar {place}"), an_event(f"Leraar {place}", themes=("Werkplekleren",))
            an_event(f"Leraar {place} geweest", sessions=past)
            dossier = a_dossier(f"Leraar {place}")
            a_chapter(f"Leraar {place}", booklet=self.booklet, body=[self._link(), *self.body])
            a_booklet(f"Leraar {place}", dossier=self.dossier, chapters=2)
            a_page(f"Leraar {place}", parent=self.text)
            self.item.partnerships.add(partnership)
            self.item.related_items.add(RelatedItem(related=item, sort_order=place))
            self.item.downloads.add(Download(document=a_document(), sort_order=place))
            self.dossier.chosen_items.add(ChosenItem(item=item, sort_order=place))
            self.partnership.partners.add(Partner(organisation=an_organisation(), role="school"))
            self.news.related_pages.add(RelatedPage(page=news, sort_order=place))
            self.event.sessions.add(
                EventSession(start=in_days(place + 8), end=in_days(place + 8, 16), sort_order=place + 1)
            )
            for page in (item, dossier, news, event):
                self.home.featured.add(FeaturedPage(page=page, sort_order=place))
            self.news.body.append(self._link())
        for page in (self.item, self.dossier, self.partnership, self.news, self.event, self.home):
            save_again(page)

    def _text(self) -> list[tuple]:
        """What the text of an item is made of: it has downloads and related items beside it."""
        return [block for block in self.body if block[0] not in ("pages", "document")]

    def _link(self) -> tuple[str, str]:
        """A text with a link to another page."""
        return "text", f'<p>Een leraar leest <a linktype="page" id="{self.text.pk}">verder</a>.</p>'


def queries(address: str) -> list[str]:
    """What the database is asked for a page whose pictures were made before, by a visitor nobody remembers."""
    Client().get(address)
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(address)
    assert response.status_code == 200, address
    return [in_short(query["sql"]) for query in asked.captured_queries]


def in_short(sql: str) -> str:
    """What is asked, of which tables."""
    return " ".join([sql.split()[0], *dict.fromkeys(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', sql))])


@contextmanager
def indexed_once():
    """Makes pages without indexing each of them again with every page that refers to it."""
    with paused(), noted_at_once():
        yield
    rebuild()
    everything_changed()


@pytest.fixture(scope="module")
def measured(seeded, django_db_blocker):
    """The queries of every page, with some content and with ten times as much; those to the cache count, as they cost."""
    with override_settings(CACHES=base.CACHES), kept_content(django_db_blocker):
        with indexed_once():
            content = Content()
            content.add(range(SOME))
        some = {name: queries(address) for name, address in PAGES.items()}
        with indexed_once():
            content.add(range(SOME, MANY))
        yield some, {name: queries(address) for name, address in PAGES.items()}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_few_queries(measured, name):
    cost = measured[1][name]
    assert len(cost) <= MOST_QUERIES, Counter(cost)


@pytest.mark.parametrize("name", PAGES)
def test_ten_times_as_much_content_needs_no_more_queries(measured, name):
    some, many = measured
    assert not Counter(many[name]) - Counter(some[name])


def test_no_page_writes_while_it_is_read(measured):
    writing = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER")
    assert not [(name, query) for name, asked in measured[1].items() for query in asked if query.startswith(writing)]


@pytest.mark.parametrize("address", sorted(FREE))
def test_what_is_known_beforehand_needs_no_query(address, django_assert_num_queries):
    the_home()
    with django_assert_num_queries(0):
        assert Client().get(address).status_code == 200


def test_the_content_is_ten_times_as_much_where_it_counts(measured):
    """Or the tests above would compare a page with itself."""
    assert MANY == 10 * SOME
    answer = Client().get("/dossiers/dossier/").content.decode()
    assert answer.count("data-item") > MANY * 1.5
    assert Client().get("/landkaart/").content.decode().count("data-item") > MANY
