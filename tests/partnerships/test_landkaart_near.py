"""Asking for a place puts the list in the order of distance; asking for a distance leaves the rest out. Nothing is guessed."""

import csv
import re
from html import unescape

import pytest
from wagtail.models import Page

from partnerships.examples import a_partnership, an_organisation, the_map
from partnerships.models import Partner, PartnershipPage
from partnerships.places import look_up
from partnerships.selection import nearest_first
from platform_site.demo.library import FOLDER
from platform_site.examples import save_again
from tests.as_shown import as_shown
from tests.brute_force import Counted
from tests.country import parameters
from tests.page_hooks import chips, items, total
from tests.partnerships.test_places import UNDERSTOOD, plain_km

FEED = "/landkaart/partnerschappen.geojson"
ALWAYS = ("sector", "status", "thema", "provincie")


@pytest.fixture
def alone(db):
    """The landkaart, with nothing on it but what the test itself makes."""
    the_map()
    PartnershipPage.objects.update(live=False)


def page(client, **asked: str) -> str:
    response = client.get("/landkaart/", asked)
    assert response.status_code == 200
    return unescape(as_shown(response))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html.split("<main", 1)[1]).split())


def located() -> dict[str, tuple[float, float]]:
    rows = PartnershipPage.objects.visible().filter(lat__isnull=False).values_list("slug", "lat", "lon")
    return {slug: (lat, lon) for slug, lat, lon in rows}


# --- the order -------------------------------------------------------------------------------------------------------


def known_partnerships() -> list[PartnershipPage]:
    """The real partnerships with the places they are known to have, not stored."""
    path = FOLDER / "gegevens" / "partnerschappen.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        PartnershipPage(
            title=row["naam"],
            province=row["provincie"],
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
        )
        for row in rows
    ]


@pytest.mark.parametrize("typed", [typed for typed, *_ in UNDERSTOOD])
def test_the_nearest_of_the_real_partnerships_comes_first(typed):
    point = look_up(typed).place.point
    known = known_partnerships()
    results = nearest_first(known, point)
    truth = {one.title: plain_km(*point, one.lat, one.lon) for one in known if one.has_point}
    assert results[0].km == pytest.approx(min(truth.values()), abs=0.02)
    assert [result.km for result in results[:42]] == pytest.approx(sorted(truth.values()), abs=0.02)
    assert all(result.km is None and result.distance == "" for result in results[42:])
    assert len(results) == len(known) == 51


@pytest.mark.parametrize("typed", ["9306", "9306 TC", "9306tc"])
def test_alteveer_is_nearest_to_groningen_and_drenthe(typed):
    nearest = nearest_first(known_partnerships(), look_up(typed).place.point)
    assert {result.page.province for result in nearest[:2]} == {"Groningen", "Drenthe"}


@pytest.mark.parametrize("typed", ["9306", "Den Haag", "Maastricht", "1011"])
def test_the_page_and_the_data_are_in_that_order_and_hide_nothing(country, client, db, typed):
    point = look_up(typed).place.point
    truth = {slug: plain_km(*point, *where) for slug, where in located().items()}
    html = page(client, plaats=typed)
    shown = re.findall(r'data-item="([^"]*)"', html)
    assert shown[: len(truth)] == sorted(truth, key=truth.get)
    assert len(shown) == len(country) == 40
    assert shown == [feature["id"] for feature in client.get(FEED, {"plaats": typed}).json()["features"]]
    said = re.findall(r'<span class="km">([\d,]+) km</span>', html)
    assert [float(km.replace(",", ".")) for km in said] == pytest.approx(sorted(truth.values()), abs=0.51)
    assert "dichtstbij eerst" in html


@pytest.mark.parametrize(
    ("km", "said"), [(0.01, "0 km"), (0.44, "0,4 km"), (2.37, "2,4 km"), (9.96, "10 km"), (38.4, "38 km")]
)
def test_distances_are_said_as_people_say_them(km, said):
    point = look_up("Utrecht").place.point
    (result,) = nearest_first([PartnershipPage(lat=point.lat + km / 111.195, lon=point.lon)], point)
    assert result.distance == said


# --- the distance ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("km", [10, 25, 50])
@pytest.mark.parametrize("typed", ["3511", "Zwolle"])
def test_within_a_distance_list_and_numbers_hold_what_lies_there(country, client, db, typed, km):
    point = look_up(typed).place.point
    near = {slug for slug, where in located().items() if plain_km(*point, *where) <= km}
    things = [thing for thing in country if thing.slug in near]
    landkaart = Counted(client, "/landkaart/", things, parameters(), always_shown=ALWAYS)
    landkaart.check({}, plaats=typed, binnen=str(km))
    landkaart.check({"sector": ["po"]}, plaats=typed, binnen=str(km))
    response = client.get(FEED, {"plaats": typed, "binnen": km})
    assert {feature["id"] for feature in response.json()["features"]} == near


def test_an_unlikely_distance_is_ignored(country, client, db):
    for binnen in ("", "11", "-10", "tien", "10 ", "٢٥", "9" * 300):
        assert total(client.get("/landkaart/", {"plaats": "3511", "binnen": binnen})) == 40, binnen


def test_a_distance_without_a_place_asks_from_where(country, client, db):
    html = page(client, binnen="10")
    assert "Vul ook een postcode of plaats in." in html
    assert 'data-total="40"' in html


def test_with_nothing_that_near_the_nearest_is_told(alone, client):
    a_partnership("Samen Breda", lat=51.58, lon=4.78)
    text = text_of(page(client, plaats="9306", binnen="10"))
    assert "Geen partnerschap gevonden binnen 10 km van 9306 (Noordenveld)" in text
    assert re.search(r"Het dichtstbij ligt Samen Breda, op 20\d km\.", text)


def test_what_has_no_place_stands_last_and_says_so(alone, client):
    a_partnership("Aan de overkant", lat=None, lon=None, place="")
    a_partnership("Zuid", lat=51.58, lon=4.78)
    html = page(client, plaats="9306")
    assert re.findall(r'data-item="([^"]*)"', html) == ["zuid", "aan-de-overkant"]
    assert "niet op de kaart: plaats onbekend" in html
    assert "Partnerschappen zonder bekende plek staan er dan niet bij." in page(client, plaats="Breda", binnen="25")


# --- what was not understood -----------------------------------------------------------------------------------------


def test_an_unknown_place_is_said_near_spellings_are_offered_and_all_is_shown(country, client, db):
    response = client.get("/landkaart/?plaats=Utrect&binnen=10&sector=po")
    html = unescape(as_shown(response))
    text = text_of(html)
    assert "“Utrect” kennen we niet als postcode of plaats. Bedoelde je Utrecht?" in text
    assert '<a href="/landkaart/?plaats=Utrecht&sector=po">Utrecht</a>' in html
    assert total(response) == total(client.get("/landkaart/?sector=po"))
    assert 'class="km"' not in html
    assert '<input id="plaats" name="plaats" maxlength="80" value="Utrect"' in html


def test_who_types_nonsense_reads_how_to_ask(country, client, db):
    text = text_of(page(client, plaats="xyzzy"))
    assert "Vul een postcode in als 3511 of 3511 AB, of een plaats als Den Haag." in text


def test_a_province_for_a_place_leads_to_the_filter(country, client, db):
    html = page(client, plaats="friesland")
    assert '<a href="/landkaart/?provincie=Frysl%C3%A2n">Toon de partnerschappen in Fryslân</a>' in html


def test_places_of_the_same_name_are_offered(country, client, db):
    html = page(client, plaats="Hengelo")
    assert "vanaf Hengelo (Overijssel). Bedoelde je" in html
    assert '<a href="/landkaart/?plaats=Hengelo+%28Gelderland%29">' in html


def test_what_is_chosen_can_be_taken_away(country, client, db):
    shown = chips(client.get("/landkaart/?q=aos&plaats=9306&binnen=50&sector=po"))
    assert shown == {
        "“aos”": "/landkaart/?plaats=9306&binnen=50&sector=po",
        "bij 9306 (Noordenveld)": "/landkaart/?q=aos&sector=po",
        "binnen 50 km": "/landkaart/?q=aos&plaats=9306&sector=po",
        "po": "/landkaart/?q=aos&plaats=9306&binnen=50",
    }


@pytest.mark.parametrize("name", ["q", "plaats", "binnen", "thema", "lerarenopleiding", "onderwijsregio", "provincie"])
@pytest.mark.parametrize("value", ["%00", "'\"><script>", "ŝ" * 3000, "-1", "\u202e", "';drop table", "[[["])
def test_rubbish_is_never_an_error(country, client, db, name, value):
    response = client.get("/landkaart/", {name: value})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("<main")[1]
    assert client.get(FEED, {name: value}).status_code == 200


# --- the text --------------------------------------------------------------------------------------------------------


def test_a_text_finds_by_name_abbreviation_place_and_partner(alone, client):
    school = an_organisation("De Regenboog", place="Leek")
    gone = an_organisation("Het Anker")
    wanted = a_partnership(
        "Samen in het noorden", abbreviation="SIN", place="Roden", partners=((school, "school"), (gone, "school"))
    )
    wanted.partners = [
        Partner(organisation=school, role="school"),
        Partner(organisation=gone, role="school", until="2020-01-01"),
    ]
    save_again(wanted)
    other = a_partnership("Zuiderlicht", about="<p>Wij lezen over Samen in het noorden.</p>", place="Breda")
    for text in ("noorden", "SIN", "sin", "roden", "regenboog", "De Regenboog Leek", "regen"):
        assert items(client.get("/landkaart/", {"q": text})) == [wanted.slug], text
    for text in ("anker", "boog", "egenboog"):
        assert items(client.get("/landkaart/", {"q": text})) == [], text
    assert items(client.get("/landkaart/", {"q": "zuiderlicht"})) == [other.slug]


def test_a_mistyped_text_is_helped(alone, client):
    a_partnership("Zuiderlicht")
    html = page(client, q="zuiderligt")
    assert "Geen partnerschap gevonden voor <i>zuiderligt</i>" in html
    assert '<a href="/landkaart/?q=zuiderlicht"><i>zuiderlicht</i></a>' in html


def test_when_a_filter_is_in_the_way_it_is_named(alone, client):
    a_partnership("Alleen po", sectors=["po"])
    html = page(client, q="alleen", sector="mbo", status="erkend")
    assert '<a href="/landkaart/?q=alleen&status=erkend">Zonder “mbo”</a> is er 1.' in html


def test_the_search_reaches_no_hidden_page(alone, client):
    hidden = a_partnership("Zuiderlicht", partners=((an_organisation("De Regenboog"), "school"),))
    Page.objects.filter(pk=hidden.pk).update(live=False)
    for text in ("zuiderlicht", "regenboog"):
        assert total(client.get("/landkaart/", {"q": text})) == 0
