"""No page of the example site is heavy or asks the database much: of every type the one with most to tell."""

import gzip

import brotli
import pytest
from django.test import Client
from wagtail.models import Page, get_page_models

from tests.test_budgets import MOST_QUERIES, queries

pytestmark = pytest.mark.django_db
MOST_BYTES = 20 * 1024
TYPES = [model for model in get_page_models() if model.preview_modes and model is not Page]
LISTS = [
    "/cijfers/",
    "/kennisbank/?q=begeleiden",
    "/kennisbank/?pagina=2",
    "/zoeken/?q=begeleiden",
    "/agenda/?periode=geweest",
    "/uitgelicht/?aantal=12",
    "/uitgelicht/maken/",
    "/cijfers/provincie/",
]


@pytest.fixture(scope="module")
def addresses(demo_content, run_database, django_db_blocker):
    """The run's database holds the example content while these tests look at it."""
    with django_db_blocker.unblock():
        run_database.copy(template=demo_content.database)
        fullest = [max(model.objects.all(), key=lambda page: len(page.to_json())).url for model in TYPES]
        whole = [f"{address}alles/" for address in fullest if address.count("/") == 4]
        yield [*fullest, *whole, *LISTS]
        run_database.copy()


def test_the_page_with_most_to_tell_is_light(addresses):
    pages = {address: Client().get(address).content for address in addresses}
    sizes = {
        address: (len(brotli.compress(html, quality=5)), len(gzip.compress(html, 6))) for address, html in pages.items()
    }
    assert {address: size for address, size in sizes.items() if max(size) > MOST_BYTES} == {}
    assert min(map(min, sizes.values())) > 500


def test_the_page_with_most_to_tell_asks_little(addresses):
    costs = {address: len(queries(address)) for address in addresses}
    assert {address: cost for address, cost in costs.items() if cost > MOST_QUERIES} == {}
    assert min(costs.values()) > 0
