"""From an address to a page, for pages and for what hangs below them: always with all of the page's own checks."""

from collections.abc import Callable
from functools import reduce

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page, Site


def find_page(request: HttpRequest, path: str, page_type: type[Page] = Page) -> Page:
    """The live page of `page_type` at `path` of this site, in its own type. Raises Http404 when there is none.

    One look-up by the whole path, where Wagtail's own routing asks for every step of the way (9 queries for a chapter).
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    url_path = f"{site.root_page.url_path}{path.strip('/')}/" if path.strip("/") else site.root_page.url_path
    found = Page.objects.live().filter(url_path=url_path).first()
    page = found and found.specific
    if not isinstance(page, page_type):
        raise Http404
    return page


def respond(request: HttpRequest, page: Page, answer: Callable[[Page], HttpResponse]) -> HttpResponse:
    """`answer(page)`, unless a hook answers first: privacy asks for a log-in there."""
    for hook in hooks.get_hooks("before_serve_page"):
        early = hook(page, request, [], {})
        if isinstance(early, HttpResponse):
            return early
    chain = reduce(
        lambda inner, hook: hook(inner),
        reversed(hooks.get_hooks("on_serve_page")),
        lambda page, request, args, kwargs: answer(page),
    )
    return chain(page, request, [], {})


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page at `path`."""
    page = find_page(request, path)
    return respond(request, page, lambda page: page.serve(request))
