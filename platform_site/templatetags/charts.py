"""Drawing charts in templates of any app."""

from django import template

from platform_site.charts import Chart

register = template.Library()


@register.inclusion_tag("components/chart_horizontal.html")
def chart_horizontal(chart: Chart) -> dict:
    """Bars from left to right."""
    return {"chart": chart}


@register.inclusion_tag("components/chart_vertical.html")
def chart_vertical(chart: Chart) -> dict:
    """Bars from the floor up; every other one has its label when there are many."""
    return {"chart": chart, "sparse": len(chart.bars) > 7}
