"""What comes into the portal and is not wanted: forged fields, other people's partnerships, odd files, texts without end."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import model_to_dict
from django.test import Client
from PIL import Image

from partnerships.examples import a_coordinator, a_partnership, an_organisation
from partnerships.models import Partner, PartnershipPage, ProfileDraft
from partnerships.portal import steps
from partnerships.portal.answers import FIELDS
from platform_site.accounts import roles
from platform_site.examples import a_user, an_image
from platform_site.models import SiteImage, Theme
from tests.editor import Editor
from tests.portal_visit import Coordinator, on_site, review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

# What publishing changes by itself, and what handing in notes.
NOTED = {
    "checked_on", "checked_by", "last_published_at", "latest_revision", "latest_revision_created_at", "live_revision",
    "first_published_at", "has_unpublished_changes", "draft_title",
}  # fmt: skip
PAGES = ("overview", "preview", "hand-in")
ACTIONS = ("withdraw", "discard", "still-right")
WORD = (
    '<html xmlns:o="urn:x"><head><style>p.MsoNormal{margin:0}</style></head><body><!--StartFragment-->'
    '<h1 class="MsoTitle">Kop</h1><p class="MsoNormal" style="mso-x:y" onclick="alert(1)"><b><span lang="NL">Wij<o:p></o:p></span></b>'
    ' leiden <a href="javascript:alert(1)">kwaad</a> <a href="https://goed.voorbeeld.nl">goed</a></p><p>&nbsp;</p>'
    "<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//kwaad.test></iframe></body></html>"
)


@pytest.fixture
def partnership():
    return a_partnership("Opleidingsschool De Brug", mailbox="brug@voorbeeld.nl")


@pytest.fixture
def coordinator(partnership):
    return Coordinator(partnership)


@pytest.fixture
def other():
    return Coordinator(a_partnership("Van een ander"))


def columns(partnership: PartnershipPage) -> dict:
    page = on_site(partnership)
    plain = {field.name: getattr(page, field.attname) for field in page._meta.concrete_fields}
    lists = {
        name: sorted(getattr(page, name).values_list("pk", flat=True))
        for name in ("themes", "regions", "status_changes")
    }
    return {**plain, **lists, "partners": sorted(page.partners.values_list("organisation", "role", "since", "until"))}


def hostile_fields() -> dict:
    """Every field and relation that a page has, each with a value that would do harm."""
    stranger = a_user(role="beheerder").pk
    names = [field.name for field in PartnershipPage._meta.get_fields()]
    values = dict.fromkeys(names, "1")
    values |= {f"{name}_id": stranger for name in names}
    return values | {
        "title": "Gekaapt", "slug": "gekaapt", "live": "on", "owner": stranger, "go_live_at": "2030-01-01", "status": "erkend",
        "sectors": "mbo", "path": "00010001", "url_path": "/", "expire_at": "2020-01-01", "academic": "on", "example": "on",
        "place": "Nergens", "lat": "52", "checked_on": "2040-01-01", "locked": "on", "seo_title": "Gekaapt", "council": "1",
        "abbreviation": "XX", "state": "ingeleverd", "base": "{}", "answers": "{}", "partnership": "1", "handed_in": "{}",
    }  # fmt: skip


def test_of_all_fields_of_a_page_only_the_answers_can_be_changed(partnership, coordinator):
    before, picture = columns(partnership), an_image()
    organisation = an_organisation()
    wanted = {
        "summary": "Anders.", "about": "Anders.", "cooperation": "Anders.", "priorities": "Anders.", "pride": "Anders.",
        "themes": [str(pk) for pk in Theme.objects.order_by("pk").values_list("pk", flat=True)[:2]], "routes": ["pabo"], "students": "12",
        "reference_year": "2024", "mailbox": "nieuw@voorbeeld.nl", "website": "https://nieuw.voorbeeld.nl", "logo_alt": "Een brug",
    }  # fmt: skip
    forged = {name: value for name, value in hostile_fields().items() if name not in wanted}
    for step in steps.STEPS:
        mine = {name: value for name, value in wanted.items() if name in step.fields}
        more = {"doen": f"voeg-{organisation.pk}"} if step.slug == "partners" else {}
        response = coordinator.send(step.slug, **{**forged, "logo": str(picture.pk), **mine, **more})
        assert response.status_code == 302, step.slug
    upload = SimpleUploadedFile("logo.png", a_picture(400, 200), "image/png")
    coordinator.send("contact", files={"logo_file": upload})
    coordinator.client.post(coordinator.url("hand-in"), {**forged, "gezien": "onzin"})
    assert columns(partnership) == before
    coordinator.hand_in()
    review(Editor(a_user(role=roles.EDITOR)), partnership)
    after = columns(partnership)
    differing = {name for name in after if after[name] != before[name]} - NOTED
    assert differing == set(FIELDS)
    assert after["logo"] != picture.pk
    draft = ProfileDraft.objects.filter(partnership=partnership).first()
    assert draft is None, model_to_dict(draft)


def a_picture(width: int, height: int, kind: str = "PNG") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "#2f6f5e").save(drawn, kind)
    return drawn.getvalue()


def test_a_partnership_of_somebody_else_is_not_there(partnership, coordinator, other):
    before = columns(partnership)
    addresses = [coordinator.url(name) for name in (*PAGES, *ACTIONS)] + [
        coordinator.step(step.slug) for step in steps.STEPS
    ]
    for address in addresses:
        for answer in (
            other.client.get(address),
            other.client.post(address, {"about": "Van een ander", "doen": "verder"}),
        ):
            assert answer.status_code in (404, 405), address
            assert "brug@voorbeeld.nl" not in answer.content.decode()
    assert columns(partnership) == before
    assert not ProfileDraft.objects.filter(partnership=partnership).exists()


def test_an_editor_is_no_coordinator(partnership, coordinator):
    for role in ("redacteur", "eindredacteur", "beheerder"):
        client = Editor(a_user(role=role)).client
        assert client.get(coordinator.url()).status_code == 404


def test_who_is_taken_away_is_out_at_once(partnership, coordinator):
    assert coordinator.client.get(coordinator.url()).status_code == 200
    partnership.coordinators.all().delete()
    assert coordinator.client.post(coordinator.step("trots"), {"pride": "Nog even"}).status_code == 404


@pytest.mark.parametrize("name", ACTIONS)
def test_a_link_alone_changes_nothing(coordinator, name):
    assert coordinator.client.get(coordinator.url(name)).status_code == 405


def test_an_unknown_step_is_not_there(coordinator):
    assert coordinator.client.get(coordinator.step("slug")).status_code == 404


def test_who_was_logged_out_meanwhile_gets_the_words_back(coordinator):
    form = {"about": "Drie alinea's waar ik een uur op zat.", "doen": "verder"}
    answer = Client().post(coordinator.step("wie-wij-zijn"), form)
    assert answer.status_code == 401
    assert "waar ik een uur op zat." in answer.content.decode()
    assert "/inloggen/" in answer.content.decode()
    told = Client().post(coordinator.step("wie-wij-zijn"), form, headers={"Accept": "application/json"})
    assert told.status_code == 401
    assert told.json()["uitgelogd"].startswith("/inloggen/")
    assert Client().get(coordinator.step("trots")).status_code == 302


def test_a_form_from_before_a_new_log_in_gives_the_words_back(coordinator):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(coordinator.user)
    answer = strict.post(coordinator.step("wie-wij-zijn"), {"about": "Waar ik een uur op zat."})
    assert answer.status_code == 403
    assert "Waar ik een uur op zat." in answer.content.decode()


def test_a_text_without_end_is_refused_and_stays_in_the_form(partnership, coordinator):
    endless = "Een heel lang antwoord. " * 2100
    response = coordinator.send("trots", pride=endless)
    assert response.status_code == 200
    words = response.content.decode()
    assert "te lang" in words
    assert endless.strip()[:1000] in words
    assert not ProfileDraft.objects.exists()
    assert coordinator.send("trots", pride="<p>" + "<b>x</b>" * 50_000, pride__soort="html").status_code == 200


def test_what_a_word_processor_sends_along_is_left_behind(partnership, coordinator):
    coordinator.send("trots", pride=WORD, pride__soort="html")
    (draft,) = ProfileDraft.objects.all()
    assert (
        draft.answers["pride"]
        == '<p>Kop</p><p><b>Wij</b> leiden kwaad <a href="https://goed.voorbeeld.nl">goed</a></p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b",
        "\ud800",
        "\u202eevil",
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}",
        "]]>",
        "**[x](javascript:alert(1))**",
    ],
)
def test_odd_characters_end_as_plain_words(partnership, coordinator, text):
    sendable = text.encode("utf-8", "replace").decode()
    coordinator.send("trots", pride=f"Wij {sendable} zijn.", pride__soort="")
    (draft,) = ProfileDraft.objects.all()
    assert draft.answers["pride"].startswith("<p>")
    page = coordinator.client.get(coordinator.url("preview")).content.decode()
    for harmful in ("<script>alert", 'href="javascript', "\x00", "\u202e"):
        assert harmful not in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "png-, jpg- of webp-bestand"),
        ("logo.png", b"<?php system($_GET['x']);", "geen afbeelding"),
        ("logo.exe", a_picture(400, 200), "png-, jpg- of webp-bestand"),
        ("logo.jpg", a_picture(400, 200), "png-bestand"),
        ("logo.png", b"", "leeg"),
        ("logo.png", a_picture(40, 20), "klein"),
        ("logo.png", a_picture(400, 200) + b"0" * 20_000_000, "hooguit 8 MB"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_logo_is_refused_in_words_and_the_rest_is_saved(
    partnership, coordinator, name, content, said
):
    before = SiteImage.objects.count()
    upload = SimpleUploadedFile(name, content, "image/png")
    response = coordinator.send("contact", files={"logo_file": upload}, website="https://nieuw.voorbeeld.nl")
    assert response.status_code == 200
    assert said in response.content.decode()
    assert SiteImage.objects.count() == before
    assert coordinator.opened("contact")["website"] == "https://nieuw.voorbeeld.nl"


@pytest.mark.parametrize(
    ("step", "wrong", "said"),
    [
        ("cijfers", {"students": "honderd"}, "Bijvoorbeeld 240"),
        ("cijfers", {"students": "-5"}, "0 of hoger"),
        ("cijfers", {"students": "99999999999999999999"}, "20.000"),
        ("cijfers", {"students": "10", "reference_year": ""}, "van welk jaar"),
        ("cijfers", {"students": "10", "reference_year": "2999"}, "moet nog komen"),
        ("cijfers", {"routes": ["gekaapt"]}, "uit de lijst"),
        ("contact", {"mailbox": "geen adres"}, "geen e-mailadres"),
        ("contact", {"website": "javascript:alert(1)"}, "webadres"),
        ("contact", {"website": "ftp://oud.voorbeeld.nl"}, "https://"),
        ("speerpunten", {"themes": ["999999"]}, "uit de lijst"),
        ("speerpunten", {"themes": ["x"]}, "uit de lijst"),
        ("wie-wij-zijn", {"summary": "x" * 301}, "301 tekens"),
        ("wie-wij-zijn", {"summary": ""}, "korte inleiding"),
    ],
)
def test_a_wrong_answer_is_told_in_dutch_with_what_to_do(coordinator, step, wrong, said):
    response = coordinator.send(step, **wrong)
    assert response.status_code == 200
    assert said in response.content.decode()


def test_too_many_themes_are_refused(coordinator):
    many = [str(pk) for pk in Theme.objects.order_by("pk").values_list("pk", flat=True)[:6]]
    assert "hooguit vijf" in coordinator.send("speerpunten", themes=many).content.decode()


@pytest.mark.parametrize(
    "forged",
    [
        {"doen": "voeg-999999"}, {"doen": "voeg-0"}, {"doen": "voeg-x"}, {"doen": "voeg-" + "9" * 30}, {"doen": "voeg-²"},
        {"doen": "scholen-999999"}, {"doen": "weg-1"}, {"doen": "terug-1"}, {"doen": "rij-1"}, {"doen": "onzin-1"}, {"doen": ""},
        {"doen": "stop"}, {"doen": "weg", "kies": "999999"}, {"doen": "stop", "kies": "EERSTE", "dag": "31-31-2031"},
        {"doen": "begin", "kies": "EERSTE", "dag": ""}, {"doen": "stop", "kies": "EERSTE", "dag": "0001-01-01"},
        {"gezien-rij-999999": "x", "rij-999999-role": "school"}, {"gezien-rij-EERSTE": "x", "rij-EERSTE-role": "penvoerder"},
        {"gezien-rij-EERSTE": "SEEN", "rij-EERSTE-role": "eigenaar"}, {"gezien-rij-EERSTE": "SEEN", "rij-EERSTE-since": "2024-13-45"},
        {"gezien-rij-EERSTE": "SEEN", "rij-EERSTE-role": "school", "rij-EERSTE-since": "2024-01-01", "rij-EERSTE-until": "2020-01-01"},
    ],
)  # fmt: skip
def test_forged_rows_change_no_partner(partnership, coordinator, forged):
    first = an_organisation("De Eerste")
    partnership.partners.add(Partner(organisation=first, role="school"))
    partnership.save()
    seen = coordinator.look(coordinator.step("partners")).find(attrs={"data-seen": True})["data-seen"]

    def real(text: str) -> str:
        return text.replace("EERSTE", str(first.pk)).replace("SEEN", seen)

    response = coordinator.send("partners", **{real(name): real(value) for name, value in forged.items()})
    assert response.status_code in (200, 302, 409)
    assert not ProfileDraft.objects.exists()


def test_the_same_partner_twice_is_told(partnership, coordinator):
    school = an_organisation("De Eerste")
    partnership.partners.add(
        Partner(organisation=school, role="school", since="2020-08-01"), Partner(organisation=school, role="school")
    )
    partnership.save()
    assert "twee keer" in coordinator.row(f"{school.pk}.2", since="").content.decode()
    assert not ProfileDraft.objects.exists()


def test_an_inactive_account_gets_nothing(partnership):
    user = a_coordinator(partnership)
    coordinator = Coordinator(partnership, user=user)
    user.is_active = False
    user.save()
    assert coordinator.client.get(coordinator.url()).status_code == 302
