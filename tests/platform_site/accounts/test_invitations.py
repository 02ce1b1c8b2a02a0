"""An invitation works once, for fourteen days, for one address; a link that was forwarded or scanned opens nothing."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from platform_site.accounts import invitations
from platform_site.accounts.invitations import (
    Invitation,
    InvitationClosedError,
    InvitationKind,
    accept,
    invite,
    withdraw,
)
from platform_site.examples import a_user, the_home
from tests.as_shown import as_shown
from tests.logging_in import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
taken_up = []


@pytest.fixture(autouse=True)
def a_kind(monkeypatch):
    taken_up.clear()
    kind = InvitationKind(
        "proef",
        mail="uitnodiging-redactie",
        purpose=lambda _: "om mee te proeven",
        accepted=lambda invitation, user: taken_up.append((invitation.payload, user)),
        then=lambda _: "/kennisbank/",
    )
    monkeypatch.setitem(invitations._kinds, "proef", kind)


def invited(email: str = "nieuw@school.nl", **payload) -> tuple[Invitation, str]:
    """An invitation, and the path of the link in its mail."""
    made = invite(email, "proef", payload, by=a_user(first_name="Ineke"))
    return made, re.search(r"https://voorbeeld.test(/inloggen/uitnodiging/\S+)", mail.outbox[-1].body)[1]


def press(client: Client, link: str):
    """Presses the button, and types the code from the mail."""
    asked = client.post(link)
    code = re.search(r"Je code is (\S+)", mail.outbox[-1].body)[1]
    return client.post(asked.headers["Location"], {"code": code}, follow=True)


def test_the_whole_way_from_mail_to_accepted():
    the_home()
    invitation, link = invited("Nieuw@School.NL", partnership=12)
    assert mail.outbox[-1].to == ["nieuw@school.nl"]
    client = Client()
    page = as_shown(client.get(link))
    assert "Ineke nodigt je uit om mee te proeven" in page
    assert press(client, link).request["PATH_INFO"] == "/kennisbank/"
    user = get_user_model().objects.get(email="nieuw@school.nl")
    assert taken_up == [({"partnership": 12}, user)]
    assert not user.has_usable_password()
    invitation.refresh_from_db()
    assert invitation.used_at
    assert "al gebruikt" in Client().get(link).content.decode()


def test_opening_the_link_changes_nothing():
    _, link = invited()
    sent = len(mail.outbox)
    for _ in range(3):
        assert Client().get(link).status_code == Client().head(link).status_code == 200
    assert (taken_up, len(mail.outbox), Invitation.objects.open().count()) == ([], sent, 1)
    assert not get_user_model().objects.filter(email="nieuw@school.nl").exists()


def test_a_forwarded_link_needs_the_code_that_went_to_the_invited_address():
    _, link = invited()
    stranger = Client()
    asked = stranger.post(link)
    assert mail.outbox[-1].to == ["nieuw@school.nl"]
    stranger.post(asked.headers["Location"], {"code": "AAAA-AAAA"})
    assert stranger.get(link).status_code == 200
    assert taken_up == []
    other = log_in(Client(), a_user("ander@school.nl"))
    for ask in (other.get, other.post):
        answer = ask(link)
        assert answer.status_code == 403
        assert "voor nieuw@school.nl, en je bent ingelogd als ander@school.nl" in answer.content.decode()
    assert taken_up == []


def test_whoever_is_logged_in_already_takes_it_up_with_one_press():
    user = a_user("nieuw@school.nl")
    _, link = invited()
    client = log_in(Client(), user)
    assert "Neem de uitnodiging aan" in client.get(link).content.decode()
    assert taken_up == []
    assert client.post(link).headers["Location"] == "/kennisbank/"
    assert [who for _, who in taken_up] == [user]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "ouder dan 14 dagen"),
        ({"withdrawn_at": timezone.now()}, "ingetrokken"),
        ({"used_at": timezone.now()}, "al gebruikt"),
    ],
)
def test_one_that_is_closed_says_why_and_does_nothing(change, words):
    invitation, link = invited()
    Invitation.objects.filter(pk=invitation.pk).update(**change)
    sent = len(mail.outbox)
    for client in (Client(), log_in(Client(), a_user("nieuw@school.nl"))):
        for ask in (client.get, client.post):
            answer = ask(link)
            assert answer.status_code == 410
            assert words in answer.content.decode()
    assert (taken_up, len(mail.outbox)) == ([], sent)


def test_a_link_that_never_was_is_not_found():
    assert Client().get("/inloggen/uitnodiging/verzonnen/").status_code == 404


def test_it_lasts_fourteen_days():
    invitation, _ = invited()
    assert invitation.expires_at - invitation.created_at == pytest.approx(timedelta(days=14), abs=timedelta(seconds=2))


def test_a_new_one_takes_the_place_of_the_old():
    first, old = invited(partnership=1)
    second, _ = invited(partnership=2)
    third, new = invited(partnership=1)
    assert list(Invitation.objects.open().order_by("pk")) == [second, third]
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200
    assert first != third


def test_what_was_taken_up_cannot_be_withdrawn_or_taken_up_again():
    user = a_user("nieuw@school.nl")
    invitation, _ = invited()
    accept(invitation, user)
    withdraw(invitation)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
    with pytest.raises(InvitationClosedError, match="al gebruikt"):
        accept(invitation, user)
    assert len(taken_up) == 1


def test_two_tabs_at_one_moment_and_what_it_was_for_is_gone(monkeypatch):
    the_home()
    invitation, link = invited()
    user = a_user("nieuw@school.nl")
    client = log_in(Client(), user)
    found = invitations.find(link.rstrip("/").rpartition("/")[2])
    accept(invitation, user)
    monkeypatch.setattr(invitations, "find", lambda _: found)  # read before the other tab was done
    second = client.post(link)
    assert (second.status_code, "al gebruikt" in second.content.decode()) == (410, True)


def test_the_link_is_not_in_the_database():
    _, link = invited()
    token = link.rstrip("/").rpartition("/")[2]
    assert len(token) >= 40
    assert token not in str(list(Invitation.objects.values()))
