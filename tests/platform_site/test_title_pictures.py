"""Whoever shares a link sees what it is: a picture with its title, drawn in the house style, of what everybody may see and nothing else."""

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from PIL import Image
from wagtail.models import Page, PageViewRestriction

from knowledge_bank.examples import a_knowledge_item
from news.examples import a_news_item
from partnerships.examples import the_map
from partnerships.models import PartnershipIndexPage
from platform_site import lettering
from platform_site.examples import a_page, an_image
from platform_site.models import StandardPage
from platform_site.serving import expensive
from platform_site.settings.base import BASE_DIR
from platform_site.taxonomy import Sector
from platform_site.templatetags.site import share_picture
from platform_site.title_pictures import GROUND, HUES, TitlePicture, drawn
from tests.builders import BARE, COMPLETE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
SHOWN = [(build, kind) for build in (COMPLETE, BARE) for kind in build if kind is not PartnershipIndexPage]
TOLD = (
    "title",
    "description",
    "type",
    "url",
    "site_name",
    "locale",
    "image",
    "image:width",
    "image:height",
    "image:alt",
)
TITLES = {
    "short": "Toets",
    "usual": "Zo vonden 28 schoolopleiders één taal voor feedback in de driehoek",
    "accents": "ÉÉN façade: coördinator Šimić uit Łódź, geïnspireerd door señor Ångström – 5 € per idee",
    "a long word": "Aansprakelijkheidswaardevaststellingsveranderingsprocedure" * 3,
    "wide and long": "W" * 300,
    "300 characters": ("Samen toetsen op de werkplek: hoe school en opleiding samen beslissen. " * 5)[:300],
    "emoji": "🎉 Nieuw 🚀 katern 👩🏽‍🏫",
    "emoji only": "🎉🎉🎉",
    "right to left": "مرحبا بالعالم",
    "half another script": "Samen Москва",
    "nothing to see": "\u200b\u202e\u00ad",
    "combining first": "\u0301\u0308a",
}


def meta(page: Page) -> dict[str, str]:
    html = Client().get(page.url).content.decode()
    found = BeautifulSoup(html, "html.parser").find_all("meta", property=re.compile("^og:"))
    assert len(found) == len({one["property"] for one in found})
    return {one["property"].removeprefix("og:"): one["content"] for one in found}


def path(page: Page) -> str:
    address = meta(page)["image"]
    assert address.startswith(f"{settings.SITE_URL}/")
    return address.removeprefix(settings.SITE_URL)


def read(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def ground_only(picture: Image.Image, *box: int) -> bool:
    return picture.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), tuple(bytes.fromhex(GROUND[1:])))]


@pytest.mark.parametrize(("build", "kind"), SHOWN, ids=lambda one: getattr(one, "__name__", ""))
def test_every_type_of_page_has_one_that_everybody_can_fetch(build, kind):
    page = build[kind]()
    page.image = None
    page.save()
    told = meta(page)
    assert set(told) == set(TOLD)
    assert all(told.values())
    assert (told["title"], told["locale"], told["site_name"]) == (page.title, "nl_NL", settings.SITE_NAME)
    assert told["url"] == f"{settings.SITE_URL}{page.url}"
    assert page.title in told["image:alt"]
    answer = Client().get(told["image"].removeprefix(settings.SITE_URL))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert read(answer.content).size == (int(told["image:width"]), int(told["image:height"])) == (1200, 630)
    assert len(answer.content) < 60_000


def test_a_page_shares_its_own_picture_when_that_is_large_enough():
    page = a_news_item("Met beeld", image=an_image(size=(1400, 900), description="Twee mensen."))
    assert path(page).startswith("/media/images/")
    small = a_news_item("Met een zegel", image=an_image(size=(300, 200)))
    assert path(small).startswith("/deelbeeld/")


@pytest.mark.parametrize("address", ["/cijfers/", "/landkaart/open-data/", "/volgen/"])
def test_what_is_no_page_has_one_too(address):
    the_map()
    html = BeautifulSoup(Client().get(address).content.decode(), "html.parser")
    told = {one["property"].removeprefix("og:"): one["content"] for one in html.find_all("meta", property=True)}
    assert set(told) == set(TOLD)
    assert told["title"] == html.h1.get_text()
    assert told["title"] in told["image:alt"]
    answer = Client().get(told["image"].removeprefix(settings.SITE_URL))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")


def test_a_draft_that_was_never_saved_has_the_mark_of_the_site():
    draft = StandardPage(title="Nieuw", slug="nieuw", summary="Nog niets.")
    assert share_picture({"page": draft}, "").url.endswith("/img/deel.png")


# --- its address ------------------------------------------------------------------------------------------------------


def test_its_address_changes_with_what_it_tells_and_with_nothing_else():
    item = a_knowledge_item("Toetsen", kind="tool", sectors=["po"])
    seen = [path(item)]
    for name, value in (("title", "Anders"), ("kind", "logboek"), ("sectors", ["po", "vo"])):
        setattr(item, name, value)
        item.save_revision().publish()
        seen.append(path(item))
        answer = Client().get(seen[-2])
        assert (answer.status_code, answer["Location"]) == (302, seen[-1])
    assert len(set(seen)) == 4
    item.summary = "Andere woorden."
    item.save_revision().publish()
    assert path(item) == seen[-1]


def test_what_is_not_for_everybody_has_none():
    page = a_page("Zwijgzaamheid")
    address = path(page)
    assert Client().get(address).status_code == 200
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert Client().get(address).status_code == 404
    restriction.delete()
    page.title = "Nog geheimer"
    page.save_revision()  # a draft tells nothing yet
    assert Client().get(TitlePicture.of_page(page).path)["Location"] == address
    page.unpublish(log_action=False)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("number", ["0", "1", "99999999", "9" * 30, "zoeken", "00", "-1", "²"])
def test_there_is_none_of_what_is_no_page(number):
    assert Client().get(f"/deelbeeld/{number}/abc.png").status_code == 404


# --- what it costs ----------------------------------------------------------------------------------------------------


def test_it_is_drawn_when_it_is_asked_for_and_then_once():
    drawn.cache_clear()
    page = a_page("Eenmaal getekend")
    address = path(page)
    assert drawn.cache_info().misses == 0
    first = Client().get(address).content
    a_page("Iets anders").save_revision().publish()
    assert Client().get(address).content == first
    assert drawn.cache_info().misses == 1


def test_nobody_keeps_a_server_busy_with_them(monkeypatch):
    monkeypatch.setitem(expensive._rates, "/deelbeeld/*", 2)
    assert "/deelbeeld/*" in expensive._heavy
    asked = [Client().get(f"/deelbeeld/{number}/onzin.png").status_code for number in range(900, 904)]
    assert asked == [404, 404, 429, 429]


# --- how it looks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_no_title_leaves_its_room(title):
    picture = read(drawn(title, "Praktijkvoorbeeld", ("po",)))
    assert ground_only(picture, 0, 0, 70, 630)
    assert ground_only(picture, 1130, 0, 1200, 630)
    assert ground_only(picture, 0, 0, 1200, 55)
    assert ground_only(picture, 0, 436, 1200, 448)
    assert not ground_only(picture, 70, 120, 1130, 440)


def test_what_cannot_be_written_is_left_out_as_a_whole():
    assert drawn(TITLES["right to left"], "Nieuws", ()) == drawn("Nieuws", "", ())
    assert drawn(TITLES["half another script"], "Nieuws", ()) == drawn("Nieuws", "", ())
    assert drawn(TITLES["emoji only"], "Nieuws", ()) == drawn("Nieuws", "", ())
    assert drawn(TITLES["emoji"], "Nieuws", ()) == drawn("Nieuw katern", "Nieuws", ())


def test_dutch_is_written_with_its_accents():
    assert lettering.letters("geïnspireerd één").accents == {2: "\u0308", 13: "\u0301", 14: "\u0301"}
    assert lettering.letters("reële  ’s-Gravenhage – “zo” …").plain == "reele ’s-Gravenhage - “zo” ..."
    for plain, accented in (("een", "één"), ("idee", "ideë"), ("ging", "gïng")):
        assert drawn(plain, "", ()) != drawn(accented, "", ())


def test_without_sectors_it_is_for_all_of_them():
    assert drawn("Titel", "Nieuws", ()) == drawn("Titel", "Nieuws", tuple(Sector.values))
    assert len({drawn("Titel", "Nieuws", (sector,)) for sector in Sector.values}) == 3


def test_the_colours_are_those_of_the_site_by_night():
    tokens = (BASE_DIR / "static/css/base/tokens.css").read_text()
    assert {sector: re.search(rf"--{sector}: light-dark\(#\w+, (#\w+)\)", tokens)[1] for sector in HUES} == HUES
    assert f"--plane-deep: light-dark({GROUND}" in tokens
