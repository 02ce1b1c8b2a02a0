"""The organisations in the admin: to look up, filter and mend, and to keep up to date from DUO's files."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages, widgets
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from partnerships.coordinator_views import CoordinatorsView
from partnerships.duo.views import PreviewView, UploadView
from partnerships.models import Organisation, PartnershipPage, ProfileDraft, StudentTotal
from partnerships.partner_screen import saving
from partnerships.partner_screen.views import AddView, HistoryView, PartnersView, PartnerView
from partnerships.rights import IMPORT, INVITE
from platform_site.accounts import roles
from platform_site.dutch_dates import day
from platform_site.editing.stale_items import ItemViewSet


class OrganisationViewSet(ItemViewSet):
    model = Organisation
    icon = "home"
    menu_label = "Organisaties"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", "kind", "place", "province", "brin", "closed_on"]
    list_filter = ["kind", "sector", "province", "register", "exact", "proposed"]
    list_per_page = 50


class StudentTotalViewSet(ItemViewSet):
    model = StudentTotal
    icon = "order"
    menu_label = "Studententotalen"
    menu_order = 312
    add_to_admin_menu = True
    list_display = ["year", "students", "source"]


register_snippet(OrganisationViewSet)
register_snippet(StudentTotalViewSet)


class DuoImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return roles.may(request.user, IMPORT)


@hooks.register("register_admin_menu_item")
def duo_import_menu_item() -> MenuItem:
    return DuoImportMenuItem("DUO-import", reverse("duo-import"), icon_name="upload", order=311)


@hooks.register("register_page_header_buttons")
def coordinators_button(page, user, next_url=None, view_name=None, **kwargs):
    """Who keeps this profile: from the page itself."""
    if isinstance(page.specific_deferred, PartnershipPage) and roles.may(user, INVITE):
        address = reverse("coordinators", args=[page.pk])
        yield widgets.Button("Coördinatoren", address, icon_name="group", priority=85)


@hooks.register("register_page_header_buttons")
def partners_button(page, user, next_url=None, view_name=None, **kwargs):
    """Who takes part: a screen of its own, for who may edit the page."""
    if isinstance(page.specific_deferred, PartnershipPage) and page.permissions_for_user(user).can_edit():
        yield widgets.Button("Partners", reverse("partners", args=[page.pk]), icon_name="list-ul", priority=84)


@hooks.register("register_log_actions")
def name_what_is_logged(actions) -> None:
    """How the history of a page calls a change of its partners."""
    actions.register_action(saving.LOGGED, "Partners wijzigen", "Partners gewijzigd")


@hooks.register("before_edit_page")
def tell_of_hand_in(request: HttpRequest, page) -> None:
    """Who opens a profile that coordinators handed in sees that at once, and what differs from the site."""
    if request.method != "GET" or not isinstance(page, PartnershipPage):
        return
    draft = ProfileDraft.objects.filter(partnership=page, revision__isnull=False).select_related("set_aside").first()
    if draft is None or draft.revision_id != page.latest_revision_id:
        return
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", draft.revision_id])
    text = f"Ingeleverd door het partnerschap op {day(draft.handed_in_at)}."
    buttons = [messages.button(compare, "Vergelijk met de site")]
    if draft.set_aside:
        text += " Het concept van de redactie staat zolang opzij en komt daarna terug."
        mine = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, draft.set_aside_id])
        buttons.append(messages.button(mine, "Bekijk dat concept", new_window=True))
    messages.info(request, text, buttons=buttons)


@hooks.register("register_admin_urls")
def own_urls() -> list[URLPattern]:
    return [
        path("coordinatoren/<int:page_id>/", CoordinatorsView.as_view(), name="coordinators"),
        path("partners/<int:pk>/", PartnersView.as_view(), name="partners"),
        path("partners/<int:pk>/een/", PartnerView.as_view(), name="partner"),
        path("partners/<int:pk>/erbij/", AddView.as_view(), name="partners-add"),
        path("partners/<int:pk>/geschiedenis/", HistoryView.as_view(), name="partners-history"),
        path("duo-import/", UploadView.as_view(), name="duo-import"),
        path("duo-import/<int:pk>/", PreviewView.as_view(), name="duo-import-preview"),
    ]
