"""Logos that nothing uses any more are thrown away with their files; what may still be needed stays."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from partnerships.examples import a_partnership
from partnerships.models import PartnershipPage
from partnerships.portal import logos
from partnerships.portal.fields import LOGO
from partnerships.portal.guide import guide_text
from platform_site.accounts import roles
from platform_site.examples import a_user
from platform_site.models import SiteImage
from tests.editor import Editor
from tests.partnerships.test_portal_refusals import a_picture
from tests.portal_visit import Coordinator, review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def choose(coordinator: Coordinator) -> SiteImage:
    """Sends a logo; gives the picture, as if it were of long ago."""
    upload = SimpleUploadedFile("logo.png", a_picture(400, 200), "image/png")
    assert coordinator.send("contact", files={"logo_file": upload}).status_code == 302
    image = SiteImage.objects.latest("pk")
    SiteImage.objects.filter(pk=image.pk).update(created_at=timezone.now() - timedelta(days=30))
    return image


def left() -> set[int]:
    return set(SiteImage.objects.values_list("pk", flat=True))


def test_a_replaced_logo_goes_with_its_file_and_what_is_needed_stays(django_capture_on_commit_callbacks):
    partnership = a_partnership("De Brug")
    coordinator = Coordinator(partnership)
    reviewer = Editor(a_user(role=roles.EDITOR))
    first = choose(coordinator)
    second = choose(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        logos.tidy()
    assert left() == {second.pk}
    assert not default_storage.exists(first.file.name)
    coordinator.hand_in()
    third = choose(coordinator)
    logos.tidy()
    assert left() == {second.pk, third.pk}  # one is under review, one is being written
    review(reviewer, partnership)
    logos.tidy()
    assert PartnershipPage.objects.get().logo_id == second.pk
    assert left() == {second.pk, third.pk}
    coordinator.client.post(coordinator.url("discard"))
    logos.tidy()
    assert left() == {second.pk}


def test_the_hint_the_refusal_the_browser_and_the_guide_name_the_same_kinds():
    field = Coordinator(a_partnership("Opleidingsschool De Brug")).look(
        "/mijn-partnerschap/opleidingsschool-de-brug/stap/contact/"
    )
    ask = field.find("input", type="file").find_parent(class_="ask")
    assert LOGO.kind == "png-, jpg- of webp-bestand"
    assert LOGO.kind in ask.get_text()
    assert LOGO.kind in " ".join(guide_text().split())
    rules = json.loads(ask.find("input", type="file")["data-rules"])
    assert rules["words"] == LOGO.words
    assert tuple(rules["kinds"]) == LOGO.kinds
    with pytest.raises(ValidationError, match=re.escape(f"“logo.gif” kan niet mee. Kies een {LOGO.kind}.")):
        LOGO.check(SimpleUploadedFile("logo.gif", b"GIF89a"))
