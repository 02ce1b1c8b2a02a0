"""The number beside a filter is how many results there are with it as the only choice in its facet, all else kept."""

import random

import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from knowledge_bank.answering import answer_to
from knowledge_bank.asking import chosen_values
from knowledge_bank.examples import a_knowledge_item, the_knowledge_bank
from knowledge_bank.facet_index import facet_index
from knowledge_bank.facets import HAVING
from knowledge_bank.models import Download, KnowledgeItem
from knowledge_bank.vocabulary import Evidence
from partnerships.examples import a_partnership
from platform_site.components import FacetGroup, Option
from platform_site.examples import AUDIENCES, STANDARDS, THEMES, seed_terms
from platform_site.generation import page_changed
from platform_site.models import Audience, SiteDocument, Theme
from tests.brute_force import Counted, Thing
from tests.kept_content import kept_content
from tests.page_hooks import facet_counts, items, total

KINDS = ["praktijkvoorbeeld", "interview", "tool", "podcast", "onderzoeksrapport", "publicatie", "video", "logboek"]
SECTORS = ["po", "vo", "mbo"]
YEARS = [str(year) for year in range(2016, 2027)]
# Words that no ending is taken off and that no other text here holds.
WORDS = ("kwartet", "boomhut", "zolder")


@pytest.fixture(scope="module")
def shelf(django_db_setup, django_db_blocker):
    """Seventy items with facts at random (a fixed seed), and three that nobody may see; as the facts they were made with."""
    with kept_content(django_db_blocker):
        seed_terms()
        themes = dict(Theme.objects.values_list("title", "slug"))
        audiences = dict(Audience.objects.values_list("title", "slug"))
        chance, things = random.Random(2026), []
        partnerships = [a_partnership(f"Partnerschap {letter}") for letter in "ABC"]
        document = SiteDocument.objects.create(
            title="Bijlage", file=ContentFile(b"%PDF-1.7", "bijlage.pdf"), file_size=8
        )
        for number in range(70):
            facts = {
                "kind": chance.choice(KINDS[:-1]),  # nothing is a logboek
                "sectors": sorted(chance.sample(SECTORS, chance.choice((1, 1, 2, 3))), key=SECTORS.index),
                "year": int(chance.choice(YEARS)),
                "themes": tuple(chance.sample(THEMES[:-1], chance.choice((1, 2, 3)))),
                "audiences": tuple(chance.sample(AUDIENCES, chance.choice((0, 0, 1, 2, 4)))),
            }
            words = set(chance.sample(WORDS, chance.choice((0, 0, 1, 2))))
            facts["standards"] = tuple(chance.sample(STANDARDS, chance.choice((0, 1, 2))))
            facts["evidence"] = chance.choice(("", *Evidence.values))
            having = set(chance.sample(list(HAVING), chance.choice((0, 0, 1, 2))))
            partners = chance.sample(partnerships, chance.choice((0, 1, 2)))
            item = a_knowledge_item(
                f"Item {number}",
                summary=f"Over {' en '.join(sorted(words))}." if words else "Kort.",
                transcript="[0:00] Gast: hallo." if "transcript" in having else "",
                **facts,
            )
            item.partnerships = partners
            if "download" in having:
                item.downloads = [Download(document=document)]
            item.save()
            page_changed(item)
            values = {
                "soort": {facts["kind"]},
                "sector": set(facts["sectors"]),
                "thema": {themes[title] for title in facts["themes"]},
                "doelgroep": {audiences[title] for title in facts["audiences"]},
                "jaar": {str(facts["year"])},
                "partnerschap": {page.slug for page in partners},
                "waarborg": {slugify(title) for title in facts["standards"]},
                "onderbouwing": {facts["evidence"]} - {""},
                "met": having,
            }
            things.append(Thing(item.slug, values, words))
        for title in ("Concept", "Besloten", "Vroeger"):
            hidden = a_knowledge_item(
                title, sectors=SECTORS, themes=THEMES, audiences=AUDIENCES, summary=" ".join(WORDS), year=2020
            )
            if title == "Besloten":
                PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
            else:
                hidden.unpublish()
        yield things


@pytest.fixture
def bank(shelf, client, db):
    parameters = {
        "soort": KINDS,
        "sector": SECTORS,
        "thema": list(Theme.objects.values_list("slug", flat=True)),
        "doelgroep": list(Audience.objects.values_list("slug", flat=True)),
        "jaar": YEARS,
        "partnerschap": ["partnerschap-a", "partnerschap-b", "partnerschap-c"],
        "waarborg": [slugify(title) for title in STANDARDS],
        "onderbouwing": list(Evidence.values),
        "met": list(HAVING),
    }
    shown = ("soort", "sector", "thema", "doelgroep", "waarborg", "onderbouwing", "met")
    return Counted(client, "/kennisbank/", shelf, parameters, always_shown=shown)


def test_without_a_choice_every_number_is_how_many_items_have_it(bank):
    shown = bank.check({})
    assert shown["soort"]["logboek"] == 0
    assert shown["thema"]["digitaal-opleiden"] == 0
    assert sum(shown["soort"].values()) == sum(shown["jaar"].values()) == 70
    assert sum(shown["sector"].values()) > 70


def test_for_two_hundred_random_choices_every_number_on_the_page_is_right(bank):
    """A hundred at random, and after each the address in which one facet holds one of its options only."""
    bank.check_at_random(100, seed=200, words=WORDS)


def test_for_a_thousand_random_choices_of_text_and_filters_every_count_is_right(bank):
    """The same numbers without the page around them."""
    chance = random.Random(1000)
    for _ in range(1000):
        chosen = {
            name: chance.sample(values, min(chance.choice((0, 0, 0, 1, 1, 2)), len(values)))
            for name, values in bank.parameters.items()
        }
        word = chance.choice(("", *WORDS))
        query = QueryDict(urlencode({**chosen, "q": word}, doseq=True))
        answer = answer_to(query)
        assert answer.total == sum(thing.fits(chosen, word) for thing in bank.things)
        counts = answer.counts()
        for name, values in bank.parameters.items():
            slugs = [value.slug for value in answer.index.facets[name].values]
            found = dict(zip(slugs, counts[name], strict=True))
            truth = {
                value: sum(thing.fits({**chosen, name: [value]}, word) for thing in bank.things) for value in values
            }
            assert {value: found[value] for value in values} == truth, (name, chosen, word)


def test_a_facet_does_not_count_its_own_choice(bank):
    without, with_choice = bank.check({}), bank.check({"sector": ["po"]})
    assert with_choice["sector"] == without["sector"]
    assert with_choice["soort"] != without["soort"]


def test_every_value_of_a_facet_chosen_is_not_the_same_as_none(bank, client):
    """An item without audience belongs to the list, but to no audience."""
    bank.check({"doelgroep": bank.parameters["doelgroep"]})
    without = [thing for thing in bank.things if not thing.values["doelgroep"]]
    everyone = total(client.get("/kennisbank/", {"doelgroep": bank.parameters["doelgroep"]}))
    assert everyone == len(bank.things) - len(without) < len(bank.things)


def test_what_nobody_may_see_is_in_no_number_and_in_no_list(bank, client):
    shown = facet_counts(client.get("/kennisbank/?jaar=2020"))
    truth = [thing for thing in bank.things if "2020" in thing.values["jaar"]]
    assert shown["thema"]["digitaal-opleiden"] == 0
    assert shown["sector"]["mbo"] == sum("mbo" in thing.values["sector"] for thing in truth)
    found = client.get("/kennisbank/", {"q": WORDS[0], "jaar": "2020"})
    assert not {"concept", "besloten", "vroeger"} & set(items(found))
    assert total(found) == sum(WORDS[0] in thing.words for thing in truth)


def test_a_private_list_has_nothing_to_count(bank, client):
    PageViewRestriction.objects.create(page=the_knowledge_bank(), restriction_type=PageViewRestriction.LOGIN)
    assert not KnowledgeItem.objects.listed().exists()


def test_an_option_that_leads_nowhere_cannot_be_ticked_but_a_chosen_one_can_be_undone(bank, client):
    page = client.get("/kennisbank/?soort=logboek&soort=tool").content.decode()
    assert 'value="logboek" checked>' in page
    empty = client.get("/kennisbank/").content.decode()
    assert 'value="logboek" disabled>' in empty
    assert 'value="tool" disabled>' not in empty


@given(st.integers(0, 5), st.booleans())
def test_an_option_is_blocked_only_when_it_is_empty_and_not_chosen(count, chosen):
    assert Option("a", "A", count, chosen).blocked == (count == 0 and not chosen)


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=20))
def test_a_long_facet_is_folded_until_something_in_it_is_chosen(facts):
    group = FacetGroup(
        "thema", "Thema", [Option(str(i), str(i), count, chosen) for i, (count, chosen) in enumerate(facts)]
    )
    assert group.folded == (len(facts) > 12 and not any(chosen for _, chosen in facts))


SLUGS = st.sampled_from([*SECTORS, "xx", "PO", "", "po "])


@pytest.mark.django_db
@given(chosen=st.lists(SLUGS, max_size=6))
def test_of_several_values_the_unknown_ones_alone_are_dropped(chosen):
    """django-filter by itself would drop the whole filter."""
    query = QueryDict(mutable=True)
    query.setlist("sector", chosen)
    kept = chosen_values(query, facet_index())["sector"]
    assert kept == [value for value in dict.fromkeys(chosen) if value in SECTORS]
