"""Anybody may share a practice example; nothing of it is public before an editor says so."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge_bank.contributions import intake
from knowledge_bank.examples import the_knowledge_bank
from knowledge_bank.models import Contribution, KnowledgeItem
from partnerships.examples import a_coordinator, a_partnership
from platform_site.accounts import roles
from platform_site.examples import a_user
from platform_site.models import SiteDocument, Theme
from tests.editor import Editor, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def kennisbank():
    return the_knowledge_bank()


@pytest.fixture
def reviewer():
    return Editor(a_user(role=roles.EDITOR))


def answers(**changes) -> dict:
    theme = Theme.objects.order_by("pk").first()
    facts = {
        "title": "Elke maandag tien minuten", "summary": "Zes scholen bellen elke maandag.", "what": "De student belt.\n\n- kort\n- vast",
        "for_whom": "Voor werkplekbegeleiders.", "result": "Vijf van de zes doen het nog.", "sectors": ["po", "vo"],
        "themes": [str(theme.pk)], "makers": "Team Noord", "licence": "on", "email": "vera@school.voorbeeld.nl",
    }  # fmt: skip
    return {name: value for name, value in {**facts, **changes}.items() if value is not None}


def the_code() -> str:
    (message,) = [message for message in mail.outbox if "is je code" in message.subject]
    return re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", message.body)[0]


def sent_in(client: Client, **changes) -> str:
    """The address where the code is asked."""
    response = client.post("/delen/", answers(**changes))
    assert response.status_code == 302, response.context["form"].errors
    return response.url


def task_of(item: KnowledgeItem):
    return KnowledgeItem.objects.get(pk=item.pk).current_workflow_task_state


def decide(reviewer: Editor, item: KnowledgeItem, action: str = "approve", comment: str = ""):
    url = reverse("wagtailadmin_pages:workflow_action", args=[item.pk, action, task_of(item).pk])
    return reviewer.client.post(url, {"comment": comment})


def test_what_a_visitor_sends_in_becomes_a_draft_once_the_address_is_shown_to_be_theirs(client, reviewer):
    address = sent_in(client, files=SimpleUploadedFile("kijkwijzer.pdf", PDF))
    assert not KnowledgeItem.objects.exists()
    assert client.post(address, {"code": the_code()}).url == "/delen/bedankt/"
    (item,) = KnowledgeItem.objects.all()
    assert not item.live
    assert client.get(item.url).status_code == 404
    assert task_of(item).status == "in_progress"
    assert (item.contribution.email, item.licence, item.authors) == ("vera@school.voorbeeld.nl", "cc-by", "Team Noord")
    (document,) = SiteDocument.objects.all()
    assert client.get(document.url).status_code == 302  # asks for a log-in
    mail.outbox.clear()
    assert decide(reviewer, item).status_code == 302
    page = client.get(item.url).content.decode()
    assert "De student belt." in page
    assert re.search(r"<li[^>]*>kort</li>", page)
    assert client.get(SiteDocument.objects.get().url).status_code == 200
    assert [message.subject for message in mail.outbox if "vera@" in message.to[0]] == [
        "Je praktijkvoorbeeld staat op de site"
    ]
    assert "vera@school" not in page


def test_what_is_returned_is_told_with_the_remark_and_stays_away(client, reviewer):
    client.post(sent_in(client), {"code": the_code()})
    (item,) = KnowledgeItem.objects.all()
    mail.outbox.clear()
    decide(reviewer, item, "reject", "Noem de school.")
    (message,) = [message for message in mail.outbox if "vera@" in message.to[0]]
    assert "Noem de school." in message.body
    assert client.get(item.url).status_code == 404


def test_a_coordinator_needs_no_code_and_the_partnership_is_filled_in(client):
    partnership = a_partnership("De Brug")
    client.force_login(a_coordinator(partnership, a_partnership("De Andere")))
    page = client.get("/delen/?partnerschap=de-brug").content.decode()
    assert f'value="{partnership.pk}" selected' in page
    assert 'name="email"' not in page
    response = client.post("/delen/", answers(partnership=str(partnership.pk), email=None))
    assert response.url == "/delen/bedankt/"
    (item,) = KnowledgeItem.objects.all()
    assert list(item.get_latest_revision_as_object().partnerships.all()) == [partnership]
    assert not item.live


def test_a_second_click_sends_nothing_twice(client):
    client.force_login(a_coordinator(a_partnership("De Brug")))
    for _ in range(2):
        assert client.post("/delen/", answers(email=None)).status_code == 302
    assert KnowledgeItem.objects.count() == 1
    visitor = Client()
    assert sent_in(visitor) == sent_in(visitor)
    assert Contribution.objects.count() == 2


def test_the_partnership_of_somebody_else_cannot_be_named(client):
    client.force_login(a_coordinator(a_partnership("De Brug")))
    response = client.post("/delen/", answers(partnership=str(a_partnership("Van een ander").pk)))
    assert "eigen partnerschappen" in response.content.decode()
    assert not KnowledgeItem.objects.exists()


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ").lower()]
)
def test_the_code_may_be_typed_as_one_likes(client, typed):
    address = sent_in(client)
    assert client.post(address, {"code": typed(the_code())}).url == "/delen/bedankt/"


def test_after_a_mistyped_address_the_form_comes_back_as_it_was(client):
    address = sent_in(client, email="vera@schol.voorbeeld.nl", files=SimpleUploadedFile("kijkwijzer.pdf", PDF))
    page = BeautifulSoup(client.get(address).content.decode(), "html.parser")
    better = page.find("a", string="Verbeter het")["href"]
    page = BeautifulSoup(client.get(better).content.decode(), "html.parser")
    form = page.find("form", attrs={"data-keep": True})
    filled = {name: values(form).getlist(name) for name in values(form)}
    assert filled["title"] == ["Elke maandag tien minuten"]
    assert filled["sectors"] == ["po", "vo"]
    assert "kijkwijzer.pdf" in page.get_text()
    mail.outbox.clear()
    answer = client.post(better, {**filled, "email": "vera@school.voorbeeld.nl"})
    assert answer.url == address
    assert mail.outbox[-1].to == ["vera@school.voorbeeld.nl"]
    client.post(address, {"code": the_code()})
    (item,) = KnowledgeItem.objects.all()
    assert item.contribution.email == "vera@school.voorbeeld.nl"
    assert SiteDocument.objects.count() == 1
    assert "Zes scholen bellen" not in client.get(better).content.decode()  # confirmed: it is with the editors now


def test_three_wrong_codes_end_it_until_a_new_one_is_asked(client):
    address = sent_in(client)
    right = the_code()
    wrong = "BBBB-BBBB" if right != "BBBB-BBBB" else "CCCC-CCCC"
    for _ in range(3):
        assert "klopt niet" in client.post(address, {"code": wrong}).content.decode()
    assert "drie keer" in client.post(address, {"code": right}).content.decode()
    mail.outbox.clear()
    client.post(address, {"doen": "nieuw"})
    assert "klopt niet" in client.post(address, {"code": wrong}).content.decode()
    assert client.post(address, {"code": the_code()}).status_code == 302


def test_an_old_code_is_refused(client):
    address = sent_in(client)
    Contribution.objects.update(code_sent_at=timezone.now() - timedelta(minutes=16))
    assert "ouder dan" in client.post(address, {"code": the_code()}).content.decode()
    assert not KnowledgeItem.objects.exists()


def test_a_code_works_once_and_for_its_own_example_only(client):
    first = sent_in(client)
    code = the_code()
    mail.outbox.clear()
    second = sent_in(client, title="Een ander voorbeeld")
    if the_code() != code:
        assert client.post(second, {"code": code}).status_code == 200
    assert client.post(first, {"code": code}).status_code == 302
    client.post(first, {"code": code})
    assert KnowledgeItem.objects.count() == 1
    assert client.post("/delen/code/bestaat-niet/", {"code": code}).status_code == 200


def test_a_program_that_fills_in_every_field_stores_nothing(client):
    response = client.post("/delen/", answers(achternaam="Bot"))
    assert response.status_code == 302
    assert "klopt niet" in client.post(response.url, {"code": "123 456"}).content.decode()
    assert not Contribution.objects.exists()
    assert not mail.outbox


def test_the_sixth_of_a_day_from_one_address_has_to_wait(client):
    for number in range(5):
        sent_in(client, title=f"Voorbeeld {number}")
    response = client.post("/delen/", answers())
    assert "Morgen kan het weer" in response.content.decode()
    assert "De student belt." in response.content.decode()
    assert Contribution.objects.count() == 5


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ", "kan niet mee"),
        ("kijkwijzer.pdf", b"<html><script>", "inhoud is iets anders"),
        ("plaatje.svg", b"<svg/>", "kan niet mee"),
        ("groot.pdf", PDF + b"0" * 26_500_000, "past hooguit 25 MB"),
    ],
)
def test_files_that_are_not_wanted_are_refused_by_name(client, name, content, said):
    response = client.post("/delen/", answers(files=SimpleUploadedFile(name, content)))
    assert response.status_code == 200
    words = response.content.decode()
    assert said in words
    assert name in words
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "titel"), ({"licence": None}, "toestemming"), ({"sectors": ["xx"]}, "uit de lijst"), ({"themes": ["x"]}, "uit de lijst"),
        ({"email": "geen"}, "geen e-mailadres"), ({"what": "x" * 50_000}, "50000 tekens"), ({"summary": ""}, "Vat je voorbeeld"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_in_dutch(client, wrong, said):
    response = client.post("/delen/", answers(**wrong))
    assert said in response.content.decode()
    assert not Contribution.objects.exists()


def test_forged_fields_do_not_reach_the_item(client):
    forged = {
        "live": "on",
        "slug": "gekaapt",
        "kind": "podcast",
        "go_live_at": "2020-01-01",
        "owner": "1",
        "year": "1900",
        "archived": "on",
    }
    client.post(sent_in(client, **forged), {"code": the_code()})
    (item,) = KnowledgeItem.objects.all()
    assert (item.live, item.slug, item.kind, item.go_live_at, item.owner, item.archived) == (
        False, "elke-maandag-tien-minuten", "praktijkvoorbeeld", None, None, False,
    )  # fmt: skip
    assert item.year == timezone.localdate().year


def test_two_of_the_same_title_and_one_with_a_taken_name_all_get_an_address(client):
    for title, maker in (("Feed", "A"), ("Zelfde", "B"), ("Zelfde", "C")):
        mail.outbox.clear()
        client.post(sent_in(client, title=title, makers=maker), {"code": the_code()})
    slugs = sorted(KnowledgeItem.objects.values_list("slug", flat=True))
    assert slugs == ["feed-2", "zelfde", "zelfde-2"]


def test_what_is_never_confirmed_is_forgotten_with_its_files(client):
    sent_in(client, files=SimpleUploadedFile("kijkwijzer.pdf", PDF))
    (contribution,) = Contribution.objects.all()
    stored = contribution.files.get().file.name
    intake.tidy()
    assert default_storage.exists(stored)
    Contribution.objects.update(created_at=timezone.now() - timedelta(days=2))
    intake.tidy()
    assert not Contribution.objects.exists()
    assert not default_storage.exists(stored)


def test_markup_in_an_answer_is_shown_as_it_was_typed(client):
    client.post(
        sent_in(client, what="<script>alert(1)</script> **vet** [x](javascript:alert(1))"), {"code": the_code()}
    )
    (item,) = KnowledgeItem.objects.all()
    (block,) = item.get_latest_revision_as_object().body
    assert "<script" not in block.value.source
    assert "href" not in block.value.source
    assert "<b>vet</b>" in block.value.source
