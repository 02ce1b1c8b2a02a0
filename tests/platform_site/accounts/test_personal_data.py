"""What is stored on a person can be had and be forgotten; what they made stays, without their name."""

import json
import re
from io import StringIO
from itertools import chain

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from platform_site.accounts.invitations import Invitation, invite
from platform_site.examples import a_page, a_user, an_image, the_home
from platform_site.letters import Letter, written
from platform_site.models import Council
from tests.editor import Editor
from tests.logging_in import SECRET, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
NAME, ADDRESS = "Wilhelmina", "wilhelmina@raad.nl"


@pytest.fixture
def active(settings):
    """Somebody who left traces wherever that can be done."""
    the_home()
    settings.TASKS = {**settings.TASKS, "achtergrond": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    boss = Editor(a_user("baas@raad.nl", role="beheerder"))
    user = a_user(ADDRESS, role="beheerder", first_name=NAME, council=Council.objects.first())
    invite(ADDRESS, "redactie", {"role": "redacteur", "council": None}, by=user)
    invite("ander@raad.nl", "redactie", {"role": "redacteur", "council": None}, by=user)
    Letter.objects.all().delete()  # sent and thrown away by now
    written(ADDRESS, f"Onderwerp: Iets\n\nHallo {NAME}").save()
    page = a_page("Van haar", owner=user)
    Editor(user).edit(page, title="Nog eens", **{"action-publish": "1"})
    image = an_image("Haar foto")
    image.uploaded_by_user = user
    image.save()
    Client(headers={"user-agent": "Firefox"}).post("/inloggen/", {"login": ADDRESS, "password": "geheim-genoeg"})
    boss.client.post(
        reverse("wagtailusers_users:edit", args=[user.pk]),
        {
            "email": ADDRESS,
            "first_name": NAME,
            "last_name": "Jansen",
            "is_active": "on",
            "is_superuser": "on",
            "council": user.council_id,
        },
    )
    return user


def everything() -> str:
    """All texts in all tables."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found).lower()


def test_one_gets_all_that_is_stored_but_no_keys(active):
    client = log_in(Client(), active)
    answer = client.get("/inloggen/mijn-gegevens/bestand/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mijn-gegevens.json"'
    found = json.loads(answer.content)
    assert found["account"]["E-mailadres"] == ADDRESS
    assert found["account"]["Raad"]
    assert {"uitnodigingen", "afbeeldingen"} <= set(found)
    assert any("Van haar" in str(entry) or "Nog eens" in str(entry) for entry in chain.from_iterable(found.values()))
    text = answer.content.decode()
    for key in (active.password, SECRET, client.session.session_key, Invitation.objects.first().token_hash):
        assert key not in text
    assert "baas@raad.nl" not in text


def test_the_page_shows_what_is_stored(active):
    page = log_in(Client(), active).get("/inloggen/mijn-gegevens/").content.decode()
    for words in (ADDRESS, NAME, str(active.council), "Account sinds"):
        assert words in page


def leave_by_the_page(user):
    client = log_in(Client(), user)
    asked = client.get("/inloggen/mijn-gegevens/verwijderen/")
    assert asked.headers["Location"].startswith("/inloggen/bevestigen/")  # not by whoever finds an open laptop
    sure = client.post(asked.headers["Location"], {"password": "geheim-genoeg"}, follow=True)
    assert "kan niet terug" in sure.content.decode()
    assert "is verwijderd" in client.post("/inloggen/mijn-gegevens/verwijderen/").content.decode()
    assert client.get("/inloggen/mijn-gegevens/").status_code == 302


def leave_by_the_command(user):
    call_command("personal_data", user.email, "--delete", stdout=StringIO())


def leave_by_the_admin(user):
    boss = log_in(Client(), get_user_model().objects.get(email="baas@raad.nl"))
    assert boss.post(reverse("wagtailusers_users:delete", args=[user.pk])).status_code == 302


def leave_with_others(user):
    boss = log_in(Client(), get_user_model().objects.get(email="baas@raad.nl"))
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    assert boss.post(f"{address}?id={user.pk}").status_code == 302


@pytest.mark.parametrize("leave", [leave_by_the_page, leave_by_the_command, leave_by_the_admin, leave_with_others])
def test_after_leaving_nothing_is_left_of_a_person_in_the_database(active, leave):
    assert ADDRESS in everything()
    assert NAME.lower() in everything()
    pk = active.pk
    leave(active)
    left = everything()
    assert ADDRESS not in left
    assert NAME.lower() not in left
    for log in (PageLogEntry, ModelLogEntry):
        assert not log.objects.filter(user_id=pk).exists()
    assert PageLogEntry.objects.filter(label="Nog eens").exists()  # what was done stays known
    assert Client().get("/van-haar/").status_code == 200
    assert Invitation.objects.get().email == "ander@raad.nl"


def test_the_last_administrator_cannot_leave():
    only = a_user("alleen@raad.nl", role="beheerder")
    client = log_in(Client(), only)
    to = client.get("/inloggen/mijn-gegevens/verwijderen/").headers["Location"]
    client.post(to, {"password": "geheim-genoeg"})
    assert "de enige beheerder" in client.post("/inloggen/mijn-gegevens/verwijderen/").content.decode()
    with pytest.raises(CommandError, match="de enige beheerder"):
        call_command("personal_data", only.email, "--delete")
    assert get_user_model().objects.filter(pk=only.pk).exists()


def test_the_command_prints_and_keeps_when_nothing_else_is_asked(active):
    printed = StringIO()
    call_command("personal_data", ADDRESS.upper(), stdout=printed)
    assert json.loads(printed.getvalue())["account"]["E-mailadres"] == ADDRESS
    assert get_user_model().objects.filter(pk=active.pk).exists()
    with pytest.raises(CommandError, match="geen account"):
        call_command("personal_data", "niemand@raad.nl")


@pytest.mark.parametrize(
    "path", ["/inloggen/mijn-gegevens/", "/inloggen/mijn-gegevens/bestand/", "/inloggen/mijn-gegevens/verwijderen/"]
)
def test_a_stranger_sees_nothing(path):
    the_home()
    for ask in (Client().get, Client().post):
        assert ask(path).headers["Location"].startswith("/inloggen/?next=")


ENGLISH = re.compile(
    r"\b(created|updated|last|session|state|content|type|object|user|agent|status|entry|PageLogEntry|in_progress)\b",
    re.I,
)


def test_what_is_read_is_dutch_and_not_the_language_of_tables():
    el = Editor(a_user("els@raad.nl", role="redacteur"))
    page = a_page("Over ons")
    el.edit(page, title="Over ons allemaal", **{"action-submit": "1"})
    html = el.client.get("/inloggen/mijn-gegevens/alles/").content.decode()
    told = BeautifulSoup(html, "html.parser").find("main").get_text(" ")
    assert "Waar je bent ingelogd" in told or "Wat je met pagina's deed" in told
    assert not set(ENGLISH.findall(told)) - {"Type", "Status"}
