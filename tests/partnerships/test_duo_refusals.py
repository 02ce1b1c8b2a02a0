"""Whatever is offered in place of a file of DUO's: a clear Dutch answer, an exit code, and not a row changed."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partnerships.duo.coordinates import read_coordinates
from partnerships.duo.problems import FileRefusedError
from partnerships.duo.reading import read
from partnerships.models import DuoImport, Organisation
from platform_site.examples import a_user, the_home
from platform_site.settings.base import BASE_DIR
from tests.as_shown import as_shown
from tests.duo_files import FIXTURE, PO, a_csv, a_row, an_xlsx, table
from tests.kept_content import kept_content
from tests.logging_in import log_in

pytestmark = pytest.mark.django_db

GOOD = (a_csv([a_row(), a_row("01AB01")]), an_xlsx(table([a_row(), a_row("01AB01")])))
MANY = [a_row(f"{number // 100:02}AB{number % 100:02}") for number in range(40)]
BOARDS = ["BEVOEGD GEZAG NUMMER", "BEVOEGD GEZAG NAAM", "STRAATNAAM", "POSTCODE", "PLAATSNAAM"]


def twenty_thousand_rows() -> bytes:
    letters = [first + second for first in "ABCDEFGHIJ" for second in "KLMNOPQRST"]
    return a_csv(
        a_row(f"{number % 100:02}{letters[number // 100 % 100]}{number // 10_000:02}") for number in range(20_000)
    )


def _zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def with_sheet(sheet: bytes) -> bytes:
    """A workbook whose first sheet is `sheet`."""
    file, whole = io.BytesIO(), zipfile.ZipFile(io.BytesIO(an_xlsx(table([a_row()]))))
    with whole, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in whole.infolist():
            archive.writestr(part, sheet if "worksheets/" in part.filename else whole.read(part))
    return file.getvalue()


def zip_bomb() -> bytes:
    """100 kB that unpack to 100 MB."""
    return with_sheet(b"<worksheet>" + b" " * 100_000_000)


def lying_zip_bomb() -> bytes:
    """The same, with a directory that says it is small."""
    data = bytearray(zip_bomb())
    for start in (position for position in range(len(data)) if data[position : position + 4] == b"PK\x01\x02"):
        struct.pack_into("<I", data, start + 24, 1000)
    return bytes(data)


def entities() -> bytes:
    """A billion laughs."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return with_sheet(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><worksheet>&l9;</worksheet>'.encode()
    )


REFUSED = {
    "leeg": (lambda: b"", "leeg"),
    "alleen regeleinden": (lambda: b"\r\n\r\n", "leeg"),
    "alleen een BOM": (lambda: b"\xef\xbb\xbf\n", "geen kolommen"),
    "alleen kolomnamen": (lambda: a_csv([]), "geen rijen"),
    "ander bestand": (lambda: b"naam;plaats\r\nJan;Ede\r\n", "geen bestand met vestigingen"),
    "een tekst": (lambda: b"Beste lezer, hier is het bestand.\r\nGroet", "geen bestand met vestigingen"),
    "besturen": (lambda: a_csv([{"BEVOEGD GEZAG NAAM": "Stichting"}], BOARDS), "besturen"),
    "hoofdvestigingen": (
        lambda: a_csv([a_row()], [name for name in PO if name != "VESTIGINGSCODE"]),
        "hoofdvestigingen",
    ),
    "half, in een rij": (lambda: FIXTURE.read_bytes()[:6000], "afgebroken"),
    "half, na een regeleinde": (lambda: a_csv(MANY[:20]), "compleet"),
    "half, in de kolomnamen": (lambda: FIXTURE.read_bytes()[:200], "geen rijen"),
    "UTF-16": (lambda: a_csv([a_row()], encoding="utf-16"), "UTF-16"),
    "UTF-16 zonder BOM": (lambda: a_csv([a_row()], encoding="utf-16-le"), "UTF-16"),
    "onbekende letters": (lambda: a_csv([a_row()]).replace(b"Oude", b"O\x81de"), "niet te lezen"),
    "dubbel gecodeerd": (lambda: a_csv([a_row(VESTIGINGSNAAM="FryslÃ¢n")], encoding="utf-8"), "verminkt"),
    "20 MB": (lambda: b"PROVINCIE;" * 2_100_000, "20 MB"),
    "20.000 rijen": (twenty_thousand_rows, "15.000 rijen"),
    "dubbele code": (lambda: a_csv([a_row(), a_row()]), "ook in rij 2"),
    "alleen formules": (lambda: a_csv([a_row(PLAATSNAAM="=1+1")]), "formule"),
    "alleen formules in Excel": (lambda: an_xlsx(table([a_row(PLAATSNAAM="=1+1")])), "formule"),
    "formule als code": (lambda: an_xlsx(table([a_row(), a_row(VESTIGINGSCODE="=A1")])), "geen code van DUO"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3", "een pdf"),
    "oud Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9 + b"x" * 99, "oud Excelbestand"),
    "webpagina": (lambda: b"<!DOCTYPE html><html><body>404</body></html>", "webpagina"),
    "JSON": (lambda: b'{"records": []}', "JSON"),
    "programma": (lambda: b"\x7fELF\x02\x01" + b"ab\0" * 99, "geen tekstbestand"),
    "ingepakt": (lambda: b"\x1f\x8b" + zlib.compress(b"x" * 99), "ingepakt"),
    "een zip": (lambda: _zipped(gegevens=b"PROVINCIE"), "ingepakt"),
    "half Excel": (lambda: an_xlsx(table(MANY))[:3000], "beschadigd"),
    "leeg Excel": (lambda: an_xlsx([]), "eerste rij"),
    "Excel zonder binnenkant": (lambda: _zipped(xl__workbook=b"").replace(b"xl/workbook", b"xl/workbook"), "ingepakt"),
    "kapot Excel": (lambda: _zipped(**{"xl__workbook.xml": b"<x/>"}), "niet te lezen"),
    "zipbom": (zip_bomb, "95 MB"),
    "zipbom die liegt": (lying_zip_bomb, "beschadigd"),
    "miljard keer ha": (entities, "niet te lezen"),
    "miljoenen takken": (lambda: with_sheet(b"<worksheet>" + b"<a>" * 13_000_000), "veel meer dan"),
    "miljoenen cellen in een rij": (lambda: with_sheet(b"<worksheet><row>" + b"<c/>" * 9_000_000), "veel meer dan"),
    "miljoenen lege rijen": (lambda: with_sheet(b"<worksheet>" + b"<row/>" * 6_000_000), "veel meer dan"),
    "een miljoen rijen": (lambda: with_sheet(million_rows()), "15.000 rijen"),
    "nergens in Nederland": (lambda: a_csv([a_row(PROVINCIE="Bonaire")]), "geen enkele school"),
    "kolom dubbel": (lambda: a_csv([a_row()], [*PO, "POSTCODE"]), "2 keer"),
    "niet afgesloten": (lambda: a_csv([a_row()]) + b'Utrecht;"' + b"x\r\n" * 99, "kolommen"),
}


def million_rows() -> bytes:
    names = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in PO)
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    last = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    some = "".join(f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>' for number in range(2, 16_000))
    return f'{sheet}<row r="1">{names}</row>{some}{last}</sheetData></worksheet>'.encode()


@pytest.fixture(scope="module", autouse=True)
def forty_schools(django_db_setup, django_db_blocker):
    """What an earlier import left."""
    with kept_content(django_db_blocker):
        the_home()
        facts = {"kind": "school", "sector": "po", "register": "po"}
        Organisation.objects.bulk_create(
            Organisation(name=row["VESTIGINGSNAAM"], brin=row["VESTIGINGSCODE"], **facts) for row in MANY
        )
        yield


@pytest.fixture
def editor(client):
    log_in(client, a_user(role="beheerder"))
    return client


def register() -> list[tuple]:
    return list(Organisation.objects.order_by("pk").values_list())


@pytest.mark.parametrize("name", REFUSED)
def test_the_command_and_the_admin_refuse_with_a_clear_answer_and_change_nothing(name, editor, tmp_path):
    make, words = REFUSED[name]
    path, before, told, data = tmp_path / "bestand.csv", register(), io.StringIO(), make()
    path.write_bytes(data)
    for options in ({"dry_run": True}, {}):
        with pytest.raises(CommandError) as refusal:
            call_command("import_duo", path, stdout=told, stderr=told, **options)
        assert refusal.value.returncode != 0
        assert "Er is niets gewijzigd." in str(refusal.value)
        assert words in told.getvalue() + str(refusal.value)
    response = editor.post(reverse("duo-import"), {"file": io.BytesIO(data)}, follow=True)
    assert words in as_shown(response)
    assert "niets gewijzigd" in as_shown(response) or response.context["form"].errors
    assert (register(), DuoImport.objects.exclude(applied_at=None).count()) == (before, 0)


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    for path in (tmp_path / "weg.csv", tmp_path):
        with pytest.raises(CommandError, match="is er niet"):
            call_command("import_duo", path)


def test_a_file_with_wrong_coordinates_is_refused_whole(tmp_path):
    before = register()
    (tmp_path / "po.csv").write_bytes(a_csv(MANY))
    (tmp_path / "plekken.csv").write_bytes(b"school;x;y\r\n01AB00;1;2\r\n")
    with pytest.raises(CommandError, match="coördinaten"):
        call_command("import_duo", tmp_path / "po.csv", coordinates=tmp_path / "plekken.csv", stdout=io.StringIO())
    assert register() == before


@settings(deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode), st.binary(max_size=99).map(b"PK".__add__))
)
@example(b'" ";" "')
@example(a_csv([a_row()]).replace(b"3511 AB", b'"'))
def test_whatever_the_bytes_are_the_answer_is_an_answer(data):
    for understand in (read, read_coordinates):
        with suppress(FileRefusedError):
            understand(data)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_file_with_some_bytes_changed_is_read_or_refused(data):
    original = data.draw(st.sampled_from(GOOD))
    changed = bytearray(original)
    for _ in range(data.draw(st.integers(1, 5))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FileRefusedError):
        read(bytes(changed[: data.draw(st.integers(1, len(changed)))]))


def test_the_exit_code_says_so_to_other_programs(tmp_path):
    (tmp_path / "leeg.csv").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "manage.py", "import_duo", tmp_path / "leeg.csv"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Dit bestand is leeg. Er is niets gewijzigd." in done.stderr
