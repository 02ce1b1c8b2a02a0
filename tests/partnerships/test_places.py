"""What somebody types for a place is understood, or answered with what it may have been; and distances are true."""

from math import acos, cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.places import look_up
from partnerships.points import Point, centre, in_the_netherlands, km_between

# What is typed, what it is called back, and the place's own coordinates (rounded, from a map).
UNDERSTOOD = [
    ("9306", "9306 (Noordenveld)", 53.11, 6.43), ("9306 TC", "9306 (Noordenveld)", 53.11, 6.43),
    ("9306tc", "9306 (Noordenveld)", 53.11, 6.43), (" 9306 tc Alteveer ", "9306 (Noordenveld)", 53.11, 6.43),
    ("3511AB", "3511 (Utrecht)", 52.09, 5.12), ("1011", "1011 (Amsterdam)", 52.37, 4.90), ("6211 CE", "6211 (Maastricht)", 50.85, 5.69),
    ("2511", "2511 (Den Haag)", 52.08, 4.31), ("5211", "5211 (Den Bosch)", 51.69, 5.31), ("9999", "9999 (Het Hogeland)", 53.36, 6.60),
    ("Den Haag", "Den Haag", 52.08, 4.31), ("den haag", "Den Haag", 52.08, 4.31), ("'s-Gravenhage", "Den Haag", 52.08, 4.31),
    ("s gravenhage", "Den Haag", 52.08, 4.31), ("S GRAVENHAGE", "Den Haag", 52.08, 4.31), ("’s‑Gravenhage", "Den Haag", 52.08, 4.31),
    ("'s Gravenhage", "Den Haag", 52.08, 4.31), ("den bosch", "Den Bosch", 51.70, 5.30), ("DEN BOSCH", "Den Bosch", 51.70, 5.30),
    ("'s-Hertogenbosch", "Den Bosch", 51.70, 5.30), ("s hertogenbosch", "Den Bosch", 51.70, 5.30),
    ("Groningen", "Groningen", 53.22, 6.57), ("GRONINGEN", "Groningen", 53.22, 6.57), ("Utrecht", "Utrecht", 52.09, 5.12),
    ("Hoogezand", "Hoogezand", 53.16, 6.76), ("Hoogezand-Sappemeer", "Hoogezand", 53.16, 6.76), ("ijmuiden", "IJmuiden", 52.46, 4.61),
    ("Sneek", "Sneek", 53.03, 5.66), ("Snits", "Sneek", 53.03, 5.66), ("Ljouwert", "Leeuwarden", 53.20, 5.79),
    ("St. Annaparochie", "St.-Annaparochie", 53.28, 5.66), ("Sint Annaparochie", "St.-Annaparochie", 53.28, 5.66),
    ("alphen a/d rijn", "Alphen aan den Rijn", 52.13, 4.66), ("Bergen op Zoom", "Bergen op Zoom", 51.49, 4.29),
    ("'t Harde", "'t Harde", 52.41, 5.88), ("t harde", "'t Harde", 52.41, 5.88), ("Ede", "Ede", 52.04, 5.66),
    ("Maastricht", "Maastricht", 50.85, 5.70), ("Vlissingen", "Vlissingen", 51.45, 3.58), ("Den Helder", "Den Helder", 52.95, 4.76),
    ("Hengelo", "Hengelo (Overijssel)", 52.27, 6.79), ("Hengelo (Gelderland)", "Hengelo (Gelderland)", 52.05, 6.31),
    ("Hengelo gld", "Hengelo (Gelderland)", 52.05, 6.31), ("Bergen NH", "Bergen (Noord-Holland)", 52.67, 4.70),
    ("Rijswijk", "Rijswijk (Zuid-Holland)", 52.04, 4.32), ("Hoorn (Friesland)", "Hoorn (Fryslân)", 53.40, 5.34),
    ("Westland", "gemeente Westland", 52.00, 4.21), ("súdwest-fryslân", "gemeente Súdwest-Fryslân", 53.03, 5.58),
    ("SUDWEST FRYSLAN", "gemeente Súdwest-Fryslân", 53.03, 5.58), ("gemeente Noordenveld", "gemeente Noordenveld", 53.11, 6.43),
]  # fmt: skip


def plain_km(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """The distance by the other formula, the spherical law of cosines."""
    a, b, across = radians(lat), radians(to_lat), radians(to_lon - lon)
    return 6371.0088 * acos(min(1.0, sin(a) * sin(b) + cos(a) * cos(b) * cos(across)))


@pytest.mark.parametrize(("typed", "name", "lat", "lon"), UNDERSTOOD)
def test_a_place_is_understood_however_it_is_written(typed, name, lat, lon):
    place = look_up(typed).place
    assert place.name == name
    assert plain_km(*place.point, lat, lon) < 3.5
    assert in_the_netherlands(*place.point)


@pytest.mark.parametrize("name", sorted({name for _, name, _, _ in UNDERSTOOD}))
def test_the_name_we_answer_with_leads_to_the_same_place(name):
    assert look_up(name).place.name == name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Utrect", "Utrecht"), ("Amersfort", "Amersfoort"), ("Rotterdm", "Rotterdam"), ("Zwole", "Zwolle"), ("Hoogesand", "Hoogezand"),
        ("Maastrich", "Maastricht"), ("Krimpen aan de IJssel", "Krimpen aan den IJssel"), ("'s-Gravenhagge", "Den Haag"),
        ("denbosch", "Den Bosch"), ("Wagenigen", "Wageningen"), ("Leuwarden", "Leeuwarden"),
    ],
)  # fmt: skip
def test_a_place_that_is_misspelt_is_not_guessed_but_offered_first(typed, meant):
    answer = look_up(typed)
    assert answer.place is None
    assert answer.others[0] == meant
    assert len(answer.others) <= 4
    assert look_up(meant).place is not None


def test_where_several_have_one_name_the_others_are_offered():
    answer = look_up("Rijswijk")
    assert answer.others == ("Rijswijk (Gelderland)", "Rijswijk (Noord-Brabant)")
    assert len({look_up(name).place.point for name in ("Rijswijk", *answer.others)}) == 3


@pytest.mark.parametrize(
    ("typed", "province"), [("Drenthe", "Drenthe"), ("Friesland", "Fryslân"), ("fryslan", "Fryslân"), ("provincie Utrecht", "Utrecht")]
)  # fmt: skip
def test_a_province_is_no_place(typed, province):
    answer = look_up(typed)
    assert (answer.place, answer.province) == (None, province)


@pytest.mark.parametrize("name", ["Groningen", "Utrecht"])
def test_a_place_goes_before_the_province_of_the_same_name(name):
    assert (look_up(name).place.name, look_up(name).province) == (name, "")


def test_a_postcode_that_does_not_exist_is_answered_with_those_beside_it():
    answer = look_up("1000 AA")
    assert answer.place is None
    assert answer.others == ("1011", "1012", "1013")
    assert centre("1000") is None


@pytest.mark.parametrize("typed", ["", "   ", "?", "0999", "12", "xyzzy", "𓂀", "'", "(", "%_", "a" * 500])
def test_what_means_nothing_is_no_place(typed):
    answer = look_up(typed)
    assert (answer.place, answer.others, answer.province) == (None, (), "")


@given(st.text(max_size=100))
def test_whatever_is_typed_there_is_an_answer(typed):
    answer = look_up(typed)
    assert answer.place is None or in_the_netherlands(*answer.place.point)
    assert len(answer.asked) <= 80


POINTS = st.builds(Point, st.floats(50.7, 53.6), st.floats(3.3, 7.3))


@given(POINTS, POINTS)
def test_distances_agree_with_the_other_formula(here, there):
    assert km_between(here, there) == pytest.approx(plain_km(*here, *there), abs=0.05)
    assert km_between(here, there) == pytest.approx(km_between(there, here))


def test_a_known_distance():
    """The towers of Utrecht and Groningen lie 159 km apart."""
    assert km_between(Point(52.0907, 5.1214), Point(53.2193, 6.5681)) == pytest.approx(159, abs=1)
