"""A po file as large as DUO's own: a trial tells exactly what the real run does, a second run does nothing, a killed one did nothing."""

import io
import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from partnerships.duo.plan import FIELDS
from partnerships.duo.planning import plan_for
from partnerships.models import Organisation
from platform_site import generation
from platform_site.settings.base import BASE_DIR
from tests.demo_site import database_url
from tests.duo_files import FIXTURE, a_csv, all_schools, an_xlsx, shouted, table

KILLED = 3  # times, each at a row chosen at random


@pytest.fixture(scope="module")
def schools() -> list[dict]:
    return all_schools()


def stored() -> dict[str, dict]:
    return {row.pop("brin"): row for row in Organisation.objects.values("brin", *FIELDS)}


def run(path: Path, **options) -> str:
    told = io.StringIO()
    call_command("import_duo", path, stdout=told, stderr=io.StringIO(), **options)
    return told.getvalue()


def report_of(told: str) -> str:
    """What was told before the closing line."""
    return told.rstrip().rpartition("\n")[0]


def a_year_later(schools: list[dict]) -> list[dict]:
    """60 schools gone, 40 new ones, 200 with another name, 100 moved, 10 with a phone number in the place of the website."""
    rows = [dict(row) for row in random.Random(2026).sample(schools, len(schools) - 60)]
    for row in rows[:200]:
        row["VESTIGINGSNAAM"] += " Oost"
    for row in rows[200:300]:
        row |= {"STRAATNAAM": "Nieuwstraat", "POSTCODE": "9711 AA", "PLAATSNAAM": shouted("Groningen")}
    for row in rows[300:310]:
        row["INTERNETADRES"] = "0301234567"
    fresh = ({**row, "VESTIGINGSCODE": f"98Z{'ABCD'[n // 10]}{n % 10:02}"} for n, row in enumerate(rows[-40:]))
    return [*rows, *fresh]


@pytest.mark.django_db
def test_the_dry_run_of_a_whole_file_tells_what_the_real_run_does(schools, tmp_path, capsys):
    assert len(schools) > 6000
    files = {"po.csv": (schools, (6115, 0, 0)), "een-jaar-later.csv": (a_year_later(schools), (40, 300, 60))}
    for name, (rows, counts) in files.items():
        path, before = tmp_path / name, stored()
        path.write_bytes(a_csv(rows))
        trial = run(path, dry_run=True)
        plan = plan_for(path.read_bytes(), timezone.localdate(), called=name)
        assert stored() == before
        told = run(path)
        assert report_of(trial) == report_of(told)
        assert tuple(len(plan.of(what)) for what in ("nieuw", "gewijzigd", "gesloten")) == counts
        for step in plan.steps:
            before[step.code] = {**before.get(step.code, {}), **step.after}
        assert stored() == before
        number = generation.current("site")
        assert "Er is niets te wijzigen." in run(path)
        assert (stored(), generation.current("site")) == (before, number)
        with capsys.disabled():
            print(f"\n{name}: {told.splitlines()[-1]}")
    assert not Organisation.objects.filter(lat=None).exists()


@pytest.mark.django_db
def test_a_workbook_of_the_whole_file_changes_nothing_after_the_csv(schools, tmp_path):
    (tmp_path / "po.csv").write_bytes(a_csv(schools[:1000]))
    (tmp_path / "po.xlsx").write_bytes(an_xlsx(table(schools[:1000])))
    run(tmp_path / "po.csv")
    assert "Er is niets te wijzigen." in run(tmp_path / "po.xlsx")


@pytest.mark.django_db
def test_the_file_of_duo_itself_goes_in_once():
    assert "nieuw:             37" in run(FIXTURE, dry_run=True)
    assert Organisation.objects.count() == 0
    assert "Klaar: 37 nieuw" in run(FIXTURE)
    assert "ongewijzigd:       37" in run(FIXTURE)
    assert set(Organisation.objects.values_list("place", flat=True)) >= {"Hoorn", "West-Terschelling", "Baexem"}


@pytest.mark.django_db
def test_many_closing_at_once_asks_for_a_second_word(schools, tmp_path):
    (tmp_path / "po.csv").write_bytes(a_csv(schools[:300]))
    (tmp_path / "half.csv").write_bytes(a_csv(schools[:150]))
    run(tmp_path / "po.csv")
    for options in ({}, {"dry_run": True}):
        with pytest.raises(Exception, match="--complete"):
            run(tmp_path / "half.csv", **options)
    assert not Organisation.objects.exclude(closed_on=None).exists()
    assert "gesloten:" in run(tmp_path / "half.csv", complete=True, dry_run=True)
    run(tmp_path / "half.csv", complete=True)
    assert Organisation.objects.filter(closed_on=timezone.localdate()).count() == 150


def killed_at(row: int, path: Path) -> int:
    """Starts the import in a process of its own and kills it (-9) once it has written `row` rows; gives how many it had."""
    database = {"DATABASE_URL": database_url(connection.settings_dict["NAME"])}
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "platform_site.settings.development"} | database
    command = [sys.executable, "manage.py", "import_duo", str(path)]
    with subprocess.Popen(
        command, cwd=BASE_DIR, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        written = None
        for line in process.stderr:
            written = re.search(r"\] ([\d.]+) van", line)
            if written and int(written[1].replace(".", "")) >= row:
                process.kill()
                break
        assert process.wait(timeout=60) == -signal.SIGKILL, line
    return int(written[1].replace(".", ""))


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_has_changed_nothing(schools, tmp_path):
    first, second = tmp_path / "po.csv", tmp_path / "later.csv"
    first.write_bytes(a_csv(schools[:400]))
    second.write_bytes(
        a_csv([{**row, "VESTIGINGSNAAM": f"Nieuwe {row['VESTIGINGSNAAM']}"} for row in schools[20:1400]])
    )
    run(first)
    before, number = stored(), generation.current("site")
    connection.close()
    chance = random.Random()
    for _ in range(KILLED):
        row = chance.randrange(1, 1200)
        assert killed_at(row, second) >= row
        assert (stored(), generation.current("site")) == (before, number), row
    assert "Klaar: 1.000 nieuw, 380 gewijzigd, 0 heropend, 20 gesloten" in run(second)
