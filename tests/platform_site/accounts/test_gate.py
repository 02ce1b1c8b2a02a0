"""The admin opens for a password and a second factor in the same session, whatever the address below it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from platform_site.examples import a_user, the_home
from tests.logging_in import SECRET, an_app, current_code, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
PASSWORD = "geheim-genoeg"
FILL = {"int": "1", "str": "iets", "slug": "iets", "path": "iets", "uuid": "00000000-0000-0000-0000-000000000001"}


def addresses(patterns=None, before: str = "/") -> Iterator[str]:
    """Every address that the site knows, with something in the place of each parameter."""
    for pattern in patterns or get_resolver().url_patterns:
        route = str(pattern.pattern).lstrip("^").rstrip("$").removesuffix(r"\Z")
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            for spelled in (f"<{kind}:{name}>", f"<{name}>"):
                route = route.replace(spelled, FILL.get(kind, "1"))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + route)
        elif isinstance(pattern, URLPattern):
            yield before + route


ADMIN = sorted({address for address in addresses() if address.startswith("/beheer/")})


def an_editor():
    """Somebody who may enter the admin, without being an administrator."""
    user, group = a_user(), Group.objects.create(name="Mogen naar binnen")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


def test_this_looks_at_the_whole_admin():
    assert len(ADMIN) > 250
    assert {"/beheer/", "/beheer/pages/1/edit/", "/beheer/logout/"} <= set(ADMIN)


@pytest.mark.parametrize("methods", [("password",), ("code",), ("code", "mfa"), ("mfa",), ("socialaccount",)])
def test_no_address_of_the_admin_opens_with_less(methods):
    client = log_in(Client(raise_request_exception=False), a_user(role="beheerder"), *methods)
    opened = []
    for address in ADMIN:
        for ask in (client.get, client.post):
            answer = ask(address)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/inloggen/"):
                opened.append((address, answer.status_code))
    assert opened == []


def test_a_program_is_told_instead_of_sent_on():
    client = log_in(Client(), a_user(role="beheerder"), "password")
    for headers in ({"accept": "application/json"}, {"x-requested-with": "XMLHttpRequest"}):
        assert client.get("/beheer/pages/1/edit/", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("methods", "has_app", "step"),
    [
        (("password",), False, "/inloggen/tweede-stap/?next=%2Fbeheer%2Fpages%2F%3Fp%3D2"),
        (("password",), True, "/inloggen/tweede-stap/bevestigen/?next=%2Fbeheer%2Fpages%2F%3Fp%3D2"),
        (("code", "mfa"), True, "/inloggen/bevestigen/?next=%2Fbeheer%2Fpages%2F%3Fp%3D2"),
    ],
)
def test_one_is_led_to_what_is_missing_and_back(methods, has_app, step):
    user, client = an_editor(), Client()
    if has_app:
        an_app(user)
    log_in(client, user, *methods)
    assert client.get("/beheer/pages/?p=2").headers["Location"] == step


def test_both_in_one_session_open_it():
    user, client = an_editor(), Client()
    an_app(user)
    client.post("/inloggen/", {"login": user.email, "password": PASSWORD, "next": "/beheer/pages/"})
    asked = client.post("/inloggen/tweede-stap/invoeren/", {"code": current_code()})
    assert asked.headers["Location"] == "/beheer/pages/"
    assert client.get("/beheer/").status_code == 200


def test_without_a_second_factor_one_sets_it_up_and_is_in():
    user, client = an_editor(), Client()
    client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    at_the_door = client.get("/beheer/", follow=True)
    assert "Stel een app in" in at_the_door.content.decode()
    asked = client.get("/inloggen/tweede-stap/app/")
    assert asked.headers["Location"].startswith("/inloggen/bevestigen/")  # the password, once more
    setting_up = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    page = BeautifulSoup(setting_up.content.decode(), "html.parser")
    assert page.find(class_="qr").svg.path["d"]
    secret = page.code.get_text()
    monkey = pytest.MonkeyPatch()
    monkey.setattr("tests.logging_in.SECRET", secret)
    shown = client.post("/inloggen/tweede-stap/app/", {"code": current_code()}, follow=True)
    monkey.undo()
    codes = [code.get_text() for code in BeautifulSoup(shown.content.decode(), "html.parser").main.find_all("code")]
    assert len(codes) == 10
    assert client.get("/beheer/").status_code == 200
    other = Client()
    other.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    other.post("/inloggen/tweede-stap/invoeren/", {"code": codes[0]})
    assert other.get("/beheer/").status_code == 200  # a recovery code does as well
    again = Client()
    again.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    again.post("/inloggen/tweede-stap/invoeren/", {"code": codes[0]})
    assert again.get("/beheer/").status_code == 302  # once


def test_a_factor_that_is_taken_away_in_between_closes_it():
    user = an_editor()
    client = log_in(Client(), user)
    assert client.get("/beheer/").status_code == 200
    Authenticator.objects.filter(user=user).delete()
    assert client.get("/beheer/").headers["Location"].startswith("/inloggen/tweede-stap/")


def test_the_secret_of_an_app_is_not_in_the_database_in_the_clear():
    user = an_editor()
    assert SECRET not in str(an_app(user).data)


def test_a_new_key_of_the_site_closes_the_second_step_and_the_former_one_still_opens_it(settings):
    user = an_editor()
    app = an_app(user)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "een heel andere sleutel"
    assert not app.wrap().validate_code(current_code())
    settings.SECRET_KEY_FALLBACKS = [former]
    assert app.wrap().validate_code(current_code())


def test_whoever_lost_everything_is_helped_by_the_one_who_looks_after_the_machine():
    user, told = an_editor(), StringIO()
    an_app(user)
    call_command("second_factor", user.email.upper(), stdout=told)
    assert told.getvalue() == f"{user.email}: app.\n"
    call_command("second_factor", user.email, "--remove", stdout=told)
    assert log_in(Client(), user, "password").get("/beheer/").headers["Location"].startswith("/inloggen/tweede-stap/?")
    with pytest.raises(CommandError, match="geen account"):
        call_command("second_factor", "niemand@raad.nl")


def test_whoever_has_no_business_there_is_told_so():
    client = log_in(Client(), a_user())
    answer = client.get("/beheer/")
    assert answer.status_code == 403
    assert "hoort niet bij een redactie" in answer.content.decode()


def test_logging_out_of_the_admin_logs_out():
    the_home()
    client = log_in(Client(), a_user(role="beheerder"))
    assert client.post("/beheer/logout/").headers["Location"] == "/"
    assert client.get("/beheer/").headers["Location"].startswith("/inloggen/?next=")


def test_where_the_example_accounts_live_it_may_be_off(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert log_in(Client(), a_user(role="beheerder"), "password").get("/beheer/").status_code == 200
    assert log_in(Client(), a_user(), "password").get("/beheer/").status_code == 403
