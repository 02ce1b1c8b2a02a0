"""What the pages of the portal tell the script that keeps typed text in the browser."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partnerships.portal.views import ARRIVED

register = template.Library()


@register.simple_tag(takes_context=True)
def arrived(context: Context) -> SafeString | str:
    """The numbers of what this browser sent in and the site has stored; nothing for visitors."""
    request = context["request"]
    numbers = request.session.get(ARRIVED) if request.user.is_authenticated else None
    return format_html('<meta name="aangekomen" content="{}">', " ".join(numbers)) if numbers else ""
