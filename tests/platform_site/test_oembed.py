"""A program that is given the address of one of our pages finds out by itself how to show it (oembed.com)."""

import json
from urllib.parse import urlencode, urljoin

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_dossier, a_knowledge_item
from partnerships.examples import a_partnership, the_map
from platform_site.examples import a_page, the_home
from platform_site.generation import everything_changed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
HERE = "https://voorbeeld.test"


def get(address: str):
    """As from elsewhere: by a full address."""
    assert address.startswith(HERE)
    return Client().get(address.removeprefix(HERE))


def asked(url: str, **more):
    return Client().get("/oembed/?" + urlencode({"url": url, **more}))


def discovered(url: str, **more) -> dict:
    """What a client learns of an address: it reads the head of the page for the way, adds its own wishes, and asks."""
    head = BeautifulSoup(get(url).content, "html.parser").head
    (link,) = head.find_all("link", rel="alternate", type="application/json+oembed")
    wishes = "".join(f"&{name}={value}" for name, value in more.items())
    response = get(urljoin(url, link["href"]) + wishes)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


def framed(found: dict) -> BeautifulSoup:
    """The page that its html shows."""
    frame = BeautifulSoup(found["html"], "html.parser").iframe
    assert frame["title"] == found["title"]
    assert (int(frame["width"]), int(frame["height"])) == (found["width"], found["height"])
    response = get(frame["src"])
    assert response.status_code == 200
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("make", [a_knowledge_item, a_dossier, a_partnership, a_page])
def test_a_client_discovers_how_to_show_a_page(make):
    page = make("Een mooie “titel” & meer")
    found = discovered(page.canonical)
    assert (found["version"], found["type"], found["title"]) == ("1.0", "rich", page.title)
    card = framed(found)
    assert card.find("h2").get_text() == page.title
    assert card.find("h2").a["href"] == page.url
    assert page.summary in card.get_text()


def test_a_chart_has_an_address_of_its_own_that_can_be_shown():
    the_map()
    a_partnership(sectors=["po"])
    found = discovered(f"{HERE}/cijfers/sector/")
    shown = framed(found)
    assert found["title"] == shown.h1.get_text() == "Partnerschappen per sector"
    assert shown.find("svg", class_="chart")
    assert shown.find("table")
    assert json.loads(asked(f"{HERE}/cijfers/#sector").content) == found
    assert asked(f"{HERE}/cijfers/").status_code == 404
    assert asked(f"{HERE}/cijfers/bestaat-niet/").status_code == 404
    assert Client().get("/cijfers/bestaat-niet/").status_code == 404


def test_it_is_no_larger_than_asked():
    page = a_knowledge_item()
    small = discovered(page.canonical, maxwidth=300, maxheight=200)
    assert (small["width"], small["height"]) == (300, 200)
    assert discovered(page.canonical)["width"] == 600
    for junk in ("x", "-5", "9" * 50, ""):
        assert discovered(page.canonical, maxwidth=junk)["width"] == 600
    framed(small)


def test_what_was_embedded_stays_when_the_page_is_renamed_and_its_old_address_is_known(
    django_capture_on_commit_callbacks,
):
    page = a_knowledge_item("Eerste titel")
    before, url = discovered(page.canonical), page.canonical
    page.slug, page.title = "anders", "Andere titel"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    everything_changed()
    assert framed(before | {"title": "Eerste titel"}).h2.get_text() == "Andere titel"
    again = json.loads(asked(url).content)
    assert again["title"] == "Andere titel"
    assert again["html"].replace("Andere", "Eerste") == before["html"]


@pytest.mark.parametrize(
    "url",
    ["", "x", "/kennisbank/item/", "https://elders.test/kennisbank/item/", f"{HERE}/bestaat-niet/", f"{HERE}.elders.test/",
     "https://voorbeeld.test@elders.test/", "http://[::1", "ftp://voorbeeld.test/", f"{HERE}/beheer/", "javascript:alert(1)"],
)  # fmt: skip
def test_of_what_is_not_ours_or_not_there_there_is_nothing_to_tell(url):
    the_home()
    a_knowledge_item("Item")
    answer = asked(url)
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_what_not_everybody_may_see_is_not_there():
    page = a_page("Besloten")
    card = json.loads(asked(page.canonical).content)["html"].partition('src="')[2].partition('"')[0]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    everything_changed()
    assert asked(page.canonical).status_code == 404
    gone = get(card)
    assert gone.status_code == 404
    assert "Besloten" not in gone.content.decode()
    assert "Deze pagina staat niet meer op onze site." in gone.content.decode()
    assert "frame-ancestors *" in gone["Content-Security-Policy"]  # the reader of the other site is told, kindly


def test_it_is_json_or_nothing():
    page = a_knowledge_item()
    assert asked(page.canonical, format="xml").status_code == 501
    assert asked(page.canonical, format="json").status_code == 200
