"""Reviewing pages: what goes live is what was handed in and read, whatever else was saved meanwhile."""

import pytest
from django.urls import reverse

from knowledge_bank.examples import a_knowledge_item
from knowledge_bank.models import KnowledgeItem
from platform_site.accounts import roles
from platform_site.examples import a_page, a_user
from platform_site.models import StandardPage
from tests.editor import Editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture
def writer():
    return Editor(a_user(role=roles.WRITER))


@pytest.fixture
def reviewer():
    return Editor(a_user(role=roles.EDITOR))


def handed_in(writer: Editor, title: str = "Ingeleverd") -> StandardPage:
    page = a_page("Zoals het op de site staat")
    assert writer.edit(page, title=title, **{"action-submit": "1"}).status_code == 302
    return page


def act(reviewer: Editor, page: StandardPage, action: str = "approve", comment: str = ""):
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state(page).pk])
    return reviewer.client.post(url, {"comment": comment})


def task_state(page: StandardPage):
    return StandardPage.objects.get(pk=page.pk).current_workflow_task_state


def on_site(page: StandardPage) -> str:
    return StandardPage.objects.get(pk=page.pk).title


def test_what_a_writer_hands_in_waits_for_an_editor(writer, reviewer):
    page = handed_in(writer)
    assert on_site(page) == "Zoals het op de site staat"
    assert act(writer, page).status_code in (302, 403)
    assert on_site(page) == "Zoals het op de site staat"
    assert act(reviewer, page).status_code == 302
    assert on_site(page) == "Ingeleverd"


def test_a_writer_cannot_publish_by_asking_for_it(writer):
    page = a_page("Zoals het op de site staat")
    writer.edit(page, title="Toch maar zo", **{"action-publish": "1"})
    assert on_site(page) == "Zoals het op de site staat"


def test_a_writer_sends_no_moment_no_menu_and_no_other_address(writer, reviewer):
    page = a_page("Zoals het op de site staat")
    sent = {"slug": "elders", "go_live_at": "01-02-2027 09:00", "expire_at": "01-03-2027 09:00", "show_in_menus": "on"}
    assert writer.edit(page, title="Beter", **sent).status_code == 302
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.title, draft.slug) == ("Beter", page.slug)
    assert (draft.go_live_at, draft.expire_at, draft.show_in_menus) == (None, None, False)
    writer.add(StandardPage, page, title="Nieuw", summary="Waarover.", **sent)
    new = StandardPage.objects.get(title="Nieuw")
    assert (new.slug, new.go_live_at, new.show_in_menus) == ("elders", None, False)  # nobody knows its address yet
    reviewer.edit(page, **sent)
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.slug, draft.show_in_menus, draft.go_live_at.year) == ("elders", True, 2027)


def test_what_is_sent_back_stays_a_draft_with_the_remark(writer, reviewer):
    page = handed_in(writer)
    act(reviewer, page, "reject", "Noem de raad voluit.")
    state = StandardPage.objects.get(pk=page.pk).current_workflow_state
    assert (state.status, state.current_task_state.comment) == ("needs_changes", "Noem de raad voluit.")
    assert on_site(page) == "Zoals het op de site staat"
    assert writer.edit(page, title="Verbeterd", **{"action-submit": "1"}).status_code == 302
    act(reviewer, page)
    assert on_site(page) == "Verbeterd"


@pytest.mark.parametrize("remark", ["", "{}", '{"comment": "  "}', '{"other": "x"}', "[1]", "geen json"])
@pytest.mark.parametrize("typed", [{}, {"title": "Intussen getypt"}])
def test_nothing_is_sent_back_without_a_word_by_a_form_that_is_forged(writer, reviewer, remark, typed):
    page = handed_in(writer)
    sent = {"action-workflow-action": "1", "workflow-action-name": "reject", "workflow-action-extra-data": remark}
    answer = reviewer.edit(page, **typed, **sent)
    assert "Schrijf wat er anders moet." in reviewer.client.get(answer.headers["Location"]).content.decode()
    assert (task_state(page).status, task_state(page).comment) == ("in_progress", "")


def test_nothing_is_sent_back_without_a_word_by_the_address_of_the_dialog(writer, reviewer):
    page = handed_in(writer)
    act(reviewer, page, "reject", " ")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task_state(page).pk])
    answer = reviewer.client.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
    assert "Schrijf wat er anders moet." in answer.json()["html"]
    assert task_state(page).status == "in_progress"


@pytest.mark.parametrize("remark", ['{"comment": "Mooi."}', '{"other": "x"}', "geen json"])
def test_approving_takes_a_remark_and_stumbles_over_nothing_else(writer, reviewer, remark):
    page = handed_in(writer)
    sent = {"action-workflow-action": "1", "workflow-action-name": "approve", "workflow-action-extra-data": remark}
    assert reviewer.edit(page, summary="Intussen getypt.", **sent).status_code == 302
    assert reviewer.edit(page, **sent).status_code == 302
    assert on_site(page) == "Ingeleverd"


def test_approving_publishes_what_was_read_and_an_older_draft_of_somebody_else_stays_where_it_was(writer, reviewer):
    page = a_page("Zoals het op de site staat")
    page.title = "Los idee van een ander"
    draft = page.save_revision(user=a_user(role=roles.EDITOR))
    page = StandardPage.objects.get(pk=page.pk)
    page.title = "Ingeleverd op wat op de site staat"
    page.save_revision()
    page.get_workflow().start(page, writer.user)
    act(reviewer, page)
    assert on_site(page) == "Ingeleverd op wat op de site staat"
    assert page.revisions.get(pk=draft.pk).as_object().title == "Los idee van een ander"


def test_a_change_after_handing_in_asks_for_approval_again(writer, reviewer):
    page = handed_in(writer)
    stale = task_state(page)
    reviewer.edit(page, title="Door de eindredacteur bijgeschaafd")
    act(reviewer, page)
    assert on_site(page) == "Zoals het op de site staat"
    assert task_state(page).pk != stale.pk
    act(reviewer, page)
    assert on_site(page) == "Door de eindredacteur bijgeschaafd"


def test_a_review_that_ends_publishes_its_own_revision_even_when_a_later_one_slipped_in(writer, reviewer):
    page = handed_in(writer)
    state = page.current_workflow_state
    page = StandardPage.objects.get(pk=page.pk)
    page.title = "Tegelijk bewaard"
    page.save_revision()
    state.finish(user=reviewer.user)
    assert on_site(page) == "Ingeleverd"
    assert StandardPage.objects.get(pk=page.pk).has_unpublished_changes


APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}


def test_approving_at_the_foot_of_the_page_without_a_change_publishes_what_was_handed_in(writer, reviewer):
    page = a_page("Zoals het op de site staat", body=[("text", "<p>Een <b>vet</b> woord.</p>")])
    writer.edit(page, title="Ingeleverd", **{"action-submit": "1"})
    page = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert reviewer.edit(page, **APPROVE).status_code == 302
    assert on_site(page) == "Ingeleverd"
    assert task_state(page) is None


def test_text_that_never_went_through_the_editor_can_be_approved_as_it_is(writer, reviewer):
    page = a_page("Profiel", body=[("text", "<p>Eén.</p>\n <p>Twee <b>vette</b> woorden.</p> <ul><li>drie</li></ul>")])
    page.title = "Ingeleverd"
    revision = page.save_revision(user=writer.user)
    page.get_workflow().start(page, writer.user)
    assert reviewer.edit(page, **APPROVE).status_code == 302
    assert StandardPage.objects.get(pk=page.pk).live_revision_id == revision.pk


def test_lines_end_differently_in_a_form_and_that_is_no_change(writer, reviewer):
    item = a_knowledge_item(
        authors="Jansen, Jo\nDe Wit, Els", body=[("details", {"question": "Hoe?", "answer": "<p>Zo.</p>"})]
    )
    revision = item.save_revision(user=writer.user)
    item.get_workflow().start(item, writer.user)
    assert reviewer.edit(item, authors="Jansen, Jo\r\nDe Wit, Els", **APPROVE).status_code == 302
    assert KnowledgeItem.objects.get(pk=item.pk).live_revision_id == revision.pk


def test_a_second_click_on_approve_is_told_that_it_is_done(writer, reviewer):
    page = handed_in(writer)
    page = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = reviewer.filled_in(url, page)
    assert reviewer.send(url, form.copy(), **APPROVE).status_code == 302
    again = reviewer.send(url, form, **APPROVE)
    assert "al beoordeeld" in reviewer.client.get(again["Location"]).content.decode()
    behind = reviewer.client.post(url, {**form.dict(), **APPROVE}, headers={"accept": "application/json"})
    assert (behind.status_code, behind.json()["success"]) == (400, False)


def test_whoever_changes_and_approves_at_once_is_told_that_the_new_version_still_waits(writer, reviewer):
    page = handed_in(writer)
    page = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    response = reviewer.edit(page, title="Snel nog verbeterd", **APPROVE)
    assert on_site(page) == "Zoals het op de site staat"
    told = reviewer.client.get(response["Location"]).content.decode()
    assert "Je wijziging is bewaard, maar nog niet goedgekeurd" in told
    assert (
        reviewer.edit(StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object(), **APPROVE).status_code
        == 302
    )
    assert on_site(page) == "Snel nog verbeterd"
