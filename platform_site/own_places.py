"""What the site has at an address of its own without an editor having made a page for it, such as /volgen/.

Each app offers its own at ready(); the main menu, searching and the sitemap show them beside the pages.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from platform_site.components import Card


class OwnPlace(NamedTuple):
    """found_by: the words for which somebody wants this and nothing else. in_menu: what it is called there, empty: it is not in it;
    it stands behind the page at the address `behind`. changed: gives the last day on which what it shows did."""

    title: str
    path: str
    summary: str
    found_by: str
    changed: Callable[[], date | None]
    in_menu: str = ""
    behind: str = ""

    def card(self) -> Card:
        return Card(self.title, self.path, self.path.strip("/"), self.summary)


_places: list[OwnPlace] = []


def offer(place: OwnPlace) -> None:
    """Makes such a place known. Called from AppConfig.ready()."""
    _places.append(place)


def places() -> list[OwnPlace]:
    return [*_places]


def with_places(entries: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The entries (name, address) of the main menu, those of the places added."""
    entries = [*entries]
    for place in _places:
        if place.in_menu:
            addresses = [address for _, address in entries]
            after = addresses.index(place.behind) + 1 if place.behind in addresses else len(entries)
            entries.insert(after, (place.in_menu, place.path))
    return entries
