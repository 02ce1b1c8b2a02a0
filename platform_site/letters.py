"""The ledger of mail: one row for each message to one address, from the moment it is asked for until we know how it ended.

A row leaves WAITING only by being taken, and is taken by one. Just before the last bytes of a message go to the mail server,
`hand_over` notes so: what was not handed over can be sent again, what was is never sent a second time by itself.
"""

from datetime import timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

SUBJECT = "Onderwerp: "
A_CODE = "Een code"  # in the place of a subject that has the code in it
LIVES = timedelta(days=1)
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30, 60)]  # the last one again and again
SERVER_AWAY = timedelta(seconds=45)  # so that the clock finds it due every minute
LONGEST_ANSWER = 300


class WithdrawnError(Exception):
    """A letter that is no longer ours to send: taken from us, or deleted with the person it was for."""


class Letter(models.Model):
    """One message to one address. content: its subject and text as the template gave them, until it has arrived."""

    class State(models.TextChoices):
        WAITING = "wacht", "wacht"
        UNDER_WAY = "onderweg", "onderweg"
        DELIVERED = "bezorgd", "bezorgd"
        UNDELIVERABLE = "niet bezorgd", "niet bezorgd"
        UNSURE = "misschien bezorgd", "misschien bezorgd"
        EXPIRED = "verlopen", "verlopen"

    address = models.CharField("adres", max_length=254, blank=True)
    subject = models.CharField("onderwerp", max_length=255)
    content = models.TextField("inhoud", blank=True)
    code = models.BooleanField("met een code", default=False)
    message_id = models.CharField("kenmerk", max_length=255)
    queued_at = models.DateTimeField("in de rij sinds", default=timezone.now)
    good_until = models.DateTimeField("te bezorgen tot")
    state = models.CharField("stand", max_length=20, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("aantal keer geprobeerd", default=0)
    next_try_at = models.DateTimeField("weer te proberen op", default=timezone.now)
    taken_at = models.DateTimeField("opgepakt op", null=True, blank=True)
    handed_over_at = models.DateTimeField("overgedragen op", null=True, blank=True)
    ended_at = models.DateTimeField("afgelopen op", null=True, blank=True)
    why = models.CharField("laatste antwoord", max_length=LONGEST_ANSWER, blank=True)

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        indexes = [models.Index(fields=["state", "good_until"], name="letters_by_state")]

    def __str__(self):
        return self.subject

    def message(self, server) -> EmailMessage:
        """The mail itself, to be sent over this connection. It has the same id at every try."""
        subject, text = _parts(self.content)
        headers = {"Message-ID": self.message_id}
        return EmailMessage(subject, text, to=[self.address], headers=headers, connection=server)

    def hand_over(self) -> None:
        """Notes, before the mail server can have all of it, that from here on we do not know. Raises WithdrawnError."""
        now = timezone.now()
        if not self._mine().filter(state=self.State.UNDER_WAY).update(handed_over_at=now):
            raise WithdrawnError
        self.handed_over_at = now

    def end(self, state: str, why: str = "") -> None:
        """Notes how it ended. Of what arrived, and of what holds a code, the text is wiped."""
        wiped = {"content": ""} if state == self.State.DELIVERED or self.code else {}
        self._mine().update(state=state, why=why[:LONGEST_ANSWER], ended_at=timezone.now(), **wiped)

    def put_back(self, why: str) -> None:
        """Lets it wait for another try: longer after each."""
        pause = BACK_OFF[min(self.tries, len(BACK_OFF)) - 1]
        again = timezone.now() + pause
        self._mine().update(state=self.State.WAITING, next_try_at=again, handed_over_at=None, why=why[:LONGEST_ANSWER])

    def lose(self, why: str) -> None:
        """What becomes of it when the mail server did not answer: another try, or, once handed over, nobody knows."""
        if self.handed_over_at:
            self.end(self.State.UNSURE, why)
        else:
            self.put_back(why)

    def _mine(self) -> models.QuerySet:
        """This row, as long as nobody else took it since."""
        return Letter.objects.filter(pk=self.pk, taken_at=self.taken_at)


def written(address: str, content: str, code_lives: timedelta | None = None) -> Letter:
    """A letter that is not stored yet. content: "Onderwerp: …", a blank line and the text; code_lives: how long its code is of use."""
    now = timezone.now()
    return Letter(
        address=address,
        subject=A_CODE if code_lives else _parts(content)[0][:255],
        content=content,
        code=bool(code_lives),
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        queued_at=now,
        next_try_at=now,
        good_until=now + (code_lives or LIVES),
    )


def _parts(content: str) -> tuple[str, str]:
    """The subject and the text."""
    head, _, text = content.partition("\n")
    return head.removeprefix(SUBJECT).strip(), text.strip() + "\n"


def due() -> models.QuerySet:
    """What is to be sent now: what was tried least first, and of that what expires first, so codes.

    A next try further away than any pause is from before the clock was set back: nothing waits for that.
    """
    now = timezone.now()
    its_time = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + max(BACK_OFF))
    waiting = Letter.objects.filter(its_time, state=Letter.State.WAITING, good_until__gt=now)
    return waiting.order_by("tries", "good_until", "pk")


def take() -> Letter | None:
    """The next letter to send, taken by us; None when there is none."""
    while (letter := due().first()) is not None:
        letter.taken_at, letter.handed_over_at = timezone.now(), None
        letter.state, letter.tries = Letter.State.UNDER_WAY, letter.tries + 1
        taken = {"state": letter.state, "taken_at": letter.taken_at, "handed_over_at": None, "tries": F("tries") + 1}
        if Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING).update(**taken):
            return letter
    return None


def pause(why: str) -> None:
    """All that would be sent now waits a while, for no fault of its own."""
    due().update(next_try_at=timezone.now() + SERVER_AWAY, why=why[:LONGEST_ANSWER])


def give_up() -> None:
    """What was tried long enough: a code has no use any more, all else is for editors to look at."""
    states, now = Letter.State, timezone.now()
    late = Letter.objects.filter(state=states.WAITING, good_until__lte=now)
    late.filter(code=True).update(state=states.EXPIRED, content="", ended_at=now)
    late.filter(code=False).update(state=states.UNDELIVERABLE, ended_at=now)


def on_the_way() -> models.QuerySet:
    """What has not ended yet."""
    return Letter.objects.filter(state__in=[Letter.State.WAITING, Letter.State.UNDER_WAY])


def not_arrived() -> models.QuerySet:
    """What editors have to look at, the newest first. A code is asked for anew by whoever misses it."""
    states = [Letter.State.UNDELIVERABLE, Letter.State.UNSURE]
    return Letter.objects.filter(state__in=states, code=False).order_by("-ended_at", "pk")
