"""An editor can make, preview, publish and change a page of every type, and is told in Dutch what is wrong."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import get_resolver
from wagtail.models import Page

from knowledge_bank.examples import a_booklet, a_dossier, a_knowledge_item, the_dossiers, the_knowledge_bank
from knowledge_bank.models import (
    BookletPage,
    ChapterPage,
    DossierIndexPage,
    DossierPage,
    KnowledgeBankPage,
    KnowledgeItem,
)
from news.examples import a_news_item, the_agenda, the_news
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from partnerships.examples import a_partnership, the_partnerships
from partnerships.models import MapPage, PartnershipIndexPage, PartnershipPage
from platform_site.examples import a_document, terms, the_home
from platform_site.models import HomePage, StandardPage, Theme
from tests.builders import COMPLETE
from tests.editor import Editor, mistakes
from tests.kept_content import kept_content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

# Where a page of each type is made. There is one home page already, so nobody can make another.
PARENTS = {
    StandardPage: the_home,
    MapPage: the_home,
    PartnershipIndexPage: the_home,
    KnowledgeBankPage: the_home,
    DossierIndexPage: the_home,
    NewsIndexPage: the_home,
    EventIndexPage: the_home,
    PartnershipPage: the_partnerships,
    KnowledgeItem: the_knowledge_bank,
    DossierPage: the_dossiers,
    BookletPage: a_dossier,
    ChapterPage: lambda: a_booklet(chapters=0),
    NewsPage: the_news,
    EventPage: the_agenda,
}
SESSION = {
    "sessions-TOTAL_FORMS": "1",
    "sessions-0-start": "2027-03-04 13:30",
    "sessions-0-end": "2027-03-04 16:30",
    "sessions-0-ORDER": "1",
}


def least(page_type: type[Page]) -> dict:
    """The least an editor fills in to publish."""
    asked = {"title": "Een nieuwe pagina", "slug": "een-nieuwe-pagina", "summary": "Wat dit oplevert."}
    if page_type in (DossierPage, KnowledgeItem):
        asked |= {"sectors": ["po"], "themes": [str(terms(Theme, "Werkplekleren")[0].pk)]}
    if page_type is KnowledgeItem:
        asked |= {"kind": "praktijkvoorbeeld", "year": "2026"}
    if page_type is DossierPage:
        asked |= {"category": "kwaliteit"}
    if page_type is PartnershipPage:
        asked |= {"sectors": ["vo", "mbo"]}
    if page_type is EventPage:
        asked |= {"kind": "webinar", "form": "online", **SESSION}
    return asked


@pytest.fixture(scope="module", params=COMPLETE, ids=lambda model: model.__name__)
def whole(request, seeded, django_db_blocker):
    """A page of each type with all there is to fill in."""
    with kept_content(django_db_blocker):
        yield Page.objects.get(pk=COMPLETE[request.param]().pk).specific


@pytest.fixture
def editor():
    return Editor()


@pytest.mark.parametrize("page_type", PARENTS, ids=lambda model: model.__name__)
def test_a_page_of_every_type_can_be_published(editor, page_type):
    parent = PARENTS[page_type]()
    response = editor.add(page_type, parent, **least(page_type), **{"action-publish": "1"})
    assert response.status_code == 302, mistakes(response)
    page = page_type.objects.child_of(parent).get()
    assert page.live
    answer = Client().get(page.url)
    assert answer.status_code == (302 if page_type is PartnershipIndexPage else 200)


def moment(page_type: type[Page]) -> dict:
    """An event is always some time: the form has a first session in it."""
    return SESSION if page_type is EventPage else {}


@pytest.mark.parametrize("page_type", PARENTS, ids=lambda model: model.__name__)
def test_a_draft_needs_a_title_only_and_nobody_sees_it(editor, page_type):
    parent = PARENTS[page_type]()
    response = editor.add(page_type, parent, title="Alleen een titel", slug="alleen-een-titel", **moment(page_type))
    assert response.status_code == 302, mistakes(response)
    page = page_type.objects.child_of(parent).get()
    assert not page.live
    assert Client().get(page.url).status_code == 404


@pytest.mark.parametrize(
    "page_type", [model for model in PARENTS if model.preview_modes], ids=lambda model: model.__name__
)
def test_a_new_page_can_be_previewed_from_its_first_word(editor, page_type):
    preview = editor.preview_new(page_type, PARENTS[page_type](), title="Nieuw", slug="nieuw", **moment(page_type))
    assert preview.status_code == 200
    page = BeautifulSoup(preview.content.decode(), "html.parser")
    assert page.h1.get_text() == "Nieuw"
    assert "None" not in page.main.get_text()


def test_saving_a_page_without_changing_it_changes_nothing(editor, whole):
    before = content_of(whole)
    response = editor.edit(whole, **{"action-publish": "1"})
    assert response.status_code == 302, mistakes(response)
    assert content_of(Page.objects.get(pk=whole.pk).specific) == before


def content_of(page: Page) -> dict:
    """All that an editor can fill in."""
    stored = json.loads(re.sub(r' data-block-key=(\\*")\w+\1', "", page.to_json()))
    for name, entries in stored.items():
        if isinstance(entries, list) and entries and isinstance(entries[0], dict):
            in_order = sorted(entries, key=lambda entry: (entry.get("sort_order"), json.dumps({**entry, "pk": None})))
            stored[name] = [{**entry, "pk": None, "sort_order": None} for entry in in_order]
    bookkeeping = ("latest_revision", "live_revision", "draft_title")
    return {name: value for name, value in stored.items() if not name.endswith("_at") and name not in bookkeeping}


def test_a_change_shows_in_the_preview_and_not_on_the_site(editor, whole):
    if whole.preview_modes:
        preview = editor.preview(whole, title="Een andere titel")
        assert BeautifulSoup(preview.content.decode(), "html.parser").h1.get_text() == "Een andere titel"
        assert b"Een andere titel" not in Client().get(whole.url).content


def test_what_an_editor_just_chose_shows_in_the_preview(editor):
    related, dossier = a_knowledge_item("Net gekozen"), a_dossier(themes=())
    item, partnership = a_knowledge_item(themes=("Digitaal opleiden",)), a_partnership("Net aangevinkt")
    one = {"related_items-TOTAL_FORMS": "1", "related_items-0-related": str(related.pk), "related_items-0-ORDER": "1"}
    shown = editor.preview(item, **one, partnerships=[str(partnership.pk)]).content.decode()
    assert "Net gekozen" in shown
    assert "Net aangevinkt" in shown
    one = {"chosen_items-TOTAL_FORMS": "1", "chosen_items-0-item": str(related.pk), "chosen_items-0-ORDER": "1"}
    assert "Net gekozen" in editor.preview(dossier, **one).content.decode()


def test_a_page_says_what_is_missing_before_it_is_published(editor):
    response = editor.add(KnowledgeItem, the_knowledge_bank(), title="Leeg", slug="leeg", **{"action-publish": "1"})
    assert set(mistakes(response)) == {"summary", "kind", "sectors", "themes"}
    assert not Page.objects.filter(slug="leeg").exists()


PODCAST = {
    "title": "Aflevering",
    "slug": "aflevering",
    "summary": "Waar het over gaat.",
    "year": "2026",
    "sectors": ["po"],
}


def test_a_podcast_without_sound_or_transcript_stays_a_draft(editor):
    facts = {**PODCAST, "kind": "podcast", "themes": [str(terms(Theme, "Werkplekleren")[0].pk)]}
    refused = mistakes(editor.add(KnowledgeItem, the_knowledge_bank(), **facts, **{"action-publish": "1"}))
    assert set(refused) == {"audio", "transcript"}
    assert "transcript nodig" in refused["transcript"][0]
    assert editor.add(KnowledgeItem, the_knowledge_bank(), **facts).status_code == 302
    item = KnowledgeItem.objects.get()
    assert not item.live
    whole = {"audio": str(a_document(name="aflevering.mp3", content=b"ID3").pk), "transcript": "[0:00] Gast: Hallo."}
    assert editor.edit(item, **whole, **{"action-publish": "1"}).status_code == 302
    assert KnowledgeItem.objects.get().live


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "video"}, "external_url"),
        ({"series": "De driehoek"}, "series_number"),
        ({"transcript": "Zonder tijd ervoor."}, "transcript"),
        ({"chapters": "0:00 Begin\nzonder tijd"}, "chapters"),
        ({"sectors": None}, "sectors"),
    ],
)
def test_an_item_with_a_problem_is_not_published(editor, changes, field):
    item = a_knowledge_item()
    assert list(mistakes(editor.edit(item, **changes, **{"action-publish": "1"}))) == [field]


def test_home_puts_forward_what_the_rooms_offered():
    form = HomePage.get_edit_handler().get_form_class()
    chooser = form.formsets["featured"].form.base_fields["page"].widget
    assert chooser.target_models == [DossierPage, KnowledgeItem, NewsPage, EventPage]


def test_a_partnership_and_an_event_with_a_problem_are_not_published(editor):
    partnership = a_partnership()
    wrong = mistakes(editor.edit(partnership, students="1200", lon="", **{"action-publish": "1"}))
    assert set(wrong) == {"reference_year", "lat"}
    wrong = mistakes(
        editor.add(EventPage, the_agenda(), **{**least(EventPage), "form": "locatie"}, **{"action-publish": "1"})
    )
    assert set(wrong) == {"place"}


def first_steps() -> set[str]:
    """The first words of all addresses that are not those of pages."""
    patterns = (str(pattern.pattern).lstrip("^") for pattern in get_resolver().url_patterns)
    return {pattern.split("/")[0] for pattern in patterns if pattern.split("/")[0].isalpha()}


def test_a_page_may_not_take_the_address_of_something_else(editor):
    taken = {slug for slug in first_steps() if get_resolver().resolve(f"/{slug}/").url_name != "wagtail_serve"}
    assert {"zoeken", "inloggen", "beheer"} <= taken
    for slug in sorted(taken):
        response = editor.add(
            StandardPage, the_home(), title="Pagina", slug=slug, summary="Kort.", **{"action-publish": "1"}
        )
        assert list(mistakes(response)) == ["slug"], slug
    chapter = editor.add(
        ChapterPage, a_booklet(chapters=0), title="Alles", slug="alles", summary="Kort.", **{"action-publish": "1"}
    )
    assert list(mistakes(chapter)) == ["slug"]


@pytest.mark.parametrize("slug", ["feed", "alles", "export", "podcast", "open-data"])
def test_reserved_words_are_refused_also_in_a_draft(editor, slug):
    response = editor.add(KnowledgeItem, the_knowledge_bank(), title="Pagina", slug=slug)
    assert "in gebruik" in mistakes(response)["slug"][0]


def test_going_live_and_leaving_can_be_planned(editor):
    news = a_news_item()
    response = editor.edit(news, go_live_at="2099-01-01 09:00", expire_at="2099-02-01 09:00", **{"action-publish": "1"})
    assert response.status_code == 302
    news.refresh_from_db()
    assert news.latest_revision.approved_go_live_at.year == 2099
