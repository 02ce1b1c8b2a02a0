"""A limit stops who does too much, counted for all processes at once, and nobody else."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from platform_site import limits
from platform_site.accounts.invitations import Invitation, invite
from platform_site.examples import a_user, the_home
from platform_site.models import Count

THIRTY, ALLOWED = 30, 5


def test_of_thirty_at_one_moment_exactly_as_many_pass_as_may(transactional_db):
    gate, passed = threading.Barrier(THIRTY), []

    def one() -> None:
        gate.wait()
        passed.append(limits.within("proef", "iemand", ALLOWED, limits.DAY))
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(THIRTY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(passed) == [False] * (THIRTY - ALLOWED) + [True] * ALLOWED


def test_others_other_things_and_another_day_count_by_themselves(db, monkeypatch):
    def once(what: str = "a", who: str = "x") -> bool:
        return limits.within(what, who, 1, limits.DAY)

    assert (once(), once(), once(who="y"), once("b")) == (True, False, True, True)
    now = limits.time.time()
    monkeypatch.setattr(limits.time, "time", lambda: now + limits.DAY)
    assert once()


def test_what_is_over_is_thrown_away_and_who_it_was_is_not_kept(db):
    limits.within("proef", "els@raad.nl", 1, limits.DAY)
    assert "els" not in Count.objects.get().key
    limits.forget()
    assert Count.objects.exists()
    Count.objects.update(until=timezone.now() - timedelta(seconds=1))
    limits.forget()
    assert not Count.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "9.9.9.9", "10.0.0.1"),  # nobody stands before the site: what a visitor says counts for nothing
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 8.8.8.8", "9.9.9.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_behind_proxies_the_visitor_is_counted(rf, settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})
    assert limits.address_of(request) == address


def wrong_password(client: Client, email: str) -> str:
    answer = client.post("/inloggen/", {"login": email, "password": "helemaal-mis-hoor"})
    return answer.content.decode()


def test_five_wrong_tries_slow_the_address_and_not_the_person(seeded, db):
    the_home()
    els = a_user("els@raad.nl", role="redacteur")
    stranger, at_home = Client(REMOTE_ADDR="6.6.6.6"), Client(REMOTE_ADDR="9.9.9.9")
    for number in range(6):
        # Another port or case in the Host header is no other account.
        stranger.defaults["HTTP_HOST"] = ("testserver", f"testserver:{number + 1}", "TESTSERVER")[number % 3]
        told = wrong_password(stranger, els.email)
    assert "te vaak achter elkaar" in told
    answer = at_home.post("/inloggen/", {"login": els.email, "password": "geheim-genoeg"})
    assert answer.status_code == 302


def test_an_invitation_sends_no_more_than_ten_codes_a_day(seeded, db):
    the_home()
    a_user("nieuw@school.nl")
    invitation = invite("nieuw@school.nl", "coordinator", {"partnership": 0})
    link = mail.outbox[-1].body.partition("https://voorbeeld.test")[2].split()[0]
    before = len(mail.outbox)
    answers = [Client(REMOTE_ADDR=f"9.9.9.{number}").post(link) for number in range(15)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429] * 5
    assert "Morgen kan het weer" in answers[-1].content.decode()
    assert len(mail.outbox) - before == 10
    assert Invitation.objects.get(pk=invitation.pk).closed_because == ""
