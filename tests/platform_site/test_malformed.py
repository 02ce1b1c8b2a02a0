"""What Wagtail's own forms never send is said to be misunderstood, and a mistake of ours is still said to be one of ours."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from knowledge_bank.examples import a_knowledge_item
from partnerships.duo import views
from platform_site.accounts import roles
from platform_site.examples import a_page, a_user
from tests.duo_files import a_csv, a_row
from tests.logging_in import log_in
from tests.partnerships.test_duo_admin import uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
TOLD = "Dit verzoek begrijpen we niet"


@pytest.fixture
def editor() -> Client:
    return log_in(Client(raise_request_exception=False), a_user(role=roles.ADMINISTRATOR))


@pytest.mark.parametrize(
    "address",
    [
        "snippets/choose/platform_site/theme/chosen/iets/",
        "snippets/choose/platform_site/theme/chosen/2026-02-30/",
        "images/?ordering=pk__in&q=a",
        "choose-email-link/?parent_page_id=utrecht",
        f"snippets/platform_site/audience/?q={'woord+' * 200}",
        "failwhale/",
    ],
)
def test_an_address_that_leads_nowhere(editor, address):
    answer = editor.get(f"/beheer/{address}")
    assert answer.status_code in (200, 400, 404)
    assert answer.status_code != 400 or TOLD in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "pages/{page}/edit/", "pages/{item}/edit/", "pages/{page}/edit/preview/", "pages/{item}/edit/preview/", "pages/{page}/copy/",
        "pages/add/platform_site/standardpage/{parent}/", "redirects/import/process/", "choose-external-link/", "pages/{page}/move/{parent}/confirm/",
        "snippets/choose/platform_site/theme/create/", "images/multiple/add/", "documents/multiple/add/", "pages/{page}/privacy/", "workflows/add/",
        "users/add/", "groups/new/", "collections/add/",
    ],
)  # fmt: skip
def test_a_form_with_nothing_in_it(editor, address, caplog):
    page, item = a_page("Een pagina"), a_knowledge_item("Een stuk")
    numbers = {"page": page.pk, "item": item.pk, "parent": page.get_parent().pk}
    with caplog.at_level(logging.ERROR):
        answer = editor.post(f"/beheer/{address.format(**numbers)}", {"x": "y"})
    assert answer.status_code < 500
    if (
        answer.status_code == 400
        and "text/html" in answer["Content-Type"]
        and not answer.wsgi_request.headers.get("x-requested-with")
    ):
        logged = [record for record in caplog.records if record.name == "platform_site.malformed"]
        assert (TOLD in answer.content.decode()) == bool(logged)
        assert all(record.exc_info for record in logged)


def test_a_mistake_of_ours_stays_one(editor, monkeypatch):
    def fail(*args, **kwargs):
        raise KeyError("ours")

    monkeypatch.setattr(views, "plan_for", fail)
    answer = editor.post(reverse("duo-import"), {"file": uploaded(a_csv([a_row()]))})
    assert answer.status_code == 500
    assert TOLD not in answer.content.decode()
