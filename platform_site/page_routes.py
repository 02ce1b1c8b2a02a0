"""From an address to a page, for pages and for what hangs below them: always with all of the page's own checks."""

from collections.abc import Callable
from copy import copy
from functools import reduce

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from wagtail import hooks
from wagtail.models import Page, Site, get_page_models
from wagtail.models.sites import get_site_for_hostname

from platform_site.keeping import keep, keepable
from platform_site.memory import cached_until_change
from platform_site.pages import ListPage
from platform_site.querysets import all_pages


@cached_until_change
def _site(host: str) -> Site | None:
    name, port = split_domain_port(host)
    return get_site_for_hostname(name, port or 80)


def site_of(request: HttpRequest) -> Site | None:
    """The site that is asked for; Wagtail finds it there too."""
    if not hasattr(request, "_wagtail_site"):
        request._wagtail_site = _site(request.get_host())
    return request._wagtail_site


@cached_until_change
def _list_pages() -> dict[str, Page]:
    """The live list pages by their path: there is one of each, and they are asked for most."""
    pages = {}
    for page_type in get_page_models():
        if issubclass(page_type, ListPage):
            for page in page_type.objects.with_restricted().filter(live=True):
                page.above = list(page.get_ancestors().filter(depth__gt=1))
                pages[page.url_path] = page
    return pages


def find_page(request: HttpRequest, path: str, page_type: type[Page] = Page) -> Page:
    """The live page of `page_type` at `path` of this site, in its own type. Raises Http404 when there is none.

    The page and all above it come in one look-up, where Wagtail's own routing asks for every step (9 queries for a chapter).
    """
    site = site_of(request)
    if site is None:
        raise Http404
    steps = [step for step in path.split("/") if step]
    paths = [site.root_page.url_path + "".join(f"{step}/" for step in steps[:depth]) for depth in range(len(steps) + 1)]
    if kept_page := _list_pages().get(paths[-1]):
        page = copy(kept_page)
        if not isinstance(page, page_type):
            raise Http404
        return page
    slugs = [site.root_page.slug, *steps]  # these have an index, `url_path` has none
    there = all_pages().with_restricted().filter(slug__in=slugs, url_path__in=paths)
    *above, found = [None, *there.order_by("depth")]
    if found is None or found.url_path != paths[-1] or not found.live:
        raise Http404
    page = found.specific
    if not isinstance(page, page_type):
        raise Http404
    page.restricted, page.above = found.restricted, above[1:]
    return page


def respond(request: HttpRequest, page: Page, answer: Callable[[Page], HttpResponse]) -> HttpResponse:
    """`answer(page)`, unless a hook answers first: privacy asks for a log-in there."""
    for hook in hooks.get_hooks("before_serve_page"):
        early = hook(page, request, [], {})
        if isinstance(early, HttpResponse):
            return early
    chain = reduce(lambda inner, hook: hook(inner), reversed(hooks.get_hooks("on_serve_page")), lambda *_: answer(page))
    return chain(page, request, [], {})


@keepable()
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page at `path`."""
    page = find_page(request, path)
    keep(*getattr(page, "parameters", ()))
    return respond(request, page, lambda page: page.serve(request))
