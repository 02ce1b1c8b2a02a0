"""The organisations in the admin: to look up, filter and mend, and to keep up to date from DUO's files."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from partnerships.duo.views import PreviewView, UploadView, may_import_organisations
from partnerships.models import Organisation, StudentTotal


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "home"
    menu_label = "Organisaties"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", "kind", "place", "province", "brin", "closed_on"]
    list_filter = ["kind", "sector", "province", "register", "exact"]
    list_per_page = 50


class StudentTotalViewSet(SnippetViewSet):
    model = StudentTotal
    icon = "order"
    menu_label = "Totalen van studenten"
    menu_order = 312
    add_to_admin_menu = True
    list_display = ["year", "students", "source"]


register_snippet(OrganisationViewSet)
register_snippet(StudentTotalViewSet)


class DuoImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import_organisations(request.user)


@hooks.register("register_admin_menu_item")
def duo_import_menu_item() -> MenuItem:
    return DuoImportMenuItem("DUO-import", reverse("duo-import"), icon_name="upload", order=311)


@hooks.register("register_admin_urls")
def duo_import_urls() -> list[URLPattern]:
    return [
        path("duo-import/", UploadView.as_view(), name="duo-import"),
        path("duo-import/<int:pk>/", PreviewView.as_view(), name="duo-import-preview"),
    ]
