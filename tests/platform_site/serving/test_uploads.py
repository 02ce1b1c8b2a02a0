"""What is too much is refused before anything of it is stored; what is stored is stored whole."""

import errno
import io
import resource
import signal
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from knowledge_bank.contributions.forms import FilesField
from knowledge_bank.examples import the_knowledge_bank
from knowledge_bank.models import Contribution, ContributionFile
from partnerships.duo.problems import FileRefusedError
from partnerships.duo.workbooks import read_workbook
from partnerships.examples import a_partnership
from partnerships.models import ProfileDraft
from platform_site.examples import terms
from platform_site.file_storage import FULL, all_or_nothing
from platform_site.models import SiteImage, Theme
from platform_site.serving.request_size import FORM, WITH_FILES, most_bytes
from platform_site.serving.uploads import is_modest_zip, is_what_it_says
from tests.as_shown import as_shown
from tests.editor import Editor
from tests.partnerships.test_portal_refusals import a_picture
from tests.portal_visit import Coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
MB = 1024**2


class Untouchable(io.RawIOBase):
    """A body that nobody may read."""

    def read(self, *asked):
        raise AssertionError("the body was read")


def asked(path: str, size: int | str, method: str = "POST", **environ):
    """The answer to a request that says it brings so many bytes, and fails when one of them is read."""
    said = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Untouchable()}
    return Client().generic(method, path, **said, **environ)


# --- how much a request may bring -------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
@pytest.mark.parametrize(
    "path", ["/", "/zoeken/", "/inloggen/", "/kennisbank/", "/bestaat-niet/", "/status/actief", "/delen"]
)
def test_where_no_files_go_little_may_come(path, method):
    answer = asked(path, FORM + 1, method)
    assert answer.status_code == 413
    assert "geen bestanden heen sturen" in as_shown(answer)
    assert asked(path, 600 * MB, method).status_code == 413


@pytest.mark.parametrize("path", ["/delen/", "/mijn-partnerschap/de-brug/stap/contact/", "/beheer/images/add/"])
def test_where_files_go_one_of_the_largest_kind_may_come(path):
    answer = asked(path, WITH_FILES + 1)
    assert answer.status_code == 413
    assert "hooguit 25 MB" in answer.content.decode()
    assert "wat je typte staat er dan nog" in answer.content.decode()
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert answer[header]
    assert (most_bytes(path), WITH_FILES) == (WITH_FILES, 26 * MB)


@pytest.mark.parametrize("size", ["9" * 40, "-1", "1e9", "²", "0x10", "1,5"])
def test_a_size_that_is_none_is_refused(size):
    assert asked("/delen/", size).status_code in (400, 413)


def test_a_body_that_does_not_say_how_long_it_is_is_refused():
    for path in ("/", "/delen/", "/beheer/"):
        assert asked(path, "", HTTP_TRANSFER_ENCODING="chunked").status_code == 411


def test_a_form_of_the_usual_size_passes():
    assert Client().post("/delen/", {"title": "x" * 100_000}).status_code == 200


# --- what is looked into ----------------------------------------------------------------------------------------------


def a_zip(names: list[str], remark: bytes = b"") -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = remark
        for name in names:
            archive.writestr(name, b"")
    file.seek(0)
    return file


@pytest.fixture(scope="module")
def crowded() -> bytes:
    """A docx with far too many parts, of which the directory alone is 4 MB."""
    names = ["[Content_Types].xml", "word/document.xml"]
    return a_zip(names + [f"word/{'x' * 40}{number}" for number in range(40_000)]).getvalue()


def test_a_zip_with_a_directory_without_end_is_not_opened(crowded, monkeypatch):
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was opened"))
    for extension in ("docx", "xlsx", "pptx"):
        file = SimpleUploadedFile(f"verslag.{extension}", crowded)
        assert not is_what_it_says(extension, file)
    with pytest.raises(FileRefusedError):
        read_workbook(crowded)
    with pytest.raises(Exception, match="de inhoud is iets anders"):
        FilesField().clean([SimpleUploadedFile("verslag.docx", crowded)])


def test_an_honest_zip_is_opened_with_a_remark_or_without():
    names = ["[Content_Types].xml", "word/document.xml", *(f"word/media/{number}.png" for number in range(2000))]
    for remark in (b"", b"gemaakt met iets", b"x" * 65535):
        assert is_modest_zip(a_zip(names, remark))
    assert is_what_it_says("docx", SimpleUploadedFile("verslag.docx", a_zip(names).getvalue()))


def test_no_zip_is_larger_than_it_says(crowded):
    """Whatever the end says about the directory, what is opened after it is what was measured."""
    for lie in (b"", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"):
        for file in (crowded + lie, crowded[:-22] + lie.ljust(20, b"\x00") + crowded[-22:]):
            if not is_modest_zip(io.BytesIO(file)):
                continue
            start = time.monotonic()
            is_what_it_says("docx", SimpleUploadedFile("verslag.docx", file))
            assert time.monotonic() - start < 2
    assert not is_modest_zip(io.BytesIO(b""))


@pytest.mark.parametrize("kind", ["gif", "webp", "png"])
def test_all_frames_of_a_picture_that_moves_count(kind):
    frames = [Image.new("L", (1000, 1000), number * 5) for number in range(45)]  # 45 megapixels, one at a time
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    upload = SimpleUploadedFile(f"veel.{kind}", file.getvalue(), f"image/{kind}")
    answer = Editor().client.post(
        reverse("wagtailimages:add"), {"title": "Veel", "description": "Veel.", "file": upload, "collection": 1}
    )
    assert answer.status_code == 200
    assert not SiteImage.objects.exists()


# --- when the disk is full --------------------------------------------------------------------------------------------


@contextmanager
def a_disk_with_room_for(size: int):
    """Files grow no further than `size` bytes in this process: the system itself refuses, in the midst of a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def stored() -> set[Path]:
    return {path for path in Path(default_storage.location).rglob("*") if path.is_file()}


def test_half_a_file_is_no_file():
    default_storage.save("proef/eerst.bin", ContentFile(b"1" * 10))
    before = stored()
    with a_disk_with_room_for(100_000), pytest.raises(OSError) as problem:
        default_storage.save("proef/eerst.bin", ContentFile(b"2" * 300_000))
    assert problem.value.errno == errno.EFBIG
    assert stored() == before
    assert default_storage.open("proef/eerst.bin").read() == b"1" * 10
    other = default_storage.save("proef/eerst.bin", ContentFile(b"3"))
    assert other != "proef/eerst.bin"
    assert default_storage.open(other).read() == b"3"


def test_files_go_when_what_they_belong_to_is_not_stored():
    before = stored()
    with pytest.raises(RuntimeError), all_or_nothing():
        default_storage.save("proef/een.bin", ContentFile(b"1"))
        raise RuntimeError
    assert stored() == before


def test_no_process_remembers_a_size_of_a_picture_that_went_again(settings):
    settings.CACHES = {**settings.CACHES, "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    with pytest.raises(RuntimeError), all_or_nothing():
        caches["renditions"].set("een", "proef/een.bin")
        raise RuntimeError
    assert caches["renditions"].get("een") is None


def a_contribution() -> dict:
    theme = Theme.objects.first() or terms(Theme, "Begeleiding")[0]
    words = dict.fromkeys(("title", "summary", "what", "for_whom", "result"), "Wij oefenden samen.")
    return {**words, "sectors": ["po"], "themes": [theme.pk], "licence": "on", "email": "anna@school.voorbeeld.nl"}


def test_what_was_typed_at_delen_survives_a_full_disk():
    the_knowledge_bank()
    small, large = b"%PDF-1.7\n" + b"0" * 1000, b"%PDF-1.7\n" + b"0" * 300_000
    files = [SimpleUploadedFile("klein.pdf", small), SimpleUploadedFile("groot.pdf", large)]
    before = stored()
    with a_disk_with_room_for(100_000):
        answer = Client().post("/delen/", {**a_contribution(), "files": files})
    assert answer.status_code == 200
    assert FULL in answer.content.decode()
    assert answer.content.decode().count("Wij oefenden samen.") >= 5
    assert stored() == before
    assert not Contribution.objects.exists()
    assert not ContributionFile.objects.exists()


def test_what_was_typed_in_the_portal_survives_a_full_disk():
    coordinator = Coordinator(a_partnership("De Brug"))
    logo = SimpleUploadedFile("logo.png", a_picture(400, 200) + b"0" * 10, "image/png")
    with a_disk_with_room_for(100):
        answer = coordinator.send("contact", files={"logo_file": logo}, mailbox="info@brug.voorbeeld.nl")
    assert answer.status_code == 200
    assert FULL in answer.content.decode()
    assert ProfileDraft.objects.get().answers["mailbox"] == "info@brug.voorbeeld.nl"
    assert not SiteImage.objects.exists()


def test_an_editor_is_told_in_dutch_and_nothing_is_left_behind():
    editor = Editor()
    editor.client.raise_request_exception = False
    picture = SimpleUploadedFile("les.png", a_picture(400, 200), "image/png")
    before = stored()
    with a_disk_with_room_for(100):
        answer = editor.client.post(
            reverse("wagtailimages:add"), {"title": "Les", "description": "Een les.", "file": picture, "collection": 1}
        )
    assert answer.status_code == 507
    assert "haar schijf is vol" in answer.content.decode()
    assert stored() == before
    assert not SiteImage.objects.exists()
