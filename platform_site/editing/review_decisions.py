"""Deciding on a page from its edit form. Wagtail saves that form first, and a form is seldom letter for letter what was stored.

A new version asks for approval again. So whoever approves without changing a word would approve for nothing: a decision on what
was handed in goes straight to the review, and what did change is said.
"""

import json

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.forms import TaskStateCommentForm
from wagtail.models import GroupApprovalTask, Page, WorkflowState

from platform_site.dutch_dates import day
from platform_site.editing.stale_saves import as_typed, differences

DONE = {"approve": "“{}” is goedgekeurd.", "reject": "“{}” is teruggestuurd."}
DECIDED = "Deze pagina is al beoordeeld. Er is niets meer te beslissen."
STILL_WAITING = "Je wijziging is bewaard, maar nog niet goedgekeurd. Lees de nieuwe versie na en keur haar goed, of kies Publiceren."


class SendBackForm(TaskStateCommentForm):
    """What the dialog of Stuur terug asks: nobody can go on with a page that comes back without a word."""

    comment = forms.CharField(
        label="Opmerking",
        help_text="Schrijf wat er anders moet. Wie de pagina inleverde, leest dit.",
        error_messages={"required": "Schrijf wat er anders moet."},
        widget=forms.Textarea({"rows": 4}),
    )


def install() -> None:
    """Has Wagtail's own review ask for a remark with what is sent back. Called from AppConfig.ready()."""
    its_own = GroupApprovalTask.get_form_for_action

    def form_for(task: GroupApprovalTask, action: str) -> type[forms.Form]:
        return SendBackForm if action == "reject" else its_own(task, action)

    GroupApprovalTask.get_form_for_action = form_for


def decide_on_what_was_read(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For `before_edit_page`, after refuse_stale_page: decides without saving when the form holds nothing new."""
    if "action-workflow-action" not in request.POST:
        return None
    name, task = request.POST.get("workflow-action-name"), page.current_workflow_task_state
    if task is None:
        return _decided_already(request, page)
    if name not in DONE:
        return None
    reviewing = page.current_workflow_task
    if name not in {action for action, *_ in reviewing.get_actions(page, request.user)}:
        return None
    remark = reviewing.get_form_for_action(name)(_asked_in_the_dialog(request))
    if not remark.is_valid():
        return _refused(request, page, remark)
    request.POST = request.POST.copy()  # what Wagtail reads, should the form hold something new
    request.POST["workflow-action-extra-data"] = json.dumps(remark.cleaned_data)
    latest = Page.objects.get(pk=page.pk).latest_revision
    if task.revision_id != latest.pk or differences(latest.as_object(), as_typed(request, latest.as_object())):
        return None
    reviewing.on_action(task, request.user, name, **remark.cleaned_data)
    return _back_in_the_list(request, Page.objects.get(pk=page.pk), DONE[name].format(page.get_admin_display_title()))


def _back_in_the_list(request: HttpRequest, page: Page, said: str) -> HttpResponse:
    """To where one came from, else to what else waits; with the way to what is on the site now."""
    on_the_site = page.live and not page.has_unpublished_changes
    buttons = [messages.button(page.specific_deferred.url, "Bekijk op de site")] if on_the_site else []
    messages.success(request, said, buttons=buttons)
    return redirect(get_valid_next_url_from_request(request) or reverse("werk", args=["beoordelen"]))


def _asked_in_the_dialog(request: HttpRequest) -> dict:
    """What was filled in there, which the form of the page carries as JSON; nothing when it is none."""
    try:
        found = json.loads(request.POST.get("workflow-action-extra-data") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refused(request: HttpRequest, page: Page, form: forms.Form) -> HttpResponse:
    """The dialog lets nobody get here; a form that did not come from it does."""
    said = " ".join(words for problems in form.errors.values() for words in problems)
    if not request.accepts("text/html"):
        return JsonResponse({"success": False, "error_code": "validation_error", "error_message": said}, status=400)
    messages.error(request, said)
    return redirect("wagtailadmin_pages:edit", page.pk)


def _decided_already(request: HttpRequest, page: Page) -> HttpResponse:
    """A second click, or a colleague was first."""
    if not request.accepts("text/html"):
        return JsonResponse({"success": False, "error_code": "invalid_revision", "error_message": DECIDED}, status=400)
    messages.info(request, DECIDED)
    return redirect("wagtailadmin_pages:edit", page.pk)


def tell_when_still_waiting(request: HttpRequest, page: Page) -> None:
    """For `after_edit_page`: who changes a page and approves it in one go, approved the version before; says so."""
    approving = request.POST.get("workflow-action-name") == "approve" and "action-workflow-action" in request.POST
    if approving and Page.objects.get(pk=page.pk).workflow_in_progress:
        messages.warning(request, STILL_WAITING)


def show_remark(request: HttpRequest, page: Page) -> None:
    """For `before_edit_page`: who opens a page that was sent back reads above the form why, until it is handed in again."""
    state = page.current_workflow_state
    if request.method != "GET" or state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    task = state.current_task_state
    who = f" door {task.finished_by}" if task.finished_by else ""
    when = f" op {day(timezone.localdate(task.finished_at))}" if task.finished_at else ""
    remark = f": “{task.comment.strip()}”" if task.comment.strip() else "."
    messages.warning(request, f"Teruggestuurd{who}{when}{remark} Pas de pagina aan en lever haar opnieuw in.")


def hand_in_first(items: list, request: HttpRequest, context: dict) -> None:
    """For `construct_page_action_menu`: whoever may not publish hands in. What is typed is kept by itself."""
    names = [item.name for item in items]
    if "action-submit" in names and "action-publish" not in names:
        items.insert(0, items.pop(names.index("action-submit")))


class Decisions(ActionMenuItem):
    """Approving and sending back, beside each other: what whoever reviews came for."""

    def __init__(self, items: list[ActionMenuItem]):
        super().__init__()
        self.items = items

    def render_html(self, parent_context: dict) -> SafeString:
        return format_html_join("", "{}", ((item.render_html(parent_context),) for item in self.items))


def decide_first(items: list, request: HttpRequest, context: dict) -> None:
    """For `construct_page_action_menu`: whoever may decide sees that before all else; approving with a remark stays in the menu."""
    ways = {item.name: item for item in reversed(items) if item.name in DONE}  # of two ways to approve the first
    if ways:
        both = [ways[name] for name in DONE if name in ways]
        items[:] = [Decisions(both), *(item for item in items if item not in both)]
