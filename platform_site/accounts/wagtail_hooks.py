"""What administrators find in the admin about accounts: inviting editors."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from platform_site.accounts.editors import InvitationsView, may_invite_editors


class InvitationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_invite_editors(request.user)


@hooks.register("register_settings_menu_item")
def invitations_menu_item() -> MenuItem:
    return InvitationsMenuItem("Redacteuren uitnodigen", reverse("editor-invitations"), icon_name="mail", order=590)


@hooks.register("register_admin_urls")
def invitation_urls() -> list[URLPattern]:
    return [path("uitnodigingen/", InvitationsView.as_view(), name="editor-invitations")]
