"""What somebody typed comes back to herself and to nobody else, goes on only by a click, and never with a password in it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from platform_site.examples import a_page, a_user, the_home
from platform_site.models import StandardPage
from platform_site.own_versions import is_of_somebody_else, made_by, new_form_key
from platform_site.typed_text import csrf_failure, may_come_back
from tests.as_shown import text_in
from tests.editor import Editor, values
from tests.logging_in import log_in

pytestmark = [pytest.mark.django_db]
OWN = {"origin": "http://testserver"}
# A page of another site, of another scheme, of a frame without an origin, and a program that does not say.
FOREIGN = [{"origin": "https://elders.example"}, {"origin": "https://testserver"}, {"origin": "null"}, {}]
TYPED = {"title": "Mijn <b>titel</b>", "csrfmiddlewaretoken": "oud"}


def looked_at(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content.decode(), "html.parser")


def post(data=None, **more):
    return RequestFactory().post("/beheer/pages/1/edit/?stap=2", TYPED if data is None else data, **more)


def test_an_own_form_comes_back_as_it_was_and_is_not_kept_anywhere(seeded):
    the_home()
    answer = Client().post("/beheer/pages/1/edit/?stap=2", TYPED, headers=OWN)
    assert answer.status_code == 401
    assert "no-store" in answer.headers["Cache-Control"]
    form = looked_at(answer).find("form", action="/beheer/pages/1/edit/?stap=2")
    assert values(form)["title"] == TYPED["title"]  # as text, not as HTML
    assert values(form).getlist("csrfmiddlewaretoken") != ["oud"]
    assert len(values(form).getlist("csrfmiddlewaretoken")) == 1


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("logged_in", [True, False])
def test_what_another_site_sends_never_comes_back(seeded, headers, logged_in):
    the_home()
    client = Client(enforce_csrf_checks=True)
    if logged_in:
        log_in(client, a_user(role="beheerder"))
    page = a_page("Zoals het was")
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), TYPED, headers=headers)
    assert answer.status_code == 403
    assert "Mijn" not in answer.content.decode()
    assert 'action="/beheer/' not in answer.content.decode()
    page.refresh_from_db()
    assert (page.title, page.latest_revision) == ("Zoals het was", None)


def test_nothing_is_sent_once_more_without_a_click(seeded):
    the_home()
    page, client = a_page("Zoals het was"), log_in(Client(enforce_csrf_checks=True), a_user(role="beheerder"))
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), TYPED, headers=OWN)
    assert answer.status_code == 403
    shown = looked_at(answer)
    assert "Nog één klik" in shown.get_text()
    assert shown.find("form", action=True).find("button", type="submit").get_text(strip=True) == "Ga verder"
    assert not shown.find("meta", attrs={"http-equiv": True})
    assert "submit()" not in answer.content.decode()
    assert StandardPage.objects.get().title == "Zoals het was"


def test_what_the_pressed_button_does_is_said_and_can_be_left_undone(seeded):
    the_home()
    page, client = a_page("Zoals het was"), log_in(Client(enforce_csrf_checks=True), a_user(role="beheerder"))
    sent = {**TYPED, "action-publish": "action-publish"}
    shown = looked_at(client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent, headers=OWN))
    assert "Je koos Publiceren." in shown.get_text()
    on, only_save = shown.find("form", action=True).find_all("button", type="submit")
    assert (on["name"], only_save.get_text(), only_save.get("name")) == (
        "action-publish",
        "Bewaar alleen als concept",
        None,
    )
    assert not shown.find("input", attrs={"name": "action-publish"})


def test_a_password_never_comes_back(seeded):
    the_home()
    secret = {name: f"geheim-{name}" for name in ("password", "oldpassword", "password1", "password2")}
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/inloggen/", {"login": "els@voorbeeld.nl", **secret}, headers=OWN)
    assert answer.status_code == 403
    assert "geheim-" not in answer.content.decode()
    form = values(looked_at(answer).find("form", action="/inloggen/"))
    assert form["login"] == "els@voorbeeld.nl"
    assert {form[name] for name in secret} == {""}


@pytest.mark.parametrize(
    ("request_", "whether"),
    [
        (post(headers=OWN), True),
        (post(data={"csrfmiddlewaretoken": "oud"}, headers=OWN), False),
        (post(headers={"accept": "application/json"}), True),
        *[(post(headers=headers), False) for headers in FOREIGN],
        (RequestFactory().get("/beheer/", headers={**OWN, "accept": "application/json"}), False),
    ],
)
def test_only_what_is_sent_and_filled_in_may_come_back(request_, whether):
    assert may_come_back(request_) is whether


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_script_is_told_and_gets_no_fields(headers):
    request = post(headers={**headers, "accept": "application/json"})
    request.user = AnonymousUser()
    answer = csrf_failure(request, "")
    assert answer.status_code == 403
    assert "Mijn" not in answer.content.decode()
    assert "csrf" not in answer.content.decode()


def test_a_form_of_another_account_says_whose_name_it_gets(seeded):
    the_home()
    els, jan, page = Editor(), a_user(email="jan@voorbeeld.nl", role="beheerder"), a_page("Begin")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = {**els.filled_in(address, page).dict(), "title": "Van Els"}
    for user, other in ((els.user, False), (jan, True)):
        answer = log_in(Client(enforce_csrf_checks=True), user).post(address, sent, headers=OWN)
        shown = looked_at(answer)
        assert ("ingevuld met een ander account" in shown.get_text()) is other
        button = text_in(shown.find("form", action=address).find("button"))
        assert button == ("Ga verder als jan@voorbeeld.nl" if other else "Ga verder")
    page.refresh_from_db()
    assert page.latest_revision is None


@pytest.mark.parametrize("kept", [None, "", "verzonnen"])
def test_a_forged_or_absent_mark_makes_no_form_ones_own(seeded, kept):
    els, page = Editor(), a_page("Begin")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = els.filled_in(address, page)
    assert els.send(address, form.copy(), title="Eerst").status_code == 302
    assert els.send(address, form.copy(), title="Vals", form_mark=kept).status_code == 409
    assert els.send(address, form.copy(), title="Daarna").status_code == 302  # with its own it is


def test_the_mark_of_another_user_is_not_mine(seeded):
    els, jan, page = Editor(), Editor(), a_page("Begin")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = els.filled_in(address, page)
    els.send(address, form.copy(), title="Van Els")
    assert jan.send(address, form.copy(), title="Van Jan").status_code == 409
    page.refresh_from_db()
    assert page.latest_revision.user == els.user


def test_a_mark_says_whose_form_it_is_and_no_two_are_alike(seeded):
    els, jan = a_user(), a_user()
    mark = new_form_key(els)
    assert mark != new_form_key(els)
    assert len(mark) <= 36
    for user, other in ((els, False), (jan, True)):
        request = post(data={"form_mark": mark})
        request.user = user
        assert is_of_somebody_else(request) is other
        assert made_by(request) is None
    request = post(data={})
    request.user = els
    assert not is_of_somebody_else(request)  # most forms do not say
