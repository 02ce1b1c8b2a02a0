"""DUO shouts place names without accents; readers get them as they write them. And a point is in the country or it is not."""

import csv
from itertools import chain

import pytest

from partnerships.place_names import TABLE, readable, written_out
from partnerships.points import POSTCODES, centre, in_the_netherlands
from tests.duo_files import SCHOOLS, shouted


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("S GRAVENHAGE", "Den Haag"),
        ("'S-GRAVENHAGE", "Den Haag"),
        ("'S HERTOGENBOSCH", "Den Bosch"),
        ("'s-Hertogenbosch", "Den Bosch"),
        ("DEN HAAG", "Den Haag"),
        ("ALTEVEER GEM NOORDENVELD", "Alteveer"),
        ("HOORN FR", "Hoorn"),
        ("BERGEN OP ZOOM", "Bergen op Zoom"),
        ("S GRAVENZANDE", "'s-Gravenzande"),
        ("S-GRAVENPOLDER", "'s-Gravenpolder"),
        ("IJSSELSTEIN UT", "IJsselstein"),
        ("CAPELLE AAN DEN IJSSEL", "Capelle aan den IJssel"),
        ("NIEUWERKERK A/D IJSSEL", "Nieuwerkerk aan den IJssel"),
        ("KRIMPEN AD LEK", "Krimpen aan de Lek"),
        ("T ZAND NH", "'t Zand"),
        ("'T HARDE", "'t Harde"),
        ("HENGELO GLD", "Hengelo"),
        ("EARNEWALD", "Earnewâld"),
        ("2E EXLOERMOND", "2e Exloërmond"),
        ("SINT WILLEBRORD", "St. Willebrord"),
        ("WEST-TERSCHELLING", "West-Terschelling"),
        ("WIJK BIJ DUURSTEDE", "Wijk bij Duurstede"),
        ("Oost-Souburg", "Oost-Souburg"),
        ("LUTJEBROEK AAN HET IJ", "Lutjebroek aan het IJ"),
        ("ELL", "Ell"),
        (" ", ""),
    ],
)
def test_a_place_is_written_as_people_write_it(shown, name):
    assert readable(shown) == name


def test_the_rules_alone_get_nearly_every_place_right():
    """All places with a school, shouted: what the rules write without looking in the list."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        places = {row["woonplaats"] for row in csv.DictReader(file)}
    wrong = {place for place in places if written_out(shouted(place)) != place}
    assert len(wrong) < 0.03 * len(places), sorted(wrong)  # accents, and what the official list writes in its own way


def test_all_schools_and_postcodes_lie_in_the_country():
    with (
        SCHOOLS.open(encoding="utf-8", newline="") as schools,
        POSTCODES.open(encoding="utf-8", newline="") as postcodes,
    ):
        rows = chain(csv.DictReader(schools), csv.DictReader(postcodes))
        assert not [row for row in rows if not in_the_netherlands(float(row["lat"]), float(row["lon"]))]


@pytest.mark.parametrize(
    ("where", "lat", "lon"),
    [
        ("Antwerpen", 51.22, 4.40),
        ("Turnhout", 51.32, 4.95),
        ("Brugge", 51.21, 3.22),
        ("Hasselt", 50.93, 5.34),
        ("Aken", 50.775, 6.083),
        ("Kleef", 51.79, 6.14),
        ("Kralendijk", 12.15, -68.27),
        ("op zee", 52.5, 3.9),
        ("op het Markermeer", 52.55, 5.2),
        ("verwisseld", 5.11, 52.09),
        ("geen getal", float("nan"), 5.11),
    ],
)
def test_what_lies_elsewhere_is_known_to_lie_elsewhere(where, lat, lon):
    assert not in_the_netherlands(lat, lon), where


def test_a_postcode_has_a_middle():
    assert in_the_netherlands(*centre("3511 AB"))
    assert centre("3511 AB") == centre("3511")
    assert centre("0999 AB") is centre("") is None
