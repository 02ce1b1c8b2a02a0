"""Parts of a page that are made once a generation."""

from functools import partial

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class OnceNode(template.Node):
    """What stands in it is made of one thing that lasts, and of the day: no request, no clock, no other cards before it."""

    def __init__(self, of: template.base.FilterExpression, name: str, inside: template.NodeList):
        self.of, self.name, self.inside = of, name, inside

    def render(self, context: template.Context) -> SafeString:
        name = f"{self.name} on {timezone.localdate()}"
        return mark_safe(self.of.resolve(context).once(name, partial(self.inside.render, context)))


@register.tag
def once(parser, token) -> OnceNode:
    """{% once page "name" %} … {% endonce %}: of a page that stays in memory this is made once, see memory.Lasting."""
    _, of, name = token.split_contents()
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(parser.compile_filter(of), name.strip("\"'"), inside)
