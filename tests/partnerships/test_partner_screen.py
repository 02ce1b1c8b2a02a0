"""Partners have a screen of their own: what is done there lies on top of the newest version, and nothing brings back what was before."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import Page

from partnerships.examples import a_coordinator, a_partnership, an_organisation
from partnerships.models import PartnershipPage
from partnerships.partner_screen import saving
from partnerships.partner_screen.history import steps
from partnerships.partner_screen.memberships import Membership, of_page
from platform_site.accounts import roles
from platform_site.examples import a_user
from tests.builders import COMPLETE
from tests.editor import Editor
from tests.portal_visit import Coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
MOST_ELEMENTS = 15_000
TODAY, LATER = date(2026, 11, 28), date(2027, 8, 1)


@pytest.fixture
def schools():
    return [an_organisation(f"School {number}", place="Ede", street=f"Laan {number}") for number in range(4)]


@pytest.fixture
def page(schools):
    return a_partnership("De Brug", partners=tuple((school, "school") for school in schools[:3]))


@pytest.fixture
def editor():
    return Editor(a_user(role=roles.EDITOR, first_name="Els"))


def url(page: Page, name: str = "partners") -> str:
    return reverse(name, args=[page.pk])


def newest(page: Page) -> set[Membership]:
    return set(of_page(PartnershipPage.objects.get(pk=page.pk).get_latest_revision_as_object()))


def live(page: Page) -> set[int]:
    return set(PartnershipPage.objects.get(pk=page.pk).partners.values_list("organisation", flat=True))


def row(school, **facts) -> Membership:
    return Membership(school.pk, "school", **facts)


def one(page: Page, membership: Membership) -> str:
    return f"{url(page, 'partner')}?rij={membership.token}"


def stop(editor: Editor, page: Page, school, day: str = "2027-08-01"):
    return editor.client.post(one(page, row(school)), {"role": "school", "since": "", "until": day, "doen": "bewaar"})


def add(editor: Editor, page: Page, *schools):
    return editor.client.post(
        url(page, "partners-add"), {"organisations": [school.pk for school in schools], "since": "2026-08-01"}
    )


def test_a_school_brings_the_others_of_its_board_and_who_is_there_stays_as_it_is(editor, page):
    board = [an_organisation(f"Ver {number}", governed_by="41234") for number in range(8)]
    add(editor, page, board[0])
    found = editor.look(f"{url(page, 'partners-add')}?zoek=ver").find_all("input", attrs={"name": "beside"})
    assert [box.parent.get_text(" ", strip=True) for box in found[:2]] == [
        "ook de 7 andere scholen van dit bestuur : Ver 0", "ook de 6 andere scholen van dit bestuur : Ver 1",
    ]  # fmt: skip
    asked = {"organisations": [board[1].pk], "beside": [board[1].pk], "since": "2027-08-01"}
    told = editor.client.post(url(page, "partners-add"), asked, follow=True).content.decode()
    assert "en nog 2." in told
    assert {one.pk for one in board} < {membership.organisation for membership in newest(page)}
    assert row(board[0], since=date(2026, 8, 1)) in newest(page)
    assert {row(one, since=LATER) for one in board[1:]} < newest(page)


def test_nothing_ticked_is_told(editor, page):
    said = editor.client.post(url(page, "partners-add") + "?zoek=school", {"since": ""}).content.decode()
    assert "Vink eerst aan wie erbij komt." in said


def test_an_abbreviation_finds_what_it_stands_for_here_too(editor, page):
    an_organisation("Hogeschool van Arnhem en Nijmegen", kind="hbo")
    assert "Hogeschool van Arnhem" in editor.look(f"{url(page, 'partners-add')}?zoek=HAN").get_text()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("gisteren", "Vul bij “Gestopt op” een dag in als"), ("31 december 1926", "Vul bij “Gestopt op” een dag in tussen 1980 en 2100.")],
)  # fmt: skip
def test_a_wrong_day_names_its_field(editor, page, schools, typed, said):
    assert said in stop(editor, page, schools[0], typed).content.decode()
    assert not PartnershipPage.objects.get(pk=page.pk).has_unpublished_changes


@pytest.mark.parametrize("page_type", COMPLETE, ids=lambda model: model.__name__)
def test_the_edit_page_of_every_type_is_light(editor, page_type):
    shown = editor.look(reverse("wagtailadmin_pages:edit", args=[COMPLETE[page_type]().pk]))
    assert 500 < len(shown.find_all(True)) < MOST_ELEMENTS


def test_with_hundreds_of_partners_the_pages_are_as_light_as_with_none(editor, django_assert_max_num_queries):
    many = [an_organisation(f"School {number}", place="Ede") for number in range(344)]
    page = a_partnership(partners=tuple((school, "school") for school in many))
    few = a_partnership()
    size = {
        one.pk: len(editor.look(reverse("wagtailadmin_pages:edit", args=[one.pk])).find_all(True))
        for one in (page, few)
    }
    assert abs(size[page.pk] - size[few.pk]) < 20
    stop(editor, page, many[0])
    with django_assert_max_num_queries(60):
        shown = editor.look(url(page))
    assert len(shown.find_all(True)) < MOST_ELEMENTS
    assert shown.find(attrs={"data-total": "344"})
    assert len(shown.find_all("tr", attrs={"data-item": True})) == 50


def test_the_list_is_searched_and_filtered(editor, page, schools):
    stop(editor, page, schools[0], "2020-08-01")

    def found(query: str) -> list[str]:
        rows = editor.look(f"{url(page)}?{query}").find_all("tr", attrs={"data-item": True})
        return [one.th.contents[0].strip() for one in rows]

    assert found("zoek=laan+1") == ["School 1"]
    assert found("stand=gestopt") == ["School 0"]
    assert found("stand=nu") == ["School 1", "School 2"]
    assert found("rol=penvoerder") == []
    assert found("plaats=Ede&rol=school&p=99") == ["School 0", "School 1", "School 2"]
    assert found("rol=%00&stand=x&zoek=%00&p=x&plaats=Elders") == []


def test_a_change_waits_as_a_draft_and_is_published_from_the_screen(editor, page, schools):
    stop(editor, page, schools[0])
    assert row(schools[0], until=LATER) in newest(page)
    assert "tot 1 augustus 2027" in editor.look(url(page)).find("section").get_text()
    assert not page.partners.filter(until=LATER).exists()
    add(editor, page, schools[3])
    editor.client.post(url(page), {"doen": "publiceer"})
    assert live(page) == {school.pk for school in schools}
    assert not PartnershipPage.objects.get(pk=page.pk).has_unpublished_changes
    stop(editor, page, schools[1])  # what came in by a draft keeps its id from then on
    ids = set(page.partners.values_list("pk", flat=True))
    editor.client.post(url(page), {"doen": "publiceer"})
    assert set(page.partners.values_list("pk", flat=True)) == ids


def test_a_change_is_undone_and_all_of_it_is_remembered(editor, page, schools):
    stop(editor, page, schools[0])
    add(editor, page, schools[3])
    for school in (schools[0], schools[3]):
        editor.client.post(url(page), {"doen": f"terug-{school.pk}"})
    assert newest(page) == {row(school) for school in schools[:3]}
    found, older = steps(PartnershipPage.objects.get(pk=page.pk))
    assert [[change.sign for change, _ in step.changes] for step in found] == [["−"], ["~"], ["+"], ["~"]]
    assert {step.by for step in found} == {"Els"}
    assert older is None
    assert "Els" in editor.look(url(page, "partners-history")).get_text()


def test_a_form_of_the_page_that_was_open_meanwhile_keeps_the_partners(editor, page, schools):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    stop(editor, page, schools[0])
    assert editor.edit(page, title="De Nieuwe Brug", **{"action-publish": "1"}).status_code == 302
    assert row(schools[0], until=LATER) in newest(page)
    before = page.revisions.order_by("pk").first()
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, before.pk])
    editor.send(edit, editor.filled_in(revert, before.as_object()))
    assert row(schools[0], until=LATER) in newest(page)


def test_what_was_changed_meanwhile_is_not_overwritten(editor, page, schools):
    seen = one(page, row(schools[0]))
    stop(editor, page, schools[0])
    for fields in ({"doen": "weg"}, {"role": "overig", "since": "", "until": "", "doen": "bewaar"}):
        assert editor.client.post(seen, fields).status_code == 302
    assert row(schools[0], until=LATER) in newest(page)
    add(editor, page, schools[3])
    assert "staat er al" in add(editor, page, schools[3]).content.decode()
    assert len(newest(page)) == 4


def test_a_school_moves_to_another_partnership_on_one_day_or_not_at_all(editor, page, schools):
    other = a_partnership("De Kade")
    fields = {"to": other.pk, "on": "2027-08-01", "doen": "verplaats"}
    editor.client.post(one(page, row(schools[0])), fields)
    assert row(schools[0], until=LATER) in newest(page)
    assert newest(other) == {row(schools[0], since=LATER)}
    refused = editor.client.post(one(page, row(schools[0], until=LATER)), fields)
    assert "doet al mee bij De Kade" in refused.content.decode()
    Page.objects.filter(pk=other.pk).update(locked=True)
    editor.client.post(one(page, row(schools[1])), fields)
    assert row(schools[1]) in newest(page)


def test_who_takes_a_move_back_hears_of_its_other_half(editor, page, schools):
    other = a_partnership("De Kade")
    editor.client.post(one(page, row(schools[0])), {"to": other.pk, "on": "2027-08-01", "doen": "verplaats"})
    back = {"doen": f"terug-{schools[0].pk}"}
    told = editor.client.post(url(page), back, follow=True).content.decode()
    assert "Bij De Kade staat voor deze partner nog een wijziging klaar" in told
    editor.client.post(url(other), back)
    stop(editor, page, schools[0])
    assert "nog een wijziging klaar" not in editor.client.post(url(page), back, follow=True).content.decode()


def test_who_may_not_publish_hands_in_and_then_waits(page, schools):
    writer = Editor(a_user(role=roles.WRITER))
    stop(writer, page, schools[0])
    assert writer.client.post(url(page), {"doen": "publiceer"}).status_code in (302, 403)
    assert not page.partners.filter(until=LATER).exists()
    writer.client.post(url(page), {"doen": "inleveren"})
    assert PartnershipPage.objects.get(pk=page.pk).workflow_in_progress
    stop(writer, page, schools[1])
    assert row(schools[1]) in newest(page)
    reviewer = Editor(a_user(role=roles.EDITOR))
    with pytest.raises(saving.PartnersRefusedError):
        saving.publish(page.pk, reviewer.user)


def test_only_who_may_edit_the_page_comes_in(page):
    client = Coordinator(page, user=a_coordinator(page)).client
    for name in ("partners", "partner", "partners-add", "partners-history"):
        assert client.get(url(page, name)).status_code in (302, 403)


def test_a_draft_that_was_set_aside_does_not_undo_what_coordinators_handed_in(editor, page, schools):
    """Els stops one school; meanwhile a coordinator hands in that another one stops, and that is approved."""
    stop(editor, page, schools[0])
    vera = Coordinator(page)
    vera.row(schools[1], until="2027-08-01")
    vera.hand_in()
    assert {row(schools[0]), row(schools[1], until=LATER)} <= newest(page)
    state = PartnershipPage.objects.get(pk=page.pk).current_workflow_task_state
    state.approve(user=editor.user)
    assert page.partners.get(organisation=schools[1]).until == LATER
    assert {row(schools[0], until=LATER), row(schools[1], until=LATER)} <= newest(page)
