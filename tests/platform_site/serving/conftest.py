"""The site with the layer that keeps answers before it."""

import pytest

from knowledge_bank.examples import a_knowledge_item, the_knowledge_bank
from tests.over_the_wire import CountedSite, a_cache, ask


@pytest.fixture
def site(seeded) -> CountedSite:
    the_knowledge_bank(), a_knowledge_item()
    site = CountedSite()
    ask(site, "/")  # the settings of the site are made when they are first asked for
    site.asked.clear()
    return site


@pytest.fixture
def cache(site):
    return a_cache(site)
