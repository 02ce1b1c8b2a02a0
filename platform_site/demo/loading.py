"""Filling an empty site with example content. Each app brings its own shelf; what is there already is left alone."""

from collections.abc import Callable, Iterator

from django.db import transaction
from wagtail.models import Page

from platform_site.demo.library import Library
from platform_site.examples import seed_terms, the_home
from platform_site.generation import everything_changed, paused
from platform_site.text_index import rebuild

# A shelf makes its pages, yields, and fills in their texts when it is taken up again: by then every page it refers to is there.
Shelf = Callable[[Library], Iterator[str]]
_shelves: list[tuple[int, Shelf]] = []


def register(order: int, shelf: Shelf) -> None:
    """Adds a shelf; a lower `order` is filled earlier. Called from AppConfig.ready()."""
    _shelves.append((order, shelf))


@transaction.atomic
def load(tell: Callable[[str], None]) -> None:
    """Puts all example content on the site, all or nothing; `tell` gets a line for every step."""
    before = Page.objects.count()
    with paused():
        library = Library(the_home())
        seed_terms()
        opened = [shelf(library) for _, shelf in sorted(_shelves, key=lambda entry: entry[0])]
        for shelf in opened:
            tell(next(shelf))
        for shelf in opened:
            for line in shelf:
                tell(line)
    if Page.objects.count() > before:
        tell(f"{rebuild()} pagina's in de zoekindex")
        everything_changed()
