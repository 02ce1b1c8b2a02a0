"""Of two people in one page nobody overwrites the other without knowing it, and nobody's text is lost."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from news.examples import an_event
from platform_site.accounts import roles
from platform_site.examples import a_page, a_user
from platform_site.models import StandardPage
from tests.as_shown import text_in
from tests.editor import Editor, values

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def two(seeded):
    return Editor(a_user(role=roles.EDITOR, first_name="Els")), Editor(a_user(role=roles.EDITOR, first_name="Jan"))


def address(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def latest(page) -> StandardPage:
    return StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_an_old_form_is_not_saved_and_shows_both_texts(two):
    els, jan = two
    page = a_page("Begin", body=[("text", "<p>Zoals het was.</p>")])
    old = jan.filled_in(address(page), page)
    assert els.edit(page, title="Van Els", summary="Korter en beter.").status_code == 302
    held = jan.send(address(page), old, title="Van Jan")
    assert held.status_code == 409
    assert latest(page).title == "Van Els"
    shown = BeautifulSoup(held.content.decode(), "html.parser")
    assert "Els heeft deze pagina intussen bewaard" in text_in(shown)
    table = shown.find("table", class_="stale__versions")
    rows = {text_in(row.th): [cell.get_text() for cell in row.find_all("td")] for row in table.tbody.find_all("tr")}
    assert set(rows) == {"Titel", "In het kort"}
    assert all("Els" in cell and "Jan" in cell for cell in rows["Titel"])


def test_one_can_save_all_the_same_once_one_has_seen_it(two):
    els, jan = two
    page = a_page("Begin")
    old = jan.filled_in(address(page), page)
    els.edit(page, title="Van Els")
    held = BeautifulSoup(jan.send(address(page), old, title="Van Jan").content.decode(), "html.parser")
    again = values(held.find("form", class_="stale__choices"))
    assert again["title"] == "Van Jan"
    els.edit(page, summary="Els is nog bezig.")
    held = BeautifulSoup(jan.client.post(address(page), again.dict()).content.decode(), "html.parser")
    again = values(held.find("form", class_="stale__choices"))
    assert jan.client.post(address(page), again.dict()).status_code == 302
    assert latest(page).title == "Van Jan"
    assert [version.as_object().title for version in page.revisions.order_by("pk")][:2] == ["Van Els", "Van Els"]


def test_publishing_and_handing_in_are_held_up_as_well(two):
    els, jan = two
    page = a_page("Begin")
    old = jan.filled_in(address(page), page)
    els.edit(page, title="Van Els", **{"action-publish": "1"})
    for action in ("action-publish", "action-submit"):
        assert jan.send(address(page), old.copy(), title="Van Jan", **{action: "1"}).status_code == 409
    assert StandardPage.objects.get().title == "Van Els"


def test_a_form_that_does_not_say_what_it_began_with_is_held_up(two):
    page = a_page("Begin")
    two[0].edit(page, title="Van Els")
    assert two[1].edit(page, title="Van Jan", loaded_revision_id=None).status_code == 409


def test_an_old_form_with_mistakes_is_shown_too(two):
    els, jan = two
    event = an_event("Begin")
    old = jan.filled_in(address(event), event)
    els.edit(event, title="Van Els")
    held = jan.send(address(event), old, title="Van Jan", **{"sessions-0-start": "gisteren", "expire_at": "morgen"})
    assert held.status_code == 409
    assert "gisteren" in held.content.decode()


def test_the_automatic_save_is_answered_as_the_editor_expects(two):
    els, jan = two
    page = a_page("Begin")
    old = jan.filled_in(address(page), page)
    els.edit(page, title="Van Els")
    answer = jan.client.post(address(page), {**old.dict(), "title": "Van Jan"}, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert "intussen bewaard" in answer.json()["error_message"]


def test_ones_own_automatic_saves_do_not_stand_in_ones_way(two):
    jan, page = two[1], a_page("Begin")
    form = jan.filled_in(address(page), page)
    answer = jan.client.post(address(page), {**form.dict(), "title": "Eerst"}, headers={"accept": "application/json"})
    own = str(answer.json()["revision_id"])
    assert jan.send(address(page), form, title="Daarna", overwrite_revision_id=own).status_code == 302
    assert latest(page).title == "Daarna"
