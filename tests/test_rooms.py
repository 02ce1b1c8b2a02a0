"""The rooms of the ground floor know each other as docs/README.md draws it, and what is flat knows none of them."""

from pathlib import Path

import pytest

from tests.test_house import CHECKOUT, MODULES, imported

# The rooms of the ground floor, and which of the others each may know. What is flat is used by every room, so it knows none of
# them, but for what Django and Wagtail look for by name: that puts the house together. docs/README.md draws the same.
ROOMS = {
    "search": set(),
    "accounts": set(),
    "database": set(),
    "embedded_postgres": set(),
    "background": {"accounts", "database", "embedded_postgres"},
    "serving": {"accounts", "background", "database"},
    "editing": {"accounts", "search", "background"},
    "demo": {"accounts", "search"},
}
FACES = ("apps.py", "models.py", "urls.py", "wagtail_apps.py", "wagtail_hooks.py", "wsgi.py", "examples.py")


def rooms(module: str) -> set[str]:
    """Which rooms of the ground floor a module imports."""
    return {name.split(".")[1] for name in imported(module) if name.startswith("platform_site.")} & set(ROOMS)


def test_what_every_room_uses_knows_none_of_the_rooms():
    flat = [module for module in MODULES if module.startswith("platform_site/") and module.count("/") == 1]
    assert len(flat) > 30
    assert not {module: rooms(module) for module in flat if Path(module).name not in FACES and rooms(module)}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_no_other_than_those_on_the_drawing(room):
    inside = [module for module in MODULES if module.startswith(f"platform_site/{room}/")]
    assert inside
    assert {known for module in inside for known in rooms(module)} - {room} == ROOMS[room]


def test_the_drawing_of_the_house_has_the_same_arrows():
    drawing = (CHECKOUT / "docs/README.md").read_text(encoding="utf-8").partition("flowchart BT")[2].partition("```")[0]
    arrows = {tuple(line.split(" --> ")) for line in drawing.replace("    ", "").splitlines() if " --> " in line}
    drawn = {room: {to for start, to in arrows if start == room} - {"flat"} for room in ROOMS}
    assert drawn == ROOMS
