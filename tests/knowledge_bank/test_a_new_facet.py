"""A facet on a column that exists is one entry in the list: the page shows, ticks and counts it, and the address filters by it."""

import ast

import pytest

from knowledge_bank import facet_index, facets
from knowledge_bank.examples import a_knowledge_item
from knowledge_bank.facets import Facet, FacetValue, OneValue, SeveralValues, choices_of
from knowledge_bank.vocabulary import Licence
from platform_site.examples import seed_terms
from platform_site.taxonomy import Sector
from tests.page_hooks import chips, facet_counts, items, total
from tests.test_house import CHECKOUT, MODULES

pytestmark = pytest.mark.django_db
LICENCE = Facet("licentie", "Licentie", OneValue("licence"), choices_of(Licence))


def yes_and_no() -> list[FacetValue]:
    return [FacetValue("true", "ja", "Gearchiveerd"), FacetValue("false", "nee", "Bijgehouden")]


ARCHIVED = Facet("archief", "Archief", OneValue("archived"), yes_and_no, only_present=True)
STAGE = Facet("fase", "Fase", SeveralValues("sectors"), choices_of(Sector))


@pytest.fixture
def shelf(db):
    seed_terms()
    for slug, facts in {
        "vrij": {"licence": Licence.BY, "sectors": ["po", "mbo"]},
        "ook-vrij": {"licence": Licence.BY, "sectors": ["vo"], "archived": True},
        "dicht": {"licence": Licence.RESERVED, "sectors": ["po"]},
        "zonder": {"licence": "", "sectors": ["po"]},
    }.items():
        a_knowledge_item(slug.title(), slug=slug, **facts)


@pytest.fixture
def with_facet(monkeypatch):
    def add(facet: Facet) -> None:
        monkeypatch.setattr(facets, "FACETS", (*facets.FACETS, facet))
        monkeypatch.setattr(facet_index._remembered, "value", None)

    return add


def test_without_the_entry_the_parameter_is_unknown(shelf, client):
    page = client.get("/kennisbank/?licentie=cc-by")
    assert total(page) == 4
    assert "licentie" not in facet_counts(page)


def test_one_entry_is_shown_counted_ticked_and_filters_page_feed_and_table(shelf, client, with_facet):
    with_facet(LICENCE)
    shown = facet_counts(client.get("/kennisbank/"))["licentie"]
    assert shown == {"cc-by": 2, "cc-by-sa": 0, "cc-by-nc-sa": 0, "cc0": 0, "auteursrecht": 1}

    page = client.get("/kennisbank/?vreemd=1&licentie=cc-by&licentie=bestaat-niet&sector=vo")
    text = page.content.decode()
    assert items(page) == ["ook-vrij"]
    assert "<legend>Licentie</legend>" in text
    assert 'name="licentie" value="cc-by" checked>' in text
    assert 'name="licentie" value="cc0" disabled>' in text
    assert chips(page) == {"vo": "/kennisbank/?licentie=cc-by", "CC BY 4.0": "/kennisbank/?sector=vo"}
    assert facet_counts(page)["licentie"] == {"cc-by": 1, "cc-by-sa": 0, "cc-by-nc-sa": 0, "cc0": 0, "auteursrecht": 0}
    assert facet_counts(page)["sector"] == {"po": 1, "vo": 1, "mbo": 1}

    for address in ("/kennisbank/feed/?licentie=cc-by", "/kennisbank/export.csv?licentie=cc-by"):
        taken_away = client.get(address).content.decode()
        assert "/kennisbank/vrij/" in taken_away
        assert "/kennisbank/dicht/" not in taken_away


def test_so_is_a_column_of_yes_and_no_of_which_the_page_leaves_out_what_nothing_has(shelf, client, with_facet):
    with_facet(ARCHIVED)
    assert facet_counts(client.get("/kennisbank/"))["archief"] == {"ja": 1, "nee": 3}
    assert facet_counts(client.get("/kennisbank/?sector=mbo"))["archief"] == {"nee": 1}
    assert items(client.get("/kennisbank/?archief=ja")) == ["ook-vrij"]


def test_so_is_a_column_of_several_values(shelf, client, with_facet):
    with_facet(STAGE)
    assert facet_counts(client.get("/kennisbank/"))["fase"] == {"po": 3, "vo": 1, "mbo": 1}
    assert set(items(client.get("/kennisbank/?fase=vo&fase=mbo"))) == {"vrij", "ook-vrij"}


def test_a_change_of_one_item_shows_in_the_new_facet(shelf, client, with_facet):
    with_facet(LICENCE)
    client.get("/kennisbank/")
    a_knowledge_item("Nieuw", slug="nieuw", licence=Licence.ZERO)
    page = client.get("/kennisbank/?licentie=cc0")
    assert items(page) == ["nieuw"]
    assert facet_counts(page)["licentie"]["cc-by"] == 2


def test_only_one_class_is_called_a_facet():
    named = [
        module
        for module in MODULES
        for node in ast.walk(ast.parse((CHECKOUT / module).read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name == "Facet"
    ]
    assert named == ["knowledge_bank/facets.py"]
