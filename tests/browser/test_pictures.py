"""An editor adds a picture to a new piece of news, and everybody sees it: on its page, in lists, at home and where it is shared."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.admin_desk import decide, number_of, open_page, saved_by_itself, told
from tests.browser.people import log_in_as_editor, tidy

# A piece of news of the example content
CALL = "Gezocht: voorbeelden van begeleiding in het tweede jaar"
DRAWN = "Een megafoon, gericht op een cirkel, een vierkant en een driehoek."
DRAWER = "Tekening: Platform Samen Opleiden, CC0"
# and one of an editor
TITLE = "Het leernetwerk komt in januari bij elkaar"
WORDS = "Negen stoelen in een kring."
TEXT = "We beginnen om half drie."
MAKER = "Foto: Anna de Wit"
PATIENCE = 60_000  # two cores may be busy with other tests
FADED = 1_000  # milliseconds: Bootstrap gives a dialog 300 to fade in
QUICK = "() => { const tab = document.querySelector('.modal.in #tab-label-upload'); tab?.focus(); return tab; }"
FEW = 9  # the link on the start page to this form, and eight more


class Hand:
    """Clicks, and counts."""

    def __init__(self):
        self.clicks = 1  # to come here

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1


def photo() -> dict:
    """A picture as a telephone makes it, that tells whose it is."""
    noted, drawn = Image.Exif(), BytesIO()
    noted[0x013B] = "Geheime Maker"
    Image.new("RGB", (1600, 1000), "#0b5f70").save(drawn, "JPEG", exif=noted)
    return {"name": "IMG_2031.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


def upload(page: Page, hand: Hand) -> None:
    """Chooses a picture of one's own in the dialog; the first tries are refused, each with its reason."""
    hand.click(page.get_by_role("button", name="Kies een afbeelding"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("tab", name="Zoeken")).to_have_attribute("aria-selected", "true")  # it works by now
    hand.click(dialog.get_by_role("tab", name="Uploaden"))
    expect(dialog.get_by_label("Bestand")).to_be_visible()
    dialog.get_by_label("Bestand").set_input_files(photo())
    hand.clicks += 1
    dialog.get_by_label("Bestand").press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Tab")
    page.keyboard.type(MAKER)
    hand.click(dialog.get_by_role("button", name="Uploaden"))
    expect(dialog).to_have_count(0, timeout=PATIENCE)


def test_a_dialog_leaves_the_focus_to_who_already_works_in_it(person):
    page = person()
    log_in_as_editor(page, "redacteur")
    page.get_by_role("link", name="nieuwsbericht").click()
    page.get_by_role("button", name="Kies een afbeelding").click()
    page.wait_for_function(QUICK)
    page.wait_for_timeout(FADED)
    expect(page.get_by_role("dialog").get_by_role("tab", name="Uploaden")).to_be_focused()


def test_everybody_sees_it_wherever_the_news_is(person):
    visitor = person()
    for address in ("/nieuws/", "/zoeken/?q=tweede jaar"):
        visitor.goto(address)
        card = visitor.locator(".pictured", has_text=CALL)
        picture = card.get_by_role("img", name=DRAWN)
        picture.scroll_into_view_if_needed()
        visitor.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
        tidy(visitor)
    visitor.goto("/nieuws/")
    visitor.get_by_role("link", name=CALL).click()
    figure = visitor.locator("figure.at-head")
    expect(figure.get_by_role("img", name=DRAWN)).to_be_visible()
    expect(figure).to_contain_text(DRAWER)
    shared = visitor.locator("meta[property='og:image']").get_attribute("content")
    answer = visitor.request.get(shared)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    tidy(visitor)
    assert not visitor.said


def test_a_picture_goes_with_a_piece_of_news_in_nine_clicks(person):
    page, hand = person(), Hand()
    log_in_as_editor(page, "redacteur")
    page.get_by_role("link", name="nieuwsbericht").click()
    hand.click(page.locator("#id_title"))
    page.keyboard.type(TITLE)
    hand.click(page.locator("#id_summary"))
    page.keyboard.type("Voor schoolopleiders in het mbo, op drie middagen.")
    hand.click(page.locator("[contenteditable=true]").first)  # a text is there to type in
    page.keyboard.type(TEXT)
    saved_by_itself(page)
    upload(page, hand)
    expect(page.locator("[data-chooser-image]").first).to_be_visible()
    hand.click(page.locator("footer").get_by_role("button", name="Lever in"))  # stands first: the menu stays closed
    told(page, TITLE)
    assert hand.clicks == FEW

    chief, visitor = person(), person()
    log_in_as_editor(chief)
    open_page(chief, number_of(chief, TITLE))
    decide(chief, "approve")
    told(chief, "goedgekeurd")
    visitor.goto("/nieuws/")
    expect(visitor.locator(".pictured", has_text=TITLE).get_by_role("img", name=WORDS)).to_be_attached()
    visitor.get_by_role("link", name=TITLE).click()
    figure = visitor.locator("figure.at-head")
    expect(figure.get_by_role("img", name=WORDS)).to_be_visible()
    expect(figure).to_contain_text(MAKER)
