"""Invitations: an address, what it is invited to, and a link that works once, for fourteen days, for that address only.

How another part of the site uses this (the portal for coordinators, for example):

    invitations.register(InvitationKind("coordinator", mail="uitnodiging-coordinator", purpose=…, accepted=…, then=…))  # in AppConfig.ready()
    invitation = invite("naam@school.nl", "coordinator", {"partnership": 12}, by=request.user)                # sends the mail
    withdraw(invitation)
    Invitation.objects.open().filter(kind="coordinator", payload__partnership=12)

The link opens `/inloggen/uitnodiging/«token»/` (views.py). It gives nothing away by itself: who presses the button there gets
a code on the invited address, and only who is logged in with that address takes the invitation up. So a link that was
forwarded, or opened by a mail scanner, opens nothing. Taking it up calls the kind's `accepted(invitation, user)` within
the transaction that marks it as used, and sends the person on to `then(invitation)`.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from platform_site import mail
from platform_site.accounts import audit

DAYS = 14


@dataclass(frozen=True)
class InvitationKind:
    """One thing that somebody can be invited to.

    name: as stored. mail: the template of the message (`templates/mail/«mail».txt`), which gets `invitation`, `purpose`, `link`, `days`
    and `site_url`. purpose: ends the sentence "Je bent uitgenodigd …": "om redacteur te worden". accepted: does what the
    invitation promises. then: the address to go on to. asks_name: whether somebody without a name gives one first.
    """

    name: str
    mail: str
    purpose: Callable[["Invitation"], str]
    accepted: Callable[["Invitation", models.Model], None]
    then: Callable[["Invitation"], str]
    asks_name: bool = False


_kinds: dict[str, InvitationKind] = {}


def register(kind: InvitationKind) -> None:
    """Makes a kind of invitation known. Called from AppConfig.ready()."""
    _kinds[kind.name] = kind


class InvitationClosedError(Exception):
    """Why an invitation cannot be taken up, as a Dutch sentence for the person."""


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """Sent, not taken up, not withdrawn, not too old."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """The token itself is only in the mail; here is its fingerprint."""

    email = models.EmailField("e-mailadres")
    kind = models.CharField("soort", max_length=40)
    payload = models.JSONField("waarvoor", default=dict)
    token_hash = models.CharField("vingerafdruk", max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="uitgenodigd door",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("verstuurd op", default=timezone.now)
    expires_at = models.DateTimeField("geldig tot")
    used_at = models.DateTimeField("aangenomen op", null=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["email"]), models.Index(fields=["kind"])]

    def __str__(self):
        return f"{self.email} ({self.kind})"

    @property
    def purpose(self) -> str:
        """What it is for, to end a sentence with."""
        return _kinds[self.kind].purpose(self)

    @property
    def asks_name(self) -> bool:
        """Whether whoever takes it up is to have a name: colleagues see it beside what somebody wrote."""
        return _kinds[self.kind].asks_name

    @property
    def state(self) -> str:
        """Where it stands, in a few words for who sent it."""
        if self.used_at:
            return "aangenomen"
        if self.withdrawn_at:
            return "ingetrokken"
        return "verlopen" if self.expires_at <= timezone.now() else "wacht op antwoord"

    @property
    def closed_because(self) -> str:
        """Why it can no longer be taken up, as a Dutch sentence; empty when it can."""
        if self.used_at:
            return "Deze uitnodiging is al gebruikt. Log in met je e-mailadres."
        if self.withdrawn_at:
            return "Deze uitnodiging is ingetrokken. Vraag een nieuwe aan degene die je uitnodigde."
        if self.expires_at <= timezone.now():
            return f"Deze uitnodiging is ouder dan {DAYS} dagen. Vraag een nieuwe aan degene die je uitnodigde."
        return ""


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(email: str, kind: str, payload: dict | None = None, by=None) -> Invitation:
    """Sends an invitation, in place of an open one for the same. by: the user who invites. Gives what was stored.

    Raises KeyError for an unknown kind.
    """
    how, email, payload = _kinds[kind], email.strip().lower(), payload or {}
    for former in Invitation.objects.open().filter(email=email, kind=kind, payload=payload):
        withdraw(former)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        kind=kind,
        payload=payload,
        token_hash=_fingerprint(token),
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=DAYS),
    )
    invited = get_user_model().objects.filter(email=email).first() or email
    audit.note(audit.What.INVITED, by or audit.somebody(), invited, detail=invitation.purpose)
    link = settings.SITE_URL + reverse("invitation", args=[token])
    context = {"invitation": invitation, "purpose": invitation.purpose, "link": link, "days": DAYS}
    mail.send(how.mail, [email], {**context, "site_url": settings.SITE_URL})
    return invitation


def find(token: str) -> Invitation | None:
    """The invitation of a link, open or not; None when there never was one."""
    return Invitation.objects.filter(token_hash=_fingerprint(token)).select_related("invited_by").first()


def withdraw(invitation: Invitation) -> None:
    """Makes the link worthless. What was taken up already stays so."""
    Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())


@transaction.atomic
def its_user(invitation: Invitation):
    """The account of the invited address, made when there was none: without a password and without any permission."""
    users = get_user_model().objects
    return users.filter(email=invitation.email).first() or users.create_user(invitation.email)


@transaction.atomic
def accept(invitation: Invitation, user) -> str:
    """Takes an invitation up for `user`, once. Gives the address to go on to.

    Raises InvitationClosedError when it is no longer open or meant for another address.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.closed_because:
        raise InvitationClosedError(locked.closed_because)
    if user.email != locked.email:
        raise InvitationClosedError(f"Deze uitnodiging is voor {locked.email}, en je bent ingelogd als {user.email}.")
    with audit.in_name_of(locked.invited_by or "uitnodiging"):
        _kinds[locked.kind].accepted(locked, user)
    locked.used_at = timezone.now()
    locked.save(update_fields=["used_at"])
    return _kinds[locked.kind].then(locked)
