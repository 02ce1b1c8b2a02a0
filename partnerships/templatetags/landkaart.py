"""The landkaart's list and drawing, also as other pages show them. What is long is written here: a template takes ten times as long."""

from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from partnerships.drawing import MapSymbol, symbols
from partnerships.models import listed_partnerships
from partnerships.outlines import HEIGHT, WIDTH, provinces
from partnerships.selection import MapResult
from platform_site.memory import written_until_change
from platform_site.templatetags.cards import sectors, text

register = template.Library()


@register.simple_tag
@written_until_change
def map_teaser() -> SafeString:
    """The Netherlands with all partnerships, to look at."""
    facts = {"provinces": provinces(), "symbols": symbols(listed_partnerships()), "box": f"0 0 {WIDTH} {HEIGHT}"}
    return render_to_string("partnerships/map_drawing.html", {**facts, "label": "", "here": None})


@register.simple_tag
def marks(shown: Iterable[MapSymbol]) -> SafeString:
    """The symbols of partnerships on the drawing."""
    shapes = (shape for symbol in shown for shape in symbol.shapes)
    return mark_safe(
        "\n".join(
            f'<use href="#m-{shape.sector}" class="{shape.sector}" x="{shape.x}" y="{shape.y}" />' for shape in shapes
        )
    )


@register.simple_tag
def places(results: Iterable[MapResult]) -> SafeString:
    """Partnerships as the items of the list beside the map."""
    return mark_safe("".join(map(_place, results)))


def _place(result: MapResult) -> str:
    page = result.page
    point = f' data-lat="{page.lat}" data-lon="{page.lon}" data-sectors="{" ".join(page.sectors)}"'
    km = f'<span class="km">{result.distance}</span>\n' if result.distance else ""
    facts = [page.status_words(), page.place, "" if page.has_point else "niet op de kaart: plaats onbekend"]
    told = "\n".join(f"<span>{text(fact)}</span>" for fact in facts if fact)
    return (
        f'\n<li class="place" data-item="{page.slug}"{point if page.has_point else ""} id="p-{page.slug}">\n{km}'
        f'<h2><a href="{text(page.url)}">{text(page.title)}</a></h2>\n'
        f'<div class="meta">\n{sectors(page.sectors)}\n{told}\n</div>\n</li>'
    )
