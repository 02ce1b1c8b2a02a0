"""The editors' start page in the admin: what there is to do, and how the site stands. The whole lists are one click away."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import LockedPagesPanel
from wagtail.models import Page

from platform_site.dutch_dates import MONTHS
from platform_site.editing.freshness import shares
from platform_site.editing.link_checks import BROKEN
from platform_site.editing.new_pages import NewPanel
from platform_site.editing.standstill import StandstillPanel
from platform_site.editing.worklists import WorkItem, WorkList, months_before, worklist, worklists

FIRST = 3
PER_PAGE = 50
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Shown:
    """A work list on the start page: how much there is, and the first of it."""

    worklist: WorkList
    total: int
    rows: list[WorkItem]
    off: bool


@dataclass(frozen=True)
class PercentBar:
    """One line of a chart. part: of a hundred."""

    label: str
    words: str
    part: int


class WorkPanel(Component):
    """What there is to do for the person who looks."""

    name = "work"
    template_name = "platform_site/admin/work.html"
    order = 100

    def get_context_data(self, parent_context: Mapping) -> dict:
        request, shown = parent_context["request"], []
        user = request.user
        for one in worklists():
            found = one.entries(user)
            total = found.count()
            shown.append(Shown(one, total, list(one.rows(list(found[:FIRST]))) if total else [], is_off(one)))
        return {
            "todo": [one for one in shown if one.total],
            "done": [one for one in shown if not one.total],
            "user": user,
            "csrf_token": get_token(request),
            "here": request.path,
        }


class FiguresPanel(Component):
    """Two small charts: how much is within its term, and how much was published each month."""

    name = "figures"
    template_name = "platform_site/admin/figures.html"
    order = 200

    def get_context_data(self, parent_context: Mapping) -> dict:
        return {"fresh": fresh(), "published": published()}


def fresh() -> list[PercentBar]:
    """How much of each type was revised within its term."""
    return [
        PercentBar(f"{name} (elke {months} maanden)", f"{good} van {total}", round(100 * good / total))
        for name, months, good, total in shares()
    ]


def published() -> list[PercentBar]:
    """How many pages that are on the site now came there first in each of the last months, this one included."""
    this_month = timezone.localdate().replace(day=1)
    first = months_before(this_month, MONTHS_SHOWN - 1)
    counted = dict(
        Page.objects.filter(live=True, depth__gt=2, first_published_at__date__gte=first)
        .annotate(month=TruncMonth("first_published_at"))
        .values_list("month")
        .annotate(number=Count("pk"))
        .order_by("month")
    )
    numbers = {timezone.localdate(month): number for month, number in counted.items()}
    highest = max(numbers.values(), default=0) or 1
    months = [months_before(this_month, back) for back in reversed(range(MONTHS_SHOWN))]
    return [
        PercentBar(
            f"{MONTHS[month.month - 1]} {month.year}",
            str(numbers.get(month, 0)),
            round(100 * numbers.get(month, 0) / highest),
        )
        for month in months
    ]


def arrange(request: HttpRequest, panels: list) -> None:
    """For `construct_homepage_panels`: our lists in the place of Wagtail's, but for the pages one has locked oneself."""
    locked = (panel for panel in panels if isinstance(panel, LockedPagesPanel))
    panels[:] = [StandstillPanel(), NewPanel(), WorkPanel(), *locked, FiguresPanel()]


def is_off(one: WorkList) -> bool:
    """Whether a list is empty because nothing fills it here."""
    return one is BROKEN and not settings.LINK_CHECKS


def whole_list(request: HttpRequest, slug: str) -> HttpResponse:
    """/beheer/werk/«slug»/: all of one list, in pages."""
    one = worklist(slug)
    if one is None:
        raise Http404
    page = Paginator(one.entries(request.user), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "worklist": one,
        "page": page,
        "rows": list(one.rows(list(page.object_list))),
        "off": is_off(one),
        "here": request.get_full_path(),
        "header_title": one.title,
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": "Start"}, {"url": "", "label": one.title}],
    }
    return TemplateResponse(request, "platform_site/admin/work_list.html", context)
