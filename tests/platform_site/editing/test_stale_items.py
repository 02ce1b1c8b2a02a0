"""Of two people in one item of a list nobody overwrites the other without knowing it, and nothing that was filled in is lost."""

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from partnerships.examples import an_organisation
from partnerships.models import Organisation
from platform_site.editing.stale_items import ItemViewSet
from platform_site.examples import a_user
from platform_site.search.synonyms import SynonymGroup
from platform_site.taxonomy import Theme
from tests.as_shown import text_in
from tests.editor import Editor, values

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def two(seeded):
    return Editor(a_user(role="beheerder", first_name="Els")), Editor(a_user(role="beheerder", first_name="Jan"))


def address(item) -> str:
    return reverse(item.snippet_viewset.get_url_name("edit"), args=[item.pk])


def filled_in(editor: Editor, item) -> QueryDict:
    return values(editor.look(address(item)).find("form", id="w-editor-form"))


def a_theme() -> Theme:
    return Theme.objects.create(title="Begeleiden", slug="begeleiden", order=1)


def test_every_list_is_guarded():
    assert len(get_snippet_models()) >= 8
    assert [model for model in get_snippet_models() if not isinstance(model.snippet_viewset, ItemViewSet)] == []


def test_an_old_form_is_not_saved_shows_both_and_can_be_saved_all_the_same(two):
    els, jan = two
    theme = a_theme()
    old = filled_in(jan, theme)
    assert els.send(address(theme), filled_in(els, theme), title="Van Els").status_code == 302
    held = jan.send(address(theme), old, title="Van Jan", order="2")
    assert held.status_code == 409
    assert Theme.objects.get(pk=theme.pk).title == "Van Els"
    shown = BeautifulSoup(held.content.decode(), "html.parser")
    assert "bewaard door Els" in " ".join(shown.get_text().split())
    rows = {text_in(row.th): row.get_text() for row in shown.find(class_="stale__versions").tbody.find_all("tr")}
    assert set(rows) == {"Naam", "Volgorde"}
    assert "Els" in rows["Naam"]
    assert "Jan" in rows["Naam"]
    again = values(shown.find("form", class_="stale__choices"))
    els.send(address(theme), filled_in(els, theme), title="Weer Els")
    held = jan.client.post(address(theme), again.dict())
    assert held.status_code == 409  # what one has not seen is not overwritten either
    again = values(BeautifulSoup(held.content.decode(), "html.parser").find("form", class_="stale__choices"))
    assert jan.client.post(address(theme), again.dict()).status_code == 302
    assert Theme.objects.values_list("title", "order").get(pk=theme.pk) == ("Van Jan", 2)


@pytest.mark.parametrize("began_with", [None, "", "0" * 64])
def test_a_form_that_does_not_say_what_it_began_with_is_held_up(two, began_with):
    theme = a_theme()
    sent = two[0].send(address(theme), filled_in(two[0], theme), title="Anders", began_with=began_with)
    assert sent.status_code == 409
    assert Theme.objects.get(pk=theme.pk).title == "Begeleiden"


def test_ones_own_former_form_is_told_and_the_same_once_more_goes_through(two):
    els, group = two[0], SynonymGroup.objects.create(words="coach, begeleider")
    old = filled_in(els, group)
    assert els.send(address(group), old.copy(), words="coach, mentor").status_code == 302
    assert els.send(address(group), old.copy(), words="coach, mentor").status_code == 302  # a second click
    held = els.send(address(group), old.copy(), words="coach, buddy")
    assert held.status_code == 409
    assert "door jou, in een ander venster" in " ".join(BeautifulSoup(held.content, "html.parser").get_text().split())
    assert els.send(address(group), filled_in(els, group), words="coach, buddy").status_code == 302


def test_a_form_with_mistakes_keeps_what_it_began_with(two):
    els, jan = two
    theme = a_theme()
    refused = els.send(address(theme), filled_in(els, theme), title="")
    assert refused.status_code == 200
    form = values(BeautifulSoup(refused.content.decode(), "html.parser").find("form", id="w-editor-form"))
    jan.send(address(theme), filled_in(jan, theme), title="Van Jan")
    assert els.send(address(theme), form, title="Van Els").status_code == 409


def test_what_the_form_does_not_hold_is_kept_and_holds_nobody_up(two):
    school = an_organisation("De Regenboog")
    form = filled_in(two[0], school)
    Organisation.objects.filter(pk=school.pk).update(registered_name="Regenboog, De")
    assert two[0].send(address(school), form, name="Regenboog").status_code == 302
    school.refresh_from_db()
    assert (school.name, school.registered_name) == ("Regenboog", "Regenboog, De")
