"""The organisations in the admin: to look up, filter and mend."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from partnerships.models import Organisation


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "home"
    menu_label = "Organisaties"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", "kind", "place", "province", "brin"]
    list_filter = ["kind", "sector", "province"]
    list_per_page = 50


register_snippet(OrganisationViewSet)
