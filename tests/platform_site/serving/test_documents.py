"""An upload is let in only when its name is on the list and its first bytes say the same."""

import io
import random
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from platform_site.examples import a_user
from platform_site.models import SiteDocument, SiteImage
from platform_site.serving.uploads import is_what_it_says


def an_archive(*names: str, mimetype: str = "") -> bytes:
    """A zip with small files of these names; an OpenDocument has its type as the first, uncompressed one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name in names:
            archive.writestr(name, "<xml/>" * 40)
    return buffer.getvalue()


OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
REAL = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "docx": an_archive("[Content_Types].xml", "word/document.xml"),
    "xlsx": an_archive("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": an_archive("[Content_Types].xml", "ppt/presentation.xml"),
    "odt": an_archive("content.xml", mimetype=f"{OPEN_DOCUMENT}.text"),
    "ods": an_archive("content.xml", mimetype=f"{OPEN_DOCUMENT}.spreadsheet"),
    "odp": an_archive("content.xml", mimetype=f"{OPEN_DOCUMENT}.presentation"),
    "mp3": b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(100),
    "m4a": b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00",
}
WRONG = {
    "a page of a web site": b"<!doctype html><script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a drawing in UTF-16": "\ufeff<svg/>".encode("utf-16-le") + bytes(60),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a photo": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100),
    "a program": b"MZ\x90\x00" + bytes(200),
    "an ordinary archive": an_archive("leesmij.txt"),
    "an archive that only talks of words": an_archive("word/document.xml"),
    "the first bytes of an archive": b"PK\x03\x04",
    "nothing": b"",
    "a single byte": b"\xff",
    "a PDF with something before it": b"<html>%PDF-1.7",
}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_every_kind_that_is_allowed_has_an_example_here():
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == set(REAL)


@pytest.mark.parametrize("extension", REAL)
def test_a_file_that_is_what_it_says_is_let_in_and_left_at_its_start(extension):
    file = upload(f"stuk.{extension}", REAL[extension])
    file.seek(5)
    assert is_what_it_says(extension, file)
    assert file.tell() == 0


def test_an_mp3_without_tags_is_one_too():
    assert is_what_it_says("mp3", upload("a.mp3", b"\xff\xfb\x90\x64" + bytes(100)))
    assert is_what_it_says("mp3", upload("a.mp3", b"\xff\xf3\x40\xc4" + bytes(100)))


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n", b"\r\n", b"\xef\xbb\xbf\r\n"])
def test_a_pdf_may_begin_with_a_byte_order_mark_or_an_empty_line(before):
    assert is_what_it_says("pdf", upload("a.pdf", before + REAL["pdf"]))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "IMG_0001.jpg"])
def test_a_photo_of_a_phone_is_refused_with_what_to_do(name):
    """Also under another name: what phones send is often called .jpg."""
    heic = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
    form = get_image_form(SiteImage)(
        {"title": "Foto", "description": "Foto"}, {"file": upload(name, heic)}, user=a_user(role="beheerder")
    )
    assert "HEIC" in form.fields["file"].help_text
    assert "HEIC" in str(form.errors["file"]) and "JPG" in str(form.errors["file"])


@pytest.mark.parametrize("extension", REAL)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_is_something_else_is_refused(extension, wrong):
    file = upload(f"stuk.{extension}", WRONG[wrong])
    assert not is_what_it_says(extension, file)
    assert file.tell() == 0


@pytest.mark.parametrize("claimed", REAL)
def test_one_allowed_kind_does_not_pass_for_another(claimed):
    for real, content in REAL.items():
        assert is_what_it_says(claimed, upload(f"a.{claimed}", content)) == (real == claimed), real


@pytest.mark.parametrize("extension", ["html", "svg", "exe", "js", "", "php", "zip"])
def test_a_name_that_is_not_on_the_list_never_passes(extension):
    assert not any(is_what_it_says(extension, upload("a", content)) for content in REAL.values())


@given(st.sampled_from(sorted(REAL)), st.binary(max_size=300))
def test_any_bytes_get_an_answer(extension, content):
    assert is_what_it_says(extension, upload("a", content)) in (True, False)


def test_a_damaged_archive_gets_an_answer():
    """Every byte of a small docx changed in turn, to something else at random (a fixed seed)."""
    chance, whole = random.Random(4), REAL["docx"]
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= chance.randint(1, 255)
        is_what_it_says("docx", upload("a.docx", bytes(damaged)))
        is_what_it_says("docx", upload("a.docx", whole[:place]))


# --- the editor's form -----------------------------------------------------------------------------------------------


@pytest.fixture
def form(db):
    """Fills in the form for a document, as an administrator."""
    administrator = a_user(role="beheerder")

    def fill_in(name: str, content: bytes):
        facts = {"title": "Stuk", "collection": Collection.get_first_root_node().pk, "accessible": "onbekend"}
        return get_document_form(SiteDocument)(facts, {"file": upload(name, content)}, user=administrator)

    return fill_in


@pytest.mark.parametrize("extension", REAL)
def test_editors_can_upload_every_kind_that_is_allowed(form, extension):
    filled = form(f"stuk.{extension}", REAL[extension])
    assert filled.is_valid(), filled.errors


def test_editors_may_write_the_extension_in_capitals(form):
    assert form("STUK.PDF", REAL["pdf"]).is_valid()


def test_editors_are_told_in_dutch_what_is_wrong(form):
    (problem,) = form("stuk.pdf", WRONG["a page of a web site"]).errors["file"]
    assert problem.startswith("Dit bestand heet .pdf, maar de inhoud is iets anders.")


@pytest.mark.parametrize("name", ["stuk.html", "stuk.svg", "stuk.pdf.exe", "stuk", "stuk.js"])
def test_editors_cannot_upload_what_is_not_on_the_list(form, name):
    (problem,) = form(name, REAL["pdf"]).errors["file"]
    assert "is niet toegestaan" in problem


def test_editors_cannot_upload_more_than_25_megabytes(form):
    (problem,) = form("stuk.pdf", REAL["pdf"] + bytes(25 * 1024 * 1024)).errors["file"]
    assert problem.startswith("Dit bestand is te groot")
    assert form("stuk.pdf", REAL["pdf"].ljust(25 * 1024 * 1024, b"\n")).is_valid()
