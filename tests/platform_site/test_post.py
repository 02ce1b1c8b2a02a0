"""What the postman does with each answer of a mail server, and what editors see of mail that did not arrive."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from bs4 import BeautifulSoup
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from platform_site import mail, post
from platform_site.accounts import roles
from platform_site.background import housekeeping, worker
from platform_site.editing.undelivered import AGAIN, LET_GO
from platform_site.examples import a_user
from platform_site.letters import BACK_OFF, Letter, take, written
from tests.demo_site import free_port
from tests.editor import Editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
STATES = Letter.State
CODE = "ABCD-EFGH"


class Server:
    """A mail server that gives one answer at one step, and takes all else."""

    def __init__(self):
        self.answers: dict[str, str] = {}  # by step: MAIL, RCPT, DATA
        self.most = 1000  # messages in one connection
        self.took: list[str] = []
        self.connections = 0

    async def handle_EHLO(self, server: SMTP, session, envelope, hostname: str, responses: list) -> list:  # noqa: N802 (aiosmtpd calls it so)
        session.host_name, session.taken = hostname, 0
        self.connections += 1
        return responses

    async def handle_MAIL(self, server: SMTP, session, envelope, address: str, options: list) -> str:  # noqa: N802
        if session.taken == self.most:
            return "421 4.7.0 Too many messages in this connection"
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: SMTP, session, envelope, address: str, options: list) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session, envelope) -> str:  # noqa: N802
        answer = self.answers.get("DATA", "250 OK")
        session.taken += 1
        if answer.startswith("250"):
            self.took.append(envelope.rcpt_tos[0])
        return answer


@pytest.fixture
def server(settings) -> Iterator[Server]:
    """A mail server, and tasks that wait, so that a test says itself when a round begins."""
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "platform_site.mail_server.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.TASKS = {**settings.TASKS, "achtergrond": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    yield handler
    controller.stop()


def a_letter(address: str = "a@voorbeeld.nl", **facts) -> Letter:
    letter = written(address, "Onderwerp: Een onderwerp\n\nEen tekst")
    for name, value in facts.items():
        setattr(letter, name, value)
    letter.save()
    return letter


def later(minutes: int) -> None:
    """So many minutes go by."""
    back = timedelta(minutes=minutes)
    Letter.objects.update(**{name: F(name) - back for name in ("queued_at", "next_try_at", "good_until", "ended_at")})


@pytest.mark.parametrize(
    ("step", "answer", "ends"),
    [
        ("RCPT", "550 5.1.1 No such user", STATES.UNDELIVERABLE),
        ("DATA", "554 5.7.1 Refused", STATES.UNDELIVERABLE),
        ("RCPT", "451 4.7.1 Later", STATES.WAITING),
        ("DATA", "452 4.3.1 Full", STATES.WAITING),
        ("MAIL", "451 4.3.0 Later", STATES.WAITING),
        ("MAIL", "530 5.7.0 Authentication required", STATES.WAITING),  # about us, and can be mended
        ("MAIL", "421 4.3.2 Closing", STATES.WAITING),
    ],
)
def test_no_is_no_and_later_is_later(server, step, answer, ends):
    letter = a_letter()
    server.answers[step] = answer
    post.deliver_due()
    letter.refresh_from_db()
    assert (letter.state, letter.why) == (ends, f"De mailserver antwoordt: “{answer}”")
    assert letter.content  # for whoever sends it again
    server.answers.clear()
    later(1)
    post.deliver_due()
    assert server.took == ([letter.address] if ends == STATES.WAITING else [])


def test_it_waits_longer_each_time_and_gives_up_after_a_day(server):
    letter = a_letter()
    server.answers["RCPT"] = "451 4.7.1 Later"
    pauses = []
    while letter.state == STATES.WAITING and len(pauses) < 100:
        post.wake()
        post.deliver_due()
        letter.refresh_from_db()
        pauses.append(round((letter.next_try_at - timezone.now()).total_seconds() / 60))
        later(pauses[-1])
        post.wake()
        letter.refresh_from_db()
    assert pauses[: len(BACK_OFF)] == [1, 2, 5, 10, 20, 30, 60]
    assert set(pauses[len(BACK_OFF) :]) == {60}
    assert 24 * 60 <= sum(pauses) <= 25 * 60
    assert (letter.state, letter.why) == (STATES.UNDELIVERABLE, "De mailserver antwoordt: “451 4.7.1 Later”")


def test_a_code_goes_first_lives_as_long_as_it_works_and_leaves_no_trace(server):
    for number in range(3):
        a_letter(f"lezer{number}@voorbeeld.nl")
    mail.send("account/login_code", ["a@school.nl", "b@school.nl"], {"code": CODE}, code_lives=timedelta(minutes=15))
    assert set(Letter.objects.filter(code=True).values_list("subject", flat=True)) == {"Een code"}
    late = Letter.objects.get(address="b@school.nl")
    Letter.objects.filter(pk=late.pk).update(good_until=timezone.now())
    post.wake()
    post.deliver_due()
    assert server.took == ["a@school.nl", "lezer0@voorbeeld.nl", "lezer1@voorbeeld.nl", "lezer2@voorbeeld.nl"]
    late.refresh_from_db()
    assert late.state == STATES.EXPIRED
    assert CODE not in str(list(Letter.objects.values()))
    later(61)
    housekeeping.throw_away_what_is_done()
    assert not Letter.objects.exists()


def test_a_server_that_wants_a_new_connection_gets_one_at_once(server):
    server.most = 2
    addresses = [a_letter(f"lezer{number}@voorbeeld.nl").address for number in range(5)]
    rounds = 1
    while post.deliver_due():
        rounds += 1
    later(1)
    post.deliver_due()
    assert sorted(server.took) == addresses
    assert (rounds, server.connections) == (2, 3)


def test_a_letter_that_cannot_be_a_mail_holds_up_no_other(server):
    a_letter("a@voorbeeld.nl\nBcc: b@voorbeeld.nl")
    a_letter("c@voorbeeld.nl")
    post.deliver_due()
    assert server.took == ["c@voorbeeld.nl"]
    assert Letter.objects.get(state=STATES.UNDELIVERABLE).why == post.NOT_SENDABLE


def test_who_was_forgotten_while_the_mail_went_out_gets_none(server, monkeypatch):
    letter = a_letter()
    monkeypatch.setattr(post, "take", lambda: [one := take(), one and Letter.objects.filter(pk=one.pk).delete()][0])
    post.deliver_due()
    assert server.took == []
    assert not Letter.objects.filter(pk=letter.pk).exists()


def test_two_postmen_do_not_go_at_the_same_time(server):
    letter = a_letter()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [post.ONE_POSTMAN])
        assert not post.deliver_due()
        assert server.took == []
    other.close()  # as when it is killed
    time.sleep(0.1)
    post.deliver_due()
    assert server.took == [letter.address]


def test_what_a_lost_worker_had_not_handed_over_is_sent_and_the_rest_never(server):
    before, after = a_letter("voor@voorbeeld.nl"), a_letter("na@voorbeeld.nl")
    for letter in (before, after):
        taken = take()
        assert taken == letter
    taken.hand_over()
    post.deliver_due()
    later(2)
    post.deliver_due()
    assert server.took == ["voor@voorbeeld.nl"]
    after.refresh_from_db()
    assert (after.state, after.why) == (STATES.UNSURE, post.LOST)


# --- for editors -----------------------------------------------------------------------------------------------------


def status() -> tuple[int, str]:
    worker.tick()
    answer = Client().get("/status/achtergrond")
    return answer.status_code, answer.content.decode().partition("; ")[0]


def test_the_status_is_red_while_mail_waits_or_did_not_arrive(server):
    assert status()[0] == 200
    letter = a_letter(next_try_at=timezone.now() + timedelta(hours=1))
    later(14)
    assert status()[0] == 200
    later(2)
    assert status() == (503, "mail wacht langer dan een kwartier: 1")
    Letter.objects.update(state=STATES.UNSURE, ended_at=timezone.now())
    assert status() == (503, "mail niet bezorgd: 1")
    assert letter.address not in Client().get("/status/achtergrond").content.decode()
    later(25 * 60)
    assert status()[0] == 200
    Letter.objects.update(ended_at=timezone.now(), code=True)  # whoever misses a code asks for another
    assert status()[0] == 200


@pytest.fixture
def editor() -> Editor:
    return Editor(a_user("els@raad.nl", role=roles.EDITOR))


def lists(editor: Editor) -> BeautifulSoup:
    return editor.look(reverse("werk", args=["niet-bezorgd"]))


def test_the_list_says_who_what_when_and_why_and_never_what_it_says(editor, server):
    a_letter(state=STATES.UNDELIVERABLE, ended_at=timezone.now(), why="De mailserver antwoordt: “550 <b>Nee</b>”")
    mail.send("account/login_code", ["b@school.nl"], {"code": CODE}, code_lives=timedelta(minutes=15))
    Letter.objects.filter(code=True).update(state=STATES.UNDELIVERABLE, ended_at=timezone.now())
    page = lists(editor)
    (row,) = page.find(class_="work__rows").find_all("li")
    assert row.find(class_="work__title").get_text() == "Een onderwerp, aan a@voorbeeld.nl"
    note = row.find(class_="work__note").get_text()
    assert note.startswith("niet bezorgd, in de rij sinds ")
    assert note.endswith("uur. De mailserver antwoordt: “550 <b>Nee</b>”")
    assert [button.contents[0].strip() for button in row.find_all("button")] == [AGAIN, LET_GO]
    for secret in ("Een tekst", CODE, "b@school.nl"):
        assert secret not in page.get_text()


def test_sending_again_keeps_its_id_and_letting_go_deletes_it(editor, server):
    letter = a_letter(state=STATES.UNSURE, tries=3, ended_at=timezone.now(), handed_over_at=timezone.now())
    later(26 * 60)
    again = reverse("send-again", args=[letter.pk])
    assert editor.client.post(again).url == reverse("werk", args=["niet-bezorgd"])
    post.deliver_due()
    assert server.took == [letter.address]
    assert Letter.objects.values_list("state", "message_id", "content").get() == (
        STATES.DELIVERED,
        letter.message_id,
        "",
    )
    answer = editor.client.post(again, follow=True)
    assert "iemand was je voor" in answer.content.decode()
    assert Letter.objects.get().state == STATES.DELIVERED
    other = a_letter(state=STATES.UNDELIVERABLE, ended_at=timezone.now())
    answer = editor.client.post(reverse("let-go", args=[other.pk]), {"next": reverse("wagtailadmin_home")})
    assert answer.url == reverse("wagtailadmin_home")
    assert not Letter.objects.filter(pk=other.pk).exists()


def test_only_who_may_enter_the_admin_can_send_again(server):
    letter = a_letter(state=STATES.UNSURE, ended_at=timezone.now())
    client = Client()
    client.force_login(a_user("coordinator@school.nl"))
    for name in ("send-again", "let-go"):
        assert client.post(reverse(name, args=[letter.pk])).status_code in (302, 403)
        assert Letter.objects.get().state == STATES.UNSURE
