"""Filling an empty site: with what every site begins with, or with all example content. What is there already is left alone.

Each app brings its list pages and its own shelf of examples.
"""

from collections.abc import Callable, Iterator, Sequence

from django.db import transaction
from wagtail.models import Page

from platform_site.demo import accounts, first_pages
from platform_site.demo.at_once import noted_at_once
from platform_site.demo.library import Library
from platform_site.examples import seed_terms, the_home
from platform_site.generation import everything_changed, paused
from platform_site.pages import SitePage
from platform_site.search.index import rebuild

# A shelf makes its pages, yields, and fills in their texts when it is taken up again: by then every page it refers to is there.
Shelf = Callable[[Library], Iterator[str]]
FindPage = Callable[[], SitePage]
_shelves: list[tuple[int, Shelf, tuple[FindPage, ...]]] = []


def register(order: int, shelf: Shelf, *list_pages: FindPage) -> None:
    """Adds a shelf and the list pages of an app; a lower `order` is filled earlier. Called from AppConfig.ready()."""
    _shelves.append((order, shelf, list_pages))
    _shelves.sort(key=lambda entry: entry[0])


@transaction.atomic
def load(tell: Callable[[str], None], account_addresses: Sequence[str] = ()) -> None:
    """Puts all example content on the site, all or nothing; `tell` gets a line for every step.

    account_addresses: which of the example accounts are made too.
    """
    before = Page.objects.count()
    with paused(), noted_at_once():
        library = _begin()
        accounts.make(account_addresses)
        opened = [shelf(library) for _, shelf, _ in _shelves]
        for shelf in opened:
            tell(next(shelf))
        for shelf in opened:
            for line in shelf:
                tell(line)
    if Page.objects.count() > before:
        tell(f"{rebuild()} pagina's in de zoekindex")
        everything_changed()


@transaction.atomic
def start() -> None:
    """Makes what every site begins with: home, the list pages, the lists of the domain, and its own pages as drafts."""
    with paused():
        first_pages.make_drafts(_begin())
    rebuild()
    everything_changed()


def _begin() -> Library:
    library = Library(the_home())
    seed_terms()
    for _, _, list_pages in _shelves:
        for find in list_pages:
            library.list_page(find)
    first_pages.set_synonyms(library)
    return library
