"""What other pages show of the landkaart."""

from django import template

from partnerships.drawing import marks
from partnerships.models import PartnershipPage
from partnerships.outlines import HEIGHT, WIDTH, project, provinces

register = template.Library()


@register.inclusion_tag("partnerships/map_drawing.html")
def map_teaser() -> dict:
    """The Netherlands with all partnerships, to look at."""
    partnerships = PartnershipPage.objects.visible().on_the_map().order_by("sort_key")
    return {
        "provinces": provinces(),
        "marks": marks(partnerships),
        "box": f"0 0 {WIDTH} {HEIGHT}",
        "label": "",
        "here": None,
    }


@register.inclusion_tag("partnerships/map_drawing.html")
def map_of(partnership: PartnershipPage) -> dict:
    """The surroundings of one partnership."""
    x, y = project(partnership.lat, partnership.lon)
    left, top = min(max(x - 130, -10), WIDTH - 250), min(max(y - 105, -10), HEIGHT - 200)
    where = partnership.place or partnership.province
    label = f"Ligging: {where}" if where else "Ligging op de kaart"
    return {
        "provinces": provinces(),
        "marks": marks([partnership]),
        "box": f"{left} {top} 260 210",
        "label": label,
        "here": None,
    }
