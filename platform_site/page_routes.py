"""Addresses that hang below a page but are no page: they first ask for the page, with all that page's own checks."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page, Site


def public_page(request: HttpRequest, path: str, page_type: type[Page]) -> Page | HttpResponse:
    """The live page of `page_type` at `path` (without slashes around it) on this site.

    Returns the answer instead of the page where privacy asks for one (a log-in).
    Raises Http404 when there is no such page, or it is not live.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    route = site.root_page.localized.specific.route(request, path.strip("/").split("/"))
    page = route.page
    if not isinstance(page, page_type) or not page.live:
        raise Http404
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, route.args, route.kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    return page
