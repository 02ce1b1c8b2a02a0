"""A production site begins by one command, with an administrator who was invited and no account that anybody knows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Page, Site, Workflow

from platform_site.accounts.invitations import Invitation, accept, its_user
from platform_site.accounts.roles import role_of
from platform_site.demo import accounts
from platform_site.models import SiteSettings
from tests.demo_site import database_url

CHECKOUT = Path(__file__).resolve().parents[2]
LISTS = ("/", "/dossiers/", "/kennisbank/", "/landkaart/", "/agenda/", "/nieuws/", "/cijfers/", "/zoeken/")
DRAFTS = ("/over/", "/contact/", "/privacy/", "/toegankelijkheid/", "/over/bronnen/")
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "platform_site.settings.production",
    "SECRET_KEY": "geheim" * 12,
    "SITE_URL": "https://kennis.voorbeeld.test",
    "EMAIL_URL": "smtp://127.0.0.1",
}


@pytest.fixture
def started(db, capsys, django_capture_on_commit_callbacks) -> str:
    """What the command told."""
    with django_capture_on_commit_callbacks(execute=True):
        call_command("start_site", administrator=" Els@Raad.nl ")
    return capsys.readouterr().out


def test_an_empty_site_is_whole_after_one_command(started, client):
    assert "els@raad.nl" in started
    assert [client.get(address).status_code for address in LISTS] == [200] * len(LISTS)
    assert [client.get(address).status_code for address in DRAFTS] == [404] * len(DRAFTS)
    assert "Wagtail" not in client.get("/").content.decode()
    assert Page.objects.filter(url_path__endswith="/privacy/", live=False, has_unpublished_changes=True).exists()
    own = SiteSettings.objects.get(site=Site.objects.get(is_default_site=True))
    assert own.example_notice == ""
    assert own.privacy_page.slug == "privacy"
    assert Workflow.objects.filter(active=True).count() == 1
    assert get_user_model().objects.count() == 0
    assert client.get("/status/gereed").status_code == 200


def test_no_page_leads_to_what_is_still_a_draft(started, client):
    for address in LISTS:
        leads = re.findall(r'href="([^"]*)"', client.get(address).content.decode())
        assert not set(leads) & set(DRAFTS), address


def test_the_first_administrator_comes_by_invitation(started):
    (message,) = mail.outbox
    assert message.to == ["els@raad.nl"]
    assert f"{settings.SITE_URL}/inloggen/uitnodiging/" in message.body
    assert "beheerder" in message.body
    invitation = Invitation.objects.get()
    accept(invitation, its_user(invitation))
    assert role_of(get_user_model().objects.get()) == "beheerder"


def test_a_filled_site_is_left_alone(started):
    before = Page.objects.count(), Invitation.objects.count()
    with pytest.raises(CommandError, match="al ingericht"):
        call_command("start_site", administrator="jo@raad.nl")
    assert (Page.objects.count(), Invitation.objects.count()) == before


@pytest.mark.parametrize("nonsense", ["", "els", "els@", "a@b.nl, c@d.nl"])
def test_no_address_leaves_an_empty_site_empty(db, nonsense):
    pages = Page.objects.count()
    with pytest.raises(CommandError, match="geen e-mailadres"):
        call_command("start_site", administrator=nonsense)
    assert Page.objects.count() == pages


def test_an_administrator_whose_mail_got_lost_is_invited_again(started, capsys):
    call_command("invite_administrator", "els@raad.nl")
    assert [one.state for one in Invitation.objects.all()] == ["wacht op antwoord", "ingetrokken"]
    with pytest.raises(CommandError, match="geen e-mailadres"):
        call_command("invite_administrator", "els")


def test_a_site_without_a_home_page_is_not_ready(db, client):
    answer = client.get("/status/gereed")
    assert (answer.status_code, "start_site" in answer.content.decode()) == (503, True)


def test_the_demo_makes_no_account_that_it_was_not_told(db, monkeypatch):
    monkeypatch.setattr("platform_site.demo.loading._shelves", [])
    call_command("demo")
    assert get_user_model().objects.count() == 0
    call_command("demo", account=["redacteur@voorbeeld.nl"])
    assert [user.email for user in get_user_model().objects.all()] == ["redacteur@voorbeeld.nl"]


def test_production_takes_no_example_account(db, settings):
    settings.EXAMPLE_ACCOUNTS_ALLOWED = False
    with pytest.raises(CommandError, match="geen voorbeeldaccounts"):
        call_command("demo", account=["beheerder@voorbeeld.nl"])
    assert Page.objects.filter(depth=2).count() == 1


def in_production(*command: str, **also: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | PRODUCTION | also
    return subprocess.run(
        [sys.executable, *command], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )


def test_a_production_site_with_an_example_account_does_not_start(transactional_db, tmp_path, monkeypatch):
    (tmp_path / "site.css").touch()  # as collectstatic leaves it
    monkeypatch.setenv("STATIC_ROOT", str(tmp_path))
    database = database_url(connection.settings_dict["NAME"])
    command = ("-c", "import platform_site.wsgi")
    assert in_production(*command, DATABASE_URL=database).returncode == 0
    accounts.make(["beheerder@voorbeeld.nl"])
    refused = in_production(*command, DATABASE_URL=database)
    assert refused.returncode == 1
    assert "beheerder@voorbeeld.nl" in refused.stderr
    assert "Traceback" not in refused.stderr
    checked = in_production("manage.py", "check", "--deploy", DATABASE_URL=database)
    assert checked.returncode == 1
    assert "platform_site.E001" in checked.stderr


def test_without_settings_it_is_production_and_no_database_is_made(tmp_path):
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    for command in (["manage.py", "check"], ["manage.py", "migrate"], ["-c", "import platform_site.wsgi"]):
        done = subprocess.run(
            [sys.executable, *command], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode != 0
        assert "SECRET_KEY" in done.stderr
    no_database = in_production("manage.py", "check")
    assert (no_database.returncode, "DATABASE_URL" in no_database.stderr) == (1, True)
