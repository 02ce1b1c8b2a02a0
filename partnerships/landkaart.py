"""What the landkaart shows for an address: list, map, filters, and what to say when something was not understood."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, QueryDict

from partnerships.drawing import MapSymbol, symbols
from partnerships.outlines import EAST, HEIGHT, NORTH, SOUTH, WEST, WIDTH, Province, project, provinces
from partnerships.places import PlaceAnswer
from partnerships.points import Point
from partnerships.selection import PATH, WITHIN_KM, MapResult, Selection, select
from platform_site.addresses import absolute
from platform_site.components import Chip, FacetGroup
from platform_site.parameters import Address

ALWAYS_OPEN = ("sector", "status")  # the other facets stand behind "Meer filters"


@dataclass
class Landkaart:
    selection: Selection
    groups: list[FacetGroup]
    blocking: Chip | None = None  # the filter without which most would be found
    blocking_total: int = 0
    meant: Chip | None = None  # how the text was perhaps meant, when it finds nothing
    meant_total: int = 0
    nearest: MapResult | None = None  # when nothing lies within the distance asked for: what lies nearest
    box = f"0 0 {WIDTH} {HEIGHT}"
    height = HEIGHT
    edges = (WEST, SOUTH, EAST, NORTH)

    @property
    def results(self) -> list[MapResult]:
        return self.selection.results

    @property
    def total(self) -> int:
        return len(self.results)

    @property
    def located(self) -> int:
        return sum(result.page.has_point for result in self.results)

    @property
    def address(self) -> Address:
        return self.selection.address

    @property
    def text(self) -> str:
        return self.selection.query.text if self.selection.query else ""

    @property
    def cut(self) -> bool:
        return self.selection.cut

    @property
    def place(self) -> PlaceAnswer | None:
        return self.selection.place

    @property
    def place_text(self) -> str:
        """What was typed for a place."""
        return self.place.asked if self.place else ""

    @property
    def needs_place(self) -> bool:
        """A distance was chosen, but not from where."""
        return self.selection.without_place

    @property
    def place_name(self) -> str:
        """Where the distances are measured from; empty when no place was understood."""
        return self.place.place.name if self.place and self.place.place else ""

    @property
    def here(self) -> tuple[int, int] | None:
        """That place on the drawing."""
        return project(*self.selection.point) if self.selection.point else None

    @property
    def point(self) -> Point | None:
        return self.selection.point

    @property
    def within(self) -> int | None:
        return self.selection.within

    @property
    def distances(self) -> list[tuple[str, str, bool]]:
        """The choices of a distance: value, words, chosen."""
        far = [(str(km), f"binnen {km} km", km == self.within) for km in WITHIN_KM]
        return [("", "hoe ver ook", not self.within), *far]

    @property
    def other_places(self) -> list[Chip]:
        """Places that may have been meant."""
        names = self.place.others if self.place else ()
        return [Chip(name, self.address.having(plaats=name)) for name in names]

    @property
    def province(self) -> Chip | None:
        """When a province was typed for a place: the filter that does what was wanted."""
        name = self.place.province if self.place else ""
        return Chip(name, self.address.having(plaats="", provincie=name)) if name else None

    @property
    def open_groups(self) -> list[FacetGroup]:
        return [group for group in self.groups if group.name in ALWAYS_OPEN]

    @property
    def more_groups(self) -> list[FacetGroup]:
        return [group for group in self.groups if group.name not in ALWAYS_OPEN]

    @property
    def more_chosen(self) -> int:
        """How many choices are made behind "Meer filters"."""
        return sum(len(self.address.values[group.name]) for group in self.more_groups)

    @property
    def chips(self) -> list[Chip]:
        chips = self.selection.filter.chips(self.address)
        if self.within:
            chips.insert(0, Chip(f"binnen {self.within} km", self.address.having(binnen="")))
        if self.place:
            chips.insert(
                0, Chip(f"bij {self.place_name or self.place.asked}", self.address.having(plaats="", binnen=""))
            )
        if self.text:
            chips.insert(0, Chip(f"“{self.text}”", self.address.having(q="")))
        return chips

    @property
    def symbols(self) -> list[MapSymbol]:
        return symbols(result.page for result in self.results)

    @property
    def tiles(self) -> str:
        """The address of background tiles; empty: none."""
        return settings.MAP_TILES_URL

    @property
    def tiles_source(self) -> str:
        """Who is to be named for them."""
        return settings.MAP_TILES_SOURCE

    @property
    def provinces(self) -> tuple[Province, ...]:
        return provinces()

    def _download(self, name: str) -> str:
        return str(self.address).replace(PATH, f"{PATH}{name}", 1)

    @property
    def geojson(self) -> str:
        """The GeoJSON with the same filters."""
        return self._download("partnerschappen.geojson")

    @property
    def csv(self) -> str:
        """The table with the same filters."""
        return self._download("partnerschappen.csv")

    @property
    def link(self) -> str:
        """The full address of what is shown, to share."""
        return absolute(str(self.address))

    @property
    def picture(self) -> str:
        """The full address of the map as a picture, for other sites."""
        return absolute(self._download("kaart.svg"))

    @property
    def code(self) -> str:
        """HTML with that picture and a link to what is shown, for other sites."""
        words = f"Kaart met {self.located} partnerschap{'' if self.located == 1 else 'pen'} Samen Opleiden"
        picture = f'<img src="{self.picture}" width="600" height="{self.height}" alt="{words}">'
        return f'<a href="{self.link}">{picture}</a>'


def _meant(selection: Selection) -> tuple[Chip | None, int]:
    """How the text was perhaps meant, and how many partnerships that finds with the same filters."""
    better = selection.query.mended if selection.query and not selection.results else None
    if not better:
        return None, 0
    link = selection.address.having(q=better)
    total = len(select(QueryDict(link.partition("?")[2])).results)
    return (Chip(better, link), total) if total else (None, 0)


def contents(request: HttpRequest) -> dict:
    """What the template of the landkaart needs."""
    return {"landkaart": landkaart(request.GET)}


def landkaart(parameters: QueryDict) -> Landkaart:
    """Everything the page shows for the address parameters."""
    selection = select(parameters)
    meant, meant_total = _meant(selection)
    shown = Landkaart(selection, selection.filter.groups(), meant=meant, meant_total=meant_total)
    if not selection.results and selection.within:
        shown.nearest = selection.nearest()
    if not selection.results and (loosest := selection.filter.loosest()) and loosest[1]:
        name, shown.blocking_total = loosest
        titles = [selection.filter.titles[name][value] for value in selection.filter.chosen[name]]
        shown.blocking = Chip(" of ".join(titles), selection.address.having(**{name: ""}))
    return shown
