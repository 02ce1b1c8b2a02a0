"""Where a page is found. There is one site, rooted at the home page: a path follows from the page itself, without a query."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from platform_site.parameters import whole_number

LINK = re.compile(r'linktype="page"')
ID = re.compile(r'<a[^>]*\bid="(\d+)"')
_known: ContextVar[dict[str, str] | None] = ContextVar("known_paths", default=None)


def absolute(path: str) -> str:
    """The full address of a path of this site, from SITE_URL and never from what a request claims."""
    return f"{settings.SITE_URL}{path}"


def path_of(page: Page) -> str:
    """The path of a page: /kennisbank/een-item/. The first part of `url_path` is the home page's own slug."""
    return "/" + page.url_path.split("/", 2)[2]


def _paths(ids: Iterable[str]) -> dict[str, str]:
    """Paths of live pages by id, in one query."""
    pages = Page.objects.filter(pk__in=list(ids), live=True).only("url_path")
    return {str(page.pk): path_of(page) for page in pages}


def linked_paths(html: Iterable[str]) -> dict[str, str]:
    """The paths of all live pages that the stored texts `html` link to, by id: one query, or none."""
    ids = {found for text in html if LINK.search(text) for found in ID.findall(text)}
    return _paths(ids) if ids else {}


@contextmanager
def known_links(paths: dict[str, str]) -> Iterator[None]:
    """Within this block, links to pages lead to `paths` and need no query of their own."""
    token = _known.set(paths)
    try:
        yield
    finally:
        _known.reset(token)


class PageLink(PageLinkHandler):
    """A link to a page in rich text; one to a page that is gone or not live becomes plain text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        known = _known.get() or {}
        missing = [one for one in ids if one not in known and whole_number(one)] if _known.get() is None else []
        paths = {**known, **(_paths(missing) if missing else {})}
        return [f'<a href="{escape(paths[one])}">' if one in paths else "<a>" for one in ids]
