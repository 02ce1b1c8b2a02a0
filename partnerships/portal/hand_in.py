"""Submitting a coordinators' draft (ProfileDraft) to the moderation workflow, and handling the outcome.

A submission is a revision made of the live version and the answers. Wagtail has only one latest revision per page, so an editor's
unpublished draft is set aside during the review: it is not published along, and is applied again when the review is over.
"""

import json

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState

from partnerships.models import PartnershipPage, ProfileDraft
from partnerships.partner_screen.memberships import merged
from partnerships.portal import drafts
from partnerships.portal.answers import Answers, answers_of, changed, put_on, with_real_organisations
from platform_site import mail, rich_texts
from platform_site.addresses import absolute
from platform_site.editing import reviews
from platform_site.transactions import lock_page

CHECKED_BY = "het partnerschap"
State = ProfileDraft.State
# Fields of a revision that Wagtail or submitting sets: no content, so not compared or copied between revisions.
BOOKKEEPING = {
    "path", "depth", "numchild", "url_path", "translation_key", "locale", "draft_title", "live", "has_unpublished_changes",
    "live_revision", "latest_revision", "latest_revision_created_at", "first_published_at", "last_published_at", "expired",
    "locked", "locked_at", "locked_by", "sort_key", "checked_on", "checked_by",
}  # fmt: skip


class HandInRefusedError(Exception):
    """Submitting is not possible now; the message says in Dutch what to do."""


def as_page(partnership: PartnershipPage, answers: Answers) -> PartnershipPage:
    """The page (not saved) as it would be with these answers."""
    page = drafts.live_version(partnership)
    put_on(page, answers)
    return page


def problems(page: PartnershipPage) -> dict[str, list[str]]:
    """The validation errors that keep a page from being submitted, by field."""
    errors: dict[str, list[str]] = {}
    try:
        page.full_clean()
    except ValidationError as wrong:
        errors = {name: list(texts) for name, texts in wrong.message_dict.items()}
    for name, text in page.publishing_problems():
        errors.setdefault(name, []).append(text)
    return errors


@transaction.atomic
def hand_in(partnership: PartnershipPage, user, seen: str) -> Revision | None:
    """Submits the draft for review; it replaces an earlier submission. None if exactly this was submitted already.

    seen: the fingerprint of the live answers that were shown to the coordinator; if editors changed those meanwhile, or something
    else is wrong, HandInRefusedError is raised.
    """
    record = lock_page(partnership.pk)
    partnership = PartnershipPage.objects.get(pk=record.pk)
    copy = drafts.working_copy(partnership)
    draft = copy.draft
    if draft is None or not copy.changes():
        raise HandInRefusedError("Er is niets veranderd. Pas eerst iets aan, of bevestig dat het profiel nog klopt.")
    if draft.state == State.HANDED_IN and not copy.has_gone_on:
        return None
    if seen != drafts.fingerprint(copy.live):
        raise HandInRefusedError(
            "De redactie heeft de pagina net gewijzigd. Kijk hieronder wat er nu staat en lever dan in."
        )
    under_review = partnership.current_workflow_state
    if under_review and under_review.pk != draft.workflow_state_id:
        raise HandInRefusedError(
            "De redactie beoordeelt nu een eigen wijziging van deze pagina. Jullie tekst is bewaard. Probeer het morgen opnieuw."
        )
    _set_aside(record, draft, partnership)
    answers = with_real_organisations(copy.answers)
    page = as_page(partnership, answers)
    page.checked_on, page.checked_by = timezone.localdate(), CHECKED_BY
    if wrong := problems(page):
        raise HandInRefusedError(" ".join(text for texts in wrong.values() for text in texts))
    draft.revision = page.save_revision(user=user, log_action=True)
    draft.workflow_state = _to_the_editors(page, under_review, user)
    draft.base, draft.answers, draft.handed_in = copy.live, answers, answers
    draft.state, draft.remark = State.HANDED_IN, ""
    draft.handed_in_by, draft.handed_in_at = user, timezone.now()
    draft.save()
    return draft.revision


def _to_the_editors(page: PartnershipPage, state: WorkflowState | None, user) -> WorkflowState:
    """Starts or restarts the review. Restarting makes a new task state, so that approving an earlier submission in an old tab
    has no effect."""
    if state is None:
        return page.get_workflow().start(page, user)
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        state.current_task_state.specific.cancel(user=user, resume=True)
    return state


def _set_aside(record: Page, draft: ProfileDraft, partnership: PartnershipPage) -> None:
    """Stores which revision is an editor's unpublished draft, and the content that it was based on."""
    open_draft = record.latest_revision_id
    if draft.set_aside_id or not open_draft or open_draft in (record.live_revision_id, draft.revision_id):
        return
    if not record.has_unpublished_changes or not record.live:
        return
    below = draft.revision.content if draft.revision else partnership.serializable_data()
    draft.set_aside_id, draft.set_aside_base = open_draft, json.loads(json.dumps(below, cls=DjangoJSONEncoder))


def _put_back(draft: ProfileDraft) -> None:
    """Saves a new latest revision: the live content with the changes of the draft that was set aside (a three-way merge)."""
    theirs, below = draft.set_aside, draft.set_aside_base
    if theirs is None:
        return
    page = PartnershipPage.objects.get(pk=draft.partnership_id)
    content = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    own = {name: value for name, value in theirs.content.items() if name not in BOOKKEEPING}
    wanted = {name: value for name, value in own.items() if not _alike(value, below.get(name))}
    if "partners" in wanted:  # merged row by row, so that partners from this review are kept
        wanted["partners"] = merged(below["partners"], wanted["partners"], content["partners"])
    if not all(_alike(value, content.get(name)) for name, value in wanted.items()):
        page.with_content_json({**content, **wanted}).save_revision(user=theirs.user, log_action=False, changed=True)


def _alike(one, other) -> bool:
    """Whether two stored values are equal to a reader. The admin's editor adds keys to paragraphs, and an empty one at the end."""
    return one == other or (
        isinstance(one, str) and isinstance(other, str) and rich_texts.normal(one) == rich_texts.normal(other)
    )


@transaction.atomic
def withdraw(partnership: PartnershipPage, user) -> bool:
    """Withdraws the submission; the draft stays. False if there was none (any more)."""
    lock_page(partnership.pk)
    draft = ProfileDraft.objects.filter(partnership=partnership, workflow_state__isnull=False).first()
    if draft is None:
        return False
    state = draft.workflow_state
    _over(draft)
    state.cancel(user=user)
    if not draft.set_aside_id:
        _back_to_live(partnership.pk)
    _put_back(draft)
    drafts.forget_hand_in(draft)
    draft.save()
    return True


def _over(draft: ProfileDraft) -> None:
    """Detaches the draft from its workflow state, so that cancelling that does not call `on_outcome`."""
    ProfileDraft.objects.filter(pk=draft.pk).update(workflow_state=None)


def _back_to_live(page_id: int) -> None:
    """Saves the live content as latest revision; without this the editor would show the withdrawn text."""
    page = PartnershipPage.objects.get(pk=page_id)
    if page.live:
        page.save_revision(log_action=False, changed=False)
        Page.objects.filter(pk=page_id).update(has_unpublished_changes=False)


def discard(partnership: PartnershipPage, user) -> None:
    """Deletes the draft, after withdrawing its submission."""
    with transaction.atomic():
        withdraw(partnership, user)
        ProfileDraft.objects.filter(partnership=partnership).delete()


def on_outcome(state: WorkflowState, outcome: str, user) -> None:
    """Called at the end of a review (platform_site.editing.reviews): updates the draft and mails the coordinators."""
    draft = ProfileDraft.objects.filter(workflow_state=state).select_related("partnership", "set_aside").first()
    if draft is None:
        return
    tell = {
        "partnership": draft.partnership,
        "link": absolute(address(draft.partnership)),
        "remark": reviews.remark(state),
    }
    to = [
        c.user.email for c in draft.partnership.coordinators.select_related("user").order_by("pk") if c.user.is_active
    ]
    if outcome == reviews.RETURNED:
        draft.state, draft.remark = State.RETURNED, tell["remark"]
        draft.save()
        mail.send("profile_returned", to, tell)
        return
    published = PartnershipPage.objects.get(pk=draft.partnership_id)
    live = answers_of(published)
    is_live = outcome == reviews.APPROVED or not changed(live, draft.handed_in)
    _put_back(draft)
    if is_live:
        tell["page"] = absolute(published.url)
        drafts.settle(draft, published)
        mail.send("profile_published", to, tell)
    else:
        drafts.forget_hand_in(draft)
        draft.state = State.OVERTAKEN
        draft.save()
        mail.send("profile_overtaken", to, tell)


def address(partnership: PartnershipPage) -> str:
    """The address of this partnership in the portal."""
    return f"/mijn-partnerschap/{partnership.slug}/"
