"""The postman: takes what waits in the ledger to the mail server, each letter once. See docs/decisions/26.

One round at a time, whoever runs it: so what is found under way at its beginning was lost by a worker that is gone.
"""

import smtplib
import socket
import time
from contextlib import suppress

from django.core.mail import get_connection
from django_tasks import task

from platform_site.letters import Letter, WithdrawnError, due, give_up, pause, take
from platform_site.transactions import only_one

ONE_POSTMAN = 7_304_000_120  # number of the database lock that whoever does a round has
# Seconds after which no other letter is taken: the clock and a signal to stop wait no longer than for one letter.
ROUND = 5
LOST = "De verbinding of het programma viel weg voordat de mailserver had geantwoord."
NOT_SENDABLE = "Dit adres of onderwerp kan niet in een mail."


@task(backend="achtergrond")
def deliver() -> None:
    """A round, and another one when there is more."""
    if deliver_due():
        deliver.enqueue()


def wake() -> None:
    """For the clock: a round when something is due. As a task of its own, so that a slow mail server keeps no clock waiting."""
    give_up()
    if due().exists() or Letter.objects.filter(state=Letter.State.UNDER_WAY).exists():
        deliver.enqueue()


def deliver_due(seconds: float = ROUND) -> bool:
    """Sends what is due, one after another, for so long. Gives whether there is more that can be sent at once."""
    with only_one(ONE_POSTMAN) as mine:
        return mine and _round(time.monotonic() + seconds)


def _round(until: float) -> bool:
    for letter in Letter.objects.filter(state=Letter.State.UNDER_WAY):
        letter.lose(LOST)
    Letter.objects.filter(address="").delete()
    if not due().exists():
        return False
    server = get_connection()
    try:
        server.open()
    except OSError as problem:
        pause(_unreachable(problem))
        return False
    sent = 0
    try:
        while time.monotonic() < until and (letter := take()) is not None:
            if not _deliver(letter, server):
                if not sent:  # else this server just wants a new connection after so many
                    pause(letter.why)
                break
            sent += 1
    finally:
        with suppress(OSError):
            server.close()
    return due().exists()


def _deliver(letter: Letter, server) -> bool:
    """Hands one letter to the server and notes what came of it. Gives whether the server will take another."""
    states = Letter.State
    server.hand_over = letter.hand_over
    try:
        letter.message(server).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as refusal:
        return _refused(letter, refusal)
    except ValueError:  # an address or a subject that no mail can have
        letter.end(states.UNDELIVERABLE, NOT_SENDABLE)
        return _begin_anew(server)
    except WithdrawnError:
        return _begin_anew(server)
    except OSError as problem:
        letter.why = _unreachable(problem)
        letter.lose(LOST if letter.handed_over_at else letter.why)
        return False
    letter.end(states.DELIVERED)
    return True


def _begin_anew(server) -> bool:
    """Another connection: this one is in the middle of a mail that is off."""
    server.close()
    return bool(server.open())


def _refused(letter: Letter, refusal: smtplib.SMTPException) -> bool:
    """5xx: never; 4xx: later; no to us as the sender: that is not about this letter. Gives whether to go on."""
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(refusal.recipients.values()))
    else:
        code, answer = refusal.smtp_code, refusal.smtp_error
    said = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    letter.why = f"De mailserver antwoordt: “{code} {' '.join(said.split())}”"
    about_us = isinstance(refusal, smtplib.SMTPSenderRefused) and code >= 500
    if code >= 500 and not about_us:
        letter.end(Letter.State.UNDELIVERABLE, letter.why)
    else:
        letter.put_back(letter.why)
    return code != 421 and not about_us


def _unreachable(problem: OSError) -> str:
    """Why there was no conversation, without what was said in it."""
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return "De mailserver weigert onze inloggegevens."
    if isinstance(problem, TimeoutError) or "timed out" in str(problem):
        return "De mailserver antwoordt niet op tijd."
    if isinstance(problem, socket.gaierror):
        return "De naam van de mailserver is niet te vinden."
    return "De mailserver is niet te bereiken."
