"""The coordinators' draft: begun from the live page, saved one theme at a time, never silently over somebody else's words."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from partnerships.models import PartnershipPage, ProfileDraft
from partnerships.portal.answers import Answers, answers_of, changed, clashes, merged
from platform_site.file_storage import all_or_nothing
from platform_site.transactions import lock_page

MINE, THEIRS = "mijn", "hun"  # what somebody chose who saw both answers
MOST_KEPT = 20  # answers that gave way

Replaced = list[tuple[str, object]]


def fingerprint(answer) -> str:
    """Short text that is another one for another answer (or several), to see whether somebody changed it meanwhile."""
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:16]


def live_version(partnership: PartnershipPage) -> PartnershipPage:
    """The page as visitors see it; one that was never published as its editors left it."""
    return partnership if partnership.live else partnership.get_latest_revision_as_object()


@dataclass(frozen=True)
class WorkingCopy:
    """What a coordinator works on: what is live, and what was written since."""

    partnership: PartnershipPage
    draft: ProfileDraft | None
    live: Answers

    @property
    def answers(self) -> Answers:
        """What the form shows: my changes, and for the rest what is live by now."""
        return merged(self.draft.base, self.draft.answers, self.live) if self.draft else self.live

    @property
    def base(self) -> Answers:
        return self.draft.base if self.draft else self.live

    def changes(self) -> list[str]:
        """The fields that would change if this were published."""
        return changed(self.live, self.answers)

    def clashes(self) -> list[str]:
        return clashes(self.draft.base, self.draft.answers, self.live) if self.draft else []

    def wrote(self, user, part: str) -> bool:
        """Whether the words that stand there now are of `user`, typed elsewhere: another tab, another device."""
        return bool(self.draft) and self.draft.written_by.get(part) == user.pk

    def asked_about(self) -> list[str]:
        """The fields that the editors had before them when they sent the profile back with a question."""
        returned = self.draft and self.draft.state == ProfileDraft.State.RETURNED
        return changed(self.live, self.draft.handed_in or self.draft.answers) if returned else []

    @property
    def is_handed_in(self) -> bool:
        return bool(self.draft and self.draft.state == ProfileDraft.State.HANDED_IN)

    @property
    def has_gone_on(self) -> bool:
        """Whether something was written after it was handed in."""
        return self.is_handed_in and bool(changed(self.draft.handed_in, self.draft.answers))


def working_copy(partnership: PartnershipPage) -> WorkingCopy:
    draft = ProfileDraft.objects.filter(partnership=partnership).select_related("edited_by", "handed_in_by").first()
    return WorkingCopy(partnership, draft, answers_of(live_version(partnership)))


@contextmanager
def locked(partnership: PartnershipPage) -> Iterator[WorkingCopy]:
    """The working copy, which nobody else changes within this block: to look at, and to `save` on."""
    with all_or_nothing(), transaction.atomic():
        yield working_copy(PartnershipPage.objects.get(pk=lock_page(partnership.pk).pk))


def save(
    now: WorkingCopy, user, given: Answers, seen: dict[str, str], chosen: dict[str, str] | None = None
) -> tuple[WorkingCopy, list[str]]:
    """Stores `given` (some of the answers) on a locked working copy. seen: by field, the fingerprint of the answer that the form
    was opened with.

    chosen: MINE or THEIRS, by field where somebody saw both answers; the other one is kept as what gave way.
    Gives how things are now, and the fields that are not stored because they were answered otherwise meanwhile.
    """
    before, chosen = now.answers, chosen or {}
    new, conflicts, replaced = {}, [], []
    for name, value in given.items():
        wanted, present, opened_with = fingerprint(value), fingerprint(before[name]), seen.get(name, "")
        if wanted in (present, opened_with):
            continue  # nothing new is said: a second click, or an old tab that was only looked at
        if chosen.get(name) == THEIRS:
            replaced.append((name, value))
        elif opened_with == present:
            new[name] = value
            replaced += [(name, before[name])] if name in chosen else []
        else:
            conflicts.append(name)
    return _store(now, user, new, list(new), replaced), conflicts


def rewrite(
    partnership: PartnershipPage, user, name: str, how: Callable[[WorkingCopy], tuple[object, list[str], Replaced]]
) -> WorkingCopy:
    """Makes a new answer to one question out of what is there now, so that two who work at once both have their way.

    how: gives the new answer, of which parts of it (by name) these are the words of `user`, and what gave way.
    """
    with locked(partnership) as now:
        answer, parts, replaced = how(now)
        new = {name: answer} if fingerprint(answer) != fingerprint(now.answers[name]) else {}
        return _store(now, user, new, parts, replaced)


def _store(now: WorkingCopy, user, new: Answers, parts: list[str], replaced: Replaced) -> WorkingCopy:
    if not new and not replaced:
        return now
    draft = now.draft or ProfileDraft(partnership=now.partnership, base=now.live, answers=now.live)
    before, mine = now.answers, changed(draft.base, draft.answers)
    draft.base = {name: draft.base[name] if name in mine else now.live[name] for name in now.live}
    draft.answers = {**before, **new}
    draft.written_by |= dict.fromkeys(parts, user.pk)
    lost = [{"field": name, "answer": answer, "at": timezone.now().isoformat()} for name, answer in replaced if answer]
    draft.gave_way = [*draft.gave_way, *lost][-MOST_KEPT:]
    draft.edited_by = user
    draft.save()
    return replace(now, draft=draft)


@transaction.atomic
def settle(draft: ProfileDraft, published: PartnershipPage) -> None:
    """After publication: what is live needs no draft any more; what was written after handing in stays."""
    live = answers_of(published)
    later = {name: draft.answers[name] for name in changed(draft.handed_in or draft.answers, draft.answers)}
    if not changed(live, {**live, **later}):
        draft.delete()
        return
    draft.base, draft.answers = live, {**live, **later}
    forget_hand_in(draft)
    draft.save()


def forget_hand_in(draft: ProfileDraft) -> None:
    """`draft` (not saved) as one that is being written."""
    draft.state = ProfileDraft.State.WRITING
    draft.handed_in = draft.handed_in_at = draft.handed_in_by = draft.revision = draft.workflow_state = None
    draft.set_aside = draft.set_aside_base = None
    draft.remark = ""


def who_else(partnership: PartnershipPage, user) -> list:
    """The other coordinators of a partnership."""
    return [
        c.user for c in partnership.coordinators.select_related("user").order_by("since", "pk") if c.user_id != user.pk
    ]
