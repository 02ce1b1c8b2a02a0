"""What other pages show of the landkaart."""

from django import template

from partnerships.drawing import symbols
from partnerships.models import PartnershipPage
from partnerships.outlines import HEIGHT, WIDTH, provinces

register = template.Library()


@register.inclusion_tag("partnerships/map_drawing.html")
def map_teaser() -> dict:
    """The Netherlands with all partnerships, to look at."""
    partnerships = PartnershipPage.objects.visible().on_the_map().order_by("sort_key")
    return {
        "provinces": provinces(),
        "symbols": symbols(partnerships),
        "box": f"0 0 {WIDTH} {HEIGHT}",
        "label": "",
        "here": None,
    }
