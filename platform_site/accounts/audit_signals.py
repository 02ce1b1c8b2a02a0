"""What is noted in the log book by itself, from what Django and allauth tell; apps.py connects these."""

from allauth.account.signals import login_code_rejected, password_reset_code_rejected
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from platform_site.accounts import audit, deletions
from platform_site.accounts.audit import What, note, somebody

FACTORS = {
    Authenticator.Type.TOTP: "app",
    Authenticator.Type.WEBAUTHN: "sleutel",
    Authenticator.Type.RECOVERY_CODES: "herstelcodes",
}
ADMINISTRATOR = "beheerder"


def listen() -> None:
    """Connects what has to do with logging in."""
    user_logged_in.connect(logged_in)
    user_logged_out.connect(logged_out)
    user_login_failed.connect(password_refused)
    for signal in (login_code_rejected, password_reset_code_rejected, authentication_failed):
        signal.connect(code_refused)
    authenticator_added.connect(factor_added)
    authenticator_reset.connect(factor_added)
    authenticator_removed.connect(factor_removed)


def logged_in(request: HttpRequest, user, **kwargs) -> None:
    note(What.LOGGED_IN, user, request=request)


def logged_out(request: HttpRequest, user, **kwargs) -> None:
    if user:
        note(What.LOGGED_OUT, user, request=request)


def password_refused(credentials: dict, request: HttpRequest | None = None, **kwargs) -> None:
    """Of an unknown address only a fingerprint: people type passwords into the wrong field."""
    typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    user = get_user_model().objects.filter(email=typed).first()
    note(What.LOG_IN_FAILED, user or audit.fingerprinted(typed), request=request, detail="wachtwoord")


def code_refused(request: HttpRequest, user, authenticator: Authenticator | None = None, **kwargs) -> None:
    how = FACTORS[authenticator.type] if authenticator else "code uit de mail"
    note(What.LOG_IN_FAILED, user, request=request, detail=how)


def factor_added(request: HttpRequest, user, authenticator: Authenticator, **kwargs) -> None:
    note(What.FACTOR_ADDED, somebody(request), user, request, detail=FACTORS[authenticator.type])


def factor_removed(request: HttpRequest, user, authenticator: Authenticator, **kwargs) -> None:
    note(What.FACTOR_REMOVED, somebody(request), user, request, detail=FACTORS[authenticator.type])


def membership(instance, action: str, reverse: bool, pk_set: set[int] | None, **kwargs) -> None:
    """Somebody comes into a group or leaves it, from whichever side; only what changes is told."""
    if action not in ("post_add", "pre_remove", "pre_clear"):
        return
    side = instance.user_set if reverse else instance.groups
    found = side.order_by("pk") if pk_set is None else side.filter(pk__in=pk_set).order_by("pk")
    for other in found:
        user, group = (other, instance) if reverse else (instance, other)
        _role(user, group.name, given=action == "post_add")


def account_made(instance, created: bool, raw: bool, **kwargs) -> None:
    if created and not raw:
        note(What.MADE, somebody(), instance)
        if instance.is_superuser:
            _role(instance, ADMINISTRATOR, given=True)


def account_changed(instance, raw: bool, update_fields=None, **kwargs) -> None:
    """Before it is stored, so that what was there can be seen."""
    watched = {"is_superuser", "is_active", "email", "password"}
    told = watched if update_fields is None else watched & set(update_fields)
    before = None if raw or not instance.pk or not told else get_user_model().objects.filter(pk=instance.pk).first()
    if before is None:
        return
    differs = {name for name in told if getattr(before, name) != getattr(instance, name)}
    if "is_superuser" in differs:
        _role(instance, ADMINISTRATOR, given=instance.is_superuser)
    if "is_active" in differs:
        activity(instance, instance.is_active)
    if "email" in differs:  # the former one is nobody's now, and can be found by typing all of it
        note(What.ADDRESS_CHANGED, somebody(), instance, detail=f"was {audit.fingerprinted(before.email)}")
    if "password" in differs and instance._password is not None:  # None: the same one in a stronger hash
        by = somebody()
        note(What.PASSWORD_RESET if by == audit.VISITOR else What.PASSWORD_CHANGED, by, instance)


def group_deleted(instance: Group, **kwargs) -> None:
    """With a group its role goes; the database does that by itself."""
    membership(instance, "pre_clear", reverse=True, pk_set=None)


def account_deleted(instance, **kwargs) -> None:
    """However it is deleted: on the list for after a restore, and no address stays in the log book."""
    note(What.DELETED, somebody(), instance)
    audit.forget(instance.email, instance)
    deletions.remember(instance.email)


def activity(user, active: bool) -> None:
    """Somebody's account was closed, or opened again."""
    note(What.OPENED if active else What.CLOSED, somebody(), user)


def _role(user, name: str, given: bool) -> None:
    note(What.ROLE_GIVEN if given else What.ROLE_TAKEN, somebody(), user, detail=name)
