"""Somebody who is logged in already, as the gate of the admin wants it: with a password and a second factor in this session."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

SECRET = "JBSWY3DPEHPK3PXP"


def an_app(user) -> Authenticator:
    """A second factor of this user, whose codes `current_code` gives."""
    data = {"secret": get_adapter().encrypt(SECRET)}
    return Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": data})[0]


def current_code(steps: int = 0) -> str:
    """What the app shows now, or that many half minutes later."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps))


def log_in(client: Client, user, *methods: str) -> Client:
    """The same client, logged in as `user` by these methods: password and app unless others are given."""
    client.force_login(user)
    records = []
    for method in methods or ("password", "mfa"):
        more = {"type": "totp", "id": an_app(user).pk} if method == "mfa" else {}
        records.append({"method": method, "at": time.time(), **more})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    return client
