"""/cijfers/: every number is what a query of its own finds, leads to the list that it counts, and is said to be unknown where it is."""

import csv
import io
import re
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from partnerships.examples import a_partnership, an_organisation, the_map
from partnerships.figures.counting import count
from partnerships.figures.drawing import coverage
from partnerships.figures.tables import NO_DATA, Figure, figures, share
from partnerships.models import Organisation, Partner, PartnershipPage, StudentTotal
from platform_site import generation
from tests.kept_content import kept_content
from tests.page_hooks import as_shown, total

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
TODAY = timezone.localdate()
PROVINCES = ("Utrecht", "Zeeland", "")
SLUGS = ("sector", "status", "provincie", "deelname", "studenten", "groei")


def school(number: int, **facts) -> Organisation:
    sector = ("po", "vo", "mbo")[number % 3]
    defaults = {
        "sector": sector,
        "register": "" if sector == "mbo" else sector,
        "province": PROVINCES[number % 2],
        "governed_by": f"1{number % 5:04}",
    }
    return an_organisation(f"School {number:03}", kind="mbo-instelling" if sector == "mbo" else "school", brin=f"0{number % 9}AB{number:02}", **{**defaults, **facts})  # fmt: skip


def fill() -> None:
    """Something of every kind that must count, and something of every kind that must not."""
    the_map()
    statuses = (
        ("erkend", {"since": date(2021, 1, 1), "before": "aspirant"}), ("aspirant", {"as_of_year": 2016}), ("beeindigd", {"since": date(2020, 5, 1)}),
        ("onbekend", {}), ("", {}), ("erkend", {}),
    )  # fmt: skip
    pages = [
        a_partnership(
            status=status,
            sectors=[["po"], ["vo"], ["po", "mbo"]][place % 3],
            province=PROVINCES[place % 3],
            students=None if place == 1 else 100 + place,
            reference_year=2023 + place % 2,
            **facts,
        )
        for place, (status, facts) in enumerate(statuses)
    ]
    hidden = a_partnership("Verborgen", students=9999, reference_year=2023)
    dates = ({"since": date(2019, 8, 1)}, {"since": date(2019, 8, 1), "until": date(2022, 8, 1)}, {}, {"until": date(2021, 8, 1)}, {"since": date(2090, 8, 1)})  # fmt: skip
    for place in range(20):
        Partner.objects.create(
            page=pages[place % 6], organisation=school(place), role="school", example=not place, **dates[place % 5]
        )
    twice = Organisation.objects.get(name="School 000")
    Partner.objects.create(page=pages[1], organisation=twice, role="school")
    Partner.objects.create(page=hidden, organisation=school(20), role="school", since=date(2015, 8, 1))
    Partner.objects.create(page=pages[0], organisation=school(21), role="overig", since=date(2015, 8, 1))
    Partner.objects.create(page=pages[0], organisation=school(22, closed_on=date(2024, 1, 1)), role="school")
    Partner.objects.create(
        page=pages[0], organisation=school(23, closed_on=date(2024, 1, 1)), role="school", since=date(2018, 8, 1)
    )
    Partner.objects.create(page=pages[0], organisation=school(24, register=""), role="school", since=date(2020, 10, 1))
    for place in range(25, 30):
        school(place)
    for name, facts in {"Met nummer": {"board_number": "10001"}, "Zonder nummer": {}}.items():
        board = an_organisation(name, kind="schoolbestuur", **facts)
        Partner.objects.create(page=pages[0], organisation=board, role="schoolbestuur")
    StudentTotal.objects.create(year=2023, students=1000, source="een telling")
    hidden.unpublish()


@pytest.fixture(scope="module")
def content(seeded, django_db_blocker):
    with kept_content(django_db_blocker):
        with generation.paused():
            fill()
        generation.everything_changed()
        yield


@pytest.fixture(scope="module")
def made(content) -> dict[str, Figure]:
    return figures(count(TODAY))


def values(figure: Figure) -> dict[str, list]:
    return {row.label: [cell.value for cell in row.cells] for row in figure.rows}


def ask(sql: str, *parameters) -> int:
    """A number out of the database, found without any of our models."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


LIVE = "partnerships_partnershippage p join wagtailcore_page w on w.id = p.page_ptr_id and w.live"
STATUS = "coalesce((select c.status from partnerships_statuschange c where c.page_id = w.id order by sort_order desc, id desc limit 1), 'onbekend')"
OPEN = "partnerships_organisation o where o.kind in ('school', 'mbo-instelling') and (o.closed_on is null or o.closed_on > current_date)"
MEMBER = (
    "exists (select from partnerships_partner m join wagtailcore_page w on w.id = m.page_id and w.live where m.organisation_id = o.id"
    " and m.role = 'school' and (m.since is null or m.since <= current_date) and (m.until is null or m.until > current_date))"
)


def percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


# --- every number again, by a query of its own -----------------------------------------------------------------------


def test_partnerships_per_sector(made):
    names = {"Primair onderwijs": "po", "Voortgezet onderwijs": "vo", "Middelbaar beroepsonderwijs": "mbo"}
    wanted = {
        name: [ask(f"select count(*) from {LIVE} where %s = any(p.sectors)", code)] for name, code in names.items()
    }
    assert values(made["sector"]) == wanted
    assert sum(number for (number,) in wanted.values()) > 6
    several = ask(f"select count(*) from {LIVE} where cardinality(p.sectors) > 1")
    assert made["sector"].notes[0].startswith(f"{several} partnerschappen")


def test_partnerships_per_status(made):
    names = {"Aspirant": "aspirant", "Erkend": "erkend", "Beëindigd": "beeindigd", "Onbekend": "onbekend"}
    wanted = {name: [ask(f"select count(*) from {LIVE} where {STATUS} = %s", code)] for name, code in names.items()}
    assert values(made["status"]) == wanted
    assert min(number for (number,) in wanted.values()) > 0
    assert made["status"].notes[0].startswith("Van 1 ")


def test_partnerships_and_schools_per_province(made):
    found = values(made["provincie"])
    assert len(found) == 13
    for label, numbers in found.items():
        province = "" if label == "Provincie onbekend" else label
        taking = ask(f"select count(*) from {OPEN} and o.province = %s and {MEMBER}", province)
        both = ask(f"select count(*) from {OPEN} and o.province = %s and o.register <> '' and {MEMBER}", province)
        whole = ask(f"select count(*) from {OPEN} and o.province = %s and o.register <> ''", province)
        pages = ask(f"select count(*) from {LIVE} where p.province = %s", province)
        known = whole or (None if province else 0)
        assert numbers == [pages, taking, known, percent(both, whole)], label
    assert found["Utrecht"][1] > 0
    assert found["Zeeland"][3] not in (None, 0, 100)


def test_schools_that_take_part_as_a_share_of_all(made):
    found = values(made["deelname"])
    for code, name in {"po": "primair", "vo": "voortgezet", "mbo": "middelbaar"}.items():
        numbers = next(numbers for label, numbers in found.items() if name in label)
        taking = ask(f"select count(*) from {OPEN} and o.sector = %s and {MEMBER}", code)
        both = ask(f"select count(*) from {OPEN} and o.sector = %s and o.register <> '' and {MEMBER}", code)
        whole = ask(f"select count(*) from {OPEN} and o.sector = %s and o.register <> ''", code)
        assert numbers == [taking, whole or None, percent(both, whole)], code
    assert any(numbers[1] is None for numbers in found.values())  # of mbo no file was taken over
    assert "1 scholen doen mee, maar staan niet in de bestanden van DUO." in " ".join(made["deelname"].notes)


def test_boards_are_known_by_the_schools_they_govern_and_as_partners(made):
    known = ask(f"select count(distinct o.governed_by) from {OPEN} and o.register <> ''")
    by_schools = f"select o.governed_by from {OPEN} and o.register <> '' and {MEMBER}"
    taking = ask(f"select count(*) from (({by_schools}) union select '10001') found")
    assert values(made["deelname"])["Schoolbesturen"] == [
        taking + 1,
        known + 1,
        percent(taking + 1, known + 1),
    ]  # 1: it has no number


def test_where_the_board_of_a_school_is_unknown_there_is_no_share_of_boards():
    Organisation.objects.filter(name="School 025").update(governed_by="")
    figure = figures(count(TODAY))["deelname"]
    assert values(figure)["Schoolbesturen"][1:] == [None, None]
    assert "pas hoeveel er zijn" in " ".join(figure.notes)


def test_students_by_reference_year(made):
    found = values(made["studenten"])
    assert list(found) == ["2023", "2024"]
    for label, numbers in found.items():
        where = f"from {LIVE} where p.reference_year = %s and p.students is not null"
        pages, trained = (ask(f"select {what} {where}", int(label)) for what in ("count(*)", "sum(p.students)"))
        whole = {"2023": 1000}.get(label)
        assert numbers == [pages, trained, whole, percent(trained, whole)]
    notes = " ".join(made["studenten"].notes)
    assert "1 partnerschappen gaven geen aantal" in notes
    assert "Alle studenten in 2023: een telling." in notes
    assert "staat nog niet op deze site" in notes


def test_growth_year_by_year(made):
    found = values(made["groei"])
    last = TODAY.year if date(TODAY.year, 10, 1) <= TODAY else TODAY.year - 1
    assert list(found) == [str(year) for year in range(2016, last + 1)]
    known = (
        "(select min(coalesce(c.as_of_year, extract(year from c.since))) from partnerships_statuschange c"
        " where c.page_id = w.id and c.status in ('aspirant', 'erkend'))"
    )
    for label, numbers in found.items():
        day = date(int(label), 10, 1)
        schools = ask(
            "select count(distinct m.organisation_id) from partnerships_partner m join wagtailcore_page w on w.id = m.page_id and w.live"
            " join partnerships_organisation o on o.id = m.organisation_id"
            " where m.role = 'school' and o.kind in ('school', 'mbo-instelling')"
            " and m.since <= %s and (m.until is null or m.until > %s) and (o.closed_on is null or o.closed_on > %s)",
            *(day, day, day),
        )
        pages = ask(f"select count(*) from {LIVE} where {known} <= %s", int(label))
        assert numbers == [pages, schools], label
    assert found["2019"][1] > found["2016"][1]
    assert found["2020"][1] > found["2022"][1] > 0
    undated = ask(
        f"select count(*) from {OPEN} and {MEMBER} and not exists (select from partnerships_partner d"
        " join wagtailcore_page w on w.id = d.page_id and w.live where d.organisation_id = o.id and d.role = 'school' and d.since <= current_date)"
    )
    assert f"Van {undated} scholen weten we niet sinds wanneer" in " ".join(made["groei"].notes)


# --- every number leads to its list ----------------------------------------------------------------------------------


def csv_rows(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def listed(client, url: str, cell_of: str) -> int:
    response = client.get(url)
    if url.startswith("/landkaart/"):
        assert response.status_code == 200
        return total(response)
    rows = csv_rows(response)
    return sum(int(row["studenten"]) for row in rows) if cell_of == "Hun studenten" else len(rows)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_number_leads_to_the_list_that_it_counts(client, made, slug):
    figure, followed = made[slug], 0
    for row in figure.rows:
        for column, cell in zip(figure.columns[1:], row.cells, strict=True):
            if cell.url:
                assert listed(client, cell.url, column) == cell.value, (row.label, column)
                followed += 1
            else:
                counted = not (column.startswith("Aandeel") or column == "Alle studenten")
                assert not (counted and cell.value), (row.label, column)
    assert followed > 1


def test_garbage_in_a_list_is_as_if_it_had_not_been_asked(client):
    whole = len(csv_rows(client.get("/cijfers/scholen.csv")))
    assert whole > 20
    for query in ("jaar=%00", "jaar=99999999999", "jaar=²", "sector=xx", "provincie=Atlantis", "meedoen=misschien"):
        assert len(csv_rows(client.get(f"/cijfers/scholen.csv?{query}"))) == whole, query
    assert client.get("/cijfers/partnerschappen.csv?jaar=-1&peiljaar=x").status_code == 200
    assert client.get("/cijfers/onzin.csv").status_code == 404


def test_a_list_says_which_memberships_are_invented(client):
    rows = {row["naam"]: row for row in csv_rows(client.get("/cijfers/scholen.csv?meedoen=ja"))}
    assert rows["School 000"]["deelname_is_voorbeeld"] == "ja"
    assert rows["School 002"]["deelname_is_voorbeeld"] == "nee"
    assert rows["School 002"]["sinds"] == "onbekend"


# --- the page --------------------------------------------------------------------------------------------------------


def words(client) -> str:
    return unescape(as_shown(client.get("/cijfers/")))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_table_stands_on_the_page_and_can_be_taken_away(client, made, slug):
    figure, html = made[slug], words(client)
    for row in figure.rows:
        for cell in row.cells:
            linked = f'<a href="{cell.url}">{cell.shown}</a>' if cell.url else cell.shown
            assert f'<td class="num">{linked}</td>' in html
    taken = csv_rows(client.get(f"/cijfers/{slug}.csv"))
    assert [list(line.values()) for line in taken] == [
        [row.label, *("" if cell.value is None else str(cell.value).replace(".", ",") for cell in row.cells)]
        for row in figure.rows
    ]
    assert f'href="/cijfers/{slug}.csv"' in html


def test_every_chart_says_in_words_what_it_shows(client, made):
    names = re.findall(r'role="img" aria-label="([^"]+)"', words(client))
    assert len(names) == 6
    assert "Partnerschappen per sector: po 4, vo 2, mbo 2" in names
    for figure in made.values():
        if figure.chart:
            assert figure.chart.name in names
    assert coverage(made["provincie"]).name in names
    assert f"Zeeland {made['provincie'].rows[9].cells[-1].shown}" in coverage(made["provincie"]).name
    assert f"Limburg {NO_DATA}" in coverage(made["provincie"]).name


def test_examples_are_called_examples_and_what_is_real_is_not(client):
    assert "<b>Voorbeeldcijfers.</b>" in words(client)
    Partner.objects.update(example=False)
    generation.everything_changed()  # update() tells nobody
    assert "Voorbeeldcijfers" not in words(client)
    PartnershipPage.objects.update(example=True)
    generation.everything_changed()
    assert "<b>Voorbeeldcijfers.</b>" in words(client)


def test_an_empty_site_says_that_there_is_nothing_yet(client):
    Partner.objects.all().delete()
    Organisation.objects.all().delete()
    for page in PartnershipPage.objects.all():
        page.delete()
    html = words(client)
    assert html.count("We hebben hier nog geen gegevens voor.") == 2
    assert "Voorbeeldcijfers" not in html


def test_the_page_is_whole_and_machines_find_it(client, settings):
    html = words(client)
    assert re.findall("<h1>(.*?)</h1>", html) == ["Samen Opleiden in cijfers"]
    assert f'<link rel="canonical" href="{settings.SITE_URL}/cijfers/">' in html
    assert '"@type":"Dataset"' in html
    assert "style=" not in html
    assert f"<loc>{settings.SITE_URL}/cijfers/</loc>" in client.get("/sitemap.xml").content.decode()
    assert 'href="/cijfers/"' in client.get("/").content.decode()


def test_an_address_with_a_filter_keeps_it(made):
    for row in made["provincie"].rows[:12]:
        asked = parse_qsl(urlsplit(row.cells[1].url).query) or [("provincie", row.label), ("meedoen", "ja")]
        assert dict(asked) == {"provincie": row.label, "meedoen": "ja"}


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 10, "0%"), (1, 300, "minder dan 1%"), (299, 300, "meer dan 99%"), (1, 3, "33%"), (10, 10, "100%"), (1, 0, NO_DATA)],
)  # fmt: skip
def test_a_share_is_never_rounded_to_none_or_all(part, whole, shown):
    assert share(part, whole).shown == shown
