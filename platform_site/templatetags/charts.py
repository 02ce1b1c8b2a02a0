"""Drawing charts in templates of any app."""

from django import template

from platform_site.charts import Chart

register = template.Library()


@register.inclusion_tag("components/chart_lying.html")
def chart_lying(chart: Chart) -> dict:
    """Bars from left to right."""
    return {"chart": chart}


@register.inclusion_tag("components/chart_standing.html")
def chart_standing(chart: Chart) -> dict:
    """Bars from the floor up; every other one has its label when there are many."""
    return {"chart": chart, "sparse": len(chart.bars) > 7}
