"""The disk of the database is full in the midst of a change: a Dutch sentence, and nothing of it is stored.

A real statement fails with the real code (53100), late: what went before in the same change must go as well.
"""

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from news.examples import a_news_item, the_news
from news.models import NewsPage
from platform_site import generation
from platform_site.search.index import SearchEntry
from tests.editor import Editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture
def fill_up():
    """Makes the database say that its disk is full as soon as something of this table is written."""

    def fill(table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
                " 'could not extend file \"base/5/16384\": No space left on device' USING ERRCODE = '53100'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )

    return fill


def everything() -> dict:
    return {
        "pages": list(NewsPage.objects.order_by("pk").values("pk", "title", "live", "latest_revision")),
        "versions": Revision.objects.count(),
        "words": list(SearchEntry.objects.order_by("pk").values_list("pk", "plain")),
        "log": PageLogEntry.objects.count() + ModelLogEntry.objects.count(),
        "generation": generation.current("site"),
    }


@pytest.mark.parametrize(
    "table", ["wagtailcore_revision", "platform_site_searchentry", "platform_site_generation", "wagtailcore_pagelogentry"]
)  # fmt: skip
def test_publishing_is_refused_in_words_and_leaves_nothing_half(fill_up, table):
    page, editor = a_news_item("Zoals het was", slug="bericht"), Editor()
    editor.client.raise_request_exception = False
    Client().get(page.url)  # the settings of the site are made when they are first asked for
    before = everything()
    fill_up(table)
    for answer in (
        editor.edit(page, title="Zoals het wordt", **{"action-publish": "1"}),
        editor.add(NewsPage, the_news(), title="Nieuw", slug="nieuw", summary="x", **{"action-publish": "1"}),
    ):
        assert answer.status_code == 507
        assert "Dit is niet bewaard" in answer.content.decode()
        assert "53100" not in answer.content.decode()
        assert everything() == before
    assert "Zoals het was" in Client().get("/nieuws/bericht/").content.decode()
