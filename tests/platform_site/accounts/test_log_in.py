"""Logging in: by a code or a password, the same answer for every address, and few tries."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from platform_site.examples import a_user, the_home
from tests.logging_in import an_app, current_code, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
PASSWORD = "geheim-genoeg"


def ask_code(client: Client, address: str, **more):
    return client.post("/inloggen/code/", {"email": address, **more})


def mailed_code(place: int = -1) -> str:
    return re.search(r"Je code is ([A-Z0-9]{4}-[A-Z0-9]{4})", mail.outbox[place].body)[1]


def give_code(client: Client, code: str, **more):
    return client.post("/inloggen/code/invoeren/", {"code": code, **more})


def who(client: Client):
    return client.get("/inloggen/mijn-gegevens/").wsgi_request.user


def test_a_code_from_the_mail_logs_in():
    user, client = a_user(), Client()
    assert ask_code(client, user.email.upper()).headers["Location"] == "/inloggen/code/invoeren/"
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert message.subject == f"{mailed_code()} is je code om in te loggen"
    assert give_code(client, mailed_code().lower()).headers["Location"] == "/mijn-partnerschap/"
    assert who(client) == user


def test_a_code_leads_back_to_the_page_that_asked():
    user, client = a_user(), Client()
    asked = ask_code(client, user.email, next="/kennisbank/")
    assert asked.headers["Location"] == "/inloggen/code/invoeren/?next=%2Fkennisbank%2F"
    assert give_code(client, mailed_code(), next="/kennisbank/").headers["Location"] == "/kennisbank/"


@pytest.mark.parametrize("elsewhere", ["https://elders.nl/", "//elders.nl", "javascript:alert(1)"])
def test_nobody_is_led_away_from_the_site(elsewhere):
    user, client = a_user(), Client()
    ask_code(client, user.email, next=elsewhere)
    assert give_code(client, mailed_code(), next=elsewhere).headers["Location"] == "/mijn-partnerschap/"
    wrong = Client().post("/inloggen/", {"login": user.email, "password": PASSWORD, "next": elsewhere})
    assert wrong.headers["Location"] == "/mijn-partnerschap/"


def test_a_code_works_once():
    user, client, other = a_user(), Client(), Client()
    ask_code(client, user.email)
    give_code(client, mailed_code())
    client.post("/inloggen/uit/")
    assert who(client).is_anonymous
    assert give_code(client, mailed_code()).headers["Location"].startswith("/inloggen/")
    assert who(client).is_anonymous
    give_code(other, mailed_code())
    assert who(other).is_anonymous


def test_a_forwarded_code_opens_nothing_in_another_browser():
    user, client, stranger = a_user(), Client(), Client()
    ask_code(client, user.email)
    ask_code(stranger, a_user().email)
    give_code(stranger, mailed_code(0))
    assert who(stranger).is_anonymous


def test_a_code_is_good_for_a_quarter_of_an_hour(monkeypatch):
    user, client = a_user(), Client()
    ask_code(client, user.email)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 14.9 * 60)
    assert "Vul de code in" in client.get("/inloggen/code/invoeren/").content.decode()
    monkeypatch.setattr(time, "time", lambda: now + 15.1 * 60)
    assert give_code(client, mailed_code()).headers["Location"] == "/inloggen/code/"
    assert who(client).is_anonymous


def test_the_newest_code_is_the_one_that_works():
    user, client = a_user(), Client()
    ask_code(client, user.email)
    client.post("/inloggen/code/invoeren/", {"action": "resend"})
    assert len(mail.outbox) == 2
    assert give_code(client, mailed_code(0)).status_code == 200
    assert give_code(client, mailed_code(1)).status_code == 302
    assert who(client) == user


def test_three_wrong_codes_and_it_is_over():
    user, client = a_user(), Client()
    ask_code(client, user.email)
    assert "klopt niet" in give_code(client, "AAAA-AAAA").content.decode()
    assert give_code(client, "AAAA-AAAA").status_code == 200
    assert give_code(client, "AAAA-AAAA").headers["Location"] == "/inloggen/code/"
    assert "te vaak" in client.get("/inloggen/code/").content.decode()
    give_code(client, mailed_code())
    assert who(client).is_anonymous


def test_thirty_wrong_codes_are_stopped_however_often_a_new_one_is_asked():
    user, tried = a_user(), 0
    for _ in range(30):
        client = Client()
        if ask_code(client, user.email).status_code != 302:
            continue
        while (
            tried < 30 and "code/invoeren" in client.get("/inloggen/code/invoeren/", follow=True).request["PATH_INFO"]
        ):
            give_code(client, "AAAA-AAAA")
            tried += 1
    assert tried == 9  # three codes a minute, three tries each
    assert len(mail.outbox) == 3
    refused = ask_code(Client(), user.email)
    assert "te vaak achter elkaar" in refused.content.decode()


def test_wrong_passwords_are_stopped_also_when_the_right_one_comes():
    user, client = a_user(), Client()
    for _ in range(5):
        answer = client.post("/inloggen/", {"login": user.email, "password": "fout-maar-lang"})
        assert "horen niet bij elkaar" in answer.content.decode()
    right = client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    assert "te vaak achter elkaar" in right.content.decode()
    assert who(client).is_anonymous


def the_same(text: str, *addresses: str) -> str:
    """A page without what differs between any two visits."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    for address in addresses:
        text = text.replace(address, "ADRES")
    return text


@pytest.mark.parametrize("path", ["/inloggen/code/", "/inloggen/wachtwoord/vergeten/"])
def test_a_known_and_an_unknown_address_get_the_same_answer(path):
    known, unknown = a_user().email, "niemand@voorbeeld.nl"
    answers = {}
    for address in (known, unknown):
        client = Client()
        asked = client.post(path, {"email": address})
        page = client.get(asked.headers["Location"])
        wrong = client.post(asked.headers["Location"], {"code": "AAAA-AAAA"})
        headers = {
            name: value for name, value in asked.headers.items() if name not in ("Set-Cookie", "Expires")
        }  # a second may have passed
        texts = [the_same(answer.content.decode(), known, unknown) for answer in (asked, page, wrong)]
        answers[address] = [asked.status_code, headers, sorted(client.cookies), *texts]
    assert answers[known] == answers[unknown]
    assert [message.to for message in mail.outbox] == [[known]]


def test_a_wrong_password_says_nothing_about_the_address():
    known, unknown = a_user().email, "niemand@voorbeeld.nl"
    pages = [
        the_same(
            Client().post("/inloggen/", {"login": address, "password": "fout-maar-lang"}).content.decode(),
            known,
            unknown,
        )
        for address in (known, unknown)
    ]
    assert pages[0] == pages[1]


def test_a_known_and_an_unknown_address_take_the_same_time(settings):
    """The mail itself goes by the background worker; here it only waits."""
    settings.TASKS = {**settings.TASKS, "achtergrond": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.ACCOUNT_RATE_LIMITS = False
    known, took = a_user().email, {True: [], False: []}
    for turn in range(60):
        client, is_known = Client(), turn % 2 == 0
        start = time.perf_counter()
        ask_code(client, known if is_known else f"niemand{turn}@voorbeeld.nl")
        took[is_known].append(time.perf_counter() - start)
    middle = {is_known: statistics.median(times[5:]) for is_known, times in took.items()}
    spread = statistics.quantiles(took[True][5:], n=4)
    assert abs(middle[True] - middle[False]) < max(spread[2] - spread[0], middle[True] / 4)


def test_the_session_changes_its_key_at_the_log_in():
    the_home()
    user, client = a_user(), Client()
    ask_code(client, user.email)
    before = client.session.session_key
    give_code(client, mailed_code())
    assert client.session.session_key != before
    planted = Client()
    planted.cookies["sessionid"] = before
    assert who(planted).is_anonymous


def test_whoever_logs_in_by_password_goes_to_the_right_place():
    user, editor = a_user(), a_user(role="beheerder")
    for someone, place in ((user, "/mijn-partnerschap/"), (editor, "/beheer/")):
        asked = Client().post("/inloggen/", {"login": someone.email.upper(), "password": PASSWORD})
        assert asked.headers["Location"] == place
    asked = Client().post("/inloggen/", {"login": editor.email, "password": PASSWORD, "next": "/beheer/pages/"})
    assert asked.headers["Location"] == "/beheer/pages/"


def test_a_password_alone_does_not_do_where_there_is_a_second_step():
    user, client = a_user(), Client()
    an_app(user)
    asked = client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    assert asked.headers["Location"] == "/inloggen/tweede-stap/invoeren/"
    assert who(client).is_anonymous
    wrong = client.post("/inloggen/tweede-stap/invoeren/", {"code": "000000"})
    assert "klopt niet" in wrong.content.decode()
    code = current_code()
    assert client.post("/inloggen/tweede-stap/invoeren/", {"code": code}).status_code == 302
    assert who(client) == user
    again = Client()
    again.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    again.post("/inloggen/tweede-stap/invoeren/", {"code": code})  # seen over a shoulder
    assert who(again).is_anonymous


def test_thirty_wrong_second_steps_are_stopped():
    user, client = a_user(), Client()
    an_app(user)
    client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    answers = [client.post("/inloggen/tweede-stap/invoeren/", {"code": "000000"}).content.decode() for _ in range(30)]
    assert sum("klopt niet" in answer for answer in answers) <= 5
    assert "te vaak" in client.post("/inloggen/tweede-stap/invoeren/", {"code": current_code()}).content.decode()
    assert who(client).is_anonymous


def test_a_closed_account_opens_in_no_way():
    user = a_user(is_active=False)
    client = Client()
    client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    assert who(client).is_anonymous
    ask_code(client, user.email)
    if mail.outbox:
        give_code(client, mailed_code())
    assert who(client).is_anonymous


def test_a_forgotten_password_is_chosen_anew_by_a_code():
    user, client = a_user(), Client()
    an_app(user)
    client.post("/inloggen/wachtwoord/vergeten/", {"email": user.email})
    code = re.search(r"Je code is (\S+)", mail.outbox[-1].body)[1]
    client.post("/inloggen/wachtwoord/vergeten/code/", {"code": code})
    new = {"password1": "paard batterij nietje", "password2": "paard batterij nietje"}
    assert client.post("/inloggen/wachtwoord/vergeten/nieuw/", new).headers["Location"].endswith("/klaar/")
    asked = client.post("/inloggen/", {"login": user.email, "password": "paard batterij nietje"})
    assert asked.headers["Location"] == "/inloggen/tweede-stap/invoeren/"  # the mailbox alone is not enough
    assert "opnieuw gekozen" in mail.outbox[-1].body


@pytest.mark.parametrize("password", ["kort", "q1w2e3r4t5y6", "geheim-genoeg-niet-gelijk"])
def test_a_new_password_that_is_easy_or_mistyped_is_refused(password):
    user = a_user()
    user.set_unusable_password()
    user.save()
    client = log_in(Client(), user, "code")
    again = "iets heel anders dan dit" if "gelijk" in password else password
    answer = client.post("/inloggen/wachtwoord/kiezen/", {"password1": password, "password2": again})
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()


def test_one_can_see_where_one_is_logged_in_and_end_it_everywhere_else():
    user = a_user()
    here, there = Client(), Client(headers={"user-agent": "Mozilla/5.0 (Android 16; Mobile) Firefox/150.0"})
    for client in (here, there):
        client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    page = here.get("/inloggen/sessies/").content.decode()
    assert "Firefox op Android" in page
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"127.0.0.0"}  # the last part is not kept
    here.post("/inloggen/sessies/")
    assert who(here) == user
    assert who(there).is_anonymous


def test_logging_out_asks_for_a_press_of_a_button():
    client = log_in(Client(), a_user())
    client.get("/inloggen/uit/")
    assert who(client).is_authenticated
    assert client.post("/inloggen/uit/").headers["Location"] == "/"
    assert who(client).is_anonymous


@pytest.mark.parametrize("path", ["/inloggen/aanmelden/", "/inloggen/extern/aanmelden/", "/inloggen/adressen/"])
def test_nobody_can_make_an_account_or_change_its_address(path):
    the_home()
    for client in (Client(), log_in(Client(), a_user())):
        assert client.get(path).status_code == client.post(path).status_code == 404


def test_a_session_ends_with_the_working_day():
    user, client = a_user(), Client()
    client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    assert timedelta(hours=11) < client.session.get_expiry_date() - timezone.now() < timedelta(hours=13)
