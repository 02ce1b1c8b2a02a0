"""Inviting an editor takes one form; from the mail to the admin it is a code, a password and a second step."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client

from platform_site.accounts.invitations import Invitation
from platform_site.accounts.roles import GROUPS
from platform_site.examples import a_user, the_home
from platform_site.models import Council
from tests import logging_in
from tests.logging_in import current_code, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
FORM = "/beheer/uitnodigingen/"
PASSWORD = "paard batterij nietje"


@pytest.fixture
def administrator() -> Client:
    return log_in(Client(), a_user("baas@voorbeeld.nl", role="beheerder"))


@pytest.fixture(autouse=True)
def groups():
    for name in GROUPS.values():
        group = Group.objects.get_or_create(name=name)[0]
        group.permissions.add(Permission.objects.get(codename="access_admin"))


def test_from_the_form_into_the_admin(administrator, monkeypatch):
    the_home()
    council = Council.objects.first()
    asked = {"email": "Nieuw@Raad.nl", "role": "eindredacteur", "council": council.pk}
    sent = administrator.post(FORM, asked, follow=True)
    assert "nieuw@raad.nl krijgt een mail" in sent.content.decode()
    assert "wacht op antwoord" in sent.content.decode()
    (message,) = mail.outbox
    assert message.to == ["nieuw@raad.nl"]
    assert f"om eindredacteur te worden van de kennisbank Samen Opleiden & Professionaliseren namens {council}" in (
        message.body
    )
    link = re.search(r"https://voorbeeld.test(/inloggen/\S+)", message.body)[1]

    editor = Client()
    to_code = editor.post(link).headers["Location"]
    code = re.search(r"Je code is (\S+)", mail.outbox[-1].body)[1]
    asked = editor.post(to_code, {"code": code}, follow=True)
    assert (asked.request["PATH_INFO"], "Hoe heet je?" in asked.content.decode()) == (link, True)
    assert "Vul je achternaam in." in editor.post(link, {"first_name": "Noor"}).content.decode()
    assert Invitation.objects.open().exists()
    page = editor.post(link, {"first_name": "Noor", "last_name": "de Wit"}, follow=True)
    user = get_user_model().objects.get(email="nieuw@raad.nl")
    assert (list(user.groups.values_list("name", flat=True)), user.council) == (["Eindredacteuren"], council)
    assert str(user) == "Noor de Wit"

    assert page.request["PATH_INFO"] == "/inloggen/wachtwoord/kiezen/"
    both = {"password1": PASSWORD, "password2": PASSWORD}
    page = editor.post(f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}", both, follow=True)
    assert page.request["PATH_INFO"] == "/inloggen/tweede-stap/"
    page = editor.get("/inloggen/tweede-stap/app/")
    monkeypatch.setattr(logging_in, "SECRET", BeautifulSoup(page.content.decode(), "html.parser").code.get_text())
    editor.post("/inloggen/tweede-stap/app/", {"code": current_code()})
    assert editor.get("/beheer/").status_code == 200
    assert "aangenomen" in administrator.get(FORM).content.decode()


def test_it_can_be_withdrawn(administrator):
    administrator.post(FORM, {"email": "nieuw@raad.nl", "role": "redacteur"})
    administrator.post(FORM, {"withdraw": Invitation.objects.get().pk})
    assert "ingetrokken" in administrator.get(FORM).content.decode()
    link = re.search(r"https://voorbeeld.test(/inloggen/\S+)", mail.outbox[0].body)[1]
    assert Client().post(link).status_code == 410


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "geen adres"}, "geldig e-mailadres"),
        ({"role": "beheerder"}, "beheerder"),
        ({"council": "999999"}, "keuze"),
        ({"email": "al@raad.nl"}, "is al redacteur"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(administrator, wrong, words):
    a_user("al@raad.nl").groups.add(Group.objects.get(name="Redacteuren"))
    answer = administrator.post(FORM, {"email": "nieuw@raad.nl", "role": "redacteur", **wrong})
    assert words in answer.content.decode().lower()
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


@pytest.mark.parametrize("withdraw", ["abc", "", "999999"])
def test_a_forged_number_withdraws_nothing(administrator, withdraw):
    assert administrator.post(FORM, {"withdraw": withdraw}).status_code == 404


def test_only_whoever_may_make_accounts_invites():
    editor = a_user()
    editor.groups.add(Group.objects.get(name="Eindredacteuren"))
    client = log_in(Client(), editor)
    for ask in (client.get, client.post):
        assert ask(FORM, {"email": "nieuw@raad.nl", "role": "eindredacteur"}).status_code == 403
    assert "Redacteuren uitnodigen" not in client.get("/beheer/").content.decode()
    assert mail.outbox == []
