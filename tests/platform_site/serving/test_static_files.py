"""Our files are kept by browsers for good, and nobody ever sees one of another version than the page that asked for it."""

import re
import time
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client
from django.utils.functional import empty
from whitenoise.middleware import WhiteNoiseMiddleware

from platform_site.examples import a_user
from platform_site.serving.static_files import CollectedStorage, StaticFilesMiddleware, VersionedStorage
from tests.logging_in import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
FOREVER = "public, max-age=31536000, immutable"
OURS = re.compile(r"/static/([0-9a-f]{10})/")
NAMED = re.compile(r"""(?:from\s*|import\s*\(?\s*)["'](\.[^"']+)["']|url\(\s*["']?(?!data:)([^)"'#?]+)""")


def files_of(page: str, client: Client) -> set[str]:
    """Every file that a page names, and every file that those name, by their addresses."""
    soup = BeautifulSoup(client.get(page).content.decode(), "html.parser")
    named = [
        tag.get("src") or tag.get("href") for tag in soup.select("script[src], link[rel=stylesheet], link[rel=icon]")
    ]
    found, waiting = set(), [address for address in named if address.startswith("/static/")]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found.add(address)
        if address.endswith((".js", ".css")) and "/wagtailadmin/js/vendor/" not in address:
            text = b"".join(client.get(address).streaming_content).decode(errors="replace")
            pattern = NAMED if address.endswith(".css") or "/js_lib" not in address else re.compile("(?!)")
            waiting += [
                urljoin(address, one[0] or one[1])
                for one in pattern.findall(text)
                if address.endswith(".css") or one[0]
            ]
    return found


@pytest.mark.parametrize(
    "where", ["/", "/landkaart/", "/kennisbank/", "/inloggen/", "/delen/", "/cijfers/", "/beheer/"]
)
def test_every_file_of_a_page_is_there_to_stay(where):
    client = log_in(Client(), a_user(role="beheerder")) if where == "/beheer/" else Client()
    files = files_of(where, client)
    assert len(files) >= 3
    for address in files:
        assert OURS.match(address), address
        assert "?" not in address
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, FOREVER), address
        again = client.get(address, headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again["Cache-Control"]) == (304, FOREVER), address


def test_another_version_and_none_are_answered_and_not_kept():
    now = staticfiles_storage.url("css/base.css")
    earlier = now.replace(OURS.match(now)[1], "0123456789")
    texts = {}
    for address in (now, earlier, "/static/css/base.css"):
        answer = Client().get(address)
        texts[address] = b"".join(answer.streaming_content)
        assert (answer["Cache-Control"] == FOREVER) == (address == now)
    assert len(set(texts.values())) == 1
    for address in (
        "/static/0123456789/css/bestaat-niet.css",
        "/static/0123456789/",
        "/static/0123456789/../../manage.py",
    ):
        assert Client().get(address).status_code == 404


def test_the_version_changes_with_any_file_and_with_nothing_else(tmp_path, settings, monkeypatch):
    (tmp_path / "css").mkdir()
    one, other = tmp_path / "css/a.css", tmp_path / "b.js"
    one.write_text("a {}")
    other.write_text("1")
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    first = version_now()
    assert version_now() == first
    other.write_text("2")
    second = version_now()
    other.rename(tmp_path / "c.js")
    assert len({first, second, version_now()}) == 3


def version_now() -> str:
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    try:
        return VersionedStorage().version
    finally:
        finders.get_finder.cache_clear()


def test_finding_the_version_takes_no_time():
    """In every process that starts; all files, Wagtail's too."""
    start = time.process_time()
    assert re.fullmatch("[0-9a-f]{10}", VersionedStorage().version)
    assert time.process_time() - start < 2


def test_production_serves_what_was_collected(tmp_path, settings, monkeypatch):
    settings.STATIC_ROOT = str(tmp_path)
    settings.STATICFILES_FINDERS = ["platform_site.serving.style_sheets.StyleSheetFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "platform_site.serving.static_files.CollectedStorage"}
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    monkeypatch.setattr(staticfiles_storage, "_wrapped", empty)
    with pytest.raises(ImproperlyConfigured, match="collectstatic"):
        StaticFilesMiddleware(str)
    call_command("collectstatic", interactive=False, verbosity=0)
    assert isinstance(staticfiles_storage.url("css/base.css"), str)
    assert (tmp_path / "css/base.css.br").exists()
    version = CollectedStorage().version
    (tmp_path / "css/base.css.br").unlink()
    assert CollectedStorage().version == version  # packed or not
    assert staticfiles_storage.url("css/base.css") == f"/static/{version}/css/base.css"
    middleware = StaticFilesMiddleware(str)
    assert isinstance(middleware, WhiteNoiseMiddleware)
    assert f"/static/{Path('css/base.css')}" in middleware.files
