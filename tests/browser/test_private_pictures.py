"""A logo is nobody's business until it is approved: in real browsers, by every address that follows from the one that is known."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.admin_desk import decide, number_of, open_page
from tests.browser.people import log_in_as_coordinator, log_in_as_editor, tidy

PARTNERSHIP = "Opleidingsschool Rijnland"
PORTAL = "/mijn-partnerschap/opleidingsschool-rijnland/"
PUBLIC = "/partnerschappen/opleidingsschool-rijnland/"
MAKER = "Geheime Maker"
KNOWN = "max-320x120.jpg"  # the size the portal shows
FOLLOWING = (
    "max-165x165.jpg",
    "max-800x600.jpg",
    "original.jpg",
    "format-avif.max-360x140.avif",
    "format-webp.max-360x140.webp",
)


def photo() -> dict:
    """A logo that was photographed with a telephone."""
    noted, drawn = Image.Exif(), BytesIO()
    noted[0x013B] = MAKER
    noted.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 30.0)})
    Image.new("RGB", (800, 400), "#0b5f70").save(drawn, "JPEG", exif=noted)
    return {"name": "ons-beeldmerk.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


def fetched(person: Page, addresses: list[str]) -> set[int]:
    return {person.request.get(address).status for address in addresses}


def test_nobody_sees_a_logo_before_it_is_approved(person):
    coordinator, visitor, editor = person(), person(), person()
    log_in_as_coordinator(coordinator, f"{PORTAL}stap/contact/")
    coordinator.get_by_label("Logo", exact=True).set_input_files(photo())
    coordinator.get_by_role("button", name="Bewaar en stop").click()
    coordinator.goto(f"{PORTAL}stap/contact/")
    chosen = coordinator.get_by_alt_text("Het logo dat nu gekozen is")
    coordinator.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=chosen.element_handle())
    tidy(coordinator)
    known = chosen.get_attribute("src")
    assert known.endswith(KNOWN)
    all_of_it = [known, *(known.replace(KNOWN, other) for other in FOLLOWING)]
    originals = [f"/media/original_images/{name}" for name in ("ons-beeldmerk.jpg", known.rpartition("/")[2])]

    log_in_as_editor(editor)
    editor.goto("/beheer/images/")  # makes the thumbnail of the library
    thumbnail = editor.locator("img[src*='ons-beeldmerk']").first
    editor.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=thumbnail.element_handle())
    small = thumbnail.get_attribute("src")
    assert fetched(editor, [known, small]) == {200}
    assert fetched(visitor, [*all_of_it, small, *originals]) == {404}

    coordinator.goto(f"{PORTAL}inleveren/")
    coordinator.get_by_role("button", name="Lever in").click()
    expect(coordinator.get_by_role("heading", name="Het ligt bij de redactie")).to_be_visible()
    assert fetched(visitor, [*all_of_it, small, *originals]) == {404}

    open_page(editor, number_of(editor, PARTNERSHIP))
    decide(editor, "approve")
    visitor.goto(PUBLIC)
    logo = visitor.locator("img.logo")
    visitor.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=logo.element_handle())
    assert fetched(visitor, [known, small]) == {200}
    assert fetched(visitor, originals) == {404}
    shown = [logo.get_attribute("src"), known, small]
    for address in shown:
        body = visitor.request.get(address).body()
        assert MAKER.encode() not in body
        assert not dict(Image.open(BytesIO(body)).getexif())
    assert visitor.context.cookies() == []
