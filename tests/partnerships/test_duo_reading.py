"""DUO's files are read as they come: any sector, old and new column names, any of the usual encodings, CSV and Excel."""

import datetime
import io
from collections import Counter

import openpyxl
import pytest

from partnerships.duo.coordinates import read_coordinates
from partnerships.duo.problems import FileRefusedError, Weight
from partnerships.duo.reading import read
from partnerships.models import Register
from tests.duo_files import FIXTURE, HO, MBO, PO, PO_OLD, SO, VO, a_csv, a_row, all_schools, an_xlsx, table


def only_row(columns=PO, **facts):
    """The one row of a file of one row, and its problems."""
    code = facts.pop("code", "01AB00")
    reading = read(a_csv([a_row(code, **facts)], columns))
    return reading.rows[0], reading.problems


def test_the_file_of_duo_itself():
    reading = read(FIXTURE.read_bytes(), called=FIXTURE.name)
    assert (reading.register, len(reading.rows), reading.problems) == (Register.PO, 37, [])
    first, terschelling = reading.rows[0], reading.rows[3]
    assert (first.number, first.code, first.name) == (2, "04JI00", "Samenwerkingsschool Yn de Mande")
    assert (first.street, first.postcode, first.place) == ("F Hendrik Gasaustr 22", "9166 RB", "Schiermonnikoog")
    assert (first.province, first.website, first.sector) == ("Fryslân", "", "po")
    assert (terschelling.place, terschelling.website) == ("Hoorn", "https://www.basisonderwijsterschelling.nl")
    assert {row.name for row in reading.rows} >= {"’t Palet Holy", "'t Hunnighouwersgat"}
    assert Counter(row.province for row in reading.rows) == {
        "Fryslân": 10,
        "Utrecht": 20,
        "Limburg": 5,
        "Drenthe": 1,
        "Zuid-Holland": 1,
    }


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encoding_and_separator_are_recognised(encoding, separator):
    row = a_row(VESTIGINGSNAAM="’t Café, de Brûgge; groep 8", PLAATSNAAM="EARNEWALD")
    reading = read(a_csv([row], encoding=encoding, separator=separator))
    assert (reading.rows[0].name, reading.rows[0].place) == ("’t Café, de Brûgge; groep 8", "Earnewâld")


@pytest.mark.parametrize("ending", [b"\r\n", b"\n", b"\r"])
def test_any_line_ending_will_do(ending):
    data = a_csv([a_row("01AB00"), a_row("01AB01")]).replace(b"\r\n", ending)
    assert [row.number for row in read(data).rows] == [2, 3]


def test_old_column_names_and_site_numbers_of_two_digits():
    rows = [a_row("01AB00", VESTIGINGSNUMMER="00"), a_row("01AB01", VESTIGINGSNUMMER="1"), a_row("01AB02")]
    assert [row.code for row in read(a_csv(rows, PO_OLD)).rows] == ["01AB00", "01AB01", "01AB02"]


@pytest.mark.parametrize(
    ("columns", "facts", "register", "kind", "sector"),
    [
        (PO, {}, "po", "school", "po"),
        (VO, {"ONDERWIJSSTRUCTUUR": "HAVO/VWO"}, "vo", "school", "vo"),
        (SO, {"SOORT_PRIMAIR_ONDERWIJS": "SBO"}, "so", "school", "po"),
        (SO, {"SOORT_PRIMAIR_ONDERWIJS": "SO"}, "so", "school", "po"),
        (SO, {"SOORT_PRIMAIR_ONDERWIJS": "SO/VSO"}, "so", "school", "po"),
        (SO, {"SOORT_PRIMAIR_ONDERWIJS": "VSO"}, "so", "school", "vo"),
        (SO, {"VESTIGINGSNAAM": "VSO De Brug"}, "so", "school", "vo"),
        (MBO, {"MBO_INSTELLINGSSOORT_CODE": "ROC"}, "mbo", "mbo-instelling", "mbo"),
        ([name.replace("SOORT ", "SOORT - ") for name in MBO], {}, "mbo", "mbo-instelling", "mbo"),
        (HO, {"SOORT_HO": "hbo"}, "ho", "hogeschool", ""),
        (HO, {"SOORT_HO": "wo"}, "ho", "universiteit", ""),
    ],
)
def test_each_file_is_known_by_its_columns(columns, facts, register, kind, sector):
    reading = read(a_csv([a_row(**facts)], columns))
    row = reading.rows[0]
    assert (reading.register, row.kind, row.sector) == (register, kind, sector)
    assert row.code == ("01AB" if register in ("mbo", "ho") else "01AB00")


@pytest.mark.parametrize(
    "name", ["04-alle-vestigingen-sbo-so-en-vso.csv", "vestigingen_speciaal_onderwijs.xlsx", "duo so 2026.csv"]
)
def test_a_file_that_looks_like_po_may_say_by_its_name_that_it_is_not(name):
    assert read(a_csv([a_row()]), called=name).register == Register.SO
    assert read(a_csv([a_row()]), called="03-alle-vestigingen-basisonderwijs-persoonlijk.csv").register == Register.PO
    assert read(a_csv([a_row()]), called=name, register="po").register == Register.PO


def test_what_the_editor_says_may_not_contradict_the_file():
    with pytest.raises(FileRefusedError, match="voortgezet onderwijs"):
        read(a_csv([a_row()], VO), register="po")


@pytest.mark.parametrize(("said", "number"), [("10799", "10799"), ("799", "00799"), (" ", ""), ("geen", "")])
def test_the_board_that_governs_a_school_comes_along(said, number):
    reading = read(a_csv([a_row(BEVOEGD_GEZAG_NUMMER=said)]))
    assert reading.rows[0].governed_by == number
    assert bool(reading.problems) is (said == "geen")


def test_one_space_is_nothing():
    row, problems = only_row(INTERNETADRES="", STRAATNAAM="", **{"HUISNUMMER-TOEVOEGING": "", "PROVINCIE": ""})
    assert (row.website, row.street, row.province, problems) == ("", "", "", [])


@pytest.mark.parametrize(
    "number", ["0519531387", "0519-531387", "(0519) 53 13 87", "+31 519 531387", "tel. 0519531387"]
)
def test_a_phone_number_in_the_place_of_the_website_is_left_out_and_told(number):
    row, (problem,) = only_row(INTERNETADRES=number)
    assert row.website == ""
    assert (problem.weight, problem.row, problem.column, problem.value) == (Weight.NOTE, 2, "INTERNETADRES", number)
    assert "telefoonnummer" in problem.text


@pytest.mark.parametrize(
    "value", ["info@school.nl", "www.de school.nl", "geen", "www.school,nl", "javascript:alert(1)"]
)
def test_what_is_no_web_address_is_left_out_and_told(value):
    row, (problem,) = only_row(INTERNETADRES=value)
    assert (row.website, problem.column) == ("", "INTERNETADRES")


@pytest.mark.parametrize("value", ["www.school.nl", "http:/www.school.nl/", "https://www.school.nl", "www.school.nl;"])
def test_a_web_address_gets_its_protocol(value):
    assert only_row(INTERNETADRES=value)[0].website in ("https://www.school.nl", "http://www.school.nl")


@pytest.mark.parametrize(
    ("column", "value"),
    [("POSTCODE", "12345"), ("POSTCODE", "0123 AB"), ("PROVINCIE", "Noordland"), ("POSTCODE", "AB 3511")],
)
def test_what_we_do_not_understand_is_left_out_and_told(column, value):
    row, (problem,) = only_row(**{column: value})
    assert (problem.weight, problem.row, problem.column, problem.value) == (Weight.NOTE, 2, column, value)
    assert "" in (row.postcode, row.province)


@pytest.mark.parametrize(
    "facts",
    [
        {"GEMEENTENUMMER": "9001", "PROVINCIE": ""},
        {"PROVINCIE": "Bonaire", "PLAATSNAAM": "KRALENDIJK"},
        {"GEMEENTENAAM": "SINT EUSTATIUS", "PROVINCIE": ""},
        {"PROVINCIE": "Caribisch Nederland"},
        {"PROVINCIE": "", "PLAATSNAAM": "THE BOTTOM", "POSTCODE": ""},
        {"PROVINCIE": "Buitenland", "PLAATSNAAM": "ANTWERPEN"},
    ],
)
def test_schools_outside_the_european_netherlands_are_told_and_not_taken_over(facts):
    reading = read(a_csv([a_row("01AB00"), a_row("30KR00", **facts)]))
    assert [row.code for row in reading.rows] == ["01AB00"]
    assert reading.skipped == {"30KR00"}
    (problem,) = reading.problems
    assert (problem.weight, problem.row) == (Weight.SKIPPED, 3)


def test_a_name_that_is_too_long_is_cut_and_told():
    row, (problem,) = only_row(VESTIGINGSNAAM="Lang" * 60)
    assert (len(row.name), problem.column) == (200, "VESTIGINGSNAAM")
    assert len(problem.shown) < 70


def test_control_characters_and_marks_of_direction_do_not_get_in():
    data = a_csv([a_row(VESTIGINGSNAAM="De\x0b Brug\x85  \u202eschool")], encoding="utf-8")
    assert read(data).rows[0].name == "De Brug school"


def test_excel_says_the_same_as_csv():
    rows = all_schools()[:300]
    assert read(an_xlsx(table(rows))).rows == read(a_csv(rows)).rows


def test_in_excel_numbers_are_numbers_and_columns_may_be_added():
    header, cells = table([a_row()], PO)
    cells[PO.index("HUISNUMMER-TOEVOEGING")], cells[PO.index("BEVOEGD GEZAG NUMMER")] = 22.0, 12345
    cells[PO.index("INTERNETADRES")] = None
    reading = read(an_xlsx([[*header, "EIGEN KOLOM"], [*cells, "=1+1"], [None] * 5]))
    assert (reading.rows[0].street, reading.rows[0].website, reading.problems) == ("Oudegracht 22", "", [])


def test_links_in_excel_are_no_reason_to_refuse():
    book, rows = openpyxl.Workbook(), table([a_row(f"{n // 100:02}AB{n % 100:02}") for n in range(5000)])
    for cells in rows:
        book.active.append(cells)
    for number in range(2, 5002):
        book.active.cell(number, 14).hyperlink = "https://www.school.nl"
    file = io.BytesIO()
    book.save(file)
    assert len(read(file.getvalue()).rows) == 5000


def wrong(data: bytes, **options) -> list[tuple]:
    """The problems for which a file is refused, as (row, column, value)."""
    with pytest.raises(FileRefusedError) as refusal:
        read(data, **options)
    assert {problem.weight for problem in refusal.value.problems} == {Weight.WRONG}
    return [(problem.row, problem.column, problem.value) for problem in refusal.value.problems]


def left_out(data: bytes) -> tuple[list[str], set[str], list[tuple]]:
    """The codes of the rows that are read, those of the rows left out, and what is told: (weight, row, column, value)."""
    reading = read(data)
    told = [(problem.weight, problem.row, problem.column, problem.value) for problem in reading.problems]
    return [row.code for row in reading.rows], reading.skipped, told


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://x.nl")', "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0"])
@pytest.mark.parametrize("column", ["VESTIGINGSNAAM", "PLAATSNAAM"])
def test_a_formula_leaves_its_row_out_and_stops_no_other(formula, column):
    rows = [a_row("01AB00"), a_row("01AB01", **{column: formula})]
    expected = (["01AB00"], {"01AB01"}, [(Weight.SKIPPED, 3, column, formula)])
    assert left_out(a_csv(rows)) == left_out(an_xlsx(table(rows))) == expected


def test_what_only_begins_like_a_formula_is_a_name():
    assert only_row(VESTIGINGSNAAM="@school")[0].name == "@school"
    assert only_row(VESTIGINGSNAAM="-De Brug-")[0].name == "-De Brug-"
    for name in ("@Work", "@Work (locatie Zuid)", "+Vijf"):
        row, problems = only_row(VESTIGINGSNAAM=name)
        assert (row.name, problems) == (name, [])


@pytest.mark.parametrize("number", ["12-okt", "okt-12", "1-mei", "12-10-2026", "2-Jan", "2026-10-12 00:00:00"])
def test_a_house_number_that_excel_made_a_date_of_is_told_and_is_no_address(number):
    codes, skipped, told = left_out(a_csv([a_row("01AB00"), a_row("01AB01", **{"HUISNUMMER-TOEVOEGING": number})]))
    assert (codes, skipped) == (["01AB00", "01AB01"], set())
    assert told == [(Weight.NOTE, 3, "HUISNUMMER-TOEVOEGING", number)]
    row, (problem,) = only_row(**{"HUISNUMMER-TOEVOEGING": number})
    assert row.street == ""
    assert problem.text.startswith("Excel heeft hier een datum van gemaakt.")


@pytest.mark.parametrize("number", ["12", "12A", "12-14", "1-2", "12-hs", "12 jr", "3-ok"])
def test_other_house_numbers_are_house_numbers(number):
    row, problems = only_row(**{"HUISNUMMER-TOEVOEGING": number})
    assert (row.street, problems) == (f"Oudegracht {number}", [])


def test_what_excel_made_a_date_of_in_its_own_file_is_told_as_well():
    header, cells = table([a_row()], PO)
    cells[PO.index("HUISNUMMER-TOEVOEGING")] = datetime.date(2026, 4, 2)
    _, _, told = left_out(an_xlsx([header, cells]))
    assert told == [(Weight.NOTE, 2, "HUISNUMMER-TOEVOEGING", "2026-04-02 00:00:00")]


def test_codes_that_are_twice_in_the_file_are_refused():
    rows = [a_row("01AB00"), a_row("01AB01"), a_row("01AB00", VESTIGINGSNAAM="Een ander")]
    assert wrong(a_csv(rows)) == [(4, "VESTIGINGSCODE", "01AB00")]


@pytest.mark.parametrize("code", ["", "1AB00", "01AB0X", "ABCD00", "01AB001", "01AB-00"])
def test_a_code_that_is_none_is_refused(code):
    assert wrong(a_csv([a_row("01AB00"), a_row("01AB01", VESTIGINGSCODE=code)])) == [(3, "VESTIGINGSCODE", code)]


def test_a_row_with_too_many_or_too_few_cells_is_refused():
    lines = a_csv([a_row("01AB00"), a_row("01AB01"), a_row("01AB02")]).splitlines(keepends=True)
    lines[1], lines[2] = lines[1].replace(b"Oudegracht", b"Oude;gracht"), b"Utrecht;12345\r\n"
    assert [(row, column) for row, column, _ in wrong(b"".join(lines))] == [(2, "(hele rij)"), (3, "(hele rij)")]


@pytest.mark.parametrize("letters", ["FryslÃ¢n", "Caf‚tje", "itâ€™s", "M‰erval"])
def test_letters_of_another_encoding_are_refused(letters):
    assert wrong(a_csv([a_row(VESTIGINGSNAAM=letters)], encoding="utf-8")) == [(2, "VESTIGINGSNAAM", letters)]


@pytest.mark.parametrize("name", ["Brûsplak", "Öömrang", "De Škoda", "O²-college", "Ça va", "Naïef & Co", "De “Brug”"])
def test_uncommon_letters_are_letters(name):
    assert read(a_csv([a_row(VESTIGINGSNAAM=name)], encoding="utf-8")).rows[0].name == name


def test_coordinates_come_with_points_and_commas_and_what_is_wrong_is_told():
    data = (
        b"code;lat;lon\r\n01AB00;52.0907;5.1214\r\n01ab01;52,1;5,2\r\n01AB02;5.12;52.09\r\n01AB03;51.22;4.40\r\n"
        b"30KR00;12.15;-68.27\r\nschool;52;5\r\n01AB04;noord;5.1\r\n01AB00;52.2;5.2\r\n01AB05;nan;5.1\r\n"
    )
    points, problems = read_coordinates(data)
    assert points == {"01AB00": (52.0907, 5.1214), "01AB01": (52.1, 5.2)}
    assert [problem.row for problem in problems] == [4, 5, 6, 7, 8, 9, 10]
    assert "omgewisseld" in problems[0].text
    with pytest.raises(FileRefusedError, match="lon"):
        read_coordinates(b"code;lat\n01AB00;52\n")
