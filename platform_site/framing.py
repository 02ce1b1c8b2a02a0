"""What makes an answer fit to be used on the sites of others: to stand in a frame there, or to be read by their scripts."""

from collections.abc import Callable
from typing import NamedTuple

from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_exempt

View = Callable[..., HttpResponse]


def framable(view: View) -> View:
    """Decorator, the innermost: the answers of this view may stand in a frame on any site."""
    return csp(settings.FRAMED_CONTENT_SECURITY_POLICY)(xframe_options_exempt(view))


def open_to_scripts(view: View) -> View:
    """Decorator, the innermost: scripts on other sites may read the answers of this view."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


class Code(NamedTuple):
    """What somebody puts in a page of their own to show one of ours. src: its address; height: in pixels."""

    src: str
    title: str
    height: int
    width: int | str = "100%"

    @property
    def html(self) -> SafeString:
        # No border, in the old way: a `style` would be refused where the policy of that site allows none in its pages.
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0"></iframe>',
            self.src, self.title, self.width, self.height,
        )  # fmt: skip
