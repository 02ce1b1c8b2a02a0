"""The lists of pages on their way: what waits for a review and what somebody is working on."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from platform_site.accounts import roles
from platform_site.dutch_dates import day
from platform_site.editing.planned import comes_at
from platform_site.editing.worklists import WorkItem, WorkList, council_names, own_first


def waiting(user: AbstractBaseUser) -> QuerySet:
    """What waits for a review, longest first; for who may not review: only the own."""
    tasks = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    if not roles.may(user, roles.REVIEW_PAGES):
        tasks = tasks.filter(workflow_state__requested_by=user)
    council = Revision.objects.filter(pk=OuterRef("revision")).values(of=KT("content__council"))
    tasks = tasks.annotate(council=Subquery(council)).select_related("revision", "workflow_state__requested_by")
    return own_first(tasks, user, "started_at", "pk")


def _waiting_rows(tasks: list[TaskState]) -> list[WorkItem]:
    councils = council_names()
    return [
        WorkItem(
            task.revision.object_str,
            reverse("wagtailadmin_pages:edit", args=[task.revision.object_id]),
            f"ingeleverd door {task.workflow_state.requested_by or 'een bezoeker'} op {_day(task.started_at)}",
            councils.get(int(task.council), "") if task.council else "",
            (
                reverse("wagtailadmin_pages:revisions_compare", args=[task.revision.object_id, "live", task.revision_id]),
                "Bekijk het verschil",
            ),
        )
        for task in tasks
    ]  # fmt: skip


def _day(moment) -> str:
    return day(timezone.localdate(moment))


def in_progress(user: AbstractBaseUser) -> QuerySet:
    """The pages with a change that is not on the site and that this person saved last, or handed in and got back."""
    states = WorkflowState.objects.filter(object_id=Cast(OuterRef("pk"), TextField()), base_content_type__model="page")
    current = states.filter(status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES])
    pages = Page.objects.annotate(
        review=Coalesce(Subquery(current.values("status")[:1]), Value("")),
        asked=Subquery(current.values("requested_by")[:1]),
        remark=Subquery(current.values("current_task_state__comment")[:1]),
        comes_at=comes_at(),
    )
    returned = Q(review=WorkflowState.STATUS_NEEDS_CHANGES, asked=user.pk)
    own = Q(has_unpublished_changes=True, latest_revision__user=user) & ~Q(review=WorkflowState.STATUS_IN_PROGRESS)
    own |= Q(live=False, owner=user, has_unpublished_changes=True, review="")
    return pages.filter(returned | own).order_by("-review", "-latest_revision_created_at", "pk")


def _in_progress_rows(pages: list[Page]) -> list[WorkItem]:
    return [
        WorkItem(
            page.draft_title or page.title,
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            " ".join(_stage(page)),
        )
        for page in pages
    ]


def _stage(page: Page):
    """How far a page is, in words."""
    if page.review == WorkflowState.STATUS_NEEDS_CHANGES:
        yield f"teruggestuurd: “{page.remark}”" if page.remark else "teruggestuurd"
    elif page.comes_at:
        yield f"komt op de site op {_day(page.comes_at)}"
    elif page.live:
        yield "wijziging nog niet op de site"
    else:
        yield "concept"
    if page.latest_revision_created_at:
        yield f"(bewaard op {_day(page.latest_revision_created_at)})"


WAITING = WorkList(
    slug="beoordelen",
    title="Ingeleverd, wacht op beoordeling",
    explanation="Bekijk wat er verandert ten opzichte van de site. Keur goed of stuur terug met een opmerking; dat doe je onder aan de pagina.",
    done="Er wacht niets op een beoordeling.",
    order=10,
    entries=waiting,
    rows=_waiting_rows,
)
IN_PROGRESS = WorkList(
    slug="bezig",
    title="Hier ben je mee bezig",
    explanation="Wat jij bewaarde en nog niet op de site staat. Wat is teruggestuurd, staat bovenaan.",
    done="Je hebt niets openstaan.",
    order=20,
    entries=in_progress,
    rows=_in_progress_rows,
)
