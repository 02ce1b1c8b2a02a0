"""The log-in pages in a real browser: accessible, quiet under the policy, and a passkey that opens the admin."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from platform_site.demo.accounts import default_password
from tests.browser.test_pages import axe, too_wide

EDITOR = "eindredacteur@voorbeeld.nl"
# What somebody who is logged in may see; a word that only the right page has.
MINE = {
    "/inloggen/mijn-gegevens/": "Wat we van je bewaren",
    "/inloggen/mijn-gegevens/alles/": "Account",
    "/inloggen/mijn-gegevens/verwijderen/": "kan niet terug",
    "/inloggen/sessies/": "Waar je bent ingelogd",
    "/inloggen/wachtwoord/wijzigen/": "Huidig wachtwoord",
    "/inloggen/tweede-stap/": "App op je telefoon",
    "/inloggen/tweede-stap/app/": "Scannen lukt niet",
    "/inloggen/tweede-stap/sleutels/": "Je hebt geen sleutels",
    "/inloggen/tweede-stap/sleutels/toevoegen/": "Naam, om hem te herkennen",
    "/inloggen/bevestigen/": "Vul voor de zekerheid",
    "/inloggen/uit/": "Log uit",
}
OPEN = {
    "/inloggen/": "Met een code per mail",
    "/inloggen/code/": "Mail mij een code",
    "/inloggen/wachtwoord/vergeten/": "nieuw wachtwoord",
    "/inloggen/gesloten/": "Dit account is gesloten",
    "/inloggen/extern/geannuleerd/": "gestopt met inloggen",
    "/inloggen/extern/mislukt/": "niet gelukt",
    "/inloggen/uitnodiging/verzonnen/": "Deze link kennen we niet",
}


@pytest.fixture
def at_home(visitor, live_site) -> BrowserContext:
    """By name: browsers know no keys for a bare number."""
    return visitor(base_url=live_site.replace("127.0.0.1", "localhost"))


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def page(at_home, said) -> Iterator[Page]:
    page = at_home.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page


def log_in(page: Page, address: str = "/inloggen/mijn-gegevens/") -> None:
    page.goto(f"/inloggen/?next={address}")
    page.get_by_label("E-mailadres").nth(1).fill(EDITOR)
    page.get_by_label("Wachtwoord", exact=True).fill(default_password())
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"**{address}")


def confirm(page: Page) -> None:
    """Types the password once more where it is asked."""
    if "/bevestigen/" in page.url and page.get_by_label("Wachtwoord", exact=True).count():
        page.get_by_label("Wachtwoord", exact=True).fill(default_password())
        page.get_by_role("button", name="Ga verder").click()
        page.wait_for_url(lambda address: "/bevestigen/" not in address)


def check(page: Page, address: str, words: str) -> dict[str, str]:
    """What is wrong with a page, by address."""
    wrong = {}
    expect(page.locator("body"), address).to_contain_text(words)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            wrong[f"{address} {scheme} {width}"] = axe(page) or (f"{too_wide(page)} px" if too_wide(page) else "")
    return {where: what for where, what in wrong.items() if what}


def test_every_page_before_the_log_in_is_whole(page, said):
    wrong = {}
    for address, words in OPEN.items():
        page.goto(address)
        wrong |= check(page, address, words)
    assert wrong == {}
    assert [line for line in said if "401" not in line and "404" not in line] == []


def test_every_page_after_the_log_in_is_whole(page, said):
    log_in(page)
    wrong = {}
    for address, words in MINE.items():
        page.goto(address)
        if "/bevestigen/" not in address:
            confirm(page)
        wrong |= check(page, address, words)
    assert wrong == {}
    assert said == []


def test_a_wrong_password_is_told_where_one_looks_and_the_address_stays(page):
    page.goto("/inloggen/")
    page.get_by_label("E-mailadres").nth(1).fill("niemand@voorbeeld.nl")
    page.get_by_label("Wachtwoord", exact=True).fill("onzin-onzin-onzin")
    page.keyboard.press("Enter")
    page.get_by_role("alert").filter(has_text="horen niet bij elkaar").wait_for()
    assert page.get_by_label("E-mailadres").nth(1).input_value() == "niemand@voorbeeld.nl"
    assert axe(page) == ""


def test_a_code_is_asked_by_keyboard_alone(page):
    page.goto("/inloggen/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "code-adres":
            break
    page.keyboard.type("niemand@voorbeeld.nl")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inloggen/code/invoeren/")
    assert "niemand@voorbeeld.nl" in page.get_by_role("main").inner_text()
    assert axe(page) == ""
    page.get_by_label("Code uit de mail").fill("AAAA-AAAA")
    page.keyboard.press("Enter")
    page.get_by_text("Deze code klopt niet").wait_for()
    assert page.get_by_label("Code uit de mail").get_attribute("aria-invalid") == "true"
    assert axe(page) == ""
    page.get_by_role("button", name="Gebruik een ander adres").click()
    page.wait_for_url("**/inloggen/")


def test_where_one_thing_is_asked_one_types_at_once(page):
    """On a phone too: no tap is needed first, nor after a mistake."""
    page.set_viewport_size({"width": 390, "height": 844})
    code, address = page.get_by_label("Code uit de mail"), page.get_by_label("E-mailadres")
    for begin in ("/inloggen/code/", "/inloggen/wachtwoord/vergeten/"):
        page.goto(begin)
        expect(address).to_be_focused()
        page.keyboard.type("niemand@voorbeeld.nl")
        page.keyboard.press("Enter")
        expect(code).to_be_focused()
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
        page.keyboard.type("AAAA-AAAA")
        page.keyboard.press("Enter")
        page.get_by_text("Deze code klopt niet").wait_for()
        expect(code).to_be_focused()
        page.context.clear_cookies()

    log_in(page)
    page.goto("/inloggen/bevestigen/")
    expect(page.get_by_label("Wachtwoord", exact=True)).to_be_focused()
    page.goto("/inloggen/sessies/")
    assert re.search(r"sinds \d+ \w+ \d{4} om \d{1,2}\.\d\d uur\.", page.get_by_role("main").inner_text())


def test_a_passkey_is_added_opens_the_admin_and_is_removed(page, said):
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True}})
    log_in(page)
    page.goto("/inloggen/tweede-stap/sleutels/toevoegen/")
    confirm(page)
    page.get_by_label("Naam, om hem te herkennen").fill("Laptop werk")
    page.get_by_label("Ook alleen met deze sleutel inloggen").check()
    page.get_by_role("button", name="Voeg toe").click()
    page.get_by_role("heading", name="Je herstelcodes").wait_for()
    assert page.locator(".codes code").count() == 10
    assert axe(page) == ""
    page.goto("/inloggen/uit/")
    page.get_by_role("button", name="Log uit").click()
    page.wait_for_url("**/")

    page.goto("/inloggen/")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.wait_for_url("**/beheer/")
    page.goto("/inloggen/uit/")
    page.get_by_role("button", name="Log uit").click()
    page.wait_for_url("**/")

    page.goto("/inloggen/")  # as the second step after a password
    page.get_by_label("E-mailadres").nth(1).fill(EDITOR)
    page.get_by_label("Wachtwoord", exact=True).fill(default_password())
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("heading", name="De tweede stap").wait_for()
    expect(page.get_by_label("Code uit je app")).to_be_focused()
    assert axe(page) == ""
    page.get_by_role("button", name="Gebruik je sleutel of passkey").click()
    page.wait_for_url("**/beheer/")

    page.goto("/inloggen/tweede-stap/sleutels/")
    assert axe(page) == ""
    page.get_by_role("link", name="verwijder").click()
    if "/bevestigen/" in page.url:
        assert axe(page) == ""
        confirm(page)
    page.get_by_role("button", name="Verwijder").click()
    page.get_by_text("Je hebt geen sleutels").wait_for()
    assert [line for line in said if "ViewTransition" not in line] == []
