"""Whoever was forgotten is forgotten again when an old backup is put back, from a list without names."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from knowledge_bank.models import Contribution
from platform_site.accounts import deletions
from platform_site.accounts.audit import AuditNote
from platform_site.accounts.deletions import Deletion
from platform_site.background import housekeeping
from platform_site.examples import a_user, the_home
from tests.platform_site.accounts.test_personal_data import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
ACCOUNT, SENDER = "wilhelmina@raad.nl", "inzender@school.nl"


class RestoredError(Exception):
    """Takes the database back to what it was."""


def run(*arguments) -> str:
    printed = StringIO()
    call_command("personal_data", *map(str, arguments), stdout=printed)
    return printed.getvalue()


def forget_both() -> None:
    run(ACCOUNT, "--delete")
    assert "geen account" in run(SENDER.upper(), "--delete")
    assert ACCOUNT not in everything()
    assert SENDER not in everything()


@pytest.fixture
def people():
    """Somebody with an account, somebody without one, and one who stays."""
    the_home()
    a_user("baas@raad.nl", role="beheerder")
    a_user("blijft@raad.nl", role="redacteur")
    a_user(ACCOUNT, role="redacteur", first_name="Wilhelmina")
    Contribution.objects.create(token="a", email=SENDER, answers={"title": "Iets"}, confirmed_at=timezone.now())
    Contribution.objects.create(token="b", email="ander@school.nl", answers={"title": "Iets"})


@pytest.fixture
def restored(people, tmp_path):
    """The list, and a database as it was before anybody was forgotten."""
    list_of_deletions = tmp_path / "verwijderingen.txt"
    try:
        with transaction.atomic():
            forget_both()
            assert "Verwijderingen in" in run("--write-deletions", list_of_deletions)
            raise RestoredError
    except RestoredError:
        pass
    assert ACCOUNT in everything()
    assert SENDER in everything()
    assert not Deletion.objects.exists()
    return list_of_deletions


def test_the_list_holds_no_name(restored):
    text = restored.read_text()
    assert len(text.splitlines()) == 3
    for word in ("wilhelmina", "inzender", "raad.nl", "school.nl"):
        assert word not in text


def test_a_restored_backup_forgets_again_and_nobody_else(restored):
    assert "Opnieuw verwijderd: 2." in run("--repeat-deletions", restored)
    told = everything()
    for word in (ACCOUNT, SENDER, "wilhelmina"):
        assert word not in told
    assert set(get_user_model().objects.values_list("email", flat=True)) == {"baas@raad.nl", "blijft@raad.nl"}
    assert Contribution.objects.get().email == "ander@school.nl"
    assert "Opnieuw verwijderd: 0." in run("--repeat-deletions", restored)
    again = restored.with_name("weer.txt")
    run("--write-deletions", again)
    assert set(restored.read_text().splitlines()) <= set(
        again.read_text().splitlines()
    )  # a third restore knows them too
    assert AuditNote.objects.filter(what="verwijderingen herhaald", detail="2 van 2").count() == 1


def test_who_came_back_since_is_left_alone(people, tmp_path):
    forget_both()
    kept = tmp_path / "verwijderingen.txt"
    run("--write-deletions", kept)
    Deletion.objects.all().delete()  # as in an old backup, put back some time ago
    a_user(ACCOUNT)
    assert "Opnieuw verwijderd: 0." in run("--repeat-deletions", kept)
    assert get_user_model().objects.filter(email=ACCOUNT).exists()


def test_the_log_of_the_site_will_do(people, tmp_path, caplog):
    try:
        with transaction.atomic(), caplog.at_level(logging.WARNING):
            forget_both()
            raise RestoredError
    except RestoredError:
        pass
    log = tmp_path / "site.log"
    log.write_text(
        "".join(f"2026-11-29 WARNING: {record.getMessage()}\nGET /nieuws/ 200\n" for record in caplog.records)
    )
    assert ACCOUNT not in log.read_text()
    assert "Opnieuw verwijderd: 2." in run("--repeat-deletions", log)
    assert ACCOUNT not in everything()


def test_a_new_key_is_noticed_and_the_former_one_helps(restored, settings):
    former, settings.SECRET_KEY = settings.SECRET_KEY, "een-andere-sleutel" * 4
    with pytest.raises(CommandError, match="andere SECRET_KEY"):
        run("--repeat-deletions", restored)
    assert ACCOUNT in everything()
    settings.SECRET_KEY_FALLBACKS = [former]
    assert "Opnieuw verwijderd: 2." in run("--repeat-deletions", restored)


def test_a_wrong_file_is_refused(people, tmp_path):
    other = tmp_path / "iets.txt"
    other.write_text("iets anders")
    with pytest.raises(CommandError, match="geen lijst van verwijderingen"):
        run("--repeat-deletions", other)
    with pytest.raises(CommandError, match="niet te lezen"):
        run("--repeat-deletions", tmp_path / "nergens.txt")
    with pytest.raises(CommandError, match="niet te schrijven"):
        run("--write-deletions", tmp_path / "map" / "nergens.txt")
    with pytest.raises(CommandError, match="ook niets anders"):
        run("niemand@raad.nl", "--delete")


def test_the_last_administrator_stays_is_named_and_can_be_tried_again(restored):
    get_user_model().objects.exclude(email=ACCOUNT).delete()
    last = get_user_model().objects.get(email=ACCOUNT)
    last.is_superuser = True
    last.save()
    with pytest.raises(CommandError, match="de enige beheerder"):
        run("--repeat-deletions", restored)
    a_user("baas@raad.nl", role="beheerder")
    assert "Opnieuw verwijderd: 1." in run("--repeat-deletions", restored)


def test_the_list_is_kept_as_long_as_a_backup_may_be(people):
    for days in (364, 366):
        Deletion.objects.create(at=timezone.now() - timedelta(days=days), fingerprint=deletions.fingerprint(str(days)))
    housekeeping.throw_away_what_is_done()
    assert Deletion.objects.get().fingerprint == deletions.fingerprint("364")
