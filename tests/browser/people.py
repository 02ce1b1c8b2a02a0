"""Who takes part in a journey: the post, an editor, a coordinator; and what every page they open must be."""

import time
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page

from platform_site.demo.accounts import default_password
from tests.browser.reading import beyond_with_long_words, broken_days, broken_words
from tests.browser.test_pages import axe, too_wide


class Postman:
    """A mail server that keeps what it gets. unknown: addresses of which it says that nobody lives there."""

    def __init__(self):
        self.mails, self.unknown = [], set()

    async def handle_RCPT(self, server, session, envelope, address: str, options: list) -> str:  # noqa: N802
        if address in self.unknown:
            return "550 5.1.1 Onbekend adres"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (the name aiosmtpd calls)
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos[0], str(message["Subject"]), message.get_content()))
        return "250 OK"

    def letter(self, to: str, subject: str, patience: float = 30) -> str:
        """The text of the newest mail to somebody with these words in its subject; takes it out of the box."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            for mail in reversed(self.mails):
                if mail[0] == to and subject in mail[1]:
                    self.mails.remove(mail)
                    return mail[2]
            time.sleep(0.2)
        pytest.fail(f"no mail to {to} about {subject}; there are {[mail[:2] for mail in self.mails]}")


def log_in(page: Page, address: str, who: str) -> None:
    """Logs in with a password on the way to `address`. who: an example account, without its domain."""
    page.goto(f"/inloggen/?next={address}")
    page.get_by_label("E-mailadres").nth(1).fill(f"{who}@voorbeeld.nl")
    page.get_by_label("Wachtwoord", exact=True).fill(default_password())
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"**{address}")


def log_in_as_editor(page: Page, who: str = "eindredacteur") -> None:
    """who: redacteur, eindredacteur or beheerder."""
    log_in(page, "/beheer/", who)


def log_in_as_coordinator(page: Page, address: str) -> None:
    log_in(page, address, "coordinator")


def tidy(page: Page) -> None:
    """Accessible by day and by night, and within a small screen."""
    before = page.viewport_size
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert not axe(page), f"{page.url} {scheme}"
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert too_wide(page) == 0, f"{page.url} {width}"
        assert broken_days(page) == [], f"{page.url} {width}"
    assert beyond_with_long_words(page) == 0, page.url
    assert broken_words(page) == [], page.url
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)
