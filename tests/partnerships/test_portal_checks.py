""" "Klopt jullie profiel nog?": asked once a year, repeated once, confirmed by a click and never by a look."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from partnerships.examples import a_coordinator, a_partnership
from partnerships.models import PartnershipPage, ProfileCheck
from partnerships.portal import checks
from platform_site.generation import everything_changed
from tests.portal_visit import Coordinator, on_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def partnership():
    page = a_partnership("De Brug", checked_on=days_ago(settings.PROFILE_CHECK_DAYS + 1))
    a_coordinator(page, email="coordinator@school.voorbeeld.nl")
    return page


def link() -> str:
    return mail.outbox[-1].body.partition(f"{settings.SITE_URL}/mijn-partnerschap/klopt/")[2].split()[0]


def address() -> str:
    return f"/mijn-partnerschap/klopt/{link()}"


def test_the_question_is_asked_once_and_repeated_once(partnership):
    for _ in range(3):
        checks.run()
    assert [message.subject for message in mail.outbox] == ["Klopt jullie profiel nog?"]
    ProfileCheck.objects.update(asked_on=days_ago(settings.PROFILE_REMINDER_DAYS))
    for _ in range(3):
        checks.run()
    assert [message.subject for message in mail.outbox][1:] == ["Nog een keer: klopt jullie profiel nog?"]
    ProfileCheck.objects.update(reminded_on=days_ago(settings.PROFILE_REMINDER_DAYS))
    for _ in range(3):
        checks.run()
    assert len(mail.outbox) == 2
    assert ProfileCheck.objects.get().lapsed_on == timezone.localdate()


@pytest.mark.parametrize("days", [0, 30, 364])
def test_what_was_checked_this_year_is_not_asked(days):
    a_coordinator(a_partnership(checked_on=days_ago(days)))
    checks.run()
    assert not mail.outbox


def test_nobody_is_asked_for_a_profile_without_coordinator_or_off_the_site(partnership):
    a_partnership("Zonder coördinator", checked_on=days_ago(900))
    partnership.unpublish()
    checks.run()
    assert not mail.outbox


def test_opening_the_link_confirms_nothing_and_the_button_does(partnership):
    checks.run()
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(address())
    assert "Klopt dit nog?" in page.content.decode()
    assert on_site(partnership).checked_on == partnership.checked_on
    token = BeautifulSoup(page.content.decode(), "html.parser").find("input", attrs={"name": "csrfmiddlewaretoken"})[
        "value"
    ]
    done = visitor.post(address(), {"csrfmiddlewaretoken": token})
    assert "Dank je wel" in done.content.decode()
    assert on_site(partnership).checked_on == timezone.localdate()
    assert not ProfileCheck.objects.exists()


def test_a_confirmation_is_not_undone_by_publishing_an_older_draft(partnership):
    revision = partnership.save_revision()
    checks.run()
    Client().post(address())
    revision.refresh_from_db()
    revision.publish()
    assert on_site(partnership).checked_on == timezone.localdate()


@pytest.mark.parametrize("forge", [lambda token: token[:-3] + "abc/", lambda _: "onzin/", lambda token: "x" + token])
def test_a_forged_link_confirms_nothing(partnership, forge):
    checks.run()
    answer = Client().post(f"/mijn-partnerschap/klopt/{forge(link())}")
    assert answer.status_code == 410
    assert "werkt niet meer" in answer.content.decode()
    assert on_site(partnership).checked_on == partnership.checked_on


def test_a_link_of_long_ago_says_what_to_do(partnership, monkeypatch):
    checks.run()
    monkeypatch.setattr(checks, "LINK_DAYS", -1)
    assert Client().get(address()).status_code == 410


def test_a_profile_that_nobody_checked_says_so_mildly(partnership):
    patience = settings.PROFILE_CHECK_DAYS + 2 * settings.PROFILE_REMINDER_DAYS
    for days, words in ((10, False), (patience - 1, False), (patience + 1, True)):
        PartnershipPage.objects.update(checked_on=days_ago(days))
        everything_changed()  # update() tells nobody
        assert ("niet recent gecontroleerd" in Client().get(partnership.url).content.decode()) is words


def test_the_coordinator_can_say_so_in_the_portal(partnership):
    coordinator = Coordinator(partnership)
    coordinator.client.post(coordinator.url("still-right"))
    assert on_site(partnership).checked_on == timezone.localdate()


def test_editors_get_those_never_checked_first():
    recent, old, never = (a_partnership(checked_on=day) for day in (days_ago(3), days_ago(800), None))
    asked = PartnershipPage.objects.not_checked_since(days_ago(365))
    assert [page for page in asked if page in (recent, old, never)] == [never, old]
