"""Makes the icons of the site from its mark, the one that is drawn in static/img/icon.svg.

.venv/bin/python docs/make_icons.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

PLACE = Path(__file__).parents[1] / "static/img"
FINE = 2048  # drawn so large first, for smooth edges
BOX, LEFT, TOP = 64, -1, -10  # the viewBox
PO, VO, MBO, PAPER = "#b8470b", "#1c5596", "#7a2f86", "#ffffff"
# Phones round the corners of an icon, or cut a circle out of it: those have paper behind the mark, and room around it.
ROOM = 0.16


def mark(ground: str | None, room: float) -> Image.Image:
    """The mark on a ground, None: see-through. room: what stays free on each side, as a part of the whole."""
    drawn = Image.new("RGBA", (FINE, FINE), ground or (0, 0, 0, 0))
    pen, scale = ImageDraw.Draw(drawn), FINE * (1 - 2 * room) / BOX

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(FINE * room + (x - LEFT) * scale, FINE * room + (y - TOP) * scale) for x, y in points]

    pen.ellipse(at((1, 13), (27, 39)), PO)
    pen.rectangle(at((21, 14), (45, 38)), VO)
    pen.polygon(at((46, 1), (61, 27), (31, 27)), MBO)
    return drawn


def main() -> None:
    bare, framed = mark(None, 0), mark(PAPER, ROOM)
    bare.resize((32, 32), Image.Resampling.LANCZOS).save(PLACE / "icon.ico", sizes=[(16, 16), (32, 32)])
    for size in (180, 192, 512):
        made = framed.resize((size, size), Image.Resampling.LANCZOS).convert("RGB")
        made.quantize(64, dither=Image.Dither.NONE).save(PLACE / f"icon-{size}.png", optimize=True)
    for path in sorted(PLACE.glob("icon*")):
        print(f"{path.name} {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
