"""The log book in the admin: to read, to filter and to take away, for administrators; nothing in it can be changed there."""

from datetime import datetime

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from platform_site.accounts import roles
from platform_site.accounts.audit import AuditNote, What, fingerprinted
from platform_site.dutch_dates import clock, day
from platform_site.tables import harmless

NAME = "log-book"


def may_read(user) -> bool:
    return roles.may(user, roles.LOG_BOOK)


class AuditFilterSet(WagtailFilterSet):
    """When, what and who."""

    at = django_filters.DateFromToRangeFilter(label="Periode", widget=DateRangePickerWidget)
    what = django_filters.MultipleChoiceFilter(label="Wat", choices=What.choices, widget=CheckboxSelectMultiple)
    who = django_filters.CharFilter(label="Wie, of over wie", method="by_or_about")

    class Meta:
        model = AuditNote
        fields = ("at", "what", "who")

    def by_or_about(self, notes: QuerySet, name: str, words: str) -> QuerySet:
        """Part of an address, or a whole one: then also what is kept of it as a fingerprint only."""
        words = words.strip()
        told = Q(who__icontains=words) | Q(about__icontains=words)
        as_fingerprint = fingerprinted(words)
        return notes.filter(told | Q(who=as_fingerprint) | Q(about=as_fingerprint) | Q(detail__endswith=as_fingerprint))


def _moment(note: AuditNote) -> str:
    at = timezone.localtime(note.at)
    return f"{day(at)}, {clock(at)} uur"


def _local(moment: datetime) -> datetime:
    """The clock here, to the second; Wagtail's own files tell the time in Greenwich."""
    return timezone.make_naive(moment).replace(microsecond=0)


class AuditReportView(ReportView):
    """Rapporten → Logboek."""

    model = AuditNote
    page_title = "Logboek"
    header_icon = "history"
    filterset_class = AuditFilterSet
    index_url_name = NAME
    index_results_url_name = f"{NAME}-results"
    export_filename = "logboek"
    list_export = ("at", "what", "who", "about", "detail", "from_where")
    columns = (
        Column("at", label="Wanneer", accessor=_moment, classname="log-book", width="20%"),
        Column("what", label="Wat", width="18%"),
        Column("who", label="Wie"),
        Column("about", label="Over wie of wat"),
        Column("detail", label="Bijzonderheid"),
        Column("from_where", label="Vanaf", width="12%"),
    )
    custom_value_preprocess = ReportView.custom_value_preprocess | {
        str: {ReportView.FORMAT_CSV: harmless},
        datetime: {ReportView.FORMAT_CSV: _local, ReportView.FORMAT_XLSX: _local},
    }

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_read(request.user):
            return TemplateResponse(request, "403.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet:
        return AuditNote.objects.all()


class LogBookMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


def menu_item() -> MenuItem:
    return LogBookMenuItem(AuditReportView.page_title, reverse(NAME), name=NAME, icon_name="history", order=900)


def urls() -> list[URLPattern]:
    return [
        path("reports/logboek/", AuditReportView.as_view(), name=NAME),
        path("reports/logboek/results/", AuditReportView.as_view(results_only=True), name=f"{NAME}-results"),
    ]
