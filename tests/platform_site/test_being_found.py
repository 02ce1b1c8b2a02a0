"""Search engines find everything that may be found, once, at its one address, with the day on which it changed; nothing else."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.templatetags.static import static
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from knowledge_bank.examples import a_booklet, a_dossier, a_knowledge_item
from news.examples import a_news_item, an_event
from partnerships.examples import a_partnership, the_map
from platform_site.examples import a_page, the_home
from platform_site.settings.base import BASE_DIR
from tests.kept_content import kept_content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
ELSEWHERE = "proef.voorbeeld.test"


@pytest.fixture(scope="module", autouse=True)
def site(seeded, django_db_blocker):
    """One page of every type."""
    with kept_content(django_db_blocker):
        the_map()
        a_booklet(dossier=a_dossier())
        a_knowledge_item()
        a_partnership()
        a_news_item()
        an_event()
        a_page("Over ons", show_in_menus=True)
        yield


def seen(address: str, **headers) -> BeautifulSoup:
    return BeautifulSoup(Client(headers=headers).get(address).content.decode(), "html.parser")


def sitemap() -> dict[str, str | None]:
    """The day of the last change by address."""
    found = re.findall(
        r"<url><loc>([^<]+)</loc>(?:<lastmod>([^<]+)</lastmod>)?", Client().get("/sitemap.xml").content.decode()
    )
    return {address.removeprefix(settings.SITE_URL): day or None for address, day in found}


def may_be_kept(address: str) -> bool:
    """Whether search engines are asked to keep what is at an address: a page, not refused, that is at its own address."""
    answer = Client().get(address)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return False
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    robots, canonical = page.find("meta", attrs={"name": "robots"}), page.find("link", rel="canonical")
    return robots is None and canonical is not None and canonical["href"] == f"{settings.SITE_URL}{address}"


def crawled() -> set[str]:
    """Every address without a question in it that can be reached from home."""
    found, ahead = set(), ["/"]
    while ahead:
        here = ahead.pop()
        if here not in found and not here.startswith(("/static/", "/media/", "/documenten/", "/beheer/")):
            found.add(here)
            answer = Client().get(here)
            if answer["Content-Type"].startswith("text/html"):
                ahead += re.findall(r'<a\b[^>]*? href="(/[^"?#]*)"', answer.content.decode())
    return found


# --- the sitemap ------------------------------------------------------------------------------------------------------


def test_the_sitemap_holds_all_that_may_be_kept_and_nothing_else():
    reached = crawled()
    assert len(reached) > 20
    assert {address for address in reached if may_be_kept(address)} == set(sitemap())


def test_it_tells_the_day_on_which_a_page_changed_last():
    then = datetime(2026, 3, 4, 12, tzinfo=UTC)
    Page.objects.update(first_published_at=then, last_published_at=then)
    item, page = a_knowledge_item("Nieuw"), a_page("Oud")
    Page.objects.filter(pk=item.pk).update(last_published_at=then + timedelta(days=3))
    Page.objects.filter(pk=page.pk).update(last_published_at=then)
    assert sitemap()[page.url] == sitemap()["/nieuws/"] == "2026-03-04"
    assert sitemap()[item.url] == sitemap()["/kennisbank/"] == sitemap()["/"] == "2026-03-07"


def test_a_later_check_counts_as_a_change_and_a_day_to_come_does_not():
    page, other = a_page("Nagelopen"), a_page("Vergist")
    today = timezone.localdate()
    for one, day in ((page, today), (other, today + timedelta(days=400))):
        type(one).objects.filter(pk=one.pk).update(last_published_at=datetime(2025, 1, 1, tzinfo=UTC), revised_on=day)
    assert (sitemap()[page.url], sitemap()[other.url]) == (today.isoformat(), "2025-01-01")


def test_places_without_an_editor_are_in_it_with_the_day_of_their_data():
    days = sitemap()
    assert date.fromisoformat(days["/cijfers/"]) == date.fromisoformat(days["/landkaart/open-data/"])
    assert days["/volgen/"] is None


# --- what is not to be kept -------------------------------------------------------------------------------------------


def test_results_of_a_search_are_read_and_not_kept(settings):
    assert seen("/zoeken/?q=leren").find("meta", attrs={"name": "robots"})["content"] == "noindex"
    settings.ALLOWED_HOSTS = [settings.SITE_URL.partition("//")[2], "testserver"]
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    blocked = re.findall(r"Disallow: (\S+)", client.get("/robots.txt").content.decode())
    assert len(blocked) > 1
    assert not [start for start in blocked if "/zoeken/?q=leren".startswith(start)]


def test_under_another_name_robots_may_read_nothing(settings):
    settings.ALLOWED_HOSTS = [ELSEWHERE, settings.SITE_URL.partition("//")[2]]
    home = Client(headers={"host": settings.SITE_URL.partition("//")[2]}).get("/robots.txt").content.decode()
    away = Client(headers={"host": ELSEWHERE}).get("/robots.txt")
    assert away.content.decode() == "User-agent: *\nDisallow: /\n"
    assert away["X-Robots-Tag"] == "noindex"
    assert "Disallow: /\n" not in home
    assert "Sitemap:" in home


# --- icons ------------------------------------------------------------------------------------------------------------


def test_every_page_names_its_icons_and_each_is_what_it_says():
    page = seen("/kennisbank/")
    links = [link for link in page.find_all("link") if {"icon", "apple-touch-icon", "manifest"} & set(link["rel"])]
    assert [link["href"] for link in links] == [
        static(f"img/{name}") for name in ("icon.ico", "icon.svg", "icon-180.png", "site.webmanifest")
    ]
    assert all(Client().get(link["href"]).status_code == 200 for link in links)
    for name, sizes in (("icon.ico", {(16, 16), (32, 32)}), ("icon-180.png", {(180, 180)})):
        picture = Image.open(BASE_DIR / "static/img" / name)
        assert picture.info.get("sizes", {picture.size}) == sizes


def test_the_manifest_tells_what_the_site_is_called_and_looks_like():
    address = static("img/site.webmanifest")
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("application/manifest+json")
    told = json.loads(b"".join(answer.streaming_content))
    assert (told["name"], told["lang"], told["start_url"]) == (settings.SITE_NAME, "nl", "/")
    assert len(told["short_name"]) <= 14
    for icon in told["icons"]:
        path = BASE_DIR / "static/img" / icon["src"]
        assert path.exists()
        if icon["type"] == "image/png":
            assert "x".join(map(str, Image.open(path).size)) == icon["sizes"]


def test_who_looks_for_an_icon_at_the_usual_address_finds_one():
    answer = Client().get("/favicon.ico", follow=True)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:4] == b"\0\0\1\0"


# --- /cijfers/ --------------------------------------------------------------------------------------------------------


def menu(address: str) -> list[tuple[str, str, str | None]]:
    links = seen(address).find("nav", attrs={"aria-label": "Hoofdmenu"}).find_all("a")
    return [(link.get_text(), link["href"], link.get("aria-current")) for link in links]


def test_the_figures_stand_in_the_menu_behind_the_landkaart():
    entries = menu("/cijfers/")
    assert ("Cijfers", "/cijfers/", "page") in entries
    addresses = [address for _, address, _ in entries]
    assert addresses.index("/cijfers/") == addresses.index("/landkaart/") + 1
    the_home().get_children().get(slug="landkaart").specific.unpublish(log_action=False)
    assert ("Cijfers", "/cijfers/", None) in menu("/")


@pytest.mark.parametrize(
    "text",
    ["cijfers", "Cijfer", "statistiek", "statistieken", "aantallen", "aantal scholen", "hoeveel cijfers",
     "cijfers samen opleiden", "grafieken"],
)  # fmt: skip
def test_the_figures_are_found_by_what_people_call_them(text):
    page = seen(f"/zoeken/?q={text}")
    assert page.find(attrs={"data-item": "cijfers"}).find("a")["href"] == "/cijfers/"
    assert int(page.find(attrs={"data-total": True})["data-total"]) >= 1
    assert "We vonden niets" not in page.get_text()


@pytest.mark.parametrize("text", ["samen opleiden", "scholen", "cijfers zeppelin", "in", "", "data"])
def test_the_figures_are_not_found_by_anything_else(text):
    assert seen(f"/zoeken/?q={text}").find(attrs={"data-item": "cijfers"}) is None


@pytest.mark.parametrize("text", ["cij", "cijfers", "statis", "aantal sch", "opleiden cij"])
def test_the_figures_are_suggested_while_somebody_types(text):
    found = Client().get("/zoeken/suggesties/", {"q": text}).json()["suggesties"]
    assert {"titel": "Samen Opleiden in cijfers", "url": "/cijfers/", "soort": "direct naar"} in found
    assert len(found) <= 8


def test_what_has_no_page_of_an_editor_is_found_too():
    assert seen("/zoeken/?q=rss").find(attrs={"data-item": "volgen"})
    assert seen("/zoeken/?q=dataset").find(attrs={"data-item": "landkaart/open-data"})
