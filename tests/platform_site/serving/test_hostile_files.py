"""Files that mean harm, in every place that takes files: refused in Dutch, or kept as something that can do nothing.

A row is one file. What is welcome although it looks odd is named in the same table, with what must be left of it.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from knowledge_bank.examples import the_knowledge_bank
from knowledge_bank.models import Contribution
from partnerships.examples import a_partnership
from partnerships.models import DuoImport
from platform_site.accounts import roles
from platform_site.examples import a_page, a_user
from platform_site.file_storage import all_or_nothing
from platform_site.models import SiteDocument, SiteImage
from tests.editor import Editor
from tests.hostile_files import (
    BARE_PICTURES,
    ODD_NAMES,
    PHP,
    REFUSED_DOCUMENTS,
    REFUSED_PICTURES,
    REFUSED_REGISTERS,
    SCRIPT,
    WELCOME_DOCUMENTS,
    picture,
)
from tests.platform_site.serving.test_uploads import a_contribution
from tests.portal_visit import Coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

WHERE_IT_IS_TOLD = ".error, .error-message, .errorlist li, .help-critical, [role=alert]"
ENGLISH = re.compile(r"\b(the|file|image|not|please|invalid|error|allowed|is too)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where files come in. count: how much was taken so far; send: offers one."""

    count: Callable[[], int]
    send: Callable[[SimpleUploadedFile], HttpResponse]

    def offer(self, name: str, content: bytes) -> tuple[bool, str, int]:
        """Whether a file was taken, what was told, and the status of the answer. Nothing is left of it."""
        with suppress(RuntimeError), all_or_nothing(), transaction.atomic():
            before = self.count()
            answer = self.send(SimpleUploadedFile(name, content))
            taken = self.count() > before
            raise RuntimeError  # all of it goes again
        return taken, told(answer), answer.status_code


def told(answer: HttpResponse) -> str:
    """What an answer says is wrong."""
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    return " ".join(" ".join(one.get_text(" ").split()) for one in page.select(WHERE_IT_IS_TOLD))


@pytest.fixture
def places() -> dict[str, Place]:
    the_knowledge_bank()
    editor, importer = Editor(), Editor(a_user(role=roles.ADMINISTRATOR))
    coordinator = Coordinator(a_partnership("De Brug"))
    opened = coordinator.opened("contact")
    words = {"title": "Stuk", "description": "Wat het laat zien.", "collection": 1, "accessible": "onbekend"}

    def add(kind: str):
        return lambda file: editor.client.post(reverse(f"{kind}:add"), {**words, "file": file})

    return {
        "pictures": Place(SiteImage.objects.count, add("wagtailimages")),
        "logo": Place(SiteImage.objects.count, lambda file: coordinator.send("contact", opened, {"logo_file": file})),
        "documents": Place(SiteDocument.objects.count, add("wagtaildocs")),
        "sharing": Place(
            Contribution.objects.count, lambda file: Client().post("/delen/", {**a_contribution(), "files": [file]})
        ),
        "register": Place(
            DuoImport.objects.count, lambda file: importer.client.post(reverse("duo-import"), {"file": file})
        ),
    }


REFUSED = {
    "pictures": REFUSED_PICTURES, "logo": REFUSED_PICTURES, "documents": REFUSED_DOCUMENTS, "sharing": REFUSED_DOCUMENTS,
    "register": REFUSED_REGISTERS,
}  # fmt: skip


def test_there_are_sixty_and_more():
    assert sum(map(len, REFUSED.values())) > 140
    assert len(REFUSED_PICTURES) + len(REFUSED_DOCUMENTS) > 60


@pytest.mark.parametrize("place", REFUSED)
def test_what_means_harm_is_refused_in_dutch(places, place):
    wrong = {}
    for what, (name, content) in REFUSED[place].items():
        taken, words, status = places[place].offer(name, content)
        if taken or status != 200 or len(words) < 12 or ENGLISH.search(words):
            wrong[what] = (taken, status, words)
    assert wrong == {}


@pytest.mark.parametrize("what", BARE_PICTURES)
def test_of_what_was_hidden_in_a_picture_nothing_is_left(what):
    name, content = BARE_PICTURES[what]
    assert any(hidden in content for hidden in (SCRIPT, b"script.js", PHP))
    for send in (as_picture, as_logo) if not name.endswith(".gif") else (as_picture,):  # no logo is one
        image = send(SimpleUploadedFile(name, content))
        a_page(image=image)
        answer = Client().get(image.get_rendition("width-100").url)
        served = b"".join(answer.streaming_content)
        with image.file.open() as kept:
            assert not any(
                hidden in both for hidden in (b"<script", b"<?php", b"script.js") for both in (kept.read(), served)
            )
        assert answer["Content-Type"] in ("image/jpeg", "image/webp", "image/png", "image/gif")
        assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)


def as_picture(file: SimpleUploadedFile) -> SiteImage:
    words = {"title": "Stuk", "description": "Wat het laat zien.", "file": file, "collection": 1}
    answer = Editor().client.post(reverse("wagtailimages:add"), words)
    assert answer.status_code == 302, told(answer)
    return SiteImage.objects.latest("pk")


def as_logo(file: SimpleUploadedFile) -> SiteImage:
    coordinator = Coordinator(a_partnership())
    answer = coordinator.send("contact", files={"logo_file": file})
    assert answer.status_code == 302, told(answer)
    return SiteImage.objects.latest("pk")


@pytest.mark.parametrize("what", ODD_NAMES)
def test_an_odd_name_ends_as_a_plain_one_in_the_folder_it_belongs_to(what):
    image = as_picture(SimpleUploadedFile(ODD_NAMES[what], picture()))
    assert re.fullmatch(r"original_images/[\w.-]{1,110}\.png", image.file.name), image.file.name
    assert ".." not in image.file.name


@pytest.mark.parametrize("what", WELCOME_DOCUMENTS)
def test_what_only_looks_odd_is_welcome_and_does_nothing(places, what):
    name, content = WELCOME_DOCUMENTS[what]
    for place in ("documents", "sharing"):
        taken, words, _ = places[place].offer(name, content)
        assert taken, words
    words = {"title": "Stuk", "file": SimpleUploadedFile(name, content), "collection": 1, "accessible": "onbekend"}
    Editor().client.post(reverse("wagtaildocs:add"), words)
    answer = Client().get(SiteDocument.objects.latest("pk").url)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    kind, how = answer["Content-Type"], answer["Content-Disposition"].partition(";")[0]
    assert (kind, how) == ("application/pdf", "inline") or how == "attachment"
