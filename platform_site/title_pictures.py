"""The picture beside a shared link to a page without one of its own: its title in the house style, at /deelbeeld/…

Drawn when somebody asks for it, which sites that show a link do and readers do not. See docs/decisions/40.
"""

import hashlib
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

from platform_site import lettering, memory
from platform_site.addresses import absolute
from platform_site.keeping import keepable
from platform_site.own_places import OwnPlace, places
from platform_site.pages import SitePage
from platform_site.parameters import whole_number
from platform_site.pictures import SharedPicture
from platform_site.querysets import visible_pages
from platform_site.taxonomy import Sector

DRAWING = 1  # to be raised when the drawing itself changes, so that all addresses do
WIDTH, HEIGHT = 1200, 630
MOST = 200  # drawings that are remembered, of some 20 kB each
GROUND, INK, SOFT, NIGHT = "#0d4a57", "#ffffff", "#b6e6ee", "#0b333c"
HUES = {Sector.PO: "#ff9d66", Sector.VO: "#8dbcf5", Sector.MBO: "#dfa0e8"}  # as in static/css/base/tokens.css by night
# Everything is drawn twice as large, for smooth edges.
FINER = 2
MARGIN, KIND_TOP, TITLE_TOP, TITLE_ROOM, SHAPES_TOP, NAME_TOP = 152, 128, 264, 590, 900, 1026
SMALL, LARGEST, SMALLEST, STEP = 68, 168, 60, 8
SHAPE, BETWEEN, EDGE = 212, 44, 10


class TitlePicture(NamedTuple):
    """What such a picture tells. of: the number of a page, or the name of a place of the site itself."""

    of: str
    title: str
    kind: str = ""
    sectors: tuple[str, ...] = ()

    @classmethod
    def of_page(cls, page: SitePage) -> "TitlePicture":
        return cls(str(page.pk), page.title, page.kind_in_words, tuple(getattr(page, "sectors", ())))

    @classmethod
    def of_place(cls, place: OwnPlace) -> "TitlePicture":
        return cls(place.path.strip("/").replace("/", "-"), place.title)

    @classmethod
    def named(cls, of: str) -> "TitlePicture | None":
        """That of a page that everybody may see, or of a place; None: there is no such thing."""
        if not whole_number(of):
            return next((one for one in map(cls.of_place, places()) if one.of == of), None)
        found = visible_pages().filter(pk=of).first()
        page = found and found.specific
        return cls.of_page(page) if isinstance(page, SitePage) else None

    @property
    def version(self) -> str:
        return hashlib.blake2b(repr((DRAWING, *self[1:])).encode(), digest_size=6).hexdigest()

    @property
    def path(self) -> str:
        return f"/deelbeeld/{self.of}/{self.version}.png"

    def shared(self) -> SharedPicture:
        about = f"{self.kind}: {self.title}" if self.kind else self.title
        return SharedPicture(absolute(self.path), WIDTH, HEIGHT, f"{about} – {settings.SITE_NAME}")


@keepable()
@require_safe
def title_picture(request: HttpRequest, of: str, version: str) -> HttpResponse:
    """The picture of what everybody may see; an earlier address of it leads to the present one."""
    wanted = TitlePicture.named(of)
    if wanted is None:
        raise Http404
    if version != wanted.version:
        return HttpResponseRedirect(wanted.path)
    return HttpResponse(drawn(*wanted[1:]), content_type="image/png")


@lru_cache(maxsize=MOST)
def drawn(title: str, kind: str, sectors: tuple[str, ...]) -> bytes:
    """The picture as PNG. Its bytes follow from these words alone, so they hold whatever else changes on the site."""
    picture = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), GROUND)
    pen = ImageDraw.Draw(picture)
    told, above = lettering.letters(title), lettering.letters(kind)
    if not told.plain:
        told, above = above, lettering.NOTHING
    room = (WIDTH * FINER - 2 * MARGIN, TITLE_ROOM)
    size, lines = lettering.set_in(told, *room, range(LARGEST, SMALLEST - 1, -STEP))
    for number, line in enumerate(lines):
        lettering.draw(pen, (MARGIN, TITLE_TOP + round(number * size * lettering.LINE)), line, size, INK, GROUND)
    lettering.draw(pen, (MARGIN, KIND_TOP), above, SMALL, SOFT, GROUND)
    lettering.draw(pen, (MARGIN, NAME_TOP), lettering.letters(settings.SITE_NAME), SMALL, INK, GROUND)
    left = WIDTH * FINER - MARGIN - 3 * SHAPE - 2 * BETWEEN
    for number, sector in enumerate(HUES):
        full = sector in sectors or not sectors
        _shape(pen, sector, left + number * (SHAPE + BETWEEN), full)
    made = BytesIO()
    flat = picture.reduce(FINER).quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat.save(made, "PNG", optimize=True)
    return made.getvalue()


memory.empties(drawn.cache_clear)


def _shape(pen: ImageDraw.ImageDraw, sector: Sector, left: int, full: bool) -> None:
    """The shape of a sector with its name in it: circle, square or triangle; not `full`: its outline."""
    hue, right, top, bottom = HUES[sector], left + SHAPE, SHAPES_TOP, SHAPES_TOP + SHAPE
    ink = {"fill": hue} if full else {"outline": hue, "width": EDGE}
    low, size = 0.59, 60
    if sector == Sector.PO:
        pen.ellipse((left, top, right, bottom), **ink)
    elif sector == Sector.VO:
        pen.rectangle((left, top, right, bottom), **ink)
    else:
        pen.polygon([((left + right) / 2, top), (right, bottom), (left, bottom)], **ink)
        low, size = 0.88, 52
    words = ((left + right) / 2, top + SHAPE * low), sector.value, NIGHT if full else hue, lettering.font(size)
    pen.text(*words, anchor="ms", stroke_width=1)
