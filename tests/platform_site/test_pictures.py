"""The picture of a page is seen wherever the page is: with words, with its maker, light, and telling nothing of who took it."""

import json
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from news.examples import a_news_item
from news.models import NewsIndexPage, NewsPage
from partnerships.models import PartnershipIndexPage
from platform_site.editing.picture_form import SiteImageForm
from platform_site.examples import a_page, an_image, the_home
from platform_site.generation import current
from platform_site.models import FeaturedPage, HomePage, SiteImage, SiteRendition, StandardPage
from platform_site.pages import ListPage
from platform_site.pictures import MOST
from tests.builders import COMPLETE
from tests.editor import Editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
SHOWING = [kind for kind in COMPLETE if not issubclass(kind, (ListPage, HomePage))]


def seen(address: str) -> BeautifulSoup:
    response = Client().get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def facts(page: BeautifulSoup) -> dict:
    return json.loads(page.find("script", type="application/ld+json").string)["@graph"][0]


def meta(page: BeautifulSoup, name: str) -> str:
    (element,) = page.find_all("meta", property=name)
    return element["content"]


def fields(url: str) -> set[str]:
    """The names of the fields of a form in the admin, those of formsets left out."""
    form = Editor().look(url).find("form", id="page-edit-form")
    named = form.find_all(["input", "textarea", "select"], attrs={"name": True})
    return {field["name"] for field in named if field.get("type") != "hidden" and "-" not in field["name"]}


# --- where it is seen -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHOWING, ids=lambda kind: kind.__name__)
def test_every_type_of_page_shows_its_picture_with_words_and_maker(kind):
    page = COMPLETE[kind]()
    page.image = an_image(size=(1400, 900), description="Twee mensen bij een bord.", credit="Foto: Anna de Wit")
    page.save()
    (figure,) = seen(page.url).select(".at-head, .cover figure")
    assert figure.img["alt"] == "Twee mensen bij een bord."
    assert figure.figcaption.get_text() == "Foto: Anna de Wit"
    assert [source["type"] for source in figure.find_all("source")] == ["image/avif"]
    assert figure.img["src"].endswith(".webp")
    assert (int(figure.img["width"]), int(figure.img["height"])) == (480, 308)


@pytest.mark.parametrize("kind", COMPLETE, ids=lambda kind: kind.__name__)
def test_what_is_shared_of_a_page_is_its_picture(kind):
    if kind is PartnershipIndexPage:  # no page of its own
        return
    page = COMPLETE[kind]()
    page.image = an_image(size=(1400, 900), description="Twee mensen.", credit="Foto: Anna de Wit")
    page.save()
    shown = seen(page.url)
    assert meta(shown, "og:image").startswith(f"{settings.SITE_URL}/media/images/")
    assert (meta(shown, "og:image:width"), meta(shown, "og:image:height")) == ("1200", "630")
    assert meta(shown, "og:image:alt") == "Twee mensen."
    assert shown.find("meta", attrs={"name": "twitter:card"})["content"] == "summary_large_image"
    told = facts(shown)["image"]
    assert told["url"] == meta(shown, "og:image")
    assert (told["caption"], told["creditText"]) == ("Twee mensen.", "Foto: Anna de Wit")
    assert Client().get(told["url"].removeprefix(settings.SITE_URL)).headers["Content-Type"] == "image/jpeg"


def test_lists_show_the_first_few_and_search_results_do_too():
    for number in range(6):
        a_news_item(f"Bericht {number}", image=an_image(size=(640, 400), description=f"Beeld {number}"))
    for address in ("/nieuws/", "/zoeken/?q=bericht"):
        rows = seen(address).find_all(attrs={"data-item": True})
        pictured = [row for row in rows if row.find("img")]
        assert len(rows) >= 5
        assert len(pictured) == MOST
        assert all("pictured" in row["class"] and row.img["loading"] == "lazy" and row.img["alt"] for row in pictured)
        assert {(row.img["width"], row.img["height"]) for row in pictured} == {("320", "200")}
    home = the_home()
    home.featured = [FeaturedPage(page=page, sort_order=page.pk) for page in NewsPage.objects.all()]
    home.save()
    pictured = [card for card in seen("/").find_all(attrs={"data-item": True}) if card.find("img")]
    assert len(pictured) == MOST


def test_a_card_without_a_picture_keeps_no_room_for_one():
    a_news_item("Zonder")
    row = seen("/nieuws/").find(attrs={"data-item": "zonder"})
    assert not row.has_attr("class")
    assert not row.find(class_="thumb")


# --- when it is made and changed --------------------------------------------------------------------------------------


def test_sizes_are_made_in_the_background_once_the_page_is_public(django_capture_on_commit_callbacks):
    image = an_image(size=(1400, 900))
    page = a_news_item("Met beeld", image=image)
    assert not SiteRendition.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    made = SiteRendition.objects.count()
    assert made == 7  # for a card, for the head, and for a share
    for address in (page.url, "/nieuws/", "/"):
        seen(address)
    assert SiteRendition.objects.count() == made


def test_other_words_for_a_picture_are_seen_at_once():
    image = an_image(description="Eerst.")
    page = a_news_item("Met beeld", image=image)
    assert seen(page.url).find("figure").img["alt"] == seen("/nieuws/").find(class_="thumb").img["alt"] == "Eerst."
    before = current("site")
    an_image()  # a new one is nowhere yet
    assert current("site") == before
    image.description = "Daarna."
    image.save()
    assert current("site") > before
    assert seen(page.url).find("figure").img["alt"] == seen("/nieuws/").find(class_="thumb").img["alt"] == "Daarna."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_size_tells_where_when_or_by_whom_it_was_taken(kind):
    noted = Image.Exif()
    noted[0x013B], noted[0x0112] = "Geheime Maker", 6  # and held upright
    drawn = BytesIO()
    Image.new("RGB", (900, 600), "#0b5f70").save(drawn, kind, exif=noted)
    file = ContentFile(drawn.getvalue(), f"foto.{kind.lower()}")
    image = SiteImage.objects.create(title="Foto", description="Een vlak.", file=file)
    for size in (
        "fill-1200x630|format-jpeg",
        "max-165x165",
        "original",
        "width-480|format-avif",
        "width-480|format-webp",
    ):
        made = image.get_rendition(size)
        assert b"Geheime" not in made.file.open().read(), size
    assert image.get_rendition("original").width == 600


# --- in the admin -----------------------------------------------------------------------------------------------------


def test_the_name_of_a_file_is_no_description():
    form = SiteImageForm.__new__(SiteImageForm)
    form.cleaned_data = {"description": "IMG_1234.jpg"}
    with pytest.raises(Exception, match="naam van een bestand"):
        form.clean_description()


def test_a_page_that_is_not_there_asks_for_nothing_it_could_show():
    folder = COMPLETE[PartnershipIndexPage]()
    idle = {"summary", "image", "council", "revised_on", "seo_title", "search_description", "show_in_menus"}
    assert not idle & fields(f"/beheer/pages/{folder.pk}/edit/")
    made = PartnershipIndexPage(title="Leeg", slug="leeg")
    folder.delete()
    the_home().add_child(instance=made)
    assert made.summary


def test_the_menu_is_asked_about_where_it_can_be():
    above = a_page("Boven")
    below = a_page("Onder", parent=above)
    item = a_news_item()
    asked = {page: "show_in_menus" in fields(f"/beheer/pages/{page.pk}/edit/") for page in (above, below, item)}
    assert list(asked.values()) == [True, False, False]
    assert "show_in_menus" in fields(f"/beheer/pages/{NewsIndexPage.objects.get().pk}/edit/")


def test_the_day_of_revision_is_asked_where_readers_or_lists_use_it():
    home, news = the_home(), a_news_item(revised_on="2026-03-04")
    assert "revised_on" not in fields(f"/beheer/pages/{home.pk}/edit/")
    assert "revised_on" in fields(f"/beheer/pages/{news.pk}/edit/")
    assert "bijgewerkt op 4 maart 2026" in seen(news.url).get_text()


def test_a_new_page_has_a_text_to_type_in_and_nothing_is_left_of_it_when_it_stays_empty():
    editor, index = Editor(), COMPLETE[NewsIndexPage]()
    form = editor.look(editor.add_url(NewsPage, index))
    assert '"type": "text"' in form.find(attrs={"data-w-block-arguments-value": True})["data-w-block-arguments-value"]
    empty = {
        "body-count": "1",
        "body-0-type": "text",
        "body-0-value": "null",
        "body-0-order": "0",
        "body-0-deleted": "",
    }
    answer = editor.add(
        NewsPage, index, title="Kort bericht", slug="kort-bericht", summary="Dit.", **empty, **{"action-publish": "1"}
    )
    assert answer.status_code == 302
    assert list(NewsPage.objects.get(slug="kort-bericht").body) == []


def test_the_text_of_a_standard_page_keeps_what_was_typed():
    editor, home = Editor(), the_home()
    typed = {"body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-count": "1"}
    value = json.dumps({"blocks": [{"key": "a", "text": "Hallo", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}})  # fmt: skip
    editor.add(StandardPage, home, title="Met tekst", slug="met-tekst", summary="Dit.", **typed, **{"body-0-value": value, "action-publish": "1"})  # fmt: skip
    assert "Hallo" in str(StandardPage.objects.get(slug="met-tekst").body)
