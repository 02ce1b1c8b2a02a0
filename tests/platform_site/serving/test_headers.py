"""Every answer carries the headers that keep a reader safe, whatever it is an answer to; and no page leaves a cookie."""

import importlib
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_booklet, a_dossier, a_knowledge_item
from news.examples import a_news_item, an_event
from partnerships.examples import a_partnership, the_map
from platform_site.examples import a_page, a_user, an_image, the_home
from platform_site.models import SiteDocument
from platform_site.search import results
from tests.as_shown import as_shown
from tests.editor import Editor
from tests.kept_content import kept_content
from tests.logging_in import log_in


@pytest.fixture(scope="module")
def addresses(django_db_setup, django_db_blocker) -> dict[str, str]:
    """One address of everything that a visitor can ask for, by what it is."""
    with kept_content(django_db_blocker):
        the_home()
        the_map()
        booklet = a_booklet()
        private = a_page("Besloten")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        pages = {
            "home": the_home(),
            "page": a_page(),
            "dossier": a_dossier(),
            "booklet": booklet,
            "chapter": booklet.chapters[0],
            "item": a_knowledge_item(),
            "partnership": a_partnership(),
            "news": a_news_item(),
            "event": an_event(),
            "private": private,
        }
        sound = SiteDocument.objects.create(title="Geluid", file=ContentFile(b"ID3" + bytes(99), "geluid.mp3"))
        pdf = SiteDocument.objects.create(title="Stuk", file=ContentFile(b"%PDF-1.7" + bytes(99), "stuk.pdf"))
        image = an_image()
        a_page(image=image)
        yield {
            **{name: page.url for name, page in pages.items()},
            "whole booklet": f"{booklet.url}alles/",
            "dossiers": "/dossiers/",
            "kennisbank": "/kennisbank/?sector=po&q=leren",
            "landkaart": "/landkaart/",
            "geojson": "/landkaart/partnerschappen.geojson",
            "partnerships": "/partnerschappen/",
            "news list": "/nieuws/",
            "agenda": "/agenda/?periode=geweest",
            "search": "/zoeken/?q=leren",
            "not found": "/bestaat-niet/",
            "without slash": "/kennisbank",
            "robots": "/robots.txt",
            "security": "/.well-known/security.txt",
            "sitemap": "/sitemap.xml",
            "alive": "/status/actief",
            "ready": "/status/gereed",
            "style": "/static/css/base.css",
            "script": "/static/js/landkaart.js",
            "no such static file": "/static/css/bestaat-niet.css",
            "sound": sound.url,
            "pdf": pdf.url,
            "picture": image.get_rendition("width-32").url,
            "no such picture": "/media/images/bestaat-niet.png",
            "admin": "/beheer/",
            "log-in": "/inloggen/",
        }


EVERYTHING = [
    "home", "page", "dossier", "booklet", "chapter", "item", "partnership", "news", "event", "private", "whole booklet", "dossiers",
    "kennisbank", "landkaart", "geojson", "partnerships", "news list", "agenda", "search", "not found", "without slash", "robots",
    "security", "sitemap", "alive", "ready", "style", "script", "no such static file", "sound", "pdf", "picture", "no such picture",
    "admin", "log-in",
]  # fmt: skip


def directives(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: values for name, *values in parts}


def assert_safe(response) -> None:
    """The headers that quality.md promises, on an answer of the public site."""
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    policy = directives(response)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "*" not in response["Content-Security-Policy"]
    assert policy["default-src"] in (["'self'"], ["'none'"])
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] in (["'self'"], ["'none'"])
    assert policy["frame-ancestors"] == ["'none'"]
    assert set(policy.get("object-src", ["'none'"])) == {"'none'"}


@pytest.mark.django_db
def test_the_list_here_is_whole(addresses):
    assert list(addresses) == EVERYTHING


@pytest.mark.django_db
@pytest.mark.parametrize("name", EVERYTHING)
def test_every_answer_to_a_visitor_carries_them(addresses, client, name):
    for ask in (client.get, client.head):
        response = ask(addresses[name])
        if name == "admin":
            assert response.status_code == 302
            assert "default-src" in directives(response)
        else:
            assert_safe(response)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in EVERYTHING if name != "log-in"])
def test_no_answer_to_a_visitor_leaves_a_cookie(addresses, client, name):
    response = client.get(addresses[name])
    assert not response.cookies
    assert "Set-Cookie" not in response.headers


@pytest.mark.django_db
def test_the_log_in_leaves_no_more_than_the_cookie_of_its_form(addresses, client):
    response = client.get(addresses["log-in"])
    assert set(response.cookies) == {"csrftoken"}
    assert response.cookies["csrftoken"]["httponly"]
    assert response.cookies["csrftoken"]["samesite"] in ("Lax", "Strict")


@pytest.mark.django_db
def test_what_is_private_asks_to_log_in_and_says_nothing_else(addresses, client):
    response = client.get(addresses["private"])
    assert response.status_code == 302
    assert response["Location"] == f"/inloggen/?next={addresses['private']}"
    assert client.get(response["Location"]).status_code == 200
    client.force_login(a_user())
    assert client.get(addresses["private"]).status_code == 200


@pytest.fixture
def broken(monkeypatch):
    """Searching fails as code does."""

    def fail(text):
        raise ZeroDivisionError

    monkeypatch.setattr(results, "search_everything", fail)
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_an_answer_to_an_error_of_ours_carries_them_too_and_is_kind(addresses, broken):
    response = broken.get("/zoeken/?q=leren")
    assert response.status_code == 500
    assert_safe(response)
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    assert "Dat ligt aan ons, niet aan jou" in page
    assert "ZeroDivision" not in page
    assert "Traceback" not in page


def test_answers_that_middleware_gives_itself_carry_them_too(db, client):
    refused = client.get("/", headers={"host": "evil.example"})
    assert refused.status_code == 400
    assert_safe(refused)
    forbidden = Client(enforce_csrf_checks=True).post("/inloggen/", {"username": "a@b.nl", "password": "x"})
    assert forbidden.status_code == 403
    assert_safe(forbidden)


# --- the admin -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_admin_has_a_policy_of_its_own_and_nobody_else_has_it(addresses, client):
    log_in(client, a_user(role="beheerder"))
    admin = client.get("/beheer/")
    assert admin.status_code == 200
    policy = directives(admin)
    assert policy["default-src"] == ["'self'"]
    assert "'unsafe-inline'" in policy["script-src"]
    assert "'unsafe-eval'" not in admin["Content-Security-Policy"]
    assert (policy["base-uri"], policy["frame-ancestors"]) == (["'none'"], ["'self'"])
    assert admin["X-Content-Type-Options"] == "nosniff"
    assert admin["Referrer-Policy"] == "same-origin"
    for name in ("home", "kennisbank", "item", "search", "not found"):
        assert_safe(client.get(addresses[name]))


@pytest.mark.django_db
def test_a_preview_may_be_framed_by_the_admin_and_holds_its_checks_and_the_site_itself_neither(client):
    page = a_news_item()
    editor = Editor()
    alone = editor.preview(page)
    beside = editor.client.get(alone.wsgi_request.path, {"in_preview_panel": "true"})
    version = page.save_revision()
    earlier = editor.client.get(reverse("wagtailadmin_pages:revisions_view", args=[page.pk, version.pk]))
    for preview in (beside, alone, earlier):
        assert preview.status_code == 200
        policy = directives(preview)
        assert (policy["frame-ancestors"], policy["default-src"]) == (["'self'"], ["'self'"])
        assert "unsafe" not in preview["Content-Security-Policy"]
        assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert [b"<wagtail-userbar" in answer.content for answer in (beside, alone, earlier)] == [True, False, False]
    public = client.get(page.url, {"in_preview_panel": "true"})
    assert (directives(public)["frame-ancestors"], public["X-Frame-Options"]) == (["'none'"], "DENY")
    assert b"userbar" not in public.content


def test_an_address_that_only_looks_like_the_admin_has_the_strict_policy(db, client):
    for address in ("/beheerder/", "/over/beheer/", "/zoeken/?q=/beheer/"):
        assert_safe(client.get(address))


@pytest.mark.django_db
def test_under_another_name_no_search_engine_keeps_it(addresses, settings):
    host = settings.SITE_URL.partition("//")[2]
    settings.ALLOWED_HOSTS = [host, "proef.voorbeeld.test"]
    for name in ("home", "not found", "style", "picture"):
        assert Client(headers={"host": "proef.voorbeeld.test"}).get(addresses[name])["X-Robots-Tag"] == "noindex"
        assert "X-Robots-Tag" not in Client(headers={"host": host}).get(addresses[name])


# --- over TLS --------------------------------------------------------------------------------------------------------


@pytest.fixture
def production(monkeypatch):
    """The settings of production, without taking them on."""
    facts = {"SECRET_KEY": "x" * 60, "DATABASE_URL": "postgresql://a@b/c"}
    for name, value in {**facts, "SITE_URL": "https://voorbeeld.test", "EMAIL_URL": "smtp://127.0.0.1"}.items():
        monkeypatch.setenv(name, value)
    return importlib.import_module("platform_site.settings.production")


@pytest.mark.django_db
def test_production_insists_on_tls_for_two_years(addresses, production, settings):
    for name in (
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SECURE_HSTS_PRELOAD",
        "SECURE_SSL_REDIRECT",
        "SECURE_REDIRECT_EXEMPT",
    ):
        setattr(settings, name, getattr(production, name))
    client = Client()
    for name in ("home", "not found", "style", "picture"):
        age = client.get(addresses[name], secure=True)["Strict-Transport-Security"]
        assert (
            int(re.fullmatch(r"max-age=(\d+)", age)[1]) >= 2 * 365 * 24 * 3600
        )  # other hosts of the domain: not ours to say
    plain = client.get(addresses["home"])
    assert (plain.status_code, plain["Location"][:8]) == (301, "https://")
    assert client.get("/status/gereed").status_code == 200  # who watches the machine does so without


def test_production_binds_its_cookies_to_this_host(production):
    assert production.SESSION_COOKIE_NAME.startswith("__Host-")
    assert production.CSRF_COOKIE_NAME.startswith("__Host-")
    assert production.SESSION_COOKIE_SECURE
    assert production.CSRF_COOKIE_SECURE
    assert not production.DEBUG


# --- files at fixed addresses ----------------------------------------------------------------------------------------


def test_security_txt_is_valid_for_months_to_come(db, client, settings, monkeypatch):
    """RFC 9116 asks for a contact and an expiry in the future, at most a year away."""
    for now in (
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2027, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2028, 2, 29, tzinfo=UTC),
    ):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        text = client.get("/.well-known/security.txt").content.decode()
        fields = dict(line.split(": ", 1) for line in text.splitlines())
        expires = datetime.fromisoformat(fields["Expires"])
        assert timedelta(days=90) < expires - now < timedelta(days=366)
        assert fields["Contact"].startswith(("mailto:", "https:"))
        assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"


def test_robots_keep_out_of_the_admin_and_find_the_sitemap(db, client, settings):
    settings.ALLOWED_HOSTS = [settings.SITE_URL.partition("//")[2]]
    text = client.get("/robots.txt", headers={"host": settings.ALLOWED_HOSTS[0]}).content.decode()
    assert "Disallow: /beheer/" in text
    assert "Disallow: /inloggen/" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text


@pytest.mark.django_db
def test_the_sitemap_holds_what_everybody_may_see_at_its_one_address(addresses, client, settings):
    listed = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml", headers={"host": "localhost"}).content.decode())
    assert f"{settings.SITE_URL}{addresses['item']}" in listed
    assert f"{settings.SITE_URL}/" in listed
    assert all(url.startswith(f"{settings.SITE_URL}/") for url in listed)
    assert f"{settings.SITE_URL}{addresses['private']}" not in listed
    assert f"{settings.SITE_URL}/partnerschappen/" not in listed
    assert len(listed) == len(set(listed))


@pytest.mark.django_db
def test_addresses_in_a_page_come_from_the_settings_and_never_from_the_request(addresses, client, settings):
    page = client.get(addresses["item"], headers={"host": "localhost"}).content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}{addresses["item"]}">' in page
    assert "localhost" not in page


# --- what stands in a page -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_words_of_editors_cannot_end_the_script_that_they_stand_in(addresses, client):
    nasty = "</script><script>alert(1)</script><!-- & \u2028"
    item = a_knowledge_item(nasty, slug="naar", summary=nasty, authors=nasty)
    a_partnership(nasty, slug="naar-ook", summary=nasty, place=nasty[:80])
    for address in (
        item.url,
        "/partnerschappen/naar-ook/",
        "/landkaart/",
        "/kennisbank/",
        "/landkaart/partnerschappen.geojson",
        "/zoeken/?q=alert",
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page or address.endswith(".geojson")
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', as_shown(client.get(item.url)))[1]
    assert json.loads(data)["@graph"][0]["headline"] == nasty
