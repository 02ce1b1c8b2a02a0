"""Who hears of a review: the editors of the page's council, and who handed it in. Nobody is sent where they may not come."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.users.models import UserProfile

from platform_site.accounts import roles
from platform_site.examples import a_page, a_user, number
from platform_site.models import Council, StandardPage
from tests.editor import Editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture
def councils():
    return {council.title: council for council in Council.objects.all()}


def an_editor(email: str, council: Council | None = None, role: str = roles.EDITOR):
    return a_user(email, role=role, council=council)


def hand_in(writer: Editor, **facts) -> StandardPage:
    page = a_page("Over ons", slug=f"over-ons-{number()}", **facts)
    writer.edit(page, title="Over ons & “jullie”", **{"action-submit": "1"})
    return StandardPage.objects.get(pk=page.pk)


def decide(reviewer: Editor, page: StandardPage, action: str, comment: str = "") -> None:
    mail.outbox.clear()
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, page.current_workflow_task_state.pk])
    assert reviewer.client.post(url, {"comment": comment}).status_code in (200, 302)


def receivers() -> set[str]:
    assert all(len(message.to) == 1 for message in mail.outbox)
    return {message.to[0] for message in mail.outbox}


@pytest.fixture
def writer():
    return Editor(an_editor("schrijver@po.nl", role=roles.WRITER))


@pytest.fixture
def editors(councils):
    return [
        an_editor("po@raad.nl", councils["PO-Raad"]),
        an_editor("vo@raad.nl", councils["VO-raad"]),
        an_editor("los@raad.nl"),
    ]


def test_the_editors_of_the_council_get_the_mail_and_if_it_has_none_all_do(councils, writer, editors):
    hand_in(writer, council=councils["PO-Raad"])
    assert receivers() == {"po@raad.nl"}
    for council in (councils["UNL"], None):
        mail.outbox.clear()
        hand_in(writer, council=council)
        assert receivers() == {"po@raad.nl", "vo@raad.nl", "los@raad.nl"}


def test_who_wants_no_mail_who_is_gone_and_who_handed_it_in_gets_none(councils, editors):
    quiet, gone, own = editors
    UserProfile.objects.create(user=quiet, submitted_notifications=False)
    gone.is_active = False
    gone.save()
    hand_in(Editor(own))
    assert receivers() == set()


def test_the_mail_says_in_dutch_what_waits_and_where(councils, writer, editors):
    page = hand_in(writer, council=councils["PO-Raad"])
    (message,) = mail.outbox
    assert message.subject == "Ingeleverd: Over ons & “jullie”"
    assert f"https://voorbeeld.test/beheer/pages/{page.pk}/edit/" in message.body
    assert "schrijver@po.nl heeft" in message.body
    assert "(PO-Raad)" in message.body


def test_the_writer_hears_the_outcome_with_the_remark(writer, editors):
    reviewer, page = Editor(editors[0]), hand_in(writer)
    decide(reviewer, page, "reject", "Noem de raad voluit.")
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["schrijver@po.nl"], "Teruggestuurd: Over ons & “jullie”")
    assert "Noem de raad voluit." in message.body
    writer.edit(page, summary="Verbeterd.", **{"action-submit": "1"})
    decide(reviewer, StandardPage.objects.get(pk=page.pk), "approve", "Mooi.")
    (message,) = mail.outbox
    assert message.subject == "Goedgekeurd: Over ons & “jullie”"
    assert "Mooi." in message.body
    assert f"https://voorbeeld.test{page.url}" in message.body


def test_whoever_has_no_place_in_the_admin_gets_no_mail_from_it(editors):
    coordinator, page = a_user("coordinator@school.nl"), a_page("Profiel")
    page.save_revision(user=coordinator)
    page.get_workflow().start(page, coordinator)
    for action in ("reject", "approve"):
        page = StandardPage.objects.get(pk=page.pk)
        decide(Editor(editors[0]), page, action, "Dit is nog onduidelijk.")
        assert "coordinator@school.nl" not in receivers()
        if action == "reject":
            page.current_workflow_state.resume(coordinator)


def test_an_administrator_sets_the_council_of_an_account(councils, editors):
    account, admin = editors[2], Editor()
    url = reverse("wagtailusers_users:edit", args=[account.pk])
    assert admin.look(url).find("select", {"name": "council"})
    facts = {
        "email": account.email,
        "first_name": "Lo",
        "last_name": "S",
        "is_active": "on",
        "council": councils["UNL"].pk,
    }
    assert admin.client.post(url, facts).status_code == 302
    account.refresh_from_db()
    assert account.council == councils["UNL"]
    assert admin.look(reverse("wagtailusers_users:add")).find("select", {"name": "council"})
