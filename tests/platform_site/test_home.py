"""The home page: put together by an editor, empty parts are not there, and what is new says so."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.blocks import StreamBlockValidationError

from knowledge_bank.examples import a_dossier, a_knowledge_item
from news.examples import a_news_item, an_event
from partnerships.examples import a_partnership
from platform_site.components import Card
from platform_site.examples import a_page, the_home
from platform_site.generation import everything_changed
from platform_site.home_parts import HomeParts
from platform_site.models import FeaturedPage
from platform_site.templatetags.cards import what_is_new

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def home() -> str:
    everything_changed()
    return Client().get("/").content.decode()


def headings(html: str) -> list[str]:
    """The headings below the title, of the page and its foot."""
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", html)


def with_everything() -> None:
    item = a_knowledge_item("Stuk")
    a_dossier("Onderwerp")
    an_event("Bijeenkomst")
    a_news_item("Bericht")
    a_partnership("Samen")
    front = the_home()
    front.featured = [FeaturedPage(page=item, sort_order=0)]
    front.save()


def test_every_part_stands_in_the_order_of_the_editor():
    with_everything()
    standard = ["Ik ben …", "Uitgelicht", "Dossiers", "Nieuw in de kennisbank", "Eerstvolgend", "Nieuws", "Deel jouw praktijkvoorbeeld", "Alles op een rij"]  # fmt: skip
    assert headings(home())[:8] == standard
    front = the_home()
    front.parts = [("news", {"title": "Het laatste nieuws"}), ("featured", {"title": "Lees dit"})]
    front.save()
    assert headings(home())[:2] == ["Het laatste nieuws", "Lees dit"]


def test_a_part_with_nothing_in_it_is_not_there():
    the_home()
    assert headings(home())[:2] == ["Ik ben …", "Deel jouw praktijkvoorbeeld"]
    assert "map-drawing" not in home()
    assert re.findall(r'<a href="([^"]+)">\s*<b>', home()) == ["/cijfers/"]  # the lists are not there yet


def test_what_is_put_forward_goes_after_its_last_day():
    today, front = timezone.localdate(), the_home()
    items = {name: a_knowledge_item(name) for name in ("Gisteren", "Vandaag", "Altijd")}
    until = {"Gisteren": today - timedelta(days=1), "Vandaag": today, "Altijd": None}
    front.featured = [
        FeaturedPage(page=items[name], until=until[name], sort_order=place) for place, name in enumerate(items)
    ]
    front.save()
    assert [card.title for card in the_home().featured_cards()] == ["Vandaag", "Altijd"]


@pytest.mark.parametrize(
    ("published", "revised", "told"),
    [(0, None, "nieuw"), (30, None, "nieuw"), (31, None, ""), (31, 30, "bijgewerkt"), (400, 31, ""), (5, 1, "nieuw"), (-1, None, "")],
)  # fmt: skip
def test_what_is_new_or_revised_says_so_for_thirty_days(published, revised, told):
    today = timezone.localdate()
    days = [ago if ago is None else today - timedelta(days=ago) for ago in (published, revised)]
    assert what_is_new(Card("Iets", "/iets/", "iets", published=days[0], revised=days[1])).partition(" ")[0] == told


def entrance(**facts):
    value = {"who": "Student", "hint": "", "page": None, "address": "", **facts}
    return [("entrances", {"title": "Ik ben …", "entrances": [value]})]


def cleaned(parts) -> str:
    block = HomeParts()
    return block.clean(block.normalize(parts))[0].value["entrances"][0]["address"]


@pytest.mark.parametrize("address", ["/cijfers/", "/over-ons/", "/over-ons/?a=b#deel", "/zoeken/?q=leren in de klas"])
def test_an_entrance_leads_to_any_page_or_list_of_the_site(address, settings):
    a_page("Over ons")
    assert cleaned(entrance(address=address)) == address.partition("#")[0]
    assert cleaned(entrance(address=f" {settings.SITE_URL}{address}")) == address.partition("#")[0]


@pytest.mark.parametrize(
    "address",
    ["https://elders.nl/over-ons/", "//elders.nl/", "over-ons", "/bestaat-niet/", "/beheer/", "javascript:alert(1)", "/\\elders.nl"],
)  # fmt: skip
def test_an_entrance_to_elsewhere_or_nowhere_is_refused(address):
    a_page("Over ons")
    with pytest.raises(StreamBlockValidationError):
        cleaned(entrance(address=address))


def test_an_entrance_leads_to_one_place():
    page = a_page("Over ons")
    for wrong in ({}, {"page": page, "address": "/cijfers/"}):
        with pytest.raises(StreamBlockValidationError):
            cleaned(entrance(**wrong))
    assert cleaned(entrance(page=page)) == ""
