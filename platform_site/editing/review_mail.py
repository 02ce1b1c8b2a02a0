"""Mails about reviews between editors: to the editors of the page's own council, or to all when it has none of its own.

Wagtail's own mails are switched off: they go to everybody at once, during the request, and link coordinators to an admin that
is closed to them. Coordinators hear from the portal (reviews.on_outcome).
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from platform_site import mail
from platform_site.accounts import roles
from platform_site.addresses import absolute
from platform_site.editing import reviews

WAGTAILS_OWN = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)
# Outcome: the template, and the choice under "Account" in the admin that keeps this mail away.
ANSWERS = {
    reviews.APPROVED: ("review_approved", "approved_notifications"),
    reviews.RETURNED: ("review_returned", "rejected_notifications"),
}


def connect() -> None:
    """Puts our mails in the place of Wagtail's. Called when Wagtail's admin is ready."""
    for signal, sender, its_name in WAGTAILS_OWN:
        signal.disconnect(sender=sender, dispatch_uid=its_name)
    task_submitted.connect(_on_handed_in, sender=TaskState, dispatch_uid="review-mail")
    reviews.on_outcome(on_outcome)


def _on_handed_in(sender, instance: TaskState, user=None, **kwargs) -> None:
    handed_in(instance, user)


def handed_in(task: TaskState, by) -> None:
    """Tells the reviewers that something waits. by: who handed it in."""
    page = task.workflow_state.content_object.specific
    notify(
        "review_waiting",
        reviewers(page).exclude(pk=getattr(by, "pk", None)),
        {"page": page, "by": by, "link": absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))},
    )


def on_outcome(state: WorkflowState, outcome: str, user) -> None:
    """Tells the editor who asked what came of it; a coordinator has no place in the admin and hears from the portal."""
    asked = state.requested_by
    if outcome not in ANSWERS or asked is None or asked == user or not roles.may(asked, roles.ENTER):
        return
    template, choice = ANSWERS[outcome]
    page = state.content_object.specific
    context = {
        "page": page,
        "by": user,
        "remark": reviews.remark(state),
        "link": absolute(reverse("wagtailadmin_pages:edit", args=[page.pk])),
    }
    if wants(get_user_model().objects.filter(pk=asked.pk), choice).exists():
        notify(template, [asked], context)


def reviewers(page: Page) -> QuerySet:
    """The editors who get a mail about `page`: those of its council, or all when there are none."""
    editors = get_user_model().objects.filter(is_active=True, groups__name=roles.GROUPS[roles.EDITOR])
    own = editors.filter(council=page.council_id) if page.council_id else editors.none()
    return wants(own if own.exists() else editors, "submitted_notifications")


def wants(users: QuerySet, choice: str) -> QuerySet:
    """Those who did not say in their account that they want no such mail."""
    return users.exclude(Q(wagtail_userprofile__isnull=False) & Q(**{f"wagtail_userprofile__{choice}": False}))


def notify(template: str, people: Iterable, context: dict) -> None:
    """Sends a mail from the site to people who work on it, once the change it tells of is certain."""
    mail.send(template, [person.email for person in people], context)
