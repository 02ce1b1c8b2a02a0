"""Every block shows itself in the editor's preview and in a page, filled or with what it refers to gone."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from platform_site.blocks import BodyBlock
from platform_site.examples import a_document, a_page, an_image, seed_terms, the_home
from platform_site.home_parts import HomeParts
from tests.builders import complete_home, contact_card, every_block, stream_blocks
from tests.editor import Editor, stream_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

BLOCKS = {place.rpartition(".")[2]: block for place, block in stream_blocks()}
NAMES = list(BodyBlock().child_blocks)
UNSEEN = ("table_header_choice", "address")


def words_of(value) -> list[str]:
    """The texts in a block's value, markup left out."""
    if isinstance(value, dict):
        return [text for name, part in value.items() if name not in UNSEEN for text in words_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in words_of(part)]
    return re.findall(r"(?:^|>)([^<]+)", value) if isinstance(value, str) else []


def body_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("name", BLOCKS)
def test_the_editor_sees_what_a_block_is_for(name):
    example, image = a_page("Een pagina om naar te verwijzen"), an_image()
    if name in HomeParts().child_blocks:  # these show what there is
        complete_home()
    shown = Editor().look(f"{reverse('wagtailadmin_block_preview')}?id={BLOCKS[name].definition_prefix}").main
    texts = words_of(BLOCKS[name].meta.preview_value)
    assert not [text for text in texts if text not in shown.get_text(" ")]
    assert name != "pages" or shown.find("a", string=example.title)
    assert name != "picture" or shown.find("img")["alt"] == image.description


def test_a_preview_wears_the_clothes_of_the_site():
    page = Editor().look(f"{reverse('wagtailadmin_block_preview')}?id={BLOCKS['text'].definition_prefix}")
    styles = [link["href"] for link in page.find_all("link", rel="stylesheet")]
    site = body_of(Client().get(the_home().url).content.decode())
    assert styles == [link["href"] for link in site.find_all("link", rel="stylesheet")]
    assert page.html["lang"] == "nl"


@pytest.mark.parametrize("name", NAMES)
def test_a_block_stands_in_a_page_with_all_its_words(name):
    target = a_page("Een pagina om naar te verwijzen")
    (entry,) = [entry for entry in every_block(target) if entry[0] == name]
    shown = body_of(Client().get(a_page(body=[entry]).url).content.decode()).main
    told = {"picture": ["Een bijschrift"], "document": ["Woordenlijst", "pdf"], "pages": ["Lees verder", target.title]}
    texts = told.get(name) or words_of(BLOCKS[name].meta.preview_value)
    assert not [text for text in texts if text not in shown.get_text(" ")]


@pytest.mark.parametrize("name", NAMES)
def test_a_block_without_words_leaves_the_page_whole(name):
    """What a draft may hold: a block that was only just put there."""
    block = BodyBlock().child_blocks[name]
    sent = {"x": stream_form(block, None)}
    page = a_page(body=[(name, block.value_from_datadict(nested_form_data(sent), {}, "x"))])
    response = Client().get(page.url)
    assert response.status_code == 200
    shown = body_of(response.content.decode())
    assert "None" not in shown.main.get_text()
    assert not [link for link in shown.main.find_all("a") if not link.get("href")]


def test_a_page_outlives_the_picture_the_document_and_the_page_it_showed():
    target, image, document = a_page("Weg"), an_image(), a_document()
    page = a_page(
        body=[
            ("picture", {"image": image, "alt": "Een driehoek", "caption": "Bijschrift"}),
            ("document", {"document": document, "text": "Woordenlijst"}),
            ("pages", {"title": "Verder", "pages": [target]}),
        ]
    )
    for gone in (image, document, target):
        gone.delete()
    shown = body_of(Client().get(page.url).content.decode()).main
    assert shown.find("img") is None
    assert "Weg" not in shown.get_text()
    assert not shown.find_all("a", href=lambda href: href.startswith(("/documenten/", "/weg/")))


def test_a_picture_says_what_the_page_says_else_what_the_picture_says():
    image = an_image(description="Een groen vlak.")
    bodies = {alt: [("picture", {"image": image, "alt": alt, "caption": ""})] for alt in ("", "De driehoek")}
    told = {
        alt: body_of(Client().get(a_page(body=body).url).content.decode()).main.find("img")
        for alt, body in bodies.items()
    }
    assert told[""]["alt"] == "Een groen vlak."
    assert told["De driehoek"]["alt"] == "De driehoek"
    assert told[""]["src"].startswith("/media/images/")
    assert Client().get(told[""]["src"]).status_code == 200


def test_a_document_says_what_a_reader_gets():
    document = a_document(name="gids.pdf", content=b"%PDF-1.7" + 2_000 * b" ", pages=2, accessible="ja")
    page = a_page(body=[("document", {"document": document, "text": "De gids"})])
    shown = body_of(Client().get(page.url).content.decode()).main
    link = shown.find("a", string="De gids")
    assert link["href"] == document.url
    assert "pdf, 2 pagina’s, 2 kB, toegankelijk" in shown.get_text()


def test_every_heading_in_a_text_has_an_address():
    page = a_page(
        body=[("text", "<h2>Één kop &amp; meer</h2><p>Tekst</p><h2>Tweede kop</h2>"), ("text", "<h2>Derde kop</h2>")]
    )
    shown = body_of(Client().get(page.url).content.decode()).main
    anchors = [heading["id"] for heading in shown.article.find_all("h2")]
    assert anchors == ["een-kop-meer", "tweede-kop", "derde-kop"]
    contents = shown.find("nav", class_="toc")
    assert [link["href"] for link in contents.find_all("a")] == [f"#{anchor}" for anchor in anchors]


def test_two_headings_with_the_same_words_have_two_addresses():
    page = a_page(body=[("text", "<h2>Wat nu</h2><p>A</p><h2>Wat nu</h2>"), ("text", "<h2>Wat nu</h2>")])
    shown = body_of(Client().get(page.url).content.decode()).main
    anchors = [heading["id"] for heading in shown.article.find_all("h2")]
    assert len(set(anchors)) == 3
    assert [link["href"] for link in shown.find("nav", class_="toc").find_all("a")] == [
        f"#{anchor}" for anchor in anchors
    ]


def test_links_in_a_text_lead_where_the_page_is_now():
    target = a_page("Doel", slug="oud-adres")
    page = a_page(body=[("text", f'<p><a linktype="page" id="{target.pk}">Lees verder</a></p>')])
    target.slug = "nieuw-adres"
    target.save()
    assert (
        body_of(Client().get(page.url).content.decode()).main.find("a", string="Lees verder")["href"] == "/nieuw-adres/"
    )
    target.unpublish(log_action=False)
    lost = body_of(Client().get(page.url).content.decode()).main.find("a", string="Lees verder")
    assert lost is None or not lost.get("href")


def test_a_table_has_a_caption_and_headings_that_belong_to_something():
    (table,) = [entry for entry in every_block() if entry[0] == "table"]
    shown = body_of(Client().get(a_page(body=[table]).url).content.decode()).main.find("table")
    assert shown.caption.get_text(strip=True)
    headings = shown.find_all("th")
    assert headings
    assert all(heading.get("scope") in ("col", "row") for heading in headings)


def test_a_contact_card_can_be_linked_to_by_its_council():
    seed_terms()
    name, card = contact_card()
    shown = body_of(Client().get(a_page(contacts=[(name, card)]).url).content.decode()).main
    found = shown.find(id=card["council"].slug)
    assert found.find("a")["href"] == f"mailto:{card['mailbox']}"
    assert card["council"].title in found.get_text()


def test_the_style_guide_shows_every_block_in_the_clothes_of_the_site():
    a_page("Een pagina om naar te verwijzen"), an_image()
    page = Editor().look(reverse("style_guide"))
    shown = page.main.get_text(" ")
    blocks = [block for name, block in BLOCKS.items() if name in NAMES]
    assert len(blocks) == len(NAMES) > 8
    for block in blocks:
        assert block.label in shown
        assert not [text for text in words_of(block.meta.preview_value) if text not in shown]
    assert all(map(page.main.select, [".chart", ".chips", ".pager", ".card", ".event", ".error", ".message"]))
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
