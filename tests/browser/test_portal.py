"""The whole way in a real browser, three people and real mail: invite, log in, write, hand in, return, mend, approve, live."""

import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import BrowserContext, Page, expect

from platform_site.demo.accounts import default_password
from tests.browser.test_pages import axe, too_wide
from tests.demo_site import a_database, database_url, free_port, served

PARTNERSHIP = "Meerwegen opleidingsschool"
PUBLIC = "/partnerschappen/meerwegen-opleidingsschool/"
PORTAL = "/mijn-partnerschap/meerwegen-opleidingsschool/"
VERA = "vera@school.voorbeeld.nl"
expect.set_options(timeout=20_000)


class Postman:
    """A mail server that keeps what it gets."""

    def __init__(self):
        self.mails = []

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


@pytest.fixture
def postman() -> Iterator[Postman]:
    postman = Postman()
    server = Controller(postman, hostname="127.0.0.1", port=free_port())
    server.start()
    postman.url = f"smtp://127.0.0.1:{server.port}"
    yield postman
    server.stop()


@pytest.fixture
def site(demo_content, run_database, postman, monkeypatch) -> Iterator[str]:
    """A running site of its own, whose mail the postman gets."""
    monkeypatch.setenv("EMAIL_URL", postman.url)
    with (
        a_database(run_database, f"{run_database.name}_portal", template=demo_content.database) as name,
        served(database_url(name)) as address,
    ):
        yield address


@pytest.fixture
def person(visitor, site):
    """Makes somebody with a browser of their own; what the console says is kept on the page."""

    def make(**options) -> Page:
        context: BrowserContext = visitor(base_url=site, **options)
        context.set_default_timeout(60_000)  # a profile of many partners is a long form in the admin
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        return page

    return make


def log_in_as_editor(page: Page) -> None:
    page.goto("/inloggen/?next=/beheer/")
    page.get_by_label("E-mailadres").nth(1).fill("eindredacteur@voorbeeld.nl")
    page.get_by_label("Wachtwoord", exact=True).fill(default_password())
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/beheer/")


def its_number(page: Page) -> str:
    """The id of the partnership's page, from the search in the admin."""
    page.goto("/beheer/pages/search/?q=Meerwegen")
    link = page.locator("a[href*='/edit/']", has_text=PARTNERSHIP).first.get_attribute("href")
    return re.search(r"/pages/(\d+)/", link)[1]


def decide(page: Page, number: str, action: str, comment: str = "") -> None:
    """Approves or returns what is under review, by the form behind the buttons of the admin."""
    page.goto(f"/beheer/pages/{number}/edit/")
    modal = page.locator("[data-workflow-action-modal-url]").first.get_attribute("data-workflow-action-modal-url")
    task = re.search(r"/(\d+)/$", modal)[1]
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    form = {"csrfmiddlewaretoken": token, "comment": comment}
    url = f"/beheer/pages/workflow/action/{number}/{action}/{task}/"
    answer = page.request.post(url, form=form, headers={"Referer": page.url})
    assert answer.ok, answer.status


def tidy(page: Page) -> None:
    """Accessible by day and by night, and within a small screen."""
    before = page.viewport_size
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert not axe(page), f"{page.url} {scheme}"
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert too_wide(page) == 0, f"{page.url} {width}"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


def test_from_invitation_to_live(person, postman):
    editor, vera, reader = person(), person(viewport={"width": 360, "height": 780}), person()

    log_in_as_editor(editor)
    number = its_number(editor)
    editor.goto(f"/beheer/coordinatoren/{number}/")
    editor.get_by_label("E-mailadres").fill(VERA)
    editor.get_by_role("button", name="Stuur uitnodiging").click()
    expect(editor.get_by_text(f"De uitnodiging is onderweg naar {VERA}")).to_be_visible()

    vera.goto(re.search(r"http\S+/inloggen/uitnodiging/\S+", postman.letter(VERA, "Uitnodiging"))[0])
    vera.get_by_role("button", name="Mail mij de code").click()
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", postman.letter(VERA, "ode"))[0]
    vera.get_by_label("Code uit de mail").fill(code)
    vera.keyboard.press("Enter")
    vera.wait_for_url(f"**{PORTAL}")
    tidy(vera)

    # By keyboard only, from the skip link on.
    vera.goto(f"{PORTAL}stap/cijfers/")
    tidy(vera)
    vera.get_by_label("Aantal studenten").focus()
    vera.keyboard.press("Control+a")
    vera.keyboard.type("231")
    vera.keyboard.press("Tab")
    vera.keyboard.press("Control+a")
    vera.keyboard.type("2025")
    expect(vera.locator("[data-saved]")).to_contain_text("Bewaard om")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/stap/contact/")
    tidy(vera)

    vera.goto(f"{PORTAL}stap/partners/")
    vera.get_by_label("Zoek een school").fill("amersfoort")
    vera.keyboard.press("Enter")
    add = vera.get_by_role("button", name="Voeg toe").first
    school = add.inner_text().partition(": ")[2]
    add.press("Enter")
    expect(vera.get_by_role("status").first).to_contain_text("staat nu in de lijst")
    tidy(vera)

    vera.goto(f"{PORTAL}stap/trots/")
    box = vera.get_by_role("textbox", name="Hier zijn wij trots op")
    box.focus()
    vera.keyboard.press("Control+a")
    vera.keyboard.type("Achtendertig van de ")
    vera.keyboard.press("Control+b")
    vera.keyboard.type("eenenveertig")
    vera.keyboard.press("Control+b")
    vera.keyboard.type(" starters bleven.")
    tidy(vera)
    vera.get_by_role("button", name="Bewaar en ga verder").press("Enter")
    vera.wait_for_url("**/stap/partners/")

    vera.goto(f"{PORTAL}voorbeeld/")
    expect(vera.get_by_text("eenenveertig starters bleven.")).to_be_visible()
    expect(vera.get_by_text(re.compile(r"231 \(.*2025\)"))).to_be_visible()
    tidy(vera)
    vera.get_by_role("link", name="Kijk na en lever in").click()
    tidy(vera)
    vera.get_by_role("button", name="Lever in").press("Enter")
    expect(vera.get_by_role("heading", name="Het ligt bij de redactie")).to_be_visible()
    reader.goto(PUBLIC)
    assert "eenenveertig" not in reader.content()

    editor.goto(f"/beheer/pages/{number}/edit/")
    editor.get_by_role("link", name="Vergelijk met de site").click()
    expect(editor.get_by_text("eenenveertig").first).to_be_visible()
    decide(editor, number, "reject", "Sinds wanneer tellen jullie dit?")
    letter = postman.letter(VERA, "Een vraag over het profiel")
    assert "Sinds wanneer tellen jullie dit?" in letter
    vera.goto(re.search(r"http\S+/mijn-partnerschap/\S+", letter)[0])
    expect(vera.get_by_text("Sinds wanneer tellen jullie dit?")).to_be_visible()
    tidy(vera)

    vera.goto(f"{PORTAL}stap/trots/")
    vera.get_by_role("textbox", name="Hier zijn wij trots op").focus()
    vera.keyboard.press("Control+End")
    vera.keyboard.type(" We tellen sinds 2023.")
    vera.get_by_role("button", name="Bewaar en stop").click()
    vera.get_by_role("link", name="Kijk na en lever in").click()
    vera.get_by_role("button", name="Lever in").click()
    expect(vera.get_by_role("heading", name="Het ligt bij de redactie")).to_be_visible()

    decide(editor, number, "approve")
    assert PUBLIC in postman.letter(VERA, "is bijgewerkt")
    reader.goto(PUBLIC)
    expect(
        reader.get_by_text("Achtendertig van de eenenveertig starters bleven. We tellen sinds 2023.")
    ).to_be_visible()
    expect(reader.locator("article b", has_text="eenenveertig")).to_be_visible()
    expect(reader.get_by_text(school.partition(",")[0]).first).to_be_attached()  # schools are folded by place
    assert reader.context.cookies() == []
    assert vera.said == []


def test_nothing_typed_is_lost_when_the_session_ends(person, postman):
    vera = person()
    vera.goto("/inloggen/?next=/mijn-partnerschap/opleidingsschool-rijnland/stap/samenwerking/")
    vera.get_by_label("E-mailadres").nth(1).fill("coordinator@voorbeeld.nl")
    vera.get_by_label("Wachtwoord", exact=True).fill(default_password())
    vera.get_by_role("button", name="Log in", exact=True).click()
    vera.wait_for_url("**/stap/samenwerking/")
    cookies = vera.context.cookies()
    vera.context.clear_cookies(name=re.compile("session"))
    box = vera.get_by_role("textbox", name="Zo werken wij samen")
    box.focus()
    vera.keyboard.press("Control+End")
    vera.keyboard.type(" En dit schreef ik toen.")
    expect(vera.locator("[data-saved]")).to_contain_text("Je bent uitgelogd")
    vera.get_by_role("button", name="Bewaar en ga verder").click()
    expect(vera.get_by_role("heading", name="Je bent uitgelogd")).to_be_visible()
    assert "En dit schreef ik toen." in vera.content()
    tidy(vera)
    vera.context.add_cookies(cookies)
    vera.goto("/mijn-partnerschap/opleidingsschool-rijnland/stap/samenwerking/")
    expect(vera.get_by_text("In deze browser staat nog tekst")).to_be_visible()
    vera.get_by_role("button", name="Zet terug").click()
    expect(vera.get_by_role("textbox", name="Zo werken wij samen")).to_contain_text("En dit schreef ik toen.")
    expect(vera.locator("[data-saved]")).to_contain_text("Bewaard om")
    vera.reload()
    expect(vera.get_by_role("textbox", name="Zo werken wij samen")).to_contain_text("En dit schreef ik toen.")
    expect(vera.get_by_text("In deze browser staat nog tekst")).to_have_count(0)


def test_a_visitor_shares_a_practice_example(person, postman):
    visitor = person(viewport={"width": 360, "height": 780})
    visitor.goto("/delen/")
    tidy(visitor)
    for label, words in (
        ("Titel", "Elke maandag tien minuten"), ("In het kort", "Zes scholen bellen elke maandag."), ("Wat deden jullie?", "De student belt."),
        ("Voor wie is het?", "Voor begeleiders."), ("Wat leverde het op?", "Vijf doen het nog."), ("Je e-mailadres", VERA),
    ):  # fmt: skip
        visitor.get_by_label(label).fill(words)
    visitor.get_by_label("primair onderwijs").check()
    visitor.get_by_label("Werkplekleren").check()
    visitor.get_by_label("Ik mag dit delen").check()
    visitor.get_by_role("button", name="Stuur in").click()
    expect(visitor.get_by_role("heading", name="Kijk in je mail")).to_be_visible()
    tidy(visitor)
    visitor.get_by_label("Code").fill(re.search(r"\d{3} \d{3}", postman.letter(VERA, "is je code"))[0])
    visitor.get_by_role("button", name="Bevestig").click()
    expect(visitor.get_by_role("heading", name="Bedankt")).to_be_visible()
    tidy(visitor)
    assert visitor.said == []
