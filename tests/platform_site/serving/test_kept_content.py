"""Whatever a kept answer is made of raises the number of the content: what does not, would be shown after it changed."""

import re
from collections import defaultdict

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from knowledge_bank.models import KnowledgeItem
from partnerships.models import MapPage, PartnershipIndexPage
from platform_site import generation, memory
from tests.builders import COMPLETE
from tests.over_the_wire import CountedSite, ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
TABLE = re.compile(r'\b(?:from|join) "?(\w+)"?', re.IGNORECASE)
# What is asked beside a page of a type itself.
BESIDES = defaultdict(tuple)
BESIDES[KnowledgeItem] = (
    "/zoeken/?q=leren", "/kennisbank/?q=leren&thema=werkplekleren", "/kennisbank/feed/", "/kennisbank/export.csv",
    "/kennisbank/podcast.xml", "/sitemap.xml", "/uitgelicht/?thema=werkplekleren", "/uitgelicht.json", "/uitgelicht/maken/",
)  # fmt: skip
BESIDES[MapPage] = (
    "/landkaart/?q=school&plaats=utrecht", "/landkaart/partnerschappen.geojson", "/landkaart/scholen.json", "/landkaart/open-data/",
    "/cijfers/", "/cijfers/scholen.csv", "/cijfers/besturen.csv", "/cijfers/partnerschappen.csv",
)  # fmt: skip
# Tables without a signal of their own, and why they need none.
FOLLOWS_BY_ITSELF = {
    "django_content_type": "never changes",
    "platform_site_generation": "the numbers themselves",
    "platform_site_change": "rises with the number",
    "platform_site_searchentry": "written inside the change of a page, before the number rises",
    "platform_site_word": "written with it",
    "platform_site_siterendition": "made of a picture when it is first shown",
    "wagtailcore_referenceindex": "looked at when a size of a picture is made",
}


def followed(model: type[models.Model]) -> bool:
    """Whether a change of a row raises the number: by its own signal, or because it is part of a page."""
    parts = [field.related_model for field in model._meta.fields if isinstance(field, ParentalKey)]
    if model._meta.auto_created:
        parts = [field.related_model for field in model._meta.fields if field.is_relation]
    receivers = post_save._live_receivers(model)[0]
    return (
        issubclass(model, Page)
        or any(issubclass(part, Page) for part in parts)
        or any(receiver.__module__ == generation.__name__ for receiver in receivers)
    )


def tables_read(addresses: list[str]) -> set[str]:
    site = CountedSite()
    with CaptureQueriesContext(connection) as queries:
        for address in addresses:
            memory.forget_all()
            assert ask(site, address).status == 200, address
    return {table for query in queries.captured_queries for table in TABLE.findall(query["sql"])}


def test_everything_that_a_kept_answer_is_made_of_raises_the_number():
    read = set()
    for kind, build in COMPLETE.items():
        if kind is not PartnershipIndexPage:  # it leads on to the landkaart
            with transaction.atomic():
                page = build()
                read |= tables_read([page.url, *BESIDES[kind]])
                transaction.set_rollback(True)
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    assert len(read & set(tables)) > 40
    assert not {name for name in read & set(tables) - set(FOLLOWS_BY_ITSELF) if not followed(tables[name])}
