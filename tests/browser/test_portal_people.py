"""Who keeps a profile, and its logo: passed on to a successor, taken away with a word, and what the site holds on somebody."""

import io
import json
import re

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.admin_desk import decide, number_of, open_page
from tests.browser.people import log_in_as_coordinator, log_in_as_editor, tidy

PARTNERSHIP, SLUG = "Opleidingsschool Haaglanden", "opleidingsschool-haaglanden"
PORTAL, PUBLIC = f"/mijn-partnerschap/{SLUG}/", f"/partnerschappen/{SLUG}/"
CONTACT, WORK, STORY = f"{PORTAL}stap/contact/", f"{PORTAL}stap/samenwerking/", "Zo werken wij samen"
VERA, NOOR = "coordinator@voorbeeld.nl", "noor@school.voorbeeld.nl"
PHONE = {"width": 360, "height": 780}
SVG, HEIC, BIG = "Een svg-bestand kunnen we niet gebruiken.", "zoals een iPhone die bewaart", "hooguit 8 MB"
REFUSED = (("logo.svg", b"<svg/>", SVG), ("IMG_1.HEIC", b"x", HEIC), ("logo.png", bytes(9 * 2**20), BIG))
expect.set_options(timeout=20_000)


def drawn(colour: str, width: int) -> bytes:
    """A logo in one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, 200), colour).save(file, "PNG")
    return file.getvalue()


def choose(page: Page, name: str, content: bytes) -> Locator:
    """Chooses a file as the logo; gives the question with what it says."""
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    return page.locator(".ask", has=page.get_by_label("Logo", exact=True))


def size(picture: Locator) -> tuple[int, int]:
    """Of a picture as it was loaded; fails when it was not."""
    expect(picture).to_be_visible()
    picture.evaluate("picture => picture.decode()")
    return tuple(picture.evaluate("picture => [picture.naturalWidth, picture.naturalHeight]"))


def open_invitation(page: Page, postman) -> None:
    """From the mail to the profile, with a code."""
    page.goto(re.search(r"http\S+/inloggen/uitnodiging/\S+", postman.letter(NOOR, "Uitnodiging"))[0])
    page.get_by_role("button", name="Mail mij de code").click()
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", postman.letter(NOOR, "ode"))[0]
    page.get_by_label("Code uit de mail").fill(code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PORTAL}")


def reads_all_that_is_kept(page: Page) -> None:
    """All there is in the file can be read on the page."""
    page.get_by_role("link", name="Mijn gegevens en uitloggen").click()
    expect(page.get_by_role("link", name="Terug naar mijn partnerschap")).to_have_attribute(
        "href", "/mijn-partnerschap/"
    )
    page.get_by_role("link", name="Bekijk alles wat we van je bewaren").click()
    expect(page.get_by_role("heading", name="Alles wat we van je bewaren")).to_be_visible()
    tidy(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download alles als bestand").click()
    held = json.loads(download.value.path().read_text(encoding="utf-8"))
    page.reload()  # that it was downloaded is kept too
    words = page.locator("main").inner_text()
    assert {"account", "coördinatoren", "uitnodigingen"} <= set(held)
    for title, rows in held.items():
        assert not rows or title.lower() in words.lower(), title
        for row in [rows] if isinstance(rows, dict) else [row for row in rows if isinstance(row, dict)]:
            missing = [name for name in row if name.lower() not in words.lower()]
            assert not missing, (title, missing)
            assert str(row["wat"]) in words, (title, row["wat"])
    assert not re.search(r"\d{4}-\d\d-\d\d|True|False|None|\{", words), words
    for told in (NOOR, PARTNERSHIP):
        assert told in words


def write(page: Page, words: str) -> None:
    """Types at the end of the story of this step."""
    page.get_by_role("textbox", name=STORY).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def wrote_too_late(page: Page, other: Page, words: str, theirs: str) -> None:
    """Somebody saves on the page that they opened before another one saved there."""
    for one in (page, other):
        one.goto(WORK)
    write(other, theirs)
    expect(other.locator("[data-saved]")).to_contain_text("Bewaard om")
    write(page, words)
    expect(page.locator("[data-saved]")).to_contain_text("Iemand anders wijzigde intussen")
    page.get_by_role("button", name="Bewaar en stop").click()
    expect(page.get_by_role("alert")).to_contain_text("Iemand anders was je voor")


def nothing_is_taken_away_before_somebody_chooses(noor: Page, vera: Page) -> None:
    wrote_too_late(noor, vera, " Dit schreef Noor.", " Dit schreef Vera.")
    expect(noor.locator("[data-saved]")).to_have_text(f"Nog niet bewaard: “{STORY}”. Kies welke versie blijft staan.")
    tidy(noor)
    with noor.expect_response(lambda answer: answer.request.method == "POST"):
        write(noor, " En nog iets.")
    expect(noor.locator("[data-saved]")).to_contain_text("Kies welke versie blijft staan.")
    noor.goto(WORK)  # put back it is still written on the old text
    noor.get_by_role("button", name="Zet terug").click()
    expect(noor.locator("[data-saved]")).to_contain_text("Iemand anders wijzigde intussen")
    vera.goto(WORK)
    expect(vera.get_by_role("textbox", name=STORY)).to_contain_text("Dit schreef Vera.")
    expect(vera.get_by_role("textbox", name=STORY)).not_to_contain_text("Noor")

    noor.get_by_role("button", name="Bewaar en stop").click()
    noor.get_by_role("button", name="Houd de tekst van de ander").click()
    expect(noor.get_by_text("De andere versie blijft staan.")).to_be_visible()
    expect(noor.get_by_role("textbox", name=STORY)).to_contain_text("Dit schreef Vera.")
    expect(noor.get_by_text("In deze browser staat nog tekst")).to_have_count(0)
    noor.get_by_text(f"Maakte plaats: {STORY}").click()
    expect(noor.get_by_text("Dit schreef Noor. En nog iets.")).to_be_visible()
    tidy(noor)

    wrote_too_late(noor, vera, " Noor koos dit.", " Vera nog eens.")
    noor.get_by_role("button", name="Bewaar en stop").click()
    noor.wait_for_url(f"**{PORTAL}")
    vera.goto(WORK)
    expect(vera.get_by_role("textbox", name=STORY)).to_contain_text("Noor koos dit.")
    vera.get_by_text(f"Maakte plaats: {STORY}").first.click()
    expect(vera.get_by_text("Vera nog eens.")).to_be_visible()


def reads_why_and_keeps_the_last_words(noor: Page) -> None:
    """Taken away while typing."""
    write(noor, " Noors laatste zin.")
    expect(noor.locator("[data-saved]")).to_contain_text(
        f"De redactie heeft je weggehaald als coördinator van {PARTNERSHIP}."
    )
    noor.get_by_role("button", name="Bewaar en stop").click()
    expect(noor.get_by_role("heading", name="Dit kun je hier niet bewaren")).to_be_visible()
    expect(noor.get_by_label(STORY)).to_have_value(re.compile(r"^[^<]*Noors laatste zin\.$"))
    tidy(noor)


def test_a_logo_is_refused_by_name_chosen_replaced_handed_in_and_shown(person, postman):
    vera, plain, editor, reader = person(viewport=PHONE), person(java_script_enabled=False), person(), person()
    log_in_as_coordinator(plain, CONTACT)
    for name, content, words in REFUSED:  # without scripts the site says it
        choose(plain, name, content)
        plain.get_by_role("button", name="Bewaar en kijk na").click()
        expect(plain.locator(".ask", has=plain.get_by_label("Logo", exact=True))).to_contain_text(words)
        expect(plain.locator("[data-saved]")).to_have_text(f"Alles is bewaard, behalve het bestand “{name}”.")
        expect(plain.locator(".logo-now")).to_have_count(0)
    plain.get_by_role("button", name="Bewaar en kijk na").click()
    expect(plain.get_by_text(f"Alles is bewaard, behalve het bestand “{name}”.")).to_be_visible()

    log_in_as_coordinator(vera, CONTACT)
    for name, content, words in REFUSED:
        expect(choose(vera, name, content)).to_contain_text(words)
        assert vera.get_by_label("Logo", exact=True).input_value() == ""
    tidy(vera)

    question = choose(vera, "eerste.png", drawn("#2f6f5e", 800))
    expect(question).to_contain_text("Zo groot komt het op de pagina.")
    expect(vera.locator("[data-saved]")).to_have_text("“eerste.png” gaat mee als je op een knop hieronder drukt.")
    expect(question.locator(".error")).to_have_count(0)
    tidy(vera)
    vera.get_by_role("button", name="Bewaar en stop").click()
    vera.wait_for_url(f"**{PORTAL}")
    expect(vera.get_by_text("Bewaard. Nog niet zichtbaar")).to_be_visible()
    vera.goto(CONTACT)
    now = vera.get_by_alt_text("Het logo dat nu gekozen is")
    first = now.get_attribute("src")
    assert size(now) == (320, 80)
    tidy(vera)

    choose(vera, "tweede.png", drawn("#7a2f5e", 500))
    vera.get_by_label("Beschrijving van het logo").fill("Logo van Haaglanden")
    vera.get_by_role("button", name="Bewaar en kijk na").click()
    vera.wait_for_url("**/inleveren/")
    expect(vera.locator(".changes")).to_contain_text("ogo")
    vera.goto(CONTACT)
    assert now.get_attribute("src") != first
    assert size(now)[0] < 320
    vera.goto(f"{PORTAL}voorbeeld/")
    expect(vera.get_by_alt_text("Logo van Haaglanden")).to_be_visible()
    vera.get_by_role("link", name="Kijk na en lever in").click()
    vera.get_by_role("button", name="Lever in").click()
    expect(vera.get_by_role("heading", name="Het ligt bij de redactie")).to_be_visible()
    assert vera.said == []

    log_in_as_editor(editor)
    open_page(editor, number_of(editor, PARTNERSHIP))
    decide(editor, "approve")
    postman.letter(VERA, "is bijgewerkt")
    reader.goto(PUBLIC)
    assert size(reader.get_by_alt_text("Logo van Haaglanden"))[0] <= 360


def test_a_profile_is_passed_on_and_who_is_taken_away_reads_why(person, postman):
    vera, editor, noor = person(viewport=PHONE), person(), person(viewport=PHONE)
    log_in_as_coordinator(vera, PORTAL)
    vera.get_by_role("link", name="Geef het door aan een collega").click()
    vera.get_by_label("Naam").fill("Noor")
    vera.get_by_label("E-mailadres").fill("noor")
    vera.get_by_role("button", name="Geef door").click()
    expect(vera.get_by_text("Dit is geen e-mailadres.")).to_be_visible()
    expect(vera.get_by_label("Naam")).to_have_value("Noor")
    tidy(vera)
    vera.get_by_label("E-mailadres").fill(NOOR)
    vera.get_by_label("Ik stop zelf").check()
    vera.get_by_role("button", name="Geef door").click()
    expect(vera.get_by_text(f"De redactie kijkt ernaar en stuurt {NOOR} dan een uitnodiging.")).to_be_visible()
    vera.get_by_role("link", name="Geef het door aan een collega").click()
    expect(vera.get_by_text(re.compile(rf"Al doorgegeven.*Noor \({NOOR}\)"))).to_be_visible()
    tidy(vera)

    log_in_as_editor(editor)
    editor.goto("/beheer/werk/opvolgers/")
    editor.locator("main").get_by_role("link", name=PARTNERSHIP).click()
    expect(editor.get_by_text("wil daarna zelf stoppen")).to_be_visible()
    editor.get_by_role("button", name=re.compile("^Nodig uit")).click()
    expect(editor.get_by_text(f"De uitnodiging is onderweg naar {NOOR}")).to_be_visible()
    screen = editor.url

    open_invitation(noor, postman)
    expect(noor.get_by_role("heading", name=PARTNERSHIP)).to_be_visible()
    tidy(noor)
    noor.goto(f"{PORTAL}stap/wie-wij-zijn/")
    about = noor.get_by_role("textbox", name="Dit zijn wij")
    expect(about).to_be_editable()
    noor.goto(PORTAL)
    reads_all_that_is_kept(noor)
    nothing_is_taken_away_before_somebody_chooses(noor, vera)
    assert {words for words in noor.said if "409" not in words} == set()

    editor.goto(screen)
    editor.get_by_role("row").filter(has_text=VERA).get_by_role("button", name="Haal weg").click()
    expect(
        editor.get_by_text("is geen coördinator meer van dit partnerschap en krijgt daarover een mail.")
    ).to_be_visible()
    letter = postman.letter(VERA, f"Je houdt het profiel van {PARTNERSHIP} niet meer bij")
    assert "De redactie heeft je weggehaald" in letter
    assert "/inloggen/mijn-gegevens/" in letter
    vera.goto(PORTAL)  # an old link; she still keeps another profile
    expect(vera.get_by_text("De redactie heeft je weggehaald als coördinator")).to_contain_text(PARTNERSHIP)
    expect(vera.get_by_role("link", name="Opleidingsschool Rijnland")).to_be_visible()
    tidy(vera)

    noor.goto(WORK)
    editor.get_by_role("row").filter(has_text=NOOR).get_by_role("button", name="Haal weg").click()
    postman.letter(NOOR, "niet meer bij")
    reads_why_and_keeps_the_last_words(noor)
    noor.goto(f"{PORTAL}stap/wie-wij-zijn/")
    expect(noor.get_by_role("heading", name="Je coördineert geen partnerschap meer")).to_be_visible()
    expect(noor.get_by_text("Wat je bewaarde of inleverde staat er nog")).to_contain_text(PARTNERSHIP)
    tidy(noor)
    noor.get_by_role("link", name="Laat het de redactie weten").click()
    noor.wait_for_url("**/contact/")
