"""What pages say of themselves in JSON-LD is said in the words of schema.org: each type with properties that it has."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from knowledge_bank.examples import a_booklet, a_chapter, a_dossier, a_knowledge_item
from knowledge_bank.vocabulary import Kind
from news.examples import an_event
from partnerships.examples import the_map
from partnerships.models import PartnershipIndexPage
from tests.builders import BARE, COMPLETE, complete_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
# Of schema.org 30.0 what is used here: `above` gives what each type is a kind of, `of` the types that have a property.
WORDS = tomllib.loads(Path(__file__).with_name("schema_org.toml").read_text())
SHOWN = [(build, kind) for build in (COMPLETE, BARE) for kind in build if kind is not PartnershipIndexPage]


def graph(address: str) -> list[dict]:
    html = Client().get(address).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])["@graph"]


def things(value: object) -> Iterator[dict]:
    """Everything that is said something of, in something."""
    if isinstance(value, list):
        for one in value:
            yield from things(one)
    elif isinstance(value, dict):
        yield value
        yield from things([*value.values()])


def kinds(name: str) -> set[str]:
    """A type and all that it is a kind of."""
    return {name}.union(*map(kinds, WORDS["above"][name]))


def wrong(address: str) -> list[tuple]:
    """What stands in a page that schema.org does not know, or knows of something else; or that says nothing."""
    found = [(thing["@type"], name, value) for thing in things(graph(address)) for name, value in thing.items()]
    return [
        (kind, name)
        for kind, name, value in found
        if value in (None, "", [], {}) or not (name.startswith("@") or kinds(kind) & {*WORDS["of"][name]})
    ]


@pytest.mark.parametrize(("build", "kind"), SHOWN, ids=lambda one: getattr(one, "__name__", ""))
def test_every_type_of_page_speaks_schema_org(build, kind):
    assert wrong(build[kind]().url) == []


@pytest.mark.parametrize("summary_of", ["", "Het grote rapport"])
@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_of_item_speaks_schema_org(kind, summary_of):
    assert wrong(complete_item(kind, summary_of=summary_of).url) == []


@pytest.mark.parametrize("address", ["/cijfers/", "/landkaart/open-data/"])
def test_data_speak_schema_org(address):
    the_map()
    assert wrong(address) == []


def test_an_item_tells_for_whom_it_is_what_it_is_and_how_it_is_known():
    item = a_knowledge_item(
        "Kijkwijzer", kind="tool", tool_form="kijkwijzer", sectors=["po", "mbo"], audiences=("Schoolopleider",), licence="cc-by",
        doi="10.1234/abc", isbn="978-90-274-3964-2", publisher="Uitgeverij Noord",
    )  # fmt: skip
    told = graph(item.url)[0]
    assert told["identifier"] == [
        item.translation_key.urn,
        "https://doi.org/10.1234/abc",
        {"@type": "PropertyValue", "propertyID": "ISBN", "value": "978-90-274-3964-2"},
    ]
    assert told["learningResourceType"] == ["Tool", "kijkwijzer"]
    assert told["educationalLevel"] == ["primair onderwijs", "middelbaar beroepsonderwijs"]
    assert told["audience"] == [{"@type": "EducationalAudience", "educationalRole": "Schoolopleider"}]
    assert told["license"].startswith("https://creativecommons.org/licenses/by/4.0/")
    assert told["isAccessibleForFree"] is True
    assert told["publisher"] == {"@type": "Organization", "name": "Uitgeverij Noord"}
    assert told["dateModified"] == str(item.current_as_of)


def test_what_has_no_publisher_is_of_the_platform():
    told = graph(a_knowledge_item().url)[0]["publisher"]
    assert (told["name"], told["url"]) == ("Platform Samen Opleiden & Professionaliseren", f"{settings.SITE_URL}/")


def test_of_a_summary_the_original_has_its_own_numbers_and_publisher():
    item = a_knowledge_item(summary_of="Het grote rapport", doi="10.1234/abc", publisher="Uitgeverij Noord", year=2020)
    told = graph(item.url)[0]
    assert told["identifier"] == item.translation_key.urn
    assert told["publisher"]["name"].startswith("Platform")
    assert told["isBasedOn"]["identifier"] == ["https://doi.org/10.1234/abc"]
    assert told["isBasedOn"]["publisher"]["name"] == "Uitgeverij Noord"


def test_a_podcast_tells_of_its_series_and_its_sound():
    told = graph(complete_item("podcast").url)[0]
    assert (told["@type"], told["partOfSeries"]["name"], told["episodeNumber"]) == ("PodcastEpisode", "De driehoek", 3)
    assert told["audio"]["transcript"].startswith("Welkom.")


def test_a_chapter_is_part_of_its_katern_and_that_of_its_dossier():
    booklet = a_booklet(dossier=a_dossier("Onderwerp", slug="onderwerp"), chapters=0)
    chapter = a_chapter("Eerste", booklet=booklet)
    book, one = graph(booklet.url)[0], graph(chapter.url)[0]
    assert (one["isPartOf"]["@type"], one["isPartOf"]["url"]) == ("Book", book["url"])
    assert book["hasPart"] == [{"@type": "Chapter", "name": "Eerste", "url": one["url"]}]
    assert (book["isPartOf"]["@type"], book["isPartOf"]["name"]) == ("CollectionPage", "Onderwerp")
    booklet.get_parent().specific.unpublish(log_action=False)
    assert "isPartOf" not in graph(booklet.url)[0]


@pytest.mark.parametrize(("cost", "free"), [("Gratis", True), ("geen", True), ("€ 45 per persoon", None), ("", None)])
def test_an_event_is_free_when_it_says_so(cost, free):
    assert graph(an_event(cost=cost).url)[0].get("isAccessibleForFree") is free
