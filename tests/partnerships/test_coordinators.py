"""Editors invite coordinators by address and take them away; an invitation opens one partnership, once."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.examples import a_coordinator, a_partnership
from partnerships.models import Coordinator
from partnerships.portal import invitations
from platform_site.accounts.invitations import InvitationClosedError, accept, find
from platform_site.dutch_dates import day
from platform_site.examples import a_user
from tests.as_shown import as_shown
from tests.editor import Editor
from tests.portal_visit import Coordinator as Portal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture
def partnership():
    return a_partnership("De Brug")


@pytest.fixture
def editor():
    return Editor(a_user(role="redacteur"))


def url(partnership) -> str:
    return reverse("coordinators", args=[partnership.pk])


def token() -> str:
    return re.search(rf"{settings.SITE_URL}/inloggen/uitnodiging/(\S+)/", mail.outbox[-1].body)[1]


def test_who_is_invited_becomes_coordinator_of_that_partnership_only(partnership, editor):
    page = editor.look(reverse("wagtailadmin_pages:edit", args=[partnership.pk]))
    assert url(partnership) in [link.get("href") for link in page.find_all("a")]
    editor.client.post(url(partnership), {"email": "Vera@School.voorbeeld.nl"})
    assert mail.outbox[-1].to == ["vera@school.voorbeeld.nl"]
    assert "/beheer/" not in mail.outbox[-1].body
    user = a_user("vera@school.voorbeeld.nl")
    assert accept(find(token()), user) == "/mijn-partnerschap/"
    assert list(Coordinator.objects.values_list("user", "partnership")) == [(user.pk, partnership.pk)]
    with pytest.raises(InvitationClosedError):
        accept(find(token()), user)


def test_an_invitation_can_be_withdrawn_and_sent_again(partnership, editor):
    editor.client.post(url(partnership), {"email": "vera@school.voorbeeld.nl"})
    first = token()
    editor.client.post(url(partnership), {"doen": f"opnieuw-{invitations.invited(partnership).get().pk}"})
    second = token()
    assert find(first).closed_because
    assert not find(second).closed_because
    editor.client.post(url(partnership), {"doen": f"trek-{invitations.invited(partnership).get().pk}"})
    assert find(second).closed_because
    assert not invitations.invited(partnership)


def test_who_is_taken_away_is_no_coordinator_any_more(partnership, editor):
    user = a_coordinator(partnership)
    row = Coordinator.objects.get(user=user)
    assert user.email in editor.look(url(partnership)).get_text()
    editor.client.post(url(partnership), {"doen": f"weg-{row.pk}"})
    assert not Coordinator.objects.exists()
    assert mail.outbox[-1].to == [user.email]
    assert "niet meer bij" in mail.outbox[-1].subject


def test_who_was_taken_away_and_logs_in_still_reads_why_there_is_nothing(partnership, editor):
    editor.client.post(url(partnership), {"email": "vera@school.voorbeeld.nl"})
    user = a_user("vera@school.voorbeeld.nl")
    accept(find(token()), user)
    editor.client.post(url(partnership), {"doen": f"weg-{Coordinator.objects.get(user=user).pk}"})
    browser = Client()
    browser.force_login(user)
    page = browser.get("/mijn-partnerschap/de-brug/stap/partners/", follow=True)
    assert "geen partnerschap meer" in as_shown(page)
    assert "De Brug" in page.content.decode()
    assert browser.post("/mijn-partnerschap/de-brug/stap/trots/", {"pride": "x"}).status_code == 404


def test_a_coordinator_can_read_all_that_is_kept(partnership):
    user = a_coordinator(partnership)
    browser = Client()
    browser.force_login(user)
    page = browser.get(reverse("all_data"))
    words = page.content.decode()
    assert page.status_code == 200
    assert "De Brug" in words
    assert f"<dd>{day(timezone.localdate())}</dd>" in words


def test_who_still_keeps_another_profile_reads_why_this_one_is_closed(partnership, editor):
    editor.client.post(url(partnership), {"email": "vera@school.voorbeeld.nl"})
    user = a_user("vera@school.voorbeeld.nl")
    accept(find(token()), user)
    invitations.make_coordinator(user, a_partnership("De Andere"))
    editor.client.post(url(partnership), {"doen": f"weg-{Coordinator.objects.get(partnership=partnership).pk}"})
    browser = Client()
    browser.force_login(user)
    words = browser.get("/mijn-partnerschap/de-brug/", follow=True).content.decode()
    assert "weggehaald als coördinator van" in words
    assert "De Andere" in words
    assert browser.get("/mijn-partnerschap/").headers["Location"] == "/mijn-partnerschap/de-andere/"


def test_a_coordinator_names_who_follows_and_an_editor_confirms(partnership, editor):
    coordinator = Portal(partnership)
    address = coordinator.url("hand-over")
    assert "geen e-mailadres" in coordinator.client.post(address, {"email": "vera"}).content.decode()
    assert "al bij" in coordinator.client.post(address, {"email": coordinator.user.email}).content.decode()
    for _ in range(2):  # a second click
        coordinator.client.post(address, {"name": "Vera", "email": "Vera@school.voorbeeld.nl", "stops": "on"})
    successor = partnership.successors.get()
    assert not mail.outbox
    assert "Vera (vera@school.voorbeeld.nl)" in coordinator.look(address).get_text()
    assert "De Brug" in editor.look(reverse("werk", args=["opvolgers"])).get_text()
    screen = editor.look(url(partnership)).get_text()
    assert "Vera (vera@school.voorbeeld.nl)" in screen
    assert "zelf stoppen" in screen
    editor.client.post(url(partnership), {"doen": f"bevestig-{successor.pk}"})
    assert mail.outbox[-1].to == ["vera@school.voorbeeld.nl"]
    assert accept(find(token()), a_user("vera@school.voorbeeld.nl")) == "/mijn-partnerschap/"
    assert not partnership.successors.exists()


@pytest.mark.parametrize(
    ("email", "said"),
    [("", "Vul het e-mailadres"), ("geen", "geen e-mailadres"), ("al@voorbeeld.nl", "al coördinator")],
)
def test_a_wrong_address_is_told(partnership, editor, email, said):
    a_coordinator(partnership, email="al@voorbeeld.nl")
    assert said in editor.client.post(url(partnership), {"email": email}).content.decode()
    assert not mail.outbox


def test_rows_of_another_partnership_are_out_of_reach(partnership, editor):
    other = a_partnership("De Andere")
    a_coordinator(other)
    invitations.invite("vera@school.voorbeeld.nl", other, None)
    for doing in (f"weg-{Coordinator.objects.get().pk}", f"trek-{invitations.invited(other).get().pk}"):
        assert editor.client.post(url(partnership), {"doen": doing}).status_code == 404
    assert Coordinator.objects.exists()
    assert invitations.invited(other).exists()


@pytest.mark.parametrize("doing", ["trek-²", "opnieuw-²", "bevestig-٣", "wijs-²", "weg-²", "weg-99999999999999999999"])
def test_a_number_that_is_none_is_no_breakdown(partnership, editor, doing):
    assert editor.client.post(url(partnership), {"doen": doing}).status_code == 200


def test_only_editors_get_to_invite(partnership):
    client = Client()
    client.force_login(a_coordinator(partnership))
    for who in (client, Client()):
        assert who.post(url(partnership), {"email": "ik@voorbeeld.nl"}).status_code in (302, 403)
    assert not mail.outbox
