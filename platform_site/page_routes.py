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
from platform_site.pages import SitePage
from platform_site.querysets import SitePageQuerySet, all_pages
from platform_site.relations import know_chosen


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
    """The live list pages and home by their path: there is one of each, and they are asked for most."""
    pages = {}
    for page_type in get_page_models():
        if issubclass(page_type, SitePage) and page_type.max_count == 1:
            for page in page_type.objects.with_restricted().whole().filter(live=True):
                know_chosen(page)
                page.above = list(page.get_ancestors().filter(depth__gt=1))
                pages[page.url_path] = page
    return pages


def find_page(request: HttpRequest, path: str, page_type: type[Page] = Page) -> Page:
    """The live page of `page_type` at `path` of this site, in its own type. Raises Http404 when there is none.

    One or two look-ups, where Wagtail's own routing asks for every step (9 queries for a chapter).
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
    page = _in_a_list(paths) or _anywhere([site.root_page.slug, *steps], paths)
    if not isinstance(page, page_type):
        raise Http404
    return page


def _whole(pages: SitePageQuerySet, above: list[Page]) -> Page | None:
    """The first of `pages` with all it shows of other tables, knowing what stands above it."""
    page = next(iter(pages.with_restricted().whole().filter(live=True).order_by()), None)
    if page:
        know_chosen(page)
        page.above = above
    return page


def _in_a_list(paths: list[str]) -> Page | None:
    """The live page at the last of these paths, when it stands in a list that holds pages of one type: one look-up."""
    above = _list_pages().get(paths[-2]) if len(paths) > 1 else None
    kinds = above.allowed_subpage_models() if above else []
    if len(kinds) != 1:
        return None
    slug = paths[-1].rstrip("/").rpartition("/")[2]  # this has an index, `url_path` has none
    return _whole(kinds[0].objects.filter(slug=slug, url_path=paths[-1]), [*above.above, above])


def _anywhere(slugs: list[str], paths: list[str]) -> Page | None:
    """The live page at the last of these paths: a look-up for its type and all above it, and one for the page itself."""
    *above, found = [None, *all_pages().filter(slug__in=slugs, url_path__in=paths).order_by("depth")]
    kind = found.specific_class if found and found.url_path == paths[-1] else None
    return _whole(kind.objects.filter(pk=found.pk), above[1:]) if kind and issubclass(kind, SitePage) else None


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
