"""Parts of a page that are made once a generation."""

from functools import partial

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class OnceNode(template.Node):
    """What stands in it is made of the page alone, and of the day: no request, no clock, no picture on a card."""

    def __init__(self, name: str, inside: template.NodeList):
        self.name, self.inside = name, inside

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(
            context["page"].once(f"{self.name} on {timezone.localdate()}", partial(self.inside.render, context))
        )


@register.tag
def once(parser, token) -> OnceNode:
    """{% once "name" %} … {% endonce %}: of a page that stays in memory this is made once, see SitePage.once."""
    _, name = token.split_contents()
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(name.strip("\"'"), inside)
