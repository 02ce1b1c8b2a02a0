"""In the admin an editor sees what a file would change before it does, and nobody else gets to see it at all."""

import io
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from partnerships.models import DuoImport, Organisation
from partnerships.rights import IMPORT
from platform_site.accounts import roles
from platform_site.examples import a_user, the_home
from tests.duo_files import a_csv, a_row
from tests.editor import Editor

pytestmark = pytest.mark.django_db

UPLOAD = "/beheer/duo-import/"


@pytest.fixture(autouse=True)
def site():
    the_home()


def somebody(*permissions: str, email: str = ""):
    """Somebody who may enter the admin, with these permissions besides."""
    user = a_user(email)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    return user


@pytest.fixture
def importer() -> Editor:
    return Editor(somebody("add_organisation", "change_organisation"))


def uploaded(data: bytes, name: str = "po.csv") -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def upload(editor: Editor, *rows: dict, **fields):
    return editor.client.post(UPLOAD, {"file": uploaded(a_csv(rows)), **fields}, follow=True)


def names() -> set[str]:
    return set(Organisation.objects.values_list("name", flat=True))


def test_a_file_is_chosen_looked_at_and_confirmed(importer):
    preview = upload(importer, a_row("01AB00"), a_row("01AB01", INTERNETADRES="0301234567"))
    text = preview.content.decode()
    assert names() == set()
    assert '<td data-count="nieuw">2</td>' in text
    for told in (
        "School 01AB01, Utrecht",
        "INTERNETADRES",
        "0301234567",
        "telefoonnummer",
        "Er is nog niets gewijzigd",
    ):
        assert told in text
    done = importer.client.post(preview.redirect_chain[-1][0], follow=True)
    assert names() == {"School 01AB00", "School 01AB01"}
    assert "De import is klaar: 2 nieuw." in done.content.decode()
    kept = DuoImport.objects.get()
    assert (kept.plan, kept.counts["nieuw"], kept.file_name) == ({}, 2, "po.csv")


def test_changes_closings_and_returns_are_shown_with_what_was(importer):
    rows = [a_row("01AB00"), a_row("01AB01"), a_row("01AB02")]
    importer.client.post(upload(importer, *rows).redirect_chain[-1][0])
    Organisation.objects.filter(brin="01AB02").update(closed_on=date(2020, 8, 1))
    preview = upload(importer, a_row("01AB00", VESTIGINGSNAAM="De <b>Brug</b>"), a_row("01AB02"))
    text = preview.content.decode()
    assert "naam: School 01AB00 → De &lt;b&gt;Brug&lt;/b&gt;" in text
    assert "gesloten op: 1 augustus 2020 → leeg" in text
    assert "gaan op gesloten (1)" in text
    importer.client.post(preview.redirect_chain[-1][0])
    assert Organisation.objects.get(brin="01AB01").closed_on is not None
    assert Organisation.objects.get(brin="01AB02").closed_on is None


def test_the_same_file_again_has_nothing_to_confirm(importer):
    importer.client.post(upload(importer, a_row()).redirect_chain[-1][0])
    text = upload(importer, a_row()).content.decode()
    assert "Er is niets te wijzigen" in text
    assert "Voer de import uit" not in text


def test_no_more_than_fifty_of_each_are_shown_and_all_problems(importer):
    rows = [a_row(f"{n // 10:02}AB{n % 10:02}", INTERNETADRES="0301234567") for n in range(70)]
    page = upload(importer, *rows).content.decode()
    assert page.count("data-step=") == 50
    assert "… en nog 20." in page
    assert page.count("Dit is een telefoonnummer") == 70


def test_what_changed_meanwhile_is_said_and_nothing_is_done(importer):
    importer.client.post(upload(importer, a_row()).redirect_chain[-1][0])
    preview = upload(importer, a_row(VESTIGINGSNAAM="Anders"), a_row("01AB01"))
    Organisation.objects.update(name="Ondertussen")
    response = importer.client.post(preview.redirect_chain[-1][0])
    assert "De gegevens zijn veranderd sinds dit voorbeeld is gemaakt" in response.content.decode()
    assert names() == {"Ondertussen"}


def test_many_closing_at_once_must_be_ticked(importer):
    rows = [a_row(f"{n // 10:02}AB{n % 10:02}") for n in range(40)]
    importer.client.post(upload(importer, *rows).redirect_chain[-1][0])
    preview = upload(importer, *rows[:20])
    address = preview.redirect_chain[-1][0]
    assert "Is het bestand wel compleet?" in preview.content.decode()
    assert "Zet eerst het vinkje" in importer.client.post(address).content.decode()
    assert not Organisation.objects.exclude(closed_on=None).exists()
    importer.client.post(address, {"complete": "ja"})
    assert Organisation.objects.exclude(closed_on=None).count() == 20


def test_a_plan_is_carried_out_once_and_by_whoever_made_it(importer):
    address = upload(importer, a_row()).redirect_chain[-1][0]
    other = Editor(somebody("add_organisation", "change_organisation"))
    for ask in (other.client.get, other.client.post):
        assert ask(address).status_code == 404
    assert importer.client.post(address).status_code == 302
    assert importer.client.post(address).status_code == 404
    assert "al uitgevoerd" in importer.client.get(address, follow=True).content.decode()
    assert Organisation.objects.count() == 1


def test_what_was_looked_at_and_left_is_not_kept(importer):
    upload(importer, a_row())
    upload(importer, a_row("01AB01"))
    assert DuoImport.objects.count() == 1


def test_the_editor_says_which_file_it_is_and_adds_coordinates(importer):
    coordinates = uploaded(b"code;lat;lon\n01AB00;52.0907;5.1214\n", "plekken.csv")
    importer.client.post(upload(importer, a_row(), register="so", coordinates=coordinates).redirect_chain[-1][0])
    stored = Organisation.objects.get()
    assert (stored.register, stored.lat, stored.exact) == ("so", 52.0907, True)


def test_without_a_file_the_form_says_so(importer):
    response = importer.client.post(UPLOAD)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


@pytest.mark.parametrize(
    "permissions", [(), ("add_organisation",), ("change_organisation",), ("add_theme", "view_organisation")]
)
def test_an_editor_who_may_not_add_and_change_organisations_may_not_import(permissions, importer):
    editor = Editor(somebody(*permissions))
    address = upload(importer, a_row()).redirect_chain[-1][0]
    for path in (UPLOAD, address):
        assert editor.client.get(path).status_code == 403
        assert editor.client.post(path, {"file": uploaded(a_csv([a_row()]))}).status_code == 403
    assert names() == set()
    assert "DUO-import" not in editor.client.get("/beheer/").content.decode()


def test_whoever_may_finds_it_in_the_menu(importer):
    assert UPLOAD in importer.client.get("/beheer/").content.decode()
    assert roles.may(a_user(role="beheerder"), IMPORT)


def test_a_visitor_is_sent_to_the_log_in():
    for path in (UPLOAD, reverse("duo-import-preview", args=[1])):
        for ask in (Client().get, Client().post):
            assert ask(path).headers["Location"].startswith("/inloggen/")


def test_a_form_from_elsewhere_does_nothing(importer):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = importer.client.cookies
    address = upload(importer, a_row()).redirect_chain[-1][0]
    assert careful.post(address).status_code == 403
    assert names() == set()


def test_the_pages_are_whole(importer):
    for page in (importer.look(UPLOAD), importer.look(upload(importer, a_row()).redirect_chain[-1][0])):
        assert page.html["lang"] == "nl"
        assert len(page.find_all("h1")) == 1
        assert not [
            field
            for field in page.main.find_all("input", type=["file", "checkbox"])
            if not field.find_parent("label") and not page.find("label", attrs={"for": field.get("id")})
        ]
