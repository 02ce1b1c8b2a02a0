"""Adapters that change allauth's behaviour: no sign-up, mail by the background worker, our own texts, encrypted TOTP secrets."""

import base64
import hashlib
import logging
import secrets
from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.messages import add_message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from platform_site import limits, mail
from platform_site.accounts import gate, roles, sentences

NOBODY = ""  # as recipient: the worker does the work and sends nothing
CODE_LIVES = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, **sentences.ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queues the mail. For an unknown address the same is queued without recipient, so that response times do not tell
        which addresses have an account."""
        name = template_prefix.rpartition("/")[2]
        if name in sentences.CHANGES:
            mail.send("account/wijziging", [email], {"what": sentences.CHANGES[name], "when": context["timestamp"]})
        else:
            known = name != "unknown_account"
            template = name if known else "login_code"
            code = context["code"] if known else self.generate_login_code()
            to = [email if known else NOBODY]
            mail.send(f"account/{template}", to, {"code": code}, code_lives=CODE_LIVES)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """Failed log-ins are counted per account *and* IP address, so that guessing does not lock out the owner of the account.

        allauth's own key contains the Host header, which the client chooses.
        """
        login = credentials.get("email", credentials.get("username", "")).lower()
        return f"{login} {limits.address_of(request)}"

    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", message=None
    ) -> None:
        """Shows only the messages that we have a text for; allauth's other ones are left out."""
        text = message or sentences.MESSAGES.get(message_template, "")
        if text:
            add_message(request, level, text, extra_tags=extra_tags)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Editors go to the admin, all others to their own page."""
        return resolve_url("wagtailadmin_home" if roles.may(request.user, roles.ENTER) else settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def post_login(self, request: HttpRequest, user, **how) -> HttpResponse:
        response = super().post_login(request, user, **how)
        provided = (how["signal_kwargs"] or {}).get("sociallogin")
        if provided:
            data = provided.account.extra_data
            request.session[gate.PROVIDER_FACTORS] = data.get("id_token", data).get("amr", [])
            provided.account.extra_data = {}
            provided.account.save(update_fields=["extra_data"])
        for session in UserSession.objects.filter(session_key=request.session.session_key):
            session.ip = limits.shortened(session.ip)
            session.save(update_fields=["ip"])
        return response


def _cipher() -> MultiFernet:
    """Derived from SECRET_KEY, so that a copy of the database alone does not reveal the secrets. Fallback keys can still decrypt."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, **sentences.SECOND_FACTOR_ERRORS}

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. If none of our keys can decrypt it: a random one, so that no code is accepted (and no error page shown)."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.warning("een tweede stap is met een andere SECRET_KEY bewaard en werkt niet meer")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user, type) -> str:
        return "Mijn sleutel"

    def _get_site_name(self) -> str:
        return settings.SITE_NAME


class ProviderAdapter(DefaultSocialAccountAdapter):
    error_messages = {**DefaultSocialAccountAdapter.error_messages, **sentences.PROVIDER_ERRORS}

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False
