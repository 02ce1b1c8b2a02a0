"""Logging in at one's own organisation: for whoever has an account here, and with a second step all the same."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.test import Client

from platform_site.examples import a_user, the_home
from platform_site.settings.base import BASE_DIR
from tests.logging_in import an_app, current_code
from tests.oidc_provider import CLIENT, Provider, a_provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
LOG_IN = "/inloggen/extern/organisatie/"


@pytest.fixture
def provider(settings):
    with a_provider() as running:
        app = {
            "provider_id": "organisatie",
            "name": "SURFconext",
            **CLIENT,
            "settings": {"server_url": running.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
        yield running


def log_in_there(provider: Provider, client: Client, **person):
    """To the provider and back again, as a browser goes. Gives the answer here."""
    provider.person = {"sub": "17", "email_verified": True, **person}
    there = client.post(f"{LOG_IN}?next=/beheer/").headers["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    assert urlsplit(back).path == f"{LOG_IN}terug/"
    return client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")


def test_a_known_address_opens_the_account_and_the_second_step_is_asked(provider):
    user, client = a_user("redacteur@raad.nl", role="beheerder"), Client()
    an_app(user)
    asked = log_in_there(provider, client, email="Redacteur@raad.nl")
    assert asked.headers["Location"] == "/inloggen/tweede-stap/invoeren/"
    inside = client.post("/inloggen/tweede-stap/invoeren/", {"code": current_code()})
    assert inside.headers["Location"] == "/beheer/"
    assert client.get("/beheer/").status_code == 200
    assert provider.asked["/token"]["code_verifier"]  # PKCE
    assert SocialAccount.objects.get(user=user).extra_data == {}  # what the provider told is not kept


def test_without_a_second_step_here_it_is_asked_to_set_one_up(provider):
    a_user("redacteur@raad.nl", role="beheerder")
    client = Client()
    assert log_in_there(provider, client, email="redacteur@raad.nl").headers["Location"] == "/beheer/"
    assert client.get("/beheer/").headers["Location"].startswith("/inloggen/tweede-stap/?next=")


def test_a_provider_that_asked_it_already_is_believed(provider):
    a_user("redacteur@raad.nl", role="beheerder")
    client = Client()
    log_in_there(provider, client, email="redacteur@raad.nl", amr=["pwd", "mfa"])
    assert client.get("/beheer/").status_code == 200


@pytest.mark.parametrize(
    "person", [{"email": "vreemd@elders.nl"}, {"email": "redacteur@raad.nl", "email_verified": False}, {}]
)
def test_a_stranger_or_an_unproven_address_gets_no_account(provider, person):
    the_home()
    a_user("redacteur@raad.nl", role="beheerder")
    client = Client()
    answer = log_in_there(provider, client, **person)
    assert client.get("/inloggen/mijn-gegevens/").status_code == 302
    assert "hoort geen account" in answer.content.decode()
    assert get_user_model().objects.count() == 1


def test_an_answer_that_nobody_asked_for_is_refused(provider):
    the_home()
    a_user("redacteur@raad.nl")
    provider.person = {"sub": "17", "email": "redacteur@raad.nl", "email_verified": True}
    client = Client()
    answer = client.get(f"{LOG_IN}terug/?code=c&state=verzonnen")
    assert "Inloggen is niet gelukt" in answer.content.decode()
    assert client.get("/inloggen/mijn-gegevens/").status_code == 302


def test_the_log_in_page_offers_it_when_there_is_one(provider):
    the_home()
    page = Client().get("/inloggen/?next=/beheer/").content.decode()
    assert "Log in via SURFconext" in page
    assert f'action="{LOG_IN}?process=login&amp;next=%2Fbeheer%2F"' in page
    assert "Ga verder" in Client().get(LOG_IN).content.decode()  # a link from elsewhere asks first


def test_without_one_there_is_nothing_to_see():
    the_home()
    assert "Log in via" not in Client().get("/inloggen/").content.decode()
    assert Client().get(LOG_IN).status_code == 404


def test_it_takes_an_address_a_name_and_a_secret():
    """The whole configuration, and the one thing that the policy of the pages must allow for it."""
    given = {
        "DJANGO_SETTINGS_MODULE": "platform_site.settings.test",
        "OIDC_ISSUER": "https://connect.voorbeeld.nl/oidc/",
        "OIDC_CLIENT_ID": "kennisbank",
        "OIDC_CLIENT_SECRET": "geheim",
        "OIDC_NAME": "SURFconext",
    }
    asking = (
        "from django.conf import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'],"
        " [(a['client_id'], a['name'], a['settings']) for a in s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS']])"
    )
    command = [sys.executable, "-c", asking]
    done = subprocess.run(
        command, cwd=BASE_DIR, env={**os.environ, **given}, capture_output=True, text=True, check=True
    )
    assert "'https://connect.voorbeeld.nl']" in done.stdout
    assert "('kennisbank', 'SURFconext', {'server_url': 'https://connect.voorbeeld.nl/oidc'})" in done.stdout
