"""The open data hold what the page shows, say what they are, and are documented as they are."""

import csv
import io
import json
import random
import re
import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from html import unescape

import brotli
import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from partnerships.examples import a_partnership, an_organisation, the_map
from partnerships.models import Organisation, Partner, PartnershipPage
from partnerships.open_data import FILES
from partnerships.school_feed import MOST_NAMES, area, compact
from platform_site.examples import save_again
from platform_site.generation import Change, everything_changed, page_changed, raise_numbers
from tests.as_shown import as_shown
from tests.country import parameters
from tests.page_hooks import items

GEOJSON, TABLE, PICTURE = (
    f"/landkaart/{name}" for name in ("partnerschappen.geojson", "partnerschappen.csv", "kaart.svg")
)
SCHOOLS, DOCUMENTED = "/landkaart/scholen.json", "/landkaart/open-data/"
COLUMNS = ["slug", "naam", "url", "sectoren", "status", "plaats", "provincie", "lat", "lon"]


@pytest.fixture
def alone(db):
    """The landkaart, with nothing on it but what the test itself makes."""
    the_map()
    PartnershipPage.objects.update(live=False)
    everything_changed()


def rows(response) -> list[dict[str, str]]:
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))


# --- partnerships ----------------------------------------------------------------------------------------------------


def some_addresses(count: int) -> list[dict]:
    chance, values = random.Random(4), parameters()
    found = []
    for _ in range(count):
        chosen = {
            name: chance.sample(some, min(chance.choice((0, 0, 0, 1, 2)), len(some))) for name, some in values.items()
        }
        chosen["plaats"] = chance.choice(["", "", "9306", "Den Haag", "nergens"])
        chosen["binnen"] = chance.choice(["", "", "25", "50"])
        chosen["q"] = chance.choice(["", "", "", "aos", "samen", "iselinge"])
        found.append({name: value for name, value in chosen.items() if value})
    return found


def test_for_any_choice_list_geojson_table_and_picture_hold_the_same(country, client, db):
    several = set()
    for asked in [{}, *some_addresses(40)]:
        listed = items(client.get("/landkaart/", asked))
        features = client.get(GEOJSON, asked).json()["features"]
        table = rows(client.get(TABLE, asked))
        assert listed == [feature["id"] for feature in features] == [row["slug"] for row in table], asked
        drawn = client.get(PICTURE, asked).content.decode().split("</g>")[1].count("<use ")
        assert drawn == sum(len(feature["properties"]["sectoren"]) for feature in features if feature["geometry"])
        for feature, row in zip(features, table, strict=True):
            facts = {**feature["properties"], "sectoren": ", ".join(feature["properties"]["sectoren"])}
            assert {name: row[name] for name in COLUMNS[:-2]} == facts
            lon, lat = feature["geometry"]["coordinates"] if feature["geometry"] else ("", "")
            assert (row["lat"], row["lon"]) == (str(lat).replace(".", ","), str(lon).replace(".", ","))
        several.add(len(listed))
    assert len(several) > 8  # or nothing was compared


def test_the_table_opens_in_a_dutch_excel(country, client, db):
    response = client.get(TABLE)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert re.search(r'filename="partnerschappen-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"])
    assert response.content.decode().splitlines()[0] == "\ufeff" + ";".join(COLUMNS)
    assert len(rows(response)) == 40


def test_no_cell_is_taken_for_a_formula(alone, client):
    a_partnership("=1+1", place="@SUM(A1)")
    (row,) = rows(client.get(TABLE))
    assert (row["naam"], row["plaats"]) == ("'=1+1", "'@SUM(A1)")


@pytest.mark.parametrize("address", [GEOJSON, TABLE, PICTURE, SCHOOLS, f"{SCHOOLS}?partnerschap=x"])
def test_everybody_may_read_the_data_knows_the_licence_and_asks_again_for_free(alone, client, address):
    page = a_partnership("Samen")
    first = client.get(address)
    assert first.status_code == 200
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Link"] == '<https://creativecommons.org/publicdomain/zero/1.0/deed.nl>; rel="license"'
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(address).status_code == 405
    page.partners = [Partner(organisation=an_organisation(lat=52.0, lon=5.0), role="school")]
    page.sectors = ["po", "vo"]
    save_again(page)
    everything_changed()
    if "=x" not in address:
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_licence_and_date_stand_in_the_data_themselves(alone, client):
    today = timezone.localdate().isoformat()
    for address in (GEOJSON, SCHOOLS, f"{SCHOOLS}?gebied=4,52,5,53"):
        body = client.get(address).json()
        assert (body["licentie"], body["datum"]) == ("CC0 1.0", today)


def test_the_picture_is_a_drawing_without_anything_that_runs(country, client, db):
    response = client.get(PICTURE)
    assert response["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.content)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "title", "defs", "circle", "rect", "path", "g", "use", "text"}
    assert not {name for element in root.iter() for name in element.attrib if name.startswith("on") or name == "style"}
    assert root[0].text == "40 partnerschappen Samen Opleiden"


def test_the_code_to_share_is_the_picture_of_what_is_shown(country, client, db, settings):
    html = unescape(client.get("/landkaart/?sector=mbo").content.decode())
    assert (
        f'<a href="{settings.SITE_URL}/landkaart/?sector=mbo"><img src="{settings.SITE_URL}{PICTURE}?sector=mbo"'
        in html
    )


# --- schools ---------------------------------------------------------------------------------------------------------


def unpacked(body: dict) -> list[tuple[str, str, float, float]]:
    """(partnership, sector, lat, lon) of all schools, by the documented rules."""
    found, place, lat, lon = [], 0, 0, 0
    for partnership, sector, many in body["groepen"]:
        for _ in range(many):
            lat, lon = lat + body["lat"][place], lon + body["lon"][place]
            slug, name = body["partnerschappen"][partnership], body["sectoren"][sector]
            found.append((slug, name, lat / body["schaal"], lon / body["schaal"]))
            place += 1
    assert place == body["aantal"] == len(body["lat"]) == len(body["lon"])
    return found


@pytest.fixture
def two_with_schools(alone) -> tuple[PartnershipPage, PartnershipPage]:
    """Two partnerships that share a school; and schools that are closed, gone, to come, without a point, or a board."""
    today = timezone.localdate()

    def school(name: str, lat: float | None = 52.1, lon: float | None = 5.1, **facts) -> Organisation:
        return an_organisation(name, sector="po", place="Utrecht", lat=lat, lon=lon, **facts)

    shared = school("Gedeeld", 53.21939, 6.56808, brin="12AB00")
    one = [
        Partner(organisation=organisation, role="school")
        for organisation in (shared, school("Alleen", 50.85139, 5.69095))
    ]
    gone = [
        Partner(organisation=school("Dicht", closed_on=today), role="school"),
        Partner(organisation=school("Weg"), role="school", until=today),
        Partner(organisation=school("Later"), role="school", since=today + timedelta(days=1)),
        Partner(organisation=school("Nergens", None, None), role="school"),
        Partner(organisation=school("Bestuur", kind="schoolbestuur"), role="schoolbestuur"),
    ]
    first, second = a_partnership("Een"), a_partnership("Twee")
    first.partners, second.partners = [*one, *gone], [Partner(organisation=shared, role="school")]
    save_again(first)
    save_again(second)
    everything_changed()
    return first, second


def test_all_schools_that_take_part_today_are_points(two_with_schools, client):
    assert unpacked(client.get(SCHOOLS).json()) == [
        ("een", "po", 50.8514, 5.691),
        ("een", "po", 53.2194, 6.5681),
        ("twee", "po", 53.2194, 6.5681),
    ]


def test_a_partnership_or_an_area_gives_names(two_with_schools, client):
    body = client.get(f"{SCHOOLS}?partnerschap=een").json()
    assert [school["naam"] for school in body["scholen"]] == ["Alleen", "Gedeeld"]
    assert body["scholen"][1] == {
        "brin": "12AB00", "naam": "Gedeeld", "plaats": "Utrecht", "sector": "po", "partnerschap": "een", "lat": 53.2194, "lon": 6.5681,
    }  # fmt: skip
    there = client.get(f"{SCHOOLS}?gebied=6.5,53.2,6.6,53.3").json()["scholen"]
    assert [(school["naam"], school["partnerschap"]) for school in there] == [("Gedeeld", "een"), ("Gedeeld", "twee")]
    both = client.get(f"{SCHOOLS}?gebied=6.5,53.2,6.6,53.3&partnerschap=twee").json()["scholen"]
    assert [school["partnerschap"] for school in both] == ["twee"]


def test_schools_of_a_partnership_that_is_not_for_everybody_are_nowhere(two_with_schools, client):
    first, _ = two_with_schools
    assert {slug for slug, *_ in unpacked(client.get(SCHOOLS).json())} == {"een", "twee"}
    PageViewRestriction.objects.create(page=first, restriction_type=PageViewRestriction.LOGIN)
    assert {slug for slug, *_ in unpacked(client.get(SCHOOLS).json())} == {"twee"}
    assert client.get(f"{SCHOOLS}?partnerschap=een").json()["scholen"] == []
    everywhere = client.get(f"{SCHOOLS}?gebied=3,50,8,54").json()["scholen"]
    assert {school["partnerschap"] for school in everywhere} == {"twee"}


def test_invented_memberships_are_called_so(two_with_schools, client):
    for address in (SCHOOLS, f"{SCHOOLS}?partnerschap=een"):
        assert client.get(address).json()["voorbeeld"] is False
    Partner.objects.filter(organisation__name="Alleen").update(example=True)
    everything_changed()
    for address in (SCHOOLS, f"{SCHOOLS}?partnerschap=een"):
        assert client.get(address).json()["voorbeeld"] is True
    assert client.get(f"{SCHOOLS}?partnerschap=twee").json()["voorbeeld"] is False


def test_a_change_is_seen_at_once(two_with_schools, client):
    assert client.get(SCHOOLS).json()["aantal"] == 3
    school = Organisation.objects.get(name="Alleen")
    school.closed_on = timezone.localdate()
    school.save()
    assert client.get(SCHOOLS).json()["aantal"] == 2


def test_without_schools_there_is_an_empty_file(alone, client):
    body = client.get(SCHOOLS).json()
    assert (body["aantal"], body["groepen"], body["lat"]) == (0, [], [])


@pytest.mark.parametrize(
    "text", ["", "4,52,5", "4,52,5,53,6", "a,b,c,d", "5,52,4,53", "4,53,5,52", "nan,nan,nan,nan", "-inf,0,inf,1", "4,52,5,1e9"]
)  # fmt: skip
def test_a_broken_area_is_none(two_with_schools, client, text):
    assert area(text) is None
    assert "lat" in client.get(SCHOOLS, {"gebied": text}).json()


def nine_thousand() -> list[tuple[str, str, float, float]]:
    chance = random.Random(9)
    centres = [(chance.uniform(51.2, 53.2), chance.uniform(4.2, 6.8)) for _ in range(51)]
    found = []
    for _ in range(9000):
        place = chance.randrange(51)
        lat, lon = centres[place]
        found.append(
            (
                f"partnerschap-met-een-naam-{place}",
                chance.choice(("po", "po", "vo")),
                chance.gauss(lat, 0.15),
                chance.gauss(lon, 0.2),
            )
        )
    return found


def test_nine_thousand_schools_travel_light_and_arrive_whole():
    schools = nine_thousand()
    text = json.dumps(compact(schools), separators=(",", ":")).encode()
    assert len(brotli.compress(text, quality=5)) < 45 * 1024
    arrived = sorted(unpacked(json.loads(text)))
    sent = sorted((slug, sector, round(lat, 4), round(lon, 4)) for slug, sector, lat, lon in schools)
    assert len(arrived) == 9000
    assert arrived == sent


def test_of_very_many_names_the_first_thousand_come_and_it_says_so(alone, client):
    page = a_partnership("Groot")
    schools = Organisation.objects.bulk_create(
        Organisation(name=f"School {number:04}", kind="school", lat=52.0, lon=5.0) for number in range(MOST_NAMES + 5)
    )
    Partner.objects.bulk_create(Partner(page=page, organisation=school, role="school") for school in schools)
    everything_changed()
    body = client.get(f"{SCHOOLS}?partnerschap=groot").json()
    assert (body["aantal"], body["meer"], body["scholen"][-1]["naam"]) == (1000, True, "School 0999")
    assert client.get(SCHOOLS).json()["aantal"] == MOST_NAMES + 5


# --- the page about it -----------------------------------------------------------------------------------------------


def test_every_column_is_explained_and_nothing_else(two_with_schools, client):
    told = {file.anchor: [name for column in file.columns for name in column.name.split(", ")] for file in FILES}
    feature = client.get(GEOJSON).json()["features"][0]
    assert told["geojson"] == list(feature["properties"])
    assert told["csv"] == list(rows(client.get(TABLE))[0]) == COLUMNS
    about = {"licentie", "bron", "datum", "uitleg", "voorbeeld"}
    assert set(told["scholen"]) == set(client.get(SCHOOLS).json()) - about
    assert told["schoolnamen"] == list(client.get(f"{SCHOOLS}?partnerschap=een").json()["scholen"][0])
    html = unescape(client.get(DOCUMENTED).content.decode())
    for file in FILES:
        assert f'href="{file.address}"' in html
        for column in file.columns:
            assert f"<code>{column.name}</code>" in html
            assert column.meaning in html


def test_the_page_is_a_dataset_for_catalogues(two_with_schools, client, settings):
    html = as_shown(client.get(DOCUMENTED))
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    dataset = next(part for part in json.loads(found)["@graph"] if part["@type"] == "Dataset")
    assert dataset["license"].startswith("https://creativecommons.org/publicdomain/zero/1.0/")
    assert {part["encodingFormat"] for part in dataset["distribution"]} == {
        "application/geo+json",
        "text/csv",
        "application/json",
    }
    for part in dataset["distribution"]:
        path = part["contentUrl"].removeprefix(settings.SITE_URL)
        assert client.get(path)["Content-Type"].startswith(part["encodingFormat"])
    assert "staan er 2 partnerschappen in en 2 scholen" in html


def modified(client, address: str) -> str:
    found = re.search(r'"dateModified":"([^"]*)"', client.get(address).content.decode())
    return found[1] if found else ""


@pytest.mark.parametrize("address", [DOCUMENTED, "/cijfers/"])
def test_the_data_are_as_old_as_their_last_change(two_with_schools, client, address):
    today = timezone.localdate()
    client.get(address)  # the first visit makes the settings of the site, which may change anything
    Partner.objects.filter(until=today).update(until=today + timedelta(days=1))
    Organisation.objects.filter(closed_on=today).update(closed_on=None)
    raise_numbers(())  # update() tells nobody
    then = timezone.now() - timedelta(days=40)
    Change.objects.update(at=then)
    long_ago = timezone.localdate(then).isoformat()  # not today less forty: in between the clock may have changed
    assert modified(client, address) == long_ago
    page_changed(the_map())  # a page that these data say nothing of
    assert modified(client, address) == long_ago
    school = Organisation.objects.get(name="Alleen")
    Partner.objects.filter(organisation=school).update(until=today - timedelta(days=3))
    raise_numbers(())
    assert modified(client, address) == (today - timedelta(days=3)).isoformat()  # a school left on that day
    school.save()
    assert modified(client, address) == today.isoformat()


def test_the_page_can_be_found(alone, client, settings):
    assert f"<loc>{settings.SITE_URL}{DOCUMENTED}</loc>" in client.get("/sitemap.xml").content.decode()
    assert f'href="{DOCUMENTED}"' in client.get("/landkaart/").content.decode()
    assert client.post(DOCUMENTED).status_code == 405
