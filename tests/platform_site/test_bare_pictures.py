"""A stored picture tells nothing of who took it, where and with what; it looks as it did, and broken files are refused."""

import contextlib
import random
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageChops, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Collection, UploadedFile

from platform_site.background import housekeeping
from platform_site.bare_pictures import BrokenPictureError, bare, maker
from platform_site.editing.picture_form import BROKEN
from platform_site.examples import an_image
from platform_site.models import SiteImage
from tests.editor import Editor

KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
ORIENTATION, ARTIST, GPS = 0x0112, 0x013B, 0x8825
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>GeheimVerhaal</rdf:RDF></x:xmpmeta>'
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# What the site's own pages ask for, what Wagtail's admin asks for, and what else a filter can be.
SIZES = (
    "original", "max-165x165", "max-800x600", "width-480|format-avif", "width-480|format-webp", "fill-320x200|format-webp", "height-90",
    "fill-1200x630|format-jpeg|bgcolor-ffffff", "max-320x120", "min-50x50|format-png", "scale-50|format-gif", "fill-64x64-c100|format-webp-lossless",
)  # fmt: skip


def notes(side_up: int = 6) -> Image.Exif:
    """What a telephone notes: where, when, whose, which one; and that it was held upright."""
    noted = Image.Exif()
    noted[0x010F], noted[0x0110], noted[ARTIST] = "GeheimMerk", "GeheimModel", "Anna de Wit"
    noted[ORIENTATION] = side_up
    noted.get_ifd(GPS).update({1: "N", 2: (52.0, 5.0, 30.0), 3: "E", 4: (5.0, 7.0, 12.0)})
    noted.get_ifd(0x8769).update({0x9003: "2026:03:04 05:06:07", 0xA431: "GeheimNummer"})
    return noted


def a_photo(kind: str, size: tuple[int, int] = (90, 60), **more) -> bytes:
    """A picture with everything noted that its format has room for."""
    drawn, file = Image.new("RGB", size, "#0b5f70"), BytesIO()
    drawn.paste("#f0a000", (0, 0, size[0] // 3, size[1] // 3))
    if kind == "GIF":
        frames = [drawn.rotate(turn).convert("P") for turn in (90, 180)]
        drawn.convert("P").save(file, kind, comment=b"GeheimCommentaar", save_all=True, append_images=frames, loop=3)
        return file.getvalue()
    told = {"exif": notes(), "xmp": XMP, "icc_profile": SRGB}
    if kind == "PNG":
        told["pnginfo"] = PngInfo()
        told["pnginfo"].add_text("Author", "GeheimAuteur")
        told["pnginfo"].add_text("Comment", "GeheimCommentaar", zip=True)
        told["pnginfo"].add_itxt("XML:com.adobe.xmp", told.pop("xmp").decode())
    if kind == "JPEG":
        told["comment"] = b"GeheimCommentaar"
    drawn.save(file, kind, **told, **more)
    return file.getvalue()


def told_by(data: bytes) -> dict:
    """All that a reader of notes finds in a picture file, beside its pixels, its colours and which side is up."""
    with Image.open(BytesIO(data)) as picture:
        picture.load()
        noted = picture.getexif()
        found = {key: value for key, value in noted.items() if key != ORIENTATION}
        found |= {key: dict(noted.get_ifd(key)) for key in (GPS, 0x8769, 0x014A) if noted.get_ifd(key)}
        texts = {
            key: value
            for key, value in picture.info.items()
            if key in ("xmp", "comment", "Author", "photoshop", "Comment")
        }
        found |= {
            key: value for key, value in texts.items() if value.strip(b" \x00" if isinstance(value, bytes) else None)
        }
        found |= getattr(picture, "text", {})
    return found | {secret: True for secret in (b"Geheim", b"Anna de Wit") if secret in data}


def looks(data: bytes) -> list[Image.Image]:
    """The frames as a reader sees them."""
    with Image.open(BytesIO(data)) as picture:
        frames = []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            frames.append(ImageOps.exif_transpose(picture).convert("RGB"))
        return frames


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_told_and_all_is_seen(kind):
    photo = a_photo(kind)
    kept = bare(photo)
    assert told_by(photo), "the photo of this test tells nothing"
    assert told_by(kept) == {}
    before, after = looks(photo), looks(kept)
    assert len(before) == len(after)
    assert all(ImageChops.difference(*pair).getbbox() is None for pair in zip(before, after, strict=True))
    assert bare(kept) == kept
    with Image.open(BytesIO(photo)) as old, Image.open(BytesIO(kept)) as new:
        for name in ("icc_profile", "loop", "duration"):
            assert old.info.get(name) == new.info.get(name), name


@pytest.mark.parametrize("side_up", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_side_that_is_up_stays_up(kind, side_up):
    file = BytesIO()
    drawn = Image.new("RGB", (90, 60), "white")
    drawn.paste("black", (0, 0, 20, 10))
    drawn.save(file, kind, exif=notes(side_up))
    before, after = looks(file.getvalue()), looks(bare(file.getvalue()))
    assert ImageChops.difference(before[0], after[0]).getbbox() is None
    assert told_by(bare(file.getvalue())) == {}


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_what_moves_keeps_moving(kind):
    file = BytesIO()
    frames = [Image.new("RGBA", (40, 30), colour) for colour in ("#a000f080", "#00a0f0", "#0f0")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], exif=notes(1), duration=90)
    kept = bare(file.getvalue())
    assert told_by(kept) == {}
    with Image.open(BytesIO(kept)) as picture:
        assert picture.n_frames == 3


def test_what_follows_the_picture_goes_too():
    """Telephones put a film behind a JPEG, or a second picture."""
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        assert told_by(bare(a_photo(kind) + b"ftypmp42 Geheim \xff\xe1Geheim")) == {}, kind
    assert told_by(bare(a_photo("JPEG", progressive=True))) == {}


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells of each tag it cannot read
@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_file_is_refused_and_never_anything_worse(kind):
    photo, chance = a_photo(kind), random.Random(4)
    for _ in range(300):
        broken = bytearray(photo[: chance.randrange(len(photo))] if chance.random() < 0.5 else photo)
        for _ in range(chance.randrange(6)):
            broken[chance.randrange(max(1, len(broken)))] = chance.randrange(256)
        with contextlib.suppress(BrokenPictureError):
            assert len(bare(bytes(broken))) < len(photo) + 100
    for nothing in (b"", b"<svg/>", photo[:12], b"%PDF-1.7"):
        with pytest.raises(BrokenPictureError):
            bare(nothing)


def test_the_maker_is_read_from_the_notes():
    assert maker(a_photo("JPEG")) == maker(a_photo("WEBP")) == "Anna de Wit"
    assert maker(a_photo("PNG")) == "Anna de Wit · GeheimAuteur"
    assert maker(a_photo("GIF")) == maker(b"") == ""


# --- on the site ------------------------------------------------------------------------------------------------------

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_the_site_makes_of_a_picture_tells_anything(kind):
    image = SiteImage.objects.create(
        title="Foto", description="Een vlak.", file=ContentFile(a_photo(kind, (620, 310)), f"foto.{KINDS[kind]}")
    )
    assert told_by(image.file.open().read()) == {}
    for size in SIZES:
        assert told_by(image.get_rendition(size).file.open().read()) == {}, size
    upright = kind != "GIF"
    assert image.get_rendition("original").width == (310 if upright else 620)


def library_fields(**changes) -> dict:
    return {
        "title": "Les",
        "description": "Een les.",
        "credit": "",
        "collection": Collection.objects.first().pk,
        **changes,
    }


def test_the_library_keeps_the_maker_in_its_own_field_only():
    editor = Editor()
    photo = SimpleUploadedFile("les.jpg", a_photo("JPEG"), "image/jpeg")
    assert editor.client.post(reverse("wagtailimages:add"), library_fields(file=photo)).status_code == 302
    image = SiteImage.objects.latest("pk")
    stored = image.file.open().read()
    assert (image.credit, told_by(stored)) == ("Anna de Wit", {})
    assert (image.file_size, image.width, image.height) == (len(stored), 90, 60)
    photo = SimpleUploadedFile("les.jpg", a_photo("JPEG"), "image/jpeg")
    editor.client.post(reverse("wagtailimages:add"), library_fields(file=photo, credit="Foto: Piet"))
    assert SiteImage.objects.latest("pk").credit == "Foto: Piet"


def test_several_at_once_are_bare_too_and_what_is_not_finished_goes(monkeypatch):
    editor = Editor()
    chosen = SimpleUploadedFile("les.jpg", a_photo("JPEG"), "image/jpeg")
    answer = editor.client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Les", "files[]": chosen},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert answer.json()["success"], answer.content
    (upload,) = UploadedFile.objects.all()
    finish = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload.pk])
    prefix = f"uploaded-image-{upload.pk}"
    fields = {f"{prefix}-{name}": value for name, value in library_fields().items()}
    answer = editor.client.post(finish, fields, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.json()["success"], answer.content
    image = SiteImage.objects.latest("pk")
    assert (image.credit, told_by(image.file.open().read())) == ("Anna de Wit", {})

    left = UploadedFile.objects.create(file=ContentFile(a_photo("JPEG"), "rest.jpg"))
    housekeeping.throw_away_unfinished_uploads()
    assert UploadedFile.objects.filter(pk=left.pk).exists()
    monkeypatch.setattr(housekeeping, "UNFINISHED_UPLOADS_ARE_KEPT", -housekeeping.UNFINISHED_UPLOADS_ARE_KEPT)
    housekeeping.throw_away_unfinished_uploads()
    assert not UploadedFile.objects.exists()
    assert not left.file.storage.exists(left.file.name)


def test_a_broken_picture_is_refused_with_what_to_do():
    whole = a_photo("PNG")
    cut = whole[: whole.index(b"IEND") + 3]  # a browser shows it; nobody can say what is behind it
    page = Editor().client.post(
        reverse("wagtailimages:add"), library_fields(file=SimpleUploadedFile("les.png", cut, "image/png"))
    )
    assert page.status_code == 200
    assert BROKEN in page.content.decode()
    assert not SiteImage.objects.exists()


def test_what_is_there_already_becomes_bare(caplog):
    """As the migration does: missing and broken files hold nothing up."""
    images = {kind: an_image(f"oud {kind}") for kind in KINDS}
    for kind, image in images.items():
        Path(image.file.path).write_bytes(a_photo(kind))
        Path(image.get_rendition("max-165x165").file.path).write_bytes(a_photo("PNG"))
    missing, broken = an_image(), an_image()
    Path(missing.file.path).unlink()
    Path(broken.file.path).write_bytes(b"\x89PNG\r\n\x1a\nkapot")
    named = an_image(credit="Foto: Piet")
    Path(named.file.path).write_bytes(a_photo("JPEG"))
    migration = import_module("platform_site.migrations.0009_no_camera_notes_in_pictures")
    migration.BATCH = 2
    for _ in range(2):  # once more does no harm
        caplog.clear()
        migration.clean(apps, None)
        assert "2 afbeeldingen ontbreken of zijn beschadigd" in caplog.text
        for kind, image in images.items():
            image.refresh_from_db()
            stored = Path(image.file.path).read_bytes()
            assert told_by(stored) == told_by(Path(image.get_rendition("max-165x165").file.path).read_bytes()) == {}
            assert image.file_size == len(stored)
            assert image.credit.startswith("Anna de Wit" if kind != "GIF" else "")
    named.refresh_from_db()
    assert named.credit == "Foto: Piet"
    assert not list(Path(named.file.path).parent.glob("*.kaal"))
