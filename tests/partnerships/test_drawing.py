"""The drawing of the Netherlands is true: north is up, every town lies in its province, every sector has its shape."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.drawing import BETWEEN, MapSymbol
from partnerships.outlines import EAST, HEIGHT, NORTH, SOUTH, WEST, WIDTH, project, provinces

SECTORS = ["po", "vo", "mbo"]


@given(st.floats(SOUTH, NORTH), st.floats(WEST, EAST))
def test_every_point_of_the_country_falls_on_the_drawing(lat, lon):
    x, y = project(lat, lon)
    assert 0 <= x <= WIDTH
    assert 0 <= y <= HEIGHT


def test_north_is_up_east_is_right_and_shapes_are_not_stretched():
    groningen, maastricht, den_haag, enschede = (
        project(53.22, 6.57),
        project(50.85, 5.69),
        project(52.08, 4.31),
        project(52.22, 6.89),
    )
    assert groningen[1] < den_haag[1] < maastricht[1]
    assert den_haag[0] < maastricht[0] < groningen[0] < enschede[0]
    # a degree of latitude is as long as 1/cos(52°) degrees of longitude, on the map as in the field
    (_, south), (_, north) = project(51.5, 5), project(52.5, 5)
    (west, _), (east, _) = project(52, 4.5), project(52, 5.5)
    assert (south - north) / (east - west) == pytest.approx(1.624, abs=0.02)


def test_there_are_twelve_provinces_and_they_fill_the_drawing():
    drawn = provinces()
    assert sorted(province.name for province in drawn) == sorted(
        ["Groningen", "Fryslân", "Drenthe", "Overijssel", "Flevoland", "Gelderland", "Utrecht", "Noord-Holland", "Zuid-Holland",
         "Zeeland", "Noord-Brabant", "Limburg"]
    )  # fmt: skip
    xs, ys = [], []
    for province in drawn:
        for ring in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", province.path):
            x, y, steps = int(ring[0]), int(ring[1]), [int(step) for step in ring[2].split()]
            for across, down in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + across, y + down
                xs.append(x)
                ys.append(y)
    assert min(xs) >= 0
    assert min(ys) >= 0
    assert WIDTH * 0.97 < max(xs) <= WIDTH
    assert HEIGHT * 0.97 < max(ys) <= HEIGHT


def inside(x: int, y: int, path: str) -> bool:
    """Whether a point lies within a path: a ray to the left crosses its edges an odd number of times."""
    crossings = 0
    for start_x, start_y, steps in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", path):
        points, numbers = [(int(start_x), int(start_y))], [int(step) for step in steps.split()]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + across, points[-1][1] + down))
        for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
            if (y1 > y) != (y2 > y) and x > x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize(
    ("place", "lat", "lon", "province"),
    [
        ("Utrecht", 52.09, 5.12, "Utrecht"), ("Assen", 52.99, 6.56, "Drenthe"), ("Leeuwarden", 53.2, 5.8, "Fryslân"),
        ("Middelburg", 51.5, 3.61, "Zeeland"), ("Maastricht", 50.85, 5.70, "Limburg"), ("Lelystad", 52.51, 5.48, "Flevoland"),
        ("Den Haag", 52.08, 4.31, "Zuid-Holland"), ("Groningen", 53.22, 6.57, "Groningen"), ("Breda", 51.58, 4.78, "Noord-Brabant"),
    ],
)  # fmt: skip
def test_a_town_falls_inside_its_own_province(place, lat, lon, province):
    assert [drawn.name for drawn in provinces() if inside(*project(lat, lon), drawn.path)] == [province]


@given(st.lists(st.sampled_from(SECTORS), min_size=1, max_size=3, unique=True))
def test_a_partnership_has_one_shape_per_sector_side_by_side_around_its_place(sectors):
    shapes = MapSymbol("x", 100, 50, sectors).shapes
    assert [shape.sector for shape in shapes] == sectors
    assert [after.x - before.x for before, after in itertools.pairwise(shapes)] == [BETWEEN] * (len(sectors) - 1)
    assert (shapes[0].x + shapes[-1].x) / 2 == 100
    assert {shape.y for shape in shapes} == {50}
