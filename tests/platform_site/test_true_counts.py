"""What the admin says of a page and of a list is so: how often it is used, that it still holds, how long it lasts, what is planned."""

from datetime import timedelta

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import Page, ReferenceIndex
from wagtail.snippets.models import get_snippet_models

from knowledge_bank.examples import a_knowledge_item
from knowledge_bank.models import KnowledgeItem
from news.examples import a_news_item, an_event
from news.models import EventPage, NewsPage
from partnerships.examples import a_partnership
from platform_site.accounts import roles
from platform_site.editing.advice import advice
from platform_site.examples import a_document, a_page, a_user, terms, the_home
from platform_site.models import Audience, Council, SiteDocument, SiteImage, SiteSettings, Theme
from platform_site.settings.base import BASE_DIR
from tests.builders import COMPLETE
from tests.editor import Editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
TODAY, LONG_AGO = timezone.localdate(), timezone.localdate() - timedelta(days=2000)


def counted(thing: models.Model) -> int:
    return ReferenceIndex.get_grouped_references_to(thing).count()


def chosen_in(source: type[models.Model], field: models.Field) -> set[tuple[str, str]]:
    """Who chose what in this field, as ids; what stands in a list on a page was chosen by the page."""
    owner = next((one.attname for one in source._meta.fields if isinstance(one, ParentalKey)), "pk")
    chosen = source.objects.filter(**{f"{field.name}__isnull": False}).values_list(owner, field.name)
    return {(str(who), str(what)) for who, what in chosen}


def test_every_kind_of_choice_is_counted():
    for page_type in (KnowledgeItem, EventPage, NewsPage):
        COMPLETE[page_type]()
    a_user("els@raad.nl", council=Council.objects.first())
    looked_at = 0
    for kind in [*get_snippet_models(), SiteImage, SiteDocument]:
        target = ReferenceIndex._get_base_content_type(kind)
        known = set(ReferenceIndex.objects.filter(to_content_type=target).values_list("object_id", "to_object_id"))
        for relation in kind._meta.related_objects:
            if not getattr(relation.related_model, "wagtail_reference_index_ignore", False):
                chosen = chosen_in(relation.related_model, relation.field)
                looked_at += bool(chosen)
                assert chosen <= known, relation
    assert looked_at > 5


def test_a_theme_follows_what_pages_choose():
    theme, other = terms(Theme, "Werkplekleren", "Digitaal opleiden")
    before = counted(theme)
    item = a_knowledge_item(themes=("Werkplekleren",))
    a_news_item(themes=("Werkplekleren",))
    assert counted(theme) == before + 2
    item.themes = [other]
    item.save()
    assert (counted(theme), counted(other)) == (before + 1, 1)


def test_accounts_and_settings_count_too():
    council, page = Council.objects.first(), a_page()
    before = counted(council)
    a_user("els@raad.nl", council=council)
    stored = SiteSettings.for_site(the_home().get_site())
    stored.privacy_page = page
    stored.save()
    assert (counted(council), counted(page)) == (before + 1, 1)
    assert page.url in Client().get("/").content.decode()
    page.unpublish()
    assert page.url not in Client().get("/").content.decode()


@pytest.fixture
def writer():
    return Editor(a_user("els@raad.nl", role=roles.WRITER, council=Council.objects.get(title="VO-raad")))


def still_right(editor: Editor, page: Page, **fields):
    return editor.client.post(reverse("still-right", args=[page.pk]), fields, follow=True)


def test_saying_that_a_page_holds_leaves_its_draft_alone(writer):
    page = a_page("Over ons", revised_on=LONG_AGO)
    page.title = "Over ons, herschreven"
    draft = page.save_revision()
    answer = still_right(writer, Page.objects.get(pk=page.pk)).content.decode()
    assert "is vandaag nagelezen en klopt nog" in answer
    live = Page.objects.get(pk=page.pk).specific
    assert (live.title, live.revised_on, live.latest_revision_id) == ("Over ons", TODAY, draft.pk)
    in_draft = live.get_latest_revision_as_object()
    assert (in_draft.title, in_draft.revised_on) == ("Over ons, herschreven", TODAY)
    assert "klopt nog" in writer.client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()


def test_it_is_taken_back_only_while_it_is_the_last_word(writer):
    page = a_page(revised_on=LONG_AGO)
    answer = still_right(writer, page).content.decode()
    undo = answer.split('<form method="post" action="')[1].split('"')[0]
    writer.client.post(undo)
    assert Page.objects.get(pk=page.pk).specific.revised_on == LONG_AGO
    still_right(writer, page)
    type(page).objects.filter(pk=page.pk).update(revised_on=TODAY - timedelta(days=3))
    assert "intussen al veranderd" in writer.client.post(undo, follow=True).content.decode()


def test_not_by_a_link_not_for_a_locked_page_and_not_by_visitors(writer):
    page = a_page(revised_on=LONG_AGO)
    address = reverse("still-right", args=[page.pk])
    assert writer.client.get(address).status_code == 405
    assert Client().post(address).status_code == 302
    page.locked = True
    page.save()
    assert "op slot gezet" in still_right(writer, page).content.decode()
    assert Page.objects.get(pk=page.pk).specific.revised_on == LONG_AGO


def test_what_is_planned_is_listed_the_first_in_front(writer):
    chief = Editor()
    soon, later = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=9)
    news, leaving = a_news_item("Komt nog"), a_news_item("Gaat weg")
    chief.edit(news, go_live_at=f"{later:%Y-%m-%d} 09:00", **{"action-publish": "1"})
    Page.objects.filter(pk=leaving.pk).update(expire_at=soon)
    a_news_item("Gewoon")
    shown = writer.look(reverse("werk", args=["ingepland"]))
    rows = [row.get_text(" ", strip=True) for row in shown.select(".work__rows li")]
    assert [row.partition(" ")[0] for row in rows] == ["Gaat", "Komt"]
    assert "gaat van de site op" in rows[0]
    assert "komt op de site op" in rows[1]
    assert "om 9.00 uur" in rows[1]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ('<a href="https://a.nl/">Klik hier</a>', "zegt niet waar hij heen gaat"),
        ('<a href="https://a.nl/x">https://a.nl/x</a>', "is een adres"),
        ('<a href="https://a.nl/x">www.a.nl</a>', "is een adres"),
        ('<a href="https://a.nl/x">de routekaart van A.nl</a>', ""),
    ],
)
def test_links_that_say_nothing_are_warned_of_and_stop_nobody(link, words):
    page = a_page(body=[("text", f"<p>Lees {link}.</p>")], council=Council.objects.first())
    assert [words in one for one in advice(page)] == ([True] if words else [])


def test_it_is_said_when_a_page_is_handed_in_and_not_before():
    chief, page = Editor(), a_page(body=[("text", '<p><a href="https://a.nl/">Klik hier</a></p>')])
    kept = chief.edit(page, title="Over")
    assert "Kijk nog even" not in chief.client.get(kept.headers["Location"]).content.decode()
    sent = chief.edit(page, **{"action-publish": "1"})
    assert sent.status_code == 302
    told = chief.client.get(sent.headers["Location"]).content.decode()
    assert "Klik hier" in told
    assert "verantwoordelijke raad" in told


@pytest.mark.parametrize("name", ["podcast-een-kok-voor-de-klas.mp3"])
def test_a_podcast_lasts_as_long_as_its_file(name):
    content = (BASE_DIR / "platform_site/demo/audio" / name).read_bytes()
    item = a_knowledge_item(
        kind="podcast", audio=a_document(name=name, content=content), transcript="[0:00] Gast: Hallo.", duration=5
    )
    assert Editor().edit(item, **{"action-publish": "1"}).status_code == 302
    item.refresh_from_db()
    assert item.duration > 20


def test_audiences_of_events_count():
    (audience,) = terms(Audience, "Schoolopleiders")
    before = counted(audience)
    event = an_event()
    event.audiences = [audience]
    event.save()
    a_partnership()
    assert counted(audience) == before + 1
