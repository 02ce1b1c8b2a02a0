"""What administrators find in the admin about accounts: inviting editors, and forgetting whoever leaves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from platform_site.accounts import audit_report, personal_data, roles
from platform_site.accounts.audit_signals import activity
from platform_site.accounts.editors import InvitationsView
from platform_site.accounts.models import User


class InvitationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return roles.may(request.user, roles.ACCOUNTS)


@hooks.register("register_settings_menu_item")
def invitations_menu_item() -> MenuItem:
    return InvitationsMenuItem("Redacteuren uitnodigen", reverse("editor-invitations"), icon_name="mail", order=590)


@hooks.register("register_admin_urls")
def invitation_urls() -> list[URLPattern]:
    return [path("uitnodigingen/", InvitationsView.as_view(), name="editor-invitations"), *audit_report.urls()]


hooks.register("register_reports_menu_item", audit_report.menu_item)


@hooks.register("before_delete_user")
def forget_whoever_leaves(request: HttpRequest, user: User) -> HttpResponse | None:
    """Deleting an account in the admin forgets as much as its owner's own button does."""
    return _forget(request, [user]) if request.method == "POST" else None


@hooks.register("before_bulk_action")
def forget_all_who_leave(request: HttpRequest, action: str, objects: list, how) -> HttpResponse | None:
    """The same for several at a time."""
    return _forget(request, objects) if action == "delete" and all(isinstance(one, User) for one in objects) else None


@hooks.register("after_bulk_action")
def note_closing(request: HttpRequest, action: str, objects: list, how) -> None:
    """Wagtail closes several accounts by one statement, of which no signal tells."""
    if action == "set_active_state":
        active = how.cleaned_form.cleaned_data["mark_as_active"]
        for user in objects:
            if user.is_active != active:  # as they were
                activity(user, active)


def _forget(request: HttpRequest, users: list[User]) -> HttpResponse:
    for user in users:
        try:
            personal_data.forget(user)
        except personal_data.CannotForgetError as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "Het account is verwijderd. Wat diegene maakte, staat er nog, zonder naam.")
    return redirect("wagtailusers_users:index")
