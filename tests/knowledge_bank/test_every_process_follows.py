"""What an editor does to an item shows at the next request, whichever process of the running site answers it."""

import re
import urllib.request

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_knowledge_item
from platform_site.examples import seed_terms, terms, the_home
from platform_site.models import Theme
from tests.demo_site import database_url, served

ASKED = 8  # by chance one of two processes answers them all once in 128 times, and even then nothing fails
LIST = "/kennisbank/?q=zeppelin"


@pytest.fixture
def site(transactional_db, run_database):
    call_command("createcachetable", "cache")
    seed_terms()
    the_home()
    item = a_knowledge_item("Zeppelin boven de driehoek", themes=("Werkplekleren",))
    other = a_knowledge_item("De zeppelin blijft", themes=("Werkplekleren",))
    with served(database_url(run_database.name)) as address:
        yield address, item, other


def answers(address: str) -> list[str]:
    """What the site answers, asked often enough to reach every process."""
    found = []
    for _ in range(ASKED):
        with urllib.request.urlopen(address, timeout=20) as response:
            found.append(response.read().decode())
    return found


def shown(site: str, slug: str) -> set[tuple[bool, ...]]:
    """Whether search page, feed, table and site-wide search name the item: one answer, if all processes agree."""
    addresses = (LIST, "/kennisbank/feed/?q=zeppelin", "/kennisbank/export.csv?q=zeppelin", "/zoeken/?q=zeppelin")
    return set(zip(*([slug in text for text in answers(site + address)] for address in addresses), strict=True))


def counted(site: str, theme: str) -> set[int]:
    """The number beside a theme."""
    return {
        int(re.search(rf'data-facet="thema" data-value="{theme}" data-count="(\d+)"', text)[1])
        for text in answers(site + LIST)
    }


EVERYWHERE, NOWHERE = {(True,) * 4}, {(False,) * 4}


@pytest.mark.django_db(transaction=True)
def test_a_change_shows_at_the_next_request_in_every_process(site):
    address, item, _ = site
    assert shown(address, item.slug) == EVERYWHERE
    assert counted(address, "werkplekleren") == {2}

    with transaction.atomic():
        item.themes = terms(Theme, "Toetsen en beoordelen")
        item.save_revision().publish()
    assert counted(address, "werkplekleren") == {1}
    assert counted(address, "toetsen-en-beoordelen") == {1}

    with transaction.atomic():
        item.unpublish()
    assert shown(address, item.slug) == NOWHERE
    assert counted(address, "toetsen-en-beoordelen") == {0}

    with transaction.atomic():
        item.save_revision().publish()
    assert shown(address, item.slug) == EVERYWHERE

    with transaction.atomic():
        closed = PageViewRestriction.objects.create(page=item, restriction_type=PageViewRestriction.LOGIN)
    assert shown(address, item.slug) == NOWHERE
    with transaction.atomic():
        closed.delete()
    assert shown(address, item.slug) == EVERYWHERE

    with transaction.atomic():
        item.archived = True
        item.save_revision().publish()
    assert {"gearchiveerd" in text for text in answers(address + LIST)} == {True}

    with transaction.atomic():
        item.delete()
    assert shown(address, item.slug) == NOWHERE
