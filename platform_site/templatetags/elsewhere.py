"""What our pages tell those who want to show them on a site of their own."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from platform_site.addresses import absolute
from platform_site.framing import Code

register = template.Library()


@register.simple_tag
def frame_code(path: str, title: str, height: int) -> SafeString:
    """The code, to be read and copied, that shows what is at a path of ours."""
    return mark_safe(escape(Code(absolute(path), title, height).html))
