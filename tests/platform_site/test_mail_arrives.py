"""Mail arrives, each message once: with the mail server away, slow or refusing, and with a worker that is killed in mid-mail.

A real mail server, a real worker on the database of this test. Its patience is scaled down: minutes are seconds here.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from platform_site import embedded_postgres, mail
from platform_site.background.worker import last_heartbeat
from platform_site.letters import Letter
from tests.demo_site import database_url, free_port

CHECKOUT = embedded_postgres.__file__.rpartition("/platform_site/")[0]
STATES = Letter.State
QUICK = """
import sys, django
django.setup()
from datetime import timedelta
from django.conf import settings
from django.core.management import call_command
from platform_site import letters
from platform_site.background import worker
settings.EMAIL_TIMEOUT, settings.EMAIL_ANSWER_TIMEOUT = int(sys.argv[1]), int(sys.argv[2])
letters.BACK_OFF, letters.SERVER_AWAY = [timedelta(seconds=1), timedelta(seconds=2)], timedelta(seconds=1)
worker.TICK = 1
call_command("worker")
"""


class Server:
    """A mail server that notes what it took: once it has all of a message it keeps it, whether or not its answer is heard."""

    def __init__(self):
        self.port = free_port()
        self.took: list[tuple[str, str]] = []  # address, message id
        self.asked = Counter()
        self.refuse: Callable[[str], str | None] = lambda _: None
        self.hesitate: Callable[[str], float] = lambda _: 0  # seconds before it answers to an address
        self.pause: Callable[[str], float] = lambda _: 0  # and to a message
        self._controller = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(self, server: SMTP, session, envelope, address: str, options: list) -> str:  # noqa: N802 (aiosmtpd)
        self.asked[address] += 1
        await asyncio.sleep(self.hesitate(address))
        if refusal := self.refuse(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope) -> str:  # noqa: N802
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        (address,) = envelope.rcpt_tos
        self.took.append((address, message["Message-ID"]))
        await asyncio.sleep(self.pause(address))
        return "250 OK"

    def times(self) -> Counter:
        """How often each address got its mail."""
        return Counter(address for address, _ in self.took)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def start(server, run_database, transactional_db, settings) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts a worker that hands mail to `server`, with so many seconds for a step and for the answer to a message."""
    settings.TASKS = {**settings.TASKS, "achtergrond": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "platform_site.settings.development"}
    environment |= {"DATABASE_URL": database_url(run_database.name), "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    begun = []

    def run(step: int = 60, answer: int = 60) -> subprocess.Popen:
        command = [sys.executable, "-W", "ignore", "-c", QUICK, str(step), str(answer)]
        begun.append(subprocess.Popen(command, cwd=CHECKOUT, env=environment))
        return begun[-1]

    yield run
    for process in begun:
        process.kill()
        process.wait()


def post(number: int) -> list[str]:
    """Queues so many mails, as one request does; gives the addresses."""
    addresses = [f"lezer{one}@voorbeeld.nl" for one in range(number)]
    for address in addresses:
        mail.send("coordinator_removed", [address], {"partnership": {"title": "De Brug"}, "contact": "", "account": ""})
    return addresses


def counted() -> Counter:
    return Counter(Letter.objects.values_list("state", flat=True))


def wait_until(condition: Callable[[], bool], patience: float = 40) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, counted()
        time.sleep(0.05)


def all_ended() -> bool:
    return not Letter.objects.filter(state__in=[STATES.WAITING, STATES.UNDER_WAY]).exists()


def test_a_server_that_was_away_gets_each_mail_once_when_it_is_back(server, start):
    addresses = post(200)
    start()
    wait_until(lambda: Letter.objects.filter(why="De mailserver is niet te bereiken.").count() == 200)
    assert counted() == {STATES.WAITING: 200}
    assert set(Letter.objects.values_list("tries", flat=True)) == {0}  # no letter's own fault
    server.start()
    wait_until(all_ended)
    assert counted() == {STATES.DELIVERED: 200}
    assert server.times() == Counter(addresses)
    assert {message_id for _, message_id in server.took} == set(Letter.objects.values_list("message_id", flat=True))
    assert set(Letter.objects.values_list("content", flat=True)) == {""}


def test_a_slow_server_gets_each_mail_once_and_what_it_never_answered_is_not_sent_again(server, start):
    server.pause = lambda address: 6 if address.startswith("lezer3@") else 1.5  # longer than a command may take
    server.start()
    addresses = post(5)
    start(step=1, answer=3)
    wait_until(all_ended)
    assert counted() == {STATES.DELIVERED: 4, STATES.UNSURE: 1}
    assert Letter.objects.get(state=STATES.UNSURE).address == "lezer3@voorbeeld.nl"
    for _ in range(2):  # rounds in which it could have been sent again
        before = last_heartbeat().at
        wait_until(lambda since=before: last_heartbeat().at > since)
    assert server.times() == Counter(addresses)


def test_a_server_that_refuses_every_second_mail(server, start):
    """Half of the refusals are for now, half for good."""
    number = {f"lezer{one}@voorbeeld.nl": one for one in range(200)}

    def refuse(address: str) -> str | None:
        if number[address] % 4 == 1:
            return "451 4.7.1 Try again later" if server.asked[address] == 1 else None
        return "550 5.1.1 No such user" if number[address] % 4 == 3 else None

    server.refuse = refuse
    server.start()
    addresses = post(200)
    start()
    wait_until(all_ended)
    assert counted() == {STATES.DELIVERED: 150, STATES.UNDELIVERABLE: 50}
    assert server.times() == Counter(address for address in addresses if number[address] % 4 != 3)
    assert {server.asked[address] for address in addresses if number[address] % 4 == 1} == {2}
    refused = Letter.objects.filter(state=STATES.UNDELIVERABLE)
    assert {server.asked[letter.address] for letter in refused} == {1}
    assert {letter.why for letter in refused} == {"De mailserver antwoordt: “550 5.1.1 No such user”"}


def test_a_worker_killed_in_mid_mail_sends_no_second_copy(server, start):
    """Once while the server has the whole message and did not answer yet, once before it got any of it."""
    server.pause = lambda _: 60 if len(server.took) == 20 else 0
    server.hesitate = lambda _: 60 if server.asked.total() == 90 else 0
    server.start()
    addresses = post(200)
    for reached in (lambda: len(server.took) == 20, lambda: server.asked.total() == 90):
        process = start()
        wait_until(reached)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert counted()[STATES.UNDER_WAY] == 1
    start()
    wait_until(all_ended)
    assert counted() == {STATES.DELIVERED: 199, STATES.UNSURE: 1}
    assert Letter.objects.get(state=STATES.UNSURE).address == server.took[19][0]
    assert server.times() == Counter(addresses)
    assert sorted(server.asked.values()) == [1] * 199 + [2]  # the one of which nothing had gone out
