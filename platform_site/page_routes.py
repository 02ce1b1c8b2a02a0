"""From an address to a page, for pages and for what hangs below them: always with all of the page's own checks."""

from collections.abc import Callable
from copy import copy
from functools import cache, reduce

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site, get_page_models
from wagtail.models.sites import get_site_for_hostname

from platform_site.keeping import keep, keepable
from platform_site.memory import cached_until_change
from platform_site.pages import SitePage
from platform_site.querysets import all_pages
from platform_site.relations import know_chosen

MOST_PAGES = 200  # that stay in memory, beside the lists
SLUG, URL_PATH = "<slug>", "<url_path>"  # stand in a question for what is asked


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
    single = [kind for kind in get_page_models() if issubclass(kind, SitePage) and kind.max_count == 1]
    found = (page for kind in single for page in kind.objects.with_restricted().whole().filter(live=True))
    return {page.url_path: _kept(page, list(page.get_ancestors().filter(depth__gt=1))) for page in found}


def _kept(page: SitePage, above: list[Page]) -> SitePage:
    """The page as it stays in memory: it knows what stands above it, what is chosen on it, its files, and soon what it shows."""
    know_chosen(page)
    for field in page._meta.concrete_fields:
        if field.related_model in (get_image_model(), get_document_model()):
            getattr(page, field.name)
    page.above, page.made = above, {}
    return page


def find_page(request: HttpRequest, path: str, page_type: type[Page] = Page) -> Page:
    """The live page of `page_type` at `path` of this site, in its own type. Raises Http404 when there is none."""
    site = site_of(request)
    if site is None:
        raise Http404
    url_path = site.root_page.url_path + "".join(f"{step}/" for step in path.split("/") if step)
    page = copy(_list_pages().get(url_path) or _page_at(site.root_page, url_path))
    if not isinstance(page, page_type):
        raise Http404
    return page


@cached_until_change(most=MOST_PAGES)
def _page_at(root: Page, url_path: str) -> SitePage:
    """The live page at an address below `root`, in one or two look-ups; Wagtail's routing has one for each step, 9 for a chapter."""
    list_path = url_path.rstrip("/").rpartition("/")[0] + "/"
    above = _list_pages().get(list_path)
    kinds = above.allowed_subpage_models() if above else []
    page = _look_up(kinds[0], url_path) if len(kinds) == 1 else None
    if page:
        return _kept(page, [*above.above, above])
    steps = url_path.removeprefix(root.url_path).split("/")[:-1]
    paths = [root.url_path + "".join(f"{step}/" for step in steps[:depth]) for depth in range(len(steps) + 1)]
    slugs = [root.slug, *steps]  # these have an index, `url_path` has none
    *between, found = [None, *all_pages().filter(slug__in=slugs, url_path__in=paths).order_by("depth")]
    kind = found.specific_class if found and found.url_path == url_path else None
    page = _look_up(kind, url_path) if kind and issubclass(kind, SitePage) else None
    if page is None:
        raise Http404  # nothing to remember: there are too many addresses at which nothing is
    return _kept(page, between[1:])


@cache
def _question(kind: type[SitePage]) -> tuple[str, tuple]:
    """The SQL, and its parameters, for the live page at an address. Django takes longer to write it than PostgreSQL to answer it."""
    there = kind.objects.with_restricted().whole().filter(live=True, slug=SLUG, url_path=URL_PATH)
    return there.order_by().query.sql_with_params()


def _look_up(kind: type[SitePage], url_path: str) -> SitePage | None:
    """The live page of this type at an address, with what `whole` adds."""
    sql, parameters = _question(kind)
    asked = {SLUG: url_path.rstrip("/").rpartition("/")[2], URL_PATH: url_path}
    return next(iter(kind.objects.raw(sql, [asked.get(str(one), one) for one in parameters])), None)


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
