"""List, map and GeoJSON always tell the same: the same partnerships, in the same order, each in its right place."""

import json
import re
from datetime import date
from html import unescape

import pytest

from partnerships.examples import a_partnership, the_map, the_partnerships
from partnerships.models import PartnershipPage, StatusChange
from partnerships.models.history import status_in_words
from partnerships.outlines import EAST, NORTH, SOUTH, WEST
from platform_site.examples import save_again
from tests.as_shown import as_shown
from tests.brute_force import Counted
from tests.country import SECTORS, STATUSES, parameters
from tests.page_hooks import chips, items, total

FEED = "/landkaart/partnerschappen.geojson"


@pytest.fixture
def landkaart(country, client, db) -> Counted:
    return Counted(
        client, "/landkaart/", country, parameters(), always_shown=("sector", "status", "thema", "provincie")
    )


@pytest.fixture
def alone(db):
    """The landkaart, with nothing on it but what the test itself makes."""
    the_map()
    PartnershipPage.objects.update(live=False)


def features(client, query: str = "") -> list[dict]:
    response = client.get(f"{FEED}{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/geo+json"
    body = json.loads(response.content)
    assert body["type"] == "FeatureCollection"
    return body["features"]


CHOICES = ["", *(f"?sector={sector}" for sector in SECTORS), *(f"?status={status}" for status in STATUSES)]
CHOICES += [
    f"?sector={one}&sector={two}&status={status}"
    for one, two in (("po", "vo"), ("vo", "mbo"), ("mbo", "po"))
    for status in STATUSES
]
CHOICES += ["?thema=werkplekleren&provincie=Utrecht", "?lerarenopleiding=21AA", "?onderwijsregio=regio-noord&sector=po"]
CHOICES += [
    "?plaats=9306",
    "?plaats=Den+Haag&binnen=50",
    "?plaats=nergens",
    "?binnen=10",
    "?q=aos",
    "?q=iselinge&plaats=Ede",
]
CHOICES += ["?status=erkend&status=aspirant", "?sector=xx", "?sector=xx&sector=po", "?status=%00", "?vreemd=1"]


# --- the same everywhere ---------------------------------------------------------------------------------------------


def test_list_map_and_data_hold_the_same_partnerships_in_the_same_order(landkaart, client):
    for query in CHOICES:
        page = client.get(f"/landkaart/{query}")
        found = features(client, query)
        assert items(page) == [feature["id"] for feature in found], query
        assert total(page) == len(found), query
        html = as_shown(page)
        with_point = [feature for feature in found if feature["geometry"]]
        assert len(re.findall(r'<li class="place" data-item="[^"]*" data-lat=', html)) == len(with_point), query
        drawn = re.search(r'<g class="marks">(.*?)</g>', html, re.DOTALL)[1]
        assert drawn.count("<use ") == sum(len(feature["properties"]["sectoren"]) for feature in with_point), query


def test_for_random_choices_every_number_is_right(landkaart):
    landkaart.check({})
    landkaart.check_at_random(20, seed=5)


def test_the_link_to_the_data_has_the_filters_of_the_page(landkaart, client):
    for query in CHOICES:
        page = client.get(f"/landkaart/{query}")
        link = unescape(re.search(r'<a href="([^"]*)">GeoJSON</a>', page.content.decode())[1])
        assert [feature["id"] for feature in json.loads(client.get(link).content)["features"]] == items(page)


def test_what_nobody_may_see_is_neither_in_the_list_nor_in_the_data(landkaart, client):
    assert total(client.get("/landkaart/")) == len(landkaart.things) == 40
    assert not [feature for feature in features(client) if feature["id"].startswith("verborgen")]


def test_all_results_stand_on_one_page_those_without_a_place_last(landkaart, client):
    found = features(client)
    known = [feature["geometry"] is not None for feature in found]
    assert known == sorted(known, reverse=True)
    assert known.count(False) == 6


def test_within_that_the_order_is_that_of_the_alphabet_as_people_know_it(landkaart, client):
    names = [feature["properties"]["naam"] for feature in features(client) if feature["geometry"]]
    order = [re.sub(r"^'s-|^\(", "", name.lower())[0].replace("é", "e") for name in names]
    assert order == sorted(order)
    assert set(order) == {"a", "b", "e", "o", "z"}
    assert len({tuple(items(client.get("/landkaart/"))) for _ in range(4)}) == 1


# --- the data --------------------------------------------------------------------------------------------------------


def test_a_feature_has_the_properties_that_others_rely_on(alone, client, settings):
    a_partnership(
        "Samen Zuid",
        sectors=["vo", "po"],
        status="aspirant",
        place="Breda",
        province="Noord-Brabant",
        lat=51.58,
        lon=4.78,
    )
    (feature,) = features(client)
    assert feature == {
        "type": "Feature",
        "id": "samen-zuid",
        "geometry": {"type": "Point", "coordinates": [4.78, 51.58]},
        "properties": {
            "slug": "samen-zuid",
            "naam": "Samen Zuid",
            "url": f"{settings.SITE_URL}/partnerschappen/samen-zuid/",
            "sectoren": ["po", "vo"],
            "status": "aspirant",
            "plaats": "Breda",
            "provincie": "Noord-Brabant",
        },
    }


def test_points_say_longitude_first_and_lie_in_the_netherlands(landkaart, client):
    points = [feature["geometry"]["coordinates"] for feature in features(client) if feature["geometry"]]
    assert len(points) == 34
    for lon, lat in points:
        assert 3.3 < lon < 7.3
        assert 50.7 < lat < 53.6


def test_without_a_place_there_is_no_point_and_the_list_says_so(landkaart, client):
    page = client.get("/landkaart/").content.decode()
    assert page.count("niet op de kaart: plaats onbekend") == 6
    assert {feature["properties"]["plaats"] for feature in features(client) if feature["geometry"] is None} == {""}


@pytest.mark.parametrize("half", [{"lat": 52.1, "lon": None}, {"lat": None, "lon": 5.1}])
def test_half_a_place_is_none(alone, client, half):
    a_partnership(**half)
    assert features(client)[0]["geometry"] is None
    assert "niet op de kaart" in client.get("/landkaart/").content.decode()


def test_other_sites_may_read_the_data_and_nobody_can_write_it(db, client):
    the_map()
    assert client.get(FEED)["Access-Control-Allow-Origin"] == "*"
    assert client.post(FEED).status_code == 405
    assert client.head(FEED).status_code == 200


def test_without_partnerships_there_is_an_empty_map(alone, client):
    assert features(client) == []
    assert total(client.get("/landkaart/")) == 0


# --- the page --------------------------------------------------------------------------------------------------------


def test_a_filter_without_results_says_so_and_offers_a_way_out(alone, client):
    a_partnership("Alleen po")
    page = client.get("/landkaart/?sector=mbo&status=beeindigd")
    assert total(page) == 0
    assert "Geen partnerschap gevonden met deze filters." in as_shown(page)
    assert '<a href="/landkaart/">Toon alle partnerschappen</a>' in page.content.decode()


def test_chosen_filters_are_chips_that_can_be_taken_away(landkaart, client):
    shown = chips(client.get("/landkaart/?sector=po&status=erkend"))
    assert shown == {"po": "/landkaart/?status=erkend", "erkend": "/landkaart/?sector=po"}


def test_the_list_of_profiles_leads_to_the_landkaart(db, client):
    the_partnerships()
    response = client.get("/partnerschappen/")
    assert (response.status_code, response["Location"]) == (302, "/landkaart/")


def test_coordinates_in_the_page_have_a_point_and_not_a_comma(landkaart, client):
    """The page is Dutch, but scripts and drawings read numbers as programs do."""
    html = client.get("/landkaart/").content.decode()
    for number in re.findall(r'data-(?:lat|lon)="([^"]*)"', html):
        float(number)
    edges = [float(edge) for edge in re.search(r'data-edges="([^"]*)"', html)[1].split()]
    assert edges == [WEST, SOUTH, EAST, NORTH]
    assert not re.search(r'(?:cx|cy|x|y|width|height)="\d+,\d', html)


# --- status in words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "since", "as_of_year", "words"),
    [
        ("erkend", date(2018, 9, 1), None, "erkend sinds 2018"),
        ("erkend", None, None, "erkend"),
        ("aspirant", None, 2016, "laatst bekend: aspirant (2016)"),
        ("aspirant", date(2015, 1, 1), 2016, "laatst bekend: aspirant (2016)"),
        ("beeindigd", date(2021, 7, 31), None, "beëindigd sinds 2021"),
        ("onbekend", date(2021, 7, 31), 2020, "status onbekend"),
        ("", None, None, "status onbekend"),
    ],
)
def test_the_status_is_said_with_as_much_certainty_as_there_is(alone, client, status, since, as_of_year, words):
    page = a_partnership(status=status, since=since, as_of_year=as_of_year)
    assert page.status_words() == words  # from its history
    assert PartnershipPage.objects.listed().get().status_words() == words  # from the list's own query
    assert status_in_words(status or "onbekend", since, as_of_year) == words
    for address in ("/landkaart/", page.url):
        assert f">{words}</" in client.get(address).content.decode()


def test_the_last_status_in_the_history_holds(alone, client):
    page = a_partnership(status="aspirant", since=date(2014, 1, 1))
    page.status_changes.add(StatusChange(status="erkend", since=date(2019, 1, 1), sort_order=1))
    save_again(page)
    assert page.status_words() == PartnershipPage.objects.listed().get().status_words() == "erkend sinds 2019"
    assert total(client.get("/landkaart/?status=aspirant")) == 0
    assert total(client.get("/landkaart/?status=erkend")) == 1


def test_background_tiles_come_only_from_a_configured_address_and_name_their_source(alone, client, settings):
    assert "data-tiles" not in client.get("/landkaart/").content.decode()
    settings.MAP_TILES_URL = "https://tegels.voorbeeld/{z}/{x}/{y}.png"
    html = client.get("/landkaart/").content.decode()
    assert 'data-tiles="https://tegels.voorbeeld/{z}/{x}/{y}.png"' in html
    assert "Achtergrond: © Kadaster, CC BY 4.0." in html
