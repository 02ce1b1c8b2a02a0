"""The log book tells an administrator who did what, keeps no secret and no stranger's words, and forgets with the person."""

import csv
import io
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook

from partnerships.examples import a_partnership
from partnerships.portal.invitations import make_coordinator, take_away
from platform_site.accounts import audit, personal_data, roles
from platform_site.accounts.audit import AuditNote, What
from platform_site.background import housekeeping
from platform_site.examples import a_user, the_home
from platform_site.settings.base import BASE_DIR
from tests.duo_files import a_csv, a_row
from tests.editor import values
from tests.logging_in import SECRET, an_app, current_code, log_in
from tests.platform_site.accounts.test_personal_data import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
PASSWORD, BOSS, REPORT = "geheim-genoeg", "baas@raad.nl", "/beheer/reports/logboek/"


@pytest.fixture
def boss():
    """An administrator, the log book still empty."""
    the_home()
    user = a_user(BOSS, role="beheerder")
    an_app(user)
    AuditNote.objects.all().delete()
    return user


def notes() -> list[tuple[str, str, str, str]]:
    """What is in the book, the oldest first."""
    return list(AuditNote.objects.order_by("pk").values_list("what", "who", "about", "detail"))


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def mailed_code() -> str:
    return re.search(r"Je code is (\S+)", mail.outbox[-1].body)[1]


def come_in(user, password: str = PASSWORD) -> Client:
    """By the forms, with the second step."""
    client = Client(REMOTE_ADDR="203.0.113.77")
    client.post("/inloggen/", {"login": user.email, "password": password})
    if Authenticator.objects.filter(user=user).exists():
        client.post("/inloggen/tweede-stap/invoeren/", {"code": current_code()})
    return client


def test_logging_in_and_out(boss):
    come_in(boss).post("/inloggen/uit/")
    assert notes() == [("ingelogd", BOSS, "", ""), ("uitgelogd", BOSS, "", "")]
    assert set(AuditNote.objects.values_list("from_where", flat=True)) == {"203.0.113.0"}


def test_what_did_not_open(boss):
    client = Client()
    client.post("/inloggen/", {"login": BOSS.upper(), "password": "fout-maar-lang"})
    client.post("/inloggen/", {"login": "MijnWachtwoord@1", "password": "ook-fout-maar-lang"})
    client.post("/inloggen/", {"login": "iemand@elders.nl", "password": "ook-fout-maar-lang"})
    client.post("/inloggen/", {"login": BOSS, "password": PASSWORD})
    client.post("/inloggen/tweede-stap/invoeren/", {"code": "000000"})
    other = Client()
    other.post("/inloggen/code/", {"email": BOSS})
    other.post("/inloggen/code/invoeren/", {"code": "AAAA-AAAA"})
    assert notes() == [
        ("inloggen mislukt", BOSS, "", "wachtwoord"),
        ("inloggen mislukt", audit.fingerprinted("iemand@elders.nl"), "", "wachtwoord"),
        ("inloggen mislukt", BOSS, "", "app"),
        ("inloggen mislukt", BOSS, "", "code uit de mail"),
    ]
    told = everything()
    for secret in ("iemand@elders.nl", "fout-maar-lang", "mijnwachtwoord@1"):
        assert secret not in told


def test_a_second_step_comes_and_goes(boss, django_capture_on_commit_callbacks):
    user = a_user("redacteur@raad.nl", role="redacteur")
    AuditNote.objects.all().delete()
    client = come_in(user)
    client.post("/inloggen/bevestigen/", {"password": PASSWORD})
    client.get("/inloggen/tweede-stap/app/")
    session = client.session
    session[SECRET_SESSION_KEY] = SECRET
    session.save()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/inloggen/tweede-stap/app/", {"code": current_code()})
    client.post("/inloggen/tweede-stap/app/loskoppelen/")
    an_app(user)
    call_command("second_factor", user.email, "--remove", stdout=io.StringIO())
    assert notes()[1:] == [
        ("tweede stap toegevoegd", user.email, "", "app"),
        ("tweede stap toegevoegd", user.email, "", "herstelcodes"),
        ("tweede stap weggehaald", user.email, "", "app"),
        ("tweede stap weggehaald", user.email, "", "herstelcodes"),
        ("tweede stap weggehaald", audit.SERVER, user.email, "app"),
    ]
    assert SECRET not in everything().upper()


def test_from_an_invitation_to_another_role(boss):
    administrator, new = come_in(boss), "nieuw@raad.nl"
    administrator.post("/beheer/uitnodigingen/", {"email": new, "role": "redacteur", "council": ""})
    link = re.search(r"https://voorbeeld.test(/inloggen/\S+)", mail.outbox[-1].body)[1]
    client = Client()
    to_code = client.post(link).headers["Location"]
    client.post(to_code, {"code": mailed_code()})
    client.post(link, {"first_name": "Noor", "last_name": "de Wit"})
    user = get_user_model().objects.get(email=new)
    form = soup(administrator.get(edit := reverse("wagtailusers_users:edit", args=[user.pk])))
    eindredacteuren = Group.objects.get(name="Eindredacteuren")
    fields = values(form)
    fields.setlist("groups", [str(eindredacteuren.pk)])
    fields["is_superuser"] = "on"
    assert administrator.post(edit, fields).status_code == 302
    invited, *told = notes()[1:]
    assert (*invited[:3], "om redacteur te worden" in invited[3]) == ("uitgenodigd", BOSS, new, True)
    assert told == [
        ("account gemaakt", audit.VISITOR, new, ""),
        ("ingelogd", new, "", ""),
        ("rol gegeven", BOSS, new, "Redacteuren"),
        ("rol gegeven", BOSS, new, "beheerder"),
        ("rol afgenomen", BOSS, new, "Redacteuren"),
        ("rol gegeven", BOSS, new, "Eindredacteuren"),
    ]


def test_several_at_once_in_the_admin(boss):
    user = a_user("redacteur@raad.nl", role="redacteur")
    AuditNote.objects.all().delete()
    administrator = log_in(Client(), boss)
    AuditNote.objects.all().delete()

    def act(action: str, **fields):
        address = reverse("wagtail_bulk_action", args=["accounts", "user", action])
        assert administrator.post(f"{address}?id={user.pk}", fields).status_code == 302

    act("set_active_state", mark_as_active="False")
    act("set_active_state", mark_as_active="False")  # changes nothing
    act("set_active_state", mark_as_active="True")
    act("assign_role", role=Group.objects.get(name="Eindredacteuren").pk)
    act("delete")
    gone = audit.fingerprinted(user.email)
    assert notes() == [
        ("account gesloten", BOSS, gone, ""),
        ("account weer open", BOSS, gone, ""),
        ("rol gegeven", BOSS, gone, "Eindredacteuren"),
        ("account verwijderd", BOSS, gone, ""),
    ]


def test_another_address_and_another_password(boss):
    user = a_user("oud@raad.nl", role="redacteur", first_name="Noor", last_name="de Wit")
    administrator = come_in(boss)
    AuditNote.objects.all().delete()
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    fields = values(soup(administrator.get(edit)))
    fields["email"] = "nieuw@raad.nl"
    assert administrator.post(edit, fields).status_code == 302
    assert administrator.post(edit, fields).status_code == 302  # changes nothing
    user.refresh_from_db()
    client, chosen = come_in(user), "een-heel-ander-woord"
    client.post("/inloggen/bevestigen/", {"password": PASSWORD})
    new = {"password1": chosen, "password2": chosen}
    assert client.post("/inloggen/wachtwoord/wijzigen/", {"oldpassword": PASSWORD, **new}).status_code == 302
    visitor, again = Client(), {"password1": "en-nog-een-ander-woord", "password2": "en-nog-een-ander-woord"}
    visitor.post("/inloggen/wachtwoord/vergeten/", {"email": user.email})
    visitor.post("/inloggen/wachtwoord/vergeten/code/", {"code": mailed_code()})
    visitor.post("/inloggen/wachtwoord/vergeten/nieuw/", again)
    assert [note for note in notes() if note[0] != "ingelogd"] == [
        ("e-mailadres gewijzigd", BOSS, "nieuw@raad.nl", f"was {audit.fingerprinted('oud@raad.nl')}"),
        ("wachtwoord gewijzigd", "nieuw@raad.nl", "", ""),
        ("wachtwoord hersteld", audit.VISITOR, "nieuw@raad.nl", ""),
    ]
    assert (
        "e-mailadres gewijzigd"
        in soup(administrator.get(REPORT, {"who": "oud@raad.nl"})).select_one("table").get_text()
    )
    told = everything()
    for secret in ("oud@raad.nl", chosen, again["password1"]):
        assert secret not in told


def test_a_password_that_only_gets_a_stronger_hash_is_not_told(boss, settings):
    AuditNote.objects.all().delete()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    before = boss.password
    assert boss.check_password(PASSWORD)
    boss.refresh_from_db()
    assert boss.password != before
    assert notes() == []


def test_a_role_that_stays_is_not_told_and_a_group_that_goes_is(boss):
    user = a_user("redacteur@raad.nl", role="redacteur")
    AuditNote.objects.all().delete()
    roles.give(user, roles.WRITER)
    user.save()
    assert notes() == []
    own = Group.objects.create(name="Stagiairs")
    own.user_set.set([user])
    own.delete()
    partnership = a_partnership("De Brug")
    take_away(make_coordinator(user, partnership))
    assert [(what, about, detail) for what, _, about, detail in notes()] == [
        ("rol gegeven", user.email, "Stagiairs"),
        ("rol afgenomen", user.email, "Stagiairs"),
        ("rol gegeven", user.email, "coördinator van De Brug"),
        ("rol afgenomen", user.email, "coördinator van De Brug"),
    ]


def test_data_that_is_taken_away_or_brought_in(boss, tmp_path):
    administrator = come_in(boss)
    administrator.get("/inloggen/mijn-gegevens/bestand/")
    administrator.get(REPORT + "?export=csv")
    administrator.get(reverse("wagtailadmin_reports:site_history") + "?export=xlsx&label=geheim")
    administrator.get(reverse("wagtailadmin_reports:site_history") + "?export=pdf")  # no file
    call_command("personal_data", BOSS, stdout=io.StringIO())
    file = tmp_path / "po.csv"
    file.write_bytes(a_csv([a_row("01AB00")]))
    call_command("import_duo", file, stdout=io.StringIO(), stderr=io.StringIO())
    preview = administrator.post("/beheer/duo-import/", {"file": io.BytesIO(a_csv([a_row("01AB01"), a_row("01AB00")]))})
    administrator.post(preview.headers["Location"], {"complete": "on"})
    told = notes()[1:]
    assert told[:4] == [
        ("persoonsgegevens gedownload", BOSS, "", ""),
        ("rapport gedownload", BOSS, REPORT, "csv"),
        ("rapport gedownload", BOSS, "/beheer/reports/site-history/", "xlsx"),
        ("persoonsgegevens gedownload", audit.SERVER, BOSS, ""),
    ]
    by_command, by_form = told[4:]
    assert by_command[:2] == ("DUO-bestand ingelezen", audit.SERVER)
    assert by_form[:2] == ("DUO-bestand ingelezen", BOSS)
    assert by_command[2] == by_form[2] != ""
    assert "1 nieuw" in by_command[3]
    assert "1 nieuw" in by_form[3]


def test_an_administrator_filters_it_and_takes_it_away(boss):
    audit.note(What.LOG_IN_FAILED, audit.fingerprinted("weg@raad.nl"), detail="wachtwoord")
    audit.note(What.ROLE_GIVEN, boss, "=HYPERLINK(1)", detail="Redacteuren")
    AuditNote.objects.filter(what=What.ROLE_GIVEN).update(at=timezone.now() - timedelta(days=40))
    client = log_in(Client(), boss)

    def shown(**chosen) -> list[str]:
        table = soup(client.get(REPORT, chosen)).select_one("table.listing")
        return [row.find_all("td")[1].get_text(strip=True) for row in table.select("tbody tr")] if table else []

    assert shown() == ["ingelogd", "inloggen mislukt", "rol gegeven"]
    assert shown(what="rol gegeven") == ["rol gegeven"]
    assert shown(who="weg@raad.nl") == ["inloggen mislukt"]
    assert shown(who="niemand") == []
    assert shown(who="baas") == ["ingelogd", "rol gegeven"]
    assert shown(at_to=(timezone.localdate() - timedelta(days=1)).isoformat()) == ["rol gegeven"]
    table = client.get(REPORT, {"export": "csv", "what": "rol gegeven"})
    rows = list(csv.reader(io.StringIO(b"".join(table.streaming_content).decode())))
    assert rows[0] == ["Wanneer", "Wat", "Wie", "Over wie of wat", "Bijzonderheid", "Vanaf"]
    at = AuditNote.objects.get(what=What.ROLE_GIVEN).at
    assert rows[1][0] == f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
    assert rows[1][1:5] == ["rol gegeven", BOSS, "'=HYPERLINK(1)", "Redacteuren"]
    book = client.get(REPORT, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    last = list(sheet.iter_rows(values_only=True))[-1]
    assert last[:2] == (timezone.make_naive(at).replace(microsecond=0), "rol gegeven")
    assert "Logboek" in client.get("/beheer/").content.decode()


@pytest.mark.parametrize("role", [roles.EDITOR, roles.WRITER, ""])
def test_nobody_else_gets_to_see_it(boss, role):
    client = log_in(Client(), a_user(role=role))
    for address in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"):
        assert client.get(address).status_code == 403
    assert not AuditNote.objects.filter(what=What.REPORT_EXPORTED).exists()
    assert REPORT not in client.get("/beheer/").content.decode()


def test_nobody_can_change_it(boss):
    """No right to it exists, no screen and no address."""
    client = log_in(Client(), boss)
    before = notes()
    for address in (REPORT, f"{REPORT}results/"):
        assert client.post(address, {"delete": "1"}).status_code == 405
    assert notes() == before
    assert not Group.permissions.rel.model.objects.filter(content_type__model__in=["auditnote", "deletion"]).exists()
    assert not [name for name in get_resolver().reverse_dict if "auditnote" in str(name)]
    assert client.post("/beheer/bulk/accounts/auditnote/delete/?id=1").status_code == 404


def test_it_is_kept_for_a_year(boss):
    for days in (364, 366):
        audit.note(What.LOGGED_IN, boss, detail=str(days))
        AuditNote.objects.filter(detail=str(days)).update(at=timezone.now() - timedelta(days=days))
    housekeeping.throw_away_what_is_done()
    assert [note[3] for note in notes()] == ["364"]


def test_one_finds_ones_own_notes_and_nobody_elses_address(boss):
    user = a_user("redacteur@raad.nl", role="redacteur")
    client = come_in(user)
    with audit.in_name_of(boss):
        roles.give(user, roles.EDITOR)
    own = personal_data.export(user)["regels in het logboek"]
    assert {"ingelogd", "rol gegeven (Eindredacteuren)"} <= {row["wat"] for row in own}
    assert BOSS not in str(personal_data.export(user))
    assert "rol gegeven (Eindredacteuren)" in client.get("/inloggen/mijn-gegevens/alles/").content.decode()


def test_who_leaves_is_a_fingerprint_also_under_a_former_address(boss):
    user = a_user("eerst@raad.nl", role="redacteur")
    come_in(user)
    user.email = "later@raad.nl"
    user.save()
    client = come_in(user)
    client.post("/inloggen/bevestigen/?next=/inloggen/mijn-gegevens/", {"password": PASSWORD})
    assert "is verwijderd" in client.post("/inloggen/mijn-gegevens/verwijderen/").content.decode()
    told = everything()
    assert "eerst@raad.nl" not in told
    assert "later@raad.nl" not in told
    assert {what for what, who, *_ in notes() if who == audit.fingerprinted("later@raad.nl")} >= {
        "ingelogd",
        "account verwijderd",
        "uitgelogd",
    }


def test_the_docs_name_all_that_is_noted():
    told = (BASE_DIR / "docs/privacy.md").read_text(encoding="utf-8")
    assert not [name for name in ("accounts_auditnote", "accounts_deletion", *What.labels) if name not in told]
