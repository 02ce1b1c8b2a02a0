"""Changing partners: each act is a new latest version of the page, made while nobody else can change it.

So an act lies on top of whatever is newest: an open draft, or what coordinators handed in. It never goes around either.
"""

from collections.abc import Callable
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.html import strip_tags
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision, WorkflowState

from partnerships.models import PartnershipPage
from partnerships.partner_screen.memberships import Membership, of_content, of_page, put_on
from partnerships.portal.hand_in import problems
from platform_site.transactions import lock_page

LOGGED = "partnerships.partners"
GONE = "Deze partner is intussen gewijzigd of weggehaald. Hieronder staat wat er nu is."
TWICE = "Deze organisatie staat er al met dezelfde rol en begindatum."
Rows = list[Membership]


class PartnersRefusedError(Exception):
    """This cannot be done now; the message says in Dutch why, or what to do."""


def newest(pk: int, user: AbstractBaseUser) -> PartnershipPage:
    """The latest version of a partnership, for who may edit it. Raises Http404 or PermissionDenied."""
    page = get_object_or_404(PartnershipPage, pk=pk).get_latest_revision_as_object()
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return page


def locked(page: PartnershipPage, user: AbstractBaseUser) -> str:
    """Why this person cannot change the page now, in words of the admin; empty when nothing is in the way."""
    lock = page.get_lock()
    return strip_tags(lock.get_message(user) or "Deze pagina staat op slot.") if lock and lock.for_user(user) else ""


def _to_change(pk: int, user: AbstractBaseUser) -> PartnershipPage:
    lock_page(pk)
    page = newest(pk, user)
    if said := locked(page, user):
        raise PartnersRefusedError(said)
    return page


@transaction.atomic
def revise(pk: int, user: AbstractBaseUser, change: Callable[[Rows], Rows]) -> Revision | None:
    """Makes a new version with the partners that `change` makes of those now; None when that is the same. Raises PartnersRefusedError."""
    return _store(_to_change(pk, user), user, change)


def _store(page: PartnershipPage, user: AbstractBaseUser, change: Callable[[Rows], Rows]) -> Revision | None:
    before = of_page(page)
    after = change(list(before))
    if len({row.key for row in after}) < len(after):
        raise PartnersRefusedError(TWICE)
    if set(before) == set(after):
        return None
    if page.latest_revision_id is None:  # how it was, so that history has something to begin with
        page.save_revision(changed=False, clean=False)
    put_on(page, after)
    return page.save_revision(user=user, log_action=LOGGED, clean=False)


def replaced(was: str, *rows: Membership) -> Callable[[Rows], Rows]:
    """A change that puts `rows` in the place of the row that was seen, by its token; nothing, when it is not as it was seen."""

    def change(present: Rows) -> Rows:
        if was not in {row.token for row in present}:
            raise PartnersRefusedError(GONE)
        return [*(row for row in present if row.token != was), *rows]

    return change


def added(rows: Rows) -> Callable[[Rows], Rows]:
    """A change that adds these."""
    return lambda present: [*present, *rows]


def as_on_the_site(organisation: int, live: Rows) -> Callable[[Rows], Rows]:
    """A change that undoes what was done to one organisation since it was published."""
    return lambda present: [
        *(row for row in present if row.organisation != organisation),
        *(row for row in live if row.organisation == organisation),
    ]


def also_changed(pk: int, organisation: int) -> list[PartnershipPage]:
    """The other partnerships where something about this organisation is not on the site yet: after a move, its other half."""
    others = PartnershipPage.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False).exclude(pk=pk)

    def about(rows: Rows) -> set[Membership]:
        return {row for row in rows if row.organisation == organisation}

    return [
        page
        for page in others.select_related("latest_revision").order_by("sort_key", "pk")
        if about(of_page(page)) != about(of_content(page.latest_revision.content.get("partners", ())))
    ]


@transaction.atomic
def move(pk: int, to: int, user: AbstractBaseUser, was: Membership, on: date) -> None:
    """Ends a membership here and begins it there, on one day: both or neither. Raises PartnersRefusedError."""
    for number in sorted((pk, to)):  # in one order, or two moves across each other would wait forever
        lock_page(number)
    here, there = _to_change(pk, user), _to_change(to, user)
    if any(
        row.organisation == was.organisation and row.role == was.role and row.until is None for row in of_page(there)
    ):
        raise PartnersRefusedError(f"Deze organisatie doet al mee bij {there.title}.")
    ended = Membership(was.organisation, was.role, was.since, on, was.example)
    _store(here, user, replaced(was.token, ended))
    _store(there, user, added([Membership(was.organisation, was.role, on, None, was.example)]))


def _to_send_on(pk: int, user: AbstractBaseUser) -> PartnershipPage:
    page = _to_change(pk, user)
    if page.workflow_in_progress:
        raise PartnersRefusedError(
            "Deze pagina wordt beoordeeld. Keur haar goed of stuur haar terug op de pagina zelf."
        )
    if wrong := problems(page):
        raise PartnersRefusedError(
            " ".join(["Vul eerst de pagina zelf aan.", *(text for texts in wrong.values() for text in texts)])
        )
    return page


@transaction.atomic
def publish(pk: int, user: AbstractBaseUser) -> PartnershipPage:
    """Puts the latest version on the site, and gives the page as it is then. Raises PartnersRefusedError."""
    page = _to_send_on(pk, user)
    if not page.permissions_for_user(user).can_publish():
        raise PermissionDenied
    PublishPageRevisionAction(page.get_latest_revision(), user=user).execute(skip_permission_checks=True)
    return PartnershipPage.objects.get(pk=pk)


@transaction.atomic
def hand_in(pk: int, user: AbstractBaseUser) -> None:
    """Puts the latest version before the reviewers. Raises PartnersRefusedError."""
    page = _to_send_on(pk, user)
    if not page.permissions_for_user(user).can_submit_for_moderation():
        raise PermissionDenied
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        page.get_workflow().start(page, user)
