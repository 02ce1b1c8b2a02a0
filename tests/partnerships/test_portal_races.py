"""Coordinators and editors at the same moment: what comes of it is what one of the two serial orders would have given.

PORTAL_ROUNDS sets how often it is tried; 200 takes some minutes. `--junitxml` tells how often which order came out.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.urls import reverse

from partnerships.examples import a_partnership
from partnerships.models import PartnershipPage, ProfileDraft
from partnerships.portal import drafts, hand_in
from platform_site import rich_texts
from platform_site.accounts import roles
from platform_site.examples import a_user, the_home
from platform_site.transactions import lock_page
from tests.editor import Editor
from tests.portal_visit import Coordinator, on_site

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = int(os.environ.get("PORTAL_ROUNDS", "10"))


def at_once(*deeds: Callable) -> list:
    """What each gives back, all started at the same moment; a refusal counts as an answer."""
    gate, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable) -> None:
        try:
            gate.wait(10)
            answers[place] = deed()
        except hand_in.HandInRefusedError as refused:
            answers[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def save(page: PartnershipPage, user, answers: dict, seen: dict[str, str]) -> list[str]:
    """As a request does it; gives the fields that were answered otherwise meanwhile."""
    with drafts.locked(page) as copy:
        return drafts.save(copy, user, answers, seen)[1]


def write(partnership: PartnershipPage, user, **answers) -> None:
    page = on_site(partnership)
    copy = drafts.working_copy(page)
    save(page, user, answers, {name: drafts.fingerprint(copy.answers[name]) for name in answers})


def give_in(partnership: PartnershipPage, user) -> Callable:
    seen = drafts.fingerprint(drafts.working_copy(on_site(partnership)).live)
    return lambda: hand_in.hand_in(partnership, user, seen)


def publish(partnership: PartnershipPage, words: str) -> None:
    """As an editor's request does it: the page first, then what is done with it, in one transaction."""
    with transaction.atomic():
        lock_page(partnership.pk)
        page = on_site(partnership)
        page.abbreviation = words
        page.save_revision().publish()


def test_handing_in_against_publishing_ends_in_one_of_the_two_orders(record_property):
    the_home()
    ends = Counter()
    for number in range(ROUNDS):
        partnership = a_partnership(f"Partnerschap {number}")
        user = Coordinator(partnership).user
        write(partnership, user, pride="<p>Van ons.</p>")
        at_once(give_in(partnership, user), lambda page=partnership, words=f"R{number}": publish(page, words))
        live, draft = on_site(partnership), ProfileDraft.objects.get(partnership=partnership)
        assert (live.abbreviation, live.pride) == (f"R{number}", "")
        state = live.current_workflow_state
        if draft.state == ProfileDraft.State.HANDED_IN:  # published, then handed in
            waiting = draft.revision.as_object()
            assert (waiting.abbreviation, waiting.pride) == (f"R{number}", "<p>Van ons.</p>")
            assert state.current_task_state.revision_id == draft.revision_id == live.latest_revision_id
        else:  # handed in, then published
            assert draft.state == ProfileDraft.State.OVERTAKEN
            assert state is None
        assert draft.answers["pride"] == "<p>Van ons.</p>"
        ends[draft.state] += 1
    record_property("ends", dict(ends))


def test_approving_against_handing_in_again_never_publishes_what_nobody_read(record_property):
    the_home()
    reviewer, ends = Editor(a_user(role=roles.EDITOR)), Counter()
    for number in range(ROUNDS):
        partnership = a_partnership(f"Partnerschap {number}")
        user = Coordinator(partnership).user
        write(partnership, user, pride="<p>Eerst.</p>")
        give_in(partnership, user)()
        task = on_site(partnership).current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[partnership.pk, "approve", task.pk])
        write(partnership, user, pride="<p>Daarna.</p>")
        again, pause = give_in(partnership, user), number % 5 * 0.02  # a request takes its time to get to the page
        _, approval = at_once(
            lambda go=again, wait=pause: (time.sleep(wait), go()),
            lambda url=url: reviewer.client.post(url, {"comment": ""}),
        )
        assert approval.status_code == 302
        live, draft = on_site(partnership), ProfileDraft.objects.get(partnership=partnership)
        assert draft.answers["pride"] == "<p>Daarna.</p>"
        state = live.current_workflow_state
        if live.pride == "":  # handed in again, then approved: too late
            assert state.current_task_state.revision_id == draft.revision_id == live.latest_revision_id
            assert rich_texts.normal(draft.revision.as_object().pride) == "<p>Daarna.</p>"
        else:  # approved, then handed in again: refused, for the site had changed
            assert live.pride == "<p>Eerst.</p>"
            assert (state, draft.state) == (None, ProfileDraft.State.WRITING)
        ends[live.pride] += 1
    record_property("ends", dict(ends))


def test_two_coordinators_who_save_at_once_never_overwrite_each_other_unseen():
    the_home()
    for number in range(ROUNDS // 2):
        partnership = a_partnership(f"Partnerschap {number}")
        seen = {"pride": drafts.fingerprint(""), "about": drafts.fingerprint("")}
        users = [Coordinator(partnership).user for _ in range(2)]
        given = [{"pride": f"<p>{place}</p>", **({"about": "<p>Over.</p>"} if place else {})} for place in range(2)]
        saved = at_once(
            *(
                lambda page=partnership, who=user, what=words, opened=seen: save(page, who, what, opened)
                for user, words in zip(users, given, strict=True)
            )
        )
        assert sorted(saved) == [[], ["pride"]]
        draft = ProfileDraft.objects.get(partnership=partnership)
        assert draft.answers["pride"] == given[saved.index([])]["pride"]
        assert draft.answers["about"] == "<p>Over.</p>"
