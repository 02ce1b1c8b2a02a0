"""The log book: who did what with accounts, roles and data of many, for administrators to read, for a year.

`note(what, by, about)` is the one way in. It keeps no password, code, token or text, of an address that has no account only a
fingerprint (it may be a mistyped password), and of where somebody was no more than their neighbourhood.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from platform_site import limits
from platform_site.accounts.deletions import fingerprint

KEPT = timedelta(days=365)
SERVER, VISITOR = "opdracht op de server", "bezoeker"
EXPORTS = ("csv", "xlsx")

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
_in_name_of: ContextVar = ContextVar("in_name_of", default=None)


class What(models.TextChoices):
    """All that is noted; stored as it is read."""

    LOGGED_IN = "ingelogd", "ingelogd"
    LOG_IN_FAILED = "inloggen mislukt", "inloggen mislukt"
    LOGGED_OUT = "uitgelogd", "uitgelogd"
    FACTOR_ADDED = "tweede stap toegevoegd", "tweede stap toegevoegd"
    FACTOR_REMOVED = "tweede stap weggehaald", "tweede stap weggehaald"
    ROLE_GIVEN = "rol gegeven", "rol gegeven"
    ROLE_TAKEN = "rol afgenomen", "rol afgenomen"
    INVITED = "uitgenodigd", "uitgenodigd"
    MADE = "account gemaakt", "account gemaakt"
    CLOSED = "account gesloten", "account gesloten"
    OPENED = "account weer open", "account weer open"
    ADDRESS_CHANGED = "e-mailadres gewijzigd", "e-mailadres gewijzigd"
    PASSWORD_CHANGED = "wachtwoord gewijzigd", "wachtwoord gewijzigd"
    PASSWORD_RESET = "wachtwoord hersteld", "wachtwoord hersteld"
    DELETED = "account verwijderd", "account verwijderd"
    WIPED = "gegevens gewist", "gegevens gewist"
    DATA_EXPORTED = "persoonsgegevens gedownload", "persoonsgegevens gedownload"
    DELETIONS_REPEATED = "verwijderingen herhaald", "verwijderingen herhaald"
    REPORT_EXPORTED = "rapport gedownload", "rapport gedownload"
    DUO_IMPORTED = "DUO-bestand ingelezen", "DUO-bestand ingelezen"


class AuditNote(models.Model):
    """One thing that was done. Nothing changes a note, except that somebody who is forgotten becomes a fingerprint in it."""

    at = models.DateTimeField("wanneer", default=timezone.now, db_index=True)
    what = models.CharField("wat", max_length=40, choices=What)
    who = models.CharField("wie", max_length=254)
    about = models.CharField("over wie of wat", max_length=254, blank=True)
    detail = models.CharField("bijzonderheid", max_length=200, blank=True)
    from_where = models.CharField("vanaf", max_length=45, blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="account", null=True, on_delete=models.SET_NULL, related_name="notes"
    )
    about_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="over", null=True, on_delete=models.SET_NULL, related_name="notes_about"
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "regel in het logboek"
        verbose_name_plural = "regels in het logboek"
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.what} ({self.detail})" if self.detail else self.what


def note(what: What, by, about="", request: HttpRequest | None = None, *, detail: str = "") -> None:
    """Writes one line. by, about: a user, or words (an address without an account as `fingerprinted(address)`).

    request: where it came from; the one that is being answered unless another is given. About oneself is said once.
    """
    request = request or _request.get()
    by_user, about_user = _stored(by), _stored(about)
    if about_user and about_user == by_user:
        about, about_user = "", None
    AuditNote.objects.create(
        what=what, who=_words(by), about=_words(about), detail=detail[:200], from_where=_neighbourhood(request),
        by_user=by_user, about_user=about_user,
    )  # fmt: skip


def fingerprinted(address: str) -> str:
    """What stands for an address that is not kept: the same for the same address."""
    return f"vingerafdruk {fingerprint(address)[:16]}"


def somebody(request: HttpRequest | None = None):
    """Who is doing this, for a note: whoever asks for the page, or somebody else in whose name it is done."""
    request = request or _request.get()
    if found := _in_name_of.get():
        return found
    user = getattr(request, "user", None)
    return user if user and user.is_authenticated else VISITOR if request else SERVER


@contextmanager
def in_name_of(who) -> Iterator[None]:
    """What is noted within this is noted as done by `who`, a user or words."""
    token = _in_name_of.set(who)
    try:
        yield
    finally:
        _in_name_of.reset(token)


def forget(address: str, user=None) -> None:
    """Puts a fingerprint in the place of an address, in all notes by and about it."""
    for words, account in (("who", "by_user"), ("about", "about_user")):
        named = Q(**{f"{words}__iexact": address})
        named |= Q(**{account: user}) if user else Q()
        AuditNote.objects.filter(named).update(**{words: fingerprinted(address), account: None})


def forget_old() -> None:
    """Throws away what is older than a year."""
    AuditNote.objects.filter(at__lt=timezone.now() - KEPT).delete()


class AuditMiddleware:
    """Lets a note know which request it belongs to, and notes each report that is taken away as a file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            response = self.get_response(request)
            form = request.GET.get("export")
            if form in EXPORTS and request.path.startswith("/beheer/") and _is_file(response):
                note(What.REPORT_EXPORTED, request.user, request.path[:254], request, detail=form)
            return response
        finally:
            _request.reset(token)


def _is_file(response: HttpResponse) -> bool:
    return response.status_code == 200 and response.headers.get("Content-Disposition", "").startswith("attachment")


def _stored(who):
    """The account, if it is one that is there; who has just left is there no more."""
    return who if getattr(who, "pk", None) else None


def _words(who) -> str:
    if isinstance(who, str):
        return who[:254]
    return who.email if who.pk else fingerprinted(who.email)


def _neighbourhood(request: HttpRequest | None) -> str:
    try:
        return limits.shortened(limits.address_of(request)) if request else ""
    except PermissionDenied:  # the proxies do not say
        return ""
