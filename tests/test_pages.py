"""Every page type gives a whole page: complete, with nothing filled in, and as an editor previews it."""

import json
from dataclasses import dataclass
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from wagtail.models import Page, get_page_models

from knowledge_bank.vocabulary import Kind
from news.models import EventPage
from partnerships.models import PartnershipIndexPage
from platform_site.examples import a_page, the_home
from platform_site.models import HomePage
from tests.builders import BARE, COMPLETE, complete_item
from tests.kept_content import kept_content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
OURS = ("platform_site", "partnerships", "knowledge_bank", "news")
# What schema.org calls each type; all that is not here is a WebPage.
SCHEMA = {
    "HomePage": "WebSite",
    "DossierPage": "CollectionPage",
    "BookletPage": "Book",
    "ChapterPage": "Chapter",
    "KnowledgeItem": "Article",
    "PartnershipPage": "EducationalOrganization",
    "NewsPage": "NewsArticle",
    "EventPage": "Event",
}
SHOWN = [
    (build, page_type) for build in (COMPLETE, BARE) for page_type in build if page_type is not PartnershipIndexPage
]
STATES = {id(COMPLETE): "complete", id(BARE): "bare"}


@dataclass
class Shown:
    page: Page
    html: str
    soup: BeautifulSoup

    @property
    def facts(self) -> list[dict]:
        """What the page says of itself in JSON-LD."""
        (script,) = self.soup.find_all("script", type="application/ld+json")
        return json.loads(script.string)["@graph"]


def show(page: Page) -> Shown:
    response = Client().get(page.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    html = response.content.decode()
    return Shown(page, html, BeautifulSoup(html, "html.parser"))


@pytest.fixture(scope="module", params=SHOWN, ids=lambda shown: f"{shown[1].__name__}-{STATES[id(shown[0])]}")
def shown(request, seeded, django_db_blocker):
    """One page of a type, complete or bare, as a visitor gets it."""
    build, page_type = request.param
    with kept_content(django_db_blocker):
        page = build[page_type]()
        assert type(page) is page_type
        yield show(Page.objects.get(pk=page.pk).specific)


def test_every_page_type_has_both_examples():
    ours = {model for model in get_page_models() if model.__module__.split(".")[0] in OURS}
    assert set(COMPLETE) == set(BARE) == ours


def test_there_is_one_main_heading_and_it_is_the_title(shown):
    (heading,) = shown.soup.find_all("h1")
    assert heading.get_text() == shown.page.title


def test_headings_skip_no_level(shown):
    levels = [int(heading.name[1]) for heading in shown.soup.main.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    assert not [(before, after) for before, after in pairwise(levels) if after > before + 1]


def test_the_page_is_dutch_and_has_its_landmarks(shown):
    assert shown.soup.html["lang"] == "nl"
    for landmark in ("header", "main", "footer", "nav"):
        assert shown.soup.find(landmark), landmark
    assert len(shown.soup.find_all("main")) == 1


def test_the_way_to_the_content_comes_first(shown):
    first = shown.soup.body.find(["a", "button", "input", "summary", "select", "textarea"])
    assert first["href"] == f"#{shown.soup.main['id']}"


def test_search_engines_learn_title_summary_and_address(shown):
    (title,) = shown.soup.find_all("title")
    expected = shown.page.seo_title or ("Home" if isinstance(shown.page, HomePage) else shown.page.title)
    assert title.get_text() == f"{expected} | {settings.SITE_NAME}"
    (description,) = shown.soup.find_all("meta", attrs={"name": "description"})
    assert description["content"] == (shown.page.search_description or shown.page.summary)
    (canonical,) = shown.soup.find_all("link", rel="canonical")
    assert canonical["href"] == f"{settings.SITE_URL}{shown.page.url}"


def test_structured_data_is_of_the_right_type(shown):
    about, *rest = shown.facts
    name = type(shown.page).__name__
    by_content = {"podcast": "PodcastEpisode"}.get(getattr(shown.page, "kind", ""))
    if isinstance(shown.page, EventPage) and shown.page.timetable.is_series:
        by_content = "EventSeries"
    assert about["@type"] == (by_content or SCHEMA.get(name, "WebPage"))
    assert about["url"] == f"{settings.SITE_URL}{shown.page.url}"
    assert about["name"]
    assert about.get("inLanguage") == (None if name == "PartnershipPage" else "nl")  # a body speaks no language
    assert [fact["@type"] for fact in rest] == ([] if isinstance(shown.page, HomePage) else ["BreadcrumbList"])


def test_a_breadcrumb_leads_home(shown):
    crumbs = shown.soup.find("nav", attrs={"aria-label": "Kruimelpad"})
    if isinstance(shown.page, HomePage):
        assert crumbs is None
        return
    links = [link["href"] for link in crumbs.find_all("a")]
    above = shown.page.get_ancestors().filter(depth__gt=1).order_by("depth")
    assert links == [page.url for page in above]
    steps = [(step["position"], step["item"]) for step in shown.facts[1]["itemListElement"]]
    assert steps == list(enumerate([f"{settings.SITE_URL}{url}" for url in (*links, shown.page.url)], start=1))


def test_ids_are_unique_and_every_reference_to_one_leads_somewhere(shown):
    ids = [element["id"] for element in shown.soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    wanted = [link["href"][1:] for link in shown.soup.find_all("a", href=True) if link["href"].startswith("#")]
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
        wanted += [
            name for element in shown.soup.find_all(attrs={attribute: True}) for name in element[attribute].split()
        ]
    assert set(wanted) <= set(ids)


def test_pictures_have_words_and_room(shown):
    for picture in shown.soup.find_all("img"):
        assert picture.has_attr("alt")
        assert int(picture["width"]) > 0
        assert int(picture["height"]) > 0
        assert picture.find_parent("picture").find("source", type="image/avif")


def test_nothing_of_python_or_of_an_empty_field_shows(shown):
    text = shown.soup.get_text(" ")
    assert not [
        trace
        for trace in ("None", "True", "False", "{{", "{%", "&lt;", "&amp;", "<p>", "object at 0x")
        if trace in text
    ]
    empty = shown.soup.main.find_all(["h1", "h2", "h3", "dt", "dd", "li", "a", "button", "figcaption", "td", "th"])
    assert not [str(element) for element in empty if not element.get_text(strip=True) and not element.find("img")]


def test_the_answer_carries_its_headers_and_no_cookie(shown):
    response = Client(headers={"accept-encoding": "br, gzip"}).get(shown.page.url)
    assert not response.cookies
    assert response["Content-Encoding"] == "br"
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_page_looks_the_same_in_a_preview(shown):
    response = shown.page.make_preview_request(preview_mode=shown.page.default_preview_mode)
    response.render()
    assert response.status_code == 200
    preview = BeautifulSoup(response.content.decode(), "html.parser")
    assert preview.h1.get_text() == shown.page.title
    assert preview.main.get_text() == shown.soup.main.get_text()


@pytest.mark.parametrize("kind", Kind.values)
def test_an_item_of_every_kind_gives_a_whole_page(kind):
    item = complete_item(kind)
    found = show(item)
    assert found.soup.h1.get_text() == item.title
    assert found.soup.find(class_="kind").get_text() == Kind(kind).label
    assert (found.soup.find("audio") is not None) == bool(item.audio)


@pytest.mark.parametrize("state", EventPage.State.values)
@pytest.mark.parametrize("form", ["online", "locatie"])
def test_an_event_in_every_state_gives_a_whole_page(state, form):
    event = COMPLETE[EventPage]()
    event.state, event.form = state, form
    event.save()
    found = show(event)
    assert found.facts[0]["eventStatus"].endswith("EventCancelled" if state == "geannuleerd" else "EventScheduled")
    assert found.facts[0]["eventAttendanceMode"].startswith(
        f"https://schema.org/{'Online' if form == 'online' else 'Offline'}"
    )
    can_register = found.soup.find("a", href=event.registration_url)
    assert bool(can_register) == (state == "gaat-door")


def test_a_title_that_is_markup_stays_a_title():
    title = "</title></script><script>alert(1)</script> & “zo”"
    found = show(a_page(title, slug="opmaak", summary=title))
    assert found.soup.h1.get_text() == title
    assert found.facts[0]["name"] == title
    assert "<script>alert" not in found.html


def test_what_lies_below_a_page_stands_in_the_order_of_its_editors():
    above = a_page("Boven")
    for title in ("Zes", "Vijf", "Vier", "Drie", "Twee", "Een"):
        a_page(title, parent=above)
    links = [link.get_text() for link in show(above).soup.main.find_all("a") if link["href"].startswith("/boven/")]
    assert links == ["Zes", "Vijf", "Vier", "Drie", "Twee", "Een"]


def test_the_folder_of_partnerships_leads_to_the_landkaart():
    folder = COMPLETE[PartnershipIndexPage]()
    response = Client().get(folder.url)
    assert (response.status_code, response["Location"]) == (302, "/landkaart/")


def test_what_is_not_there_says_so_kindly():
    the_home()
    response = Client().get("/bestaat-niet/")
    assert response.status_code == 404
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert len(page.find_all("h1")) == 1
    assert page.html["lang"] == "nl"
    assert page.main.find("a", href="/kennisbank/")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
