"""/oembed/: how to show one of our pages on another site, for programs that found the way here in its head (oembed.com).

What has no page of its own an app makes known at ready() (`also`).
"""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from platform_site.addresses import absolute
from platform_site.elsewhere import CARD
from platform_site.framing import Code, open_to_scripts
from platform_site.keeping import keepable
from platform_site.page_routes import find_page
from platform_site.parameters import whole_number
from platform_site.querysets import visible_pages

PARAMETERS = ("url", "format", "maxwidth", "maxheight")
WIDTH, NARROW = 600, 400  # in pixels: as wide as it gets, and from where it needs more height


class Framed(NamedTuple):
    """Something of ours that can stand in a frame. path: of what is framed; height, high: in pixels, where it is wide and narrow."""

    title: str
    path: str
    height: int
    high: int


Find = Callable[[SplitResult], Framed | None]
_others: list[Find] = []


def also(find: Find) -> None:
    """Makes known what can be shown beside pages, by its address. Called from AppConfig.ready()."""
    _others.append(find)


def _page_at(request: HttpRequest, path: str) -> Page | None:
    """The page at a path that everybody may see, also at one it had before."""
    try:
        page = find_page(request, path)
    except Http404:
        moved = get_redirect(request, Redirect.normalise_path(path))
        page = moved.redirect_page if moved else None
    return visible_pages().filter(pk=page.pk).first() if page else None


def _found(request: HttpRequest, address: str) -> Framed | None:
    """What can be shown of what is at a full address of this site."""
    try:
        asked = urlsplit(address)
    except ValueError:
        return None
    if asked.scheme not in ("http", "https") or asked.netloc != urlsplit(settings.SITE_URL).netloc:
        return None
    if other := next(filter(None, (find(asked) for find in _others)), None):
        return other
    page = _page_at(request, asked.path)
    return Framed(page.title, f"{CARD}{page.translation_key}/", 320, 420) if page else None


def _at_most(wanted: int, asked: str | None) -> int:
    return min(wanted, whole_number(asked) or wanted)


def _refusal(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


@keepable(*PARAMETERS)
@require_safe
@open_to_scripts
def oembed(request: HttpRequest) -> HttpResponse:
    """How to show what is at `url`."""
    if request.GET.get("format", "json") not in ("", "json"):
        return _refusal(501, "Deze site geeft alleen format=json.")
    found = _found(request, request.GET.get("url", ""))
    if found is None:
        return _refusal(404, "Op dit adres staat niets van deze site dat iedereen mag zien.")
    width = _at_most(WIDTH, request.GET.get("maxwidth"))
    height = _at_most(found.height if width >= NARROW else found.high, request.GET.get("maxheight"))
    code = Code(absolute(found.path), found.title, height, width)
    facts = {"title": found.title, "provider_name": settings.SITE_NAME, "provider_url": absolute("/")}
    size = {"width": width, "height": height, "html": code.html}
    return JsonResponse({"version": "1.0", "type": "rich", **facts, **size}, json_dumps_params={"ensure_ascii": False})
