"""The whole way in a real browser, three people and real mail: invite, log in, write, hand in, return, mend, approve, live."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.admin_desk import decide, open_page
from tests.browser.people import log_in_as_coordinator, log_in_as_editor, tidy

PARTNERSHIP = "Meerwegen opleidingsschool"
PUBLIC = "/partnerschappen/meerwegen-opleidingsschool/"
PORTAL = "/mijn-partnerschap/meerwegen-opleidingsschool/"
VERA = "vera@school.voorbeeld.nl"
MISTYPED = "vera@schol.voorbeeld.nl"
CLIPBOARDS = Path(__file__).parent / "clipboards"
PASTE = """html => { const data = new DataTransfer(); data.setData("text/html", html);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event); }"""
PASTED = {
    "portal_word.html": "<p>Onze afspraken</p><p>Dit doen wij <b>altijd</b>:</p><ul><li>elke student een begeleider<ul><li>op de eigen school</li></ul></li>"
    '<li>elke maand een <a href="https://voorbeeld.nl/gesprek">gesprek</a></li></ul><ol><li>eerst kijken</li><li>dan doen</li></ol>',
    "portal_excel.html": "<p>School | Jaar | Studenten<br>De Linde | 2024 | 12<br>Het Anker | | 1.260</p>",
    "portal_google_docs.html": "<p>Wij werken <b>samen</b><i> en graag</i></p><ul><li>op dinsdag<ul><li>na de les</li></ul></li><li>op donderdag</li></ul>"
    "<p>Jaar 1 | kijken</p>",
}
expect.set_options(timeout=20_000)


def its_number(page: Page) -> str:
    """The id of the partnership's page, from the search in the admin."""
    page.goto("/beheer/pages/search/?q=Meerwegen")
    link = page.locator("a[href*='/edit/']", has_text=PARTNERSHIP).first.get_attribute("href")
    return re.search(r"/pages/(\d+)/", link)[1]


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
    open_page(editor, number)
    decide(editor, "reject", "Sinds wanneer tellen jullie dit?")
    letter = postman.letter(VERA, "Een vraag over het profiel")
    assert "Sinds wanneer tellen jullie dit?" in letter
    vera.goto(re.search(r"http\S+/mijn-partnerschap/\S+", letter)[0])
    expect(vera.get_by_text("Sinds wanneer tellen jullie dit?")).to_have_count(1)
    tidy(vera)
    for step, times in (("wie-wij-zijn", 0), ("samenwerking", 0), ("contact", 0), ("cijfers", 1), ("partners", 1)):
        vera.goto(f"{PORTAL}stap/{step}/")  # the question stands where they changed something, and nowhere else
        expect(vera.get_by_text("Sinds wanneer tellen jullie dit?")).to_have_count(times)
    vera.goto(PORTAL)
    expect(vera.get_by_role("button", name="Trek terug")).to_have_count(0)
    first = vera.locator("main .button").first
    expect(first).to_have_text("Pas aan: Hier zijn wij trots op")
    expect(first).to_have_attribute("href", f"{PORTAL}stap/trots/")
    vera.locator(".notice").get_by_role("link", name="Hier zijn wij trots op").click()
    expect(vera.get_by_text("Sinds wanneer tellen jullie dit?")).to_be_visible()

    vera.goto(f"{PORTAL}stap/trots/")
    vera.get_by_role("textbox", name="Hier zijn wij trots op").focus()
    vera.keyboard.press("Control+End")
    vera.keyboard.type(" We tellen sinds 2023.")
    vera.get_by_role("button", name="Bewaar en stop").click()
    vera.get_by_role("link", name="Kijk na en lever in").click()
    vera.get_by_role("button", name="Lever in").click()
    expect(vera.get_by_role("heading", name="Het ligt bij de redactie")).to_be_visible()

    open_page(editor, number)
    decide(editor, "approve")
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
    log_in_as_coordinator(vera, "/mijn-partnerschap/opleidingsschool-rijnland/stap/samenwerking/")
    cookies = vera.context.cookies()
    vera.context.clear_cookies(name=re.compile("session"))
    box = vera.get_by_role("textbox", name="Zo werken wij samen")
    box.focus()
    vera.keyboard.press("Control+End")
    vera.keyboard.type(" En dit schreef ik toen.")
    expect(vera.locator("[data-saved]")).to_contain_text("Je bent uitgelogd")
    vera.get_by_role("button", name="Bewaar en ga verder").click()
    expect(vera.get_by_role("heading", name="Je bent uitgelogd")).to_be_visible()
    expect(vera.get_by_label("Zo werken wij samen")).to_have_value(re.compile(r"^[^<]* En dit schreef ik toen\.$"))
    tidy(vera)
    vera.context.add_cookies(cookies)
    vera.goto("/mijn-partnerschap/opleidingsschool-rijnland/stap/samenwerking/")
    expect(vera.get_by_text(re.compile(r"In deze browser staat nog tekst.* om \d{1,2}\.\d\d uur"))).to_be_visible()
    vera.get_by_role("button", name="Zet terug").click()
    expect(vera.get_by_role("textbox", name="Zo werken wij samen")).to_contain_text("En dit schreef ik toen.")
    expect(vera.locator("[data-saved]")).to_contain_text("Bewaard om")
    vera.reload()
    expect(vera.get_by_role("textbox", name="Zo werken wij samen")).to_contain_text("En dit schreef ik toen.")
    expect(vera.get_by_text("In deze browser staat nog tekst")).to_have_count(0)

    vera.context.set_offline(True)
    box.focus()
    vera.keyboard.type("Later niet meer. ")
    expect(vera.locator("[data-saved]")).to_contain_text("Geen verbinding")
    vera.context.set_offline(False)
    vera.reload()
    expect(vera.get_by_text("In deze browser staat nog tekst")).to_be_visible()
    box.focus()
    vera.keyboard.type("Nieuwer. ")  # what is saved now is newer than what was kept
    stored_by_itself(vera)
    expect(vera.get_by_text("In deze browser staat nog tekst")).to_have_count(0)
    vera.reload()
    expect(box).to_contain_text("Nieuwer.")
    expect(vera.get_by_text("In deze browser staat nog tekst")).to_have_count(0)


def test_a_visitor_shares_a_practice_example(person, postman):
    visitor = person(viewport={"width": 360, "height": 780})
    visitor.goto("/delen/")
    tidy(visitor)
    visitor.get_by_role("button", name="Stuur in").click()
    leads_to_what_is_wrong(visitor, "Titel", "Je e-mailadres")
    wrong_links = visitor.get_by_role("alert").get_by_role("link")
    assert wrong_links.all_inner_texts()[5:7] == ["Sectoren", "Thema's"]
    wrong_links.filter(has_text="Thema's").click()
    expect(visitor.get_by_role("group", name="Thema's").get_by_role("checkbox").first).to_be_focused()
    tidy(visitor)
    for label, words in (
        ("Titel", "Elke maandag tien minuten"), ("In het kort", "Zes scholen bellen elke maandag."), ("Wat deden jullie?", "De student belt."),
        ("Voor wie is het?", "Voor begeleiders."), ("Wat leverde het op?", "Vijf doen het nog."), ("Je e-mailadres", VERA),
    ):  # fmt: skip
        visitor.get_by_label(label).fill(words)
    visitor.get_by_label("primair onderwijs").check()
    visitor.get_by_label("Werkplekleren").check()
    visitor.get_by_label("Ik mag dit delen").check()
    chosen = [
        {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7 kijkwijzer"}
        for name in ("kijkwijzer.pdf", "film.mov")
    ]
    visitor.get_by_label("Bestanden").set_input_files(chosen)
    expect(visitor.locator(".file-error")).to_contain_text("“film.mov” kan niet mee. Kies een pdf-, docx-,")
    expect(visitor.locator(".file-error")).to_contain_text("Wel mee: kijkwijzer.pdf.")
    visitor.get_by_label("Je e-mailadres").fill(MISTYPED)
    visitor.get_by_role("button", name="Stuur in").click()
    expect(visitor.get_by_role("heading", name="Kijk in je mail")).to_be_visible()
    expect(visitor.get_by_text("Met dit bestand: kijkwijzer.pdf.")).to_be_visible()
    expect(visitor.get_by_label("Code")).to_be_focused()
    tidy(visitor)
    visitor.get_by_role("link", name="Verbeter het").click()
    expect(visitor.get_by_label("Titel")).to_have_value("Elke maandag tien minuten")
    expect(visitor.get_by_text("In deze browser staat nog tekst")).to_have_count(0)
    visitor.get_by_label("Je e-mailadres").fill(VERA)
    visitor.get_by_role("button", name="Stuur in").click()
    visitor.get_by_label("Code").fill(
        re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", postman.letter(VERA, "is je code"))[0].replace("-", " ").lower()
    )
    visitor.get_by_role("button", name="Bevestig").click()
    expect(visitor.get_by_role("heading", name="Bedankt")).to_be_visible()
    tidy(visitor)
    assert visitor.said == []


def leads_to_what_is_wrong(page: Page, *labels: str) -> None:
    """A form that came back begins with a list of what to mend; each link leads to its question."""
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_be_in_viewport()
    for label in labels:
        alert.get_by_role("link", name=label, exact=True).click()
        expect(page.get_by_label(label)).to_be_focused()
        expect(page.get_by_label(label)).to_be_in_viewport()


def stored_by_itself(page: Page) -> None:
    """Waits until the site has what was typed."""
    expect(page.locator("[data-saved]")).to_contain_text("Bewaard om")


def plain(html: str) -> str:
    """Without the white space and the keys that say nothing."""
    return (
        re.sub(r"\s+", " ", re.sub(r' data-block-key="[^"]*"', "", html))
        .replace("<br/>", "<br>")
        .replace("> <", "><")
        .strip()
    )


def test_what_is_pasted_keeps_its_lists_and_its_cells(person, postman):
    vera = person()
    address = "/mijn-partnerschap/opleidingsschool-rijnland/stap/samenwerking/"
    log_in_as_coordinator(vera, address)
    for name, wanted in PASTED.items():
        box = vera.get_by_role("textbox", name="Zo werken wij samen")
        box.focus()
        vera.keyboard.press("Control+a")
        vera.keyboard.press("Delete")
        vera.evaluate(PASTE, (CLIPBOARDS / name).read_text(encoding="utf-8"))
        stored_by_itself(vera)
        vera.reload()
        stored = vera.locator("[name=cooperation-soort]").get_attribute("data-html")
        assert plain(stored) == wanted, name
    assert vera.said == []


def test_a_file_is_refused_before_it_is_sent_and_a_number_is_typed_as_one_writes_it(person, postman):
    vera = person(viewport={"width": 360, "height": 780})
    address = "/mijn-partnerschap/opleidingsschool-rijnland/stap/contact/"
    log_in_as_coordinator(vera, address)
    logo, sent = vera.get_by_label("Logo", exact=True), []
    vera.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for name, content, words in (
        ("IMG_1.HEIC", b"x", "iPhone"), ("logo.svg", b"<svg/>", "svg-bestand"), ("logo.pdf", b"%PDF-1.7", "kan niet mee"),
        ("logo.png", b"%PDF-1.7", "geen afbeelding"), ("logo.png", bytes(9 * 2**20), "past hooguit 8 MB"), ("logo.png", b"", "is leeg"),
    ):  # fmt: skip
        logo.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        expect(vera.locator(".file-error")).to_contain_text(words)
        assert logo.input_value() == ""
    assert sent == []
    expect(vera.locator(".ask", has=logo)).to_contain_text("Een png-, jpg- of webp-bestand, hooguit 8 MB.")
    logo.set_input_files({"name": "logo.gif", "mimeType": "image/gif", "buffer": b"GIF89a"})
    expect(vera.locator(".file-error")).to_have_text("“logo.gif” kan niet mee. Kies een png-, jpg- of webp-bestand.")
    expect(vera.locator(".file-error")).to_be_in_viewport()
    expect(vera.locator("[data-saved]")).to_have_text("Alles is bewaard, behalve het bestand “logo.gif”.")
    tidy(vera)
    vera.get_by_label("Website").fill("https://www.rijnland.voorbeeld.nl")
    expect(vera.locator("[data-saved]")).to_contain_text("Nog niet bewaard")
    expect(vera.locator("[data-saved]")).to_have_text("Alles is bewaard, behalve het bestand “logo.gif”.")
    vera.get_by_role("button", name="Bewaar en stop").click()
    expect(vera.get_by_text("Alles is bewaard, behalve het bestand “logo.gif”.")).to_be_visible()
    expect(vera.get_by_text("Bewaard. Nog niet zichtbaar")).to_have_count(0)
    vera.goto(address)
    expect(vera.get_by_label("Website")).to_have_value("https://www.rijnland.voorbeeld.nl")
    vera.goto("/mijn-partnerschap/opleidingsschool-rijnland/stap/cijfers/")
    vera.get_by_label("Aantal studenten").fill("veel")
    vera.get_by_role("button", name="Bewaar en ga verder").click()
    leads_to_what_is_wrong(vera, "Aantal studenten")
    vera.goto("/mijn-partnerschap/opleidingsschool-rijnland/stap/samenwerking/")
    box = vera.get_by_role("textbox", name="Zo werken wij samen")
    box.focus()
    vera.keyboard.insert_text("x" * 3100)
    vera.get_by_role("button", name="Bewaar en ga verder").click()
    expect(vera.get_by_role("alert")).to_be_focused()
    vera.get_by_role("alert").get_by_role("link", name="Zo werken wij samen").click()
    expect(box).to_be_focused()
    vera.goto("/mijn-partnerschap/opleidingsschool-rijnland/stap/cijfers/")
    vera.get_by_label("Aantal studenten").fill("1.260")
    stored_by_itself(vera)
    vera.reload()
    expect(vera.get_by_label("Aantal studenten")).to_have_value("1260")
