"""Around the pages, the admin is whole too: lists, images, log-in; in Dutch, and closed to visitors."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from knowledge_bank.examples import the_knowledge_bank
from knowledge_bank.models import KnowledgeItem
from partnerships.examples import the_partnerships
from partnerships.models import Organisation, PartnershipPage
from platform_site.examples import a_page, an_image, the_home
from platform_site.models import Council, HomePage, SiteImage, Theme
from tests.editor import Editor, mistakes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture
def editor():
    return Editor()


@pytest.mark.parametrize("model", get_snippet_models(), ids=lambda model: model.__name__)
def test_every_list_can_be_seen_searched_and_added_to(editor, model):
    seen = {
        "title": "Nieuw in de lijst",
        "slug": "nieuw-in-de-lijst",
        "order": "3",
        "name": "Nieuw in de lijst",
        "kind": "school",
        "words": "Nieuw in de lijst, vers in de lijst",
        "year": "2031",
        "students": "1000",
        "source": "Nieuw in de lijst",
    }
    viewset = model.snippet_viewset
    add = reverse(viewset.get_url_name("add"))
    form = editor.look(add).find("form", enctype=True) or editor.look(add).find("main").find("form")
    names = {field["name"] for field in form.find_all(["input", "select", "textarea"]) if field.get("name")}
    response = editor.client.post(add, {name: value for name, value in seen.items() if name in names})
    assert response.status_code == 302, response.context and response.context["form"].errors
    made = model.objects.latest("pk")
    listed = editor.look(reverse(viewset.get_url_name("list")) + "?q=nieuw")
    assert "Nieuw in de lijst" in listed.get_text()
    editor.look(reverse(viewset.get_url_name("edit"), args=[made.pk]))


def test_all_lists_of_the_domain_are_there():
    assert {Theme, Council, Organisation} < set(get_snippet_models())
    assert {model.__name__ for model in get_snippet_models()} >= {"Audience", "QualityStandard", "EducationRegion"}


def test_an_image_without_words_is_refused(editor):
    png = an_image().file.open().read()
    url = reverse("wagtailimages:add")

    def upload(**fields):
        file = SimpleUploadedFile("groen.png", png, "image/png")
        return editor.client.post(url, {"title": "Groen", "file": file, "collection": "1", **fields})

    before = SiteImage.objects.count()
    assert "description" in mistakes(upload(description=""))
    assert SiteImage.objects.count() == before
    assert upload(description="Een groen vlak.").status_code == 302
    assert SiteImage.objects.count() == before + 1


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailadmin_reports:site_history",
        "log-book",
    ],
)
def test_the_admin_is_in_dutch(editor, name):
    page = editor.look(reverse(name))
    assert page.html["lang"] == "nl"
    words = page.get_text(" ")
    assert not [word for word in ("Search", "Add ", "Images", "Documents", "Settings", "Reports") if word in words]


def test_the_form_of_a_page_is_in_dutch(editor):
    for page_type, parent in (
        (KnowledgeItem, the_knowledge_bank()),
        (PartnershipPage, the_partnerships()),
        (HomePage, None),
    ):
        url = editor.add_url(page_type, parent) if parent else reverse("wagtailadmin_pages:edit", args=[the_home().pk])
        labels = [label.get_text(" ", strip=True) for label in editor.look(url).find_all("label")]
        assert len(labels) > 5
        english = ("Title", "Page title", "Body", "Name", "Kind", "Summary", "Image")
        assert not [label for label in labels if label.rstrip("* ") in english]


@pytest.mark.parametrize(
    "path", ["", "pages/", "images/", "documents/", "snippets/", "settings/platform_site/sitesettings/", "login/"]
)
def test_a_visitor_is_sent_to_the_log_in(path):
    the_home()
    response = Client().get(f"/beheer/{path}", follow=True)
    assert response.redirect_chain[0][0].startswith("/inloggen/")
    assert response.status_code == 200
    assert response.resolver_match.url_name == "account_login"


def test_nothing_answers_where_other_sites_have_their_back_door():
    the_home()
    for path in ("/admin/", "/accounts/", "/api/", "/api/v2/pages/", "/django-admin/", "/beheer/password_reset/"):
        answer = Client().get(path)
        assert answer.status_code == 404 or b"Deze pagina is er niet" in answer.content, path


def test_the_admin_has_a_policy_of_its_own(editor):
    admin, site = editor.client.get("/beheer/"), editor.client.get(a_page().url)
    assert "'unsafe-inline'" in admin["Content-Security-Policy"]
    assert "'unsafe-inline'" not in site["Content-Security-Policy"]
