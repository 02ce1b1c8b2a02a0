"""Times of an agenda item that cannot be together are told of before it goes on the site; a draft keeps them."""

import pytest

from news.examples import the_agenda
from news.models import EventPage
from tests.editor import Editor, mistakes
from tests.test_admin import SESSION, least

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
PUBLISH = {"action-publish": "1"}


def sessions(*times: tuple[str, str], **more) -> dict:
    """Sessions as they are sent; every day is of 2027."""
    fields = {"sessions-TOTAL_FORMS": str(len(times))}
    for number, (start, end) in enumerate(times):
        fields |= {f"sessions-{number}-start": f"2027-{start}", f"sessions-{number}-end": f"2027-{end}"}
        fields |= {f"sessions-{number}-id": "", f"sessions-{number}-ORDER": str(number + 1)}
    return {**least(EventPage), **fields, **more}


def add(fields: dict):
    return Editor().add(EventPage, the_agenda(), **fields)


TWICE = (("03-04 13:30", "03-04 16:30"), ("03-04 16:00", "03-04 17:00"))


def test_sessions_that_overlap_are_named():
    answer = add({**sessions(*TWICE), **PUBLISH})
    assert "4 maart 2027, 13.30–16.30 uur en 4 maart 2027, 16.00–17.00 uur" in answer.content.decode()
    assert not EventPage.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        sessions(("03-04 16:30", "03-04 17:00"), ("03-04 13:30", "03-04 16:30")),  # one after the other, typed the other way round
        sessions(*TWICE, **{"sessions-1-cancelled": "on"}),
        sessions(*TWICE, **{"sessions-0-DELETE": "on"}),
    ],
    ids=["one after the other", "one cancelled", "one taken away"],
)  # fmt: skip
def test_sessions_that_can_be_together_are_published(fields):
    add({**fields, **PUBLISH})
    assert EventPage.objects.get().live


def test_a_draft_keeps_times_that_cannot_be():
    add(sessions(*TWICE))
    assert not EventPage.objects.get().live


@pytest.mark.parametrize(("day", "wrong"), [("2027-03-04", set()), ("2027-03-05", {"registration_closes"})])
def test_nobody_can_register_when_it_has_begun(day, wrong):
    answer = add({**least(EventPage), **SESSION, "registration_closes": day, **PUBLISH})
    assert set(mistakes(answer) if wrong else {}) == wrong
    assert EventPage.objects.filter(live=True).exists() == (not wrong)
