"""A citation says who made what: a person or a group, the thing itself or what it summarises; and a DOI leads somewhere."""

import json
import re

import bibtexparser
import pytest
import rispy

from knowledge_bank import identifiers
from knowledge_bank.authors import author
from knowledge_bank.examples import a_knowledge_item
from tests.as_shown import as_shown
from tests.knowledge_bank.test_taking_away import parsed

pytestmark = pytest.mark.django_db

GROUPS = [
    "Werkgroep toetsing, H20",
    "Ministerie van OCW",
    "Redactie, met een jurist en drie programmaleiders",
    "Onderzoeker, Opleidingsschool SAMEN",
    "Leerkring onderzoek, Opleidingsnetwerk Samen Opleiden",
    "Werkgroep speciaal onderwijs, Aspirant Opleidingsschool Dordrecht",
    "ECBO",
]
PEOPLE = {
    "Jansen, Anna": ("Jansen", "Anna"),
    "Jansen, A.": ("Jansen", "A."),
    "Berg, Anna van den": ("van den Berg", "Anna"),
    "’t Hart, Jan-Willem": ("’t Hart", "Jan-Willem"),
    "Raad, J.W. de": ("de Raad", "J.W."),
}


@pytest.mark.parametrize("line", GROUPS)
def test_a_group_is_a_group_also_with_a_comma_in_its_name(line):
    assert (author(line).is_person, author(line).name) == (False, line)


@pytest.mark.parametrize(("line", "parts"), PEOPLE.items())
def test_a_name_around_a_comma_is_a_person(line, parts):
    assert (author(line).family, author(line).given) == parts


def test_an_editor_can_say_which_it_is():
    assert author("persoon: Werkgroep, Toon").family == "Werkgroep"
    group = author("Groep: Bakker, Bart")
    assert (group.is_person, group.name) == (False, "Bakker, Bart")


def cited(client, slug: str) -> tuple[dict, dict, dict]:
    """What other programs read of an item: RIS, BibTeX, JSON-LD."""
    (ris,) = rispy.loads(client.get(f"/kennisbank/{slug}/citaat.ris").content.decode())
    text = client.get(f"/kennisbank/{slug}/citaat.bib").content.decode()
    (bib,) = bibtexparser.loads(text).entries if hasattr(bibtexparser, "loads") else parsed(text)
    html = client.get(f"/kennisbank/{slug}/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    return ris, bib, data["@graph"][0]


def test_every_program_reads_back_who_is_a_person_and_who_a_group(client):
    lines = [*GROUPS, *PEOPLE]
    a_knowledge_item("Toetsen", slug="toetsen", authors="\n".join(lines))
    ris, bib, data = cited(client, "toetsen")

    assert all("," not in name for name in ris["authors"][: len(GROUPS)])
    assert ris["authors"][len(GROUPS) :] == [f"{family}, {given}" for family, given in PEOPLE.values()]
    for line in GROUPS:
        assert f"{{{line}}}" in bib["author"]
    for family, given in PEOPLE.values():
        assert f" and {family}, {given}" in bib["author"]
    kinds = [one["@type"] for one in data["author"]]
    assert kinds == ["Organization"] * len(GROUPS) + ["Person"] * len(PEOPLE)
    assert {"@type": "Person", "name": "Anna van den Berg", "familyName": "van den Berg", "givenName": "Anna"} in data[
        "author"
    ]


def test_a_summary_is_cited_as_what_it_summarises(client):
    facts = {"kind": "onderzoeksrapport", "authors": "ECBO", "publisher": "Het ministerie", "year": 2021}
    a_knowledge_item("In het kort", slug="kort", summary_of="Het grote rapport", doi="10.1234/abc", **facts)
    a_knowledge_item("Ook kort", slug="ook", summary_of="Een boek", external_url="https://elders.test/boek", **facts)
    ris, bib, data = cited(client, "kort")
    assert (ris["type_of_reference"], ris["title"], ris["year"]) == ("RPRT", "Het grote rapport", "2021")
    assert (ris["authors"], ris["publisher"], ris["urls"]) == (
        ["ECBO"],
        "Het ministerie",
        ["https://doi.org/10.1234/abc"],
    )
    assert ris["notes"] == ["Samengevat in: In het kort, https://voorbeeld.test/kennisbank/kort/"]
    assert (bib["title"].strip("{}"), bib["url"]) == ("Het grote rapport", "https://doi.org/10.1234/abc")
    assert (data["@type"], data["name"], data.get("author")) == ("Article", "In het kort", None)
    assert data["isBasedOn"]["name"] == "Het grote rapport"
    assert data["isBasedOn"]["author"] == [{"@type": "Organization", "name": "ECBO"}]

    html = as_shown(client.get("/kennisbank/kort/"))
    assert "<b>Samenvatting van</b>" in html
    assert 'href="https://doi.org/10.1234/abc" rel="external noreferrer"><cite>Het grote rapport</cite>' in html
    assert "ECBO (2021). Het grote rapport [onderzoeksrapport]. Het ministerie. https://doi.org/10.1234/abc" in html
    assert cited(client, "ook")[0]["urls"] == ["https://elders.test/boek"]


# --- DOI and ISBN ----------------------------------------------------------------------------------------------------

PASTED = [
    "10.1234/abc",
    "https://doi.org/10.1234/abc",
    "http://dx.doi.org/10.1234/abc",
    "https://www.doi.org/10.1234/abc ",
    "doi:10.1234/abc",
    "DOI: 10.1234/abc.",
    "https://doi.org/https://doi.org/10.1234/abc",
    "doi.org/10.1234%2Fabc",
]


@pytest.mark.parametrize("text", PASTED)
def test_a_doi_is_what_is_left_of_an_address(text):
    assert identifiers.doi(text) == "10.1234/abc"
    assert identifiers.doi_address(text) == "https://doi.org/10.1234/abc"


def test_a_doi_stored_as_an_address_is_not_doubled(client):
    a_knowledge_item("Oud", slug="oud", doi="https://doi.org/10.1234/abc")
    ris, bib, data = cited(client, "oud")
    assert (ris["doi"], bib["doi"]) == ("10.1234/abc", "10.1234/abc")
    assert [one for one in data["identifier"] if "doi" in one] == ["https://doi.org/10.1234/abc"]
    assert "doi.org/https" not in client.get("/kennisbank/oud/").content.decode()


@pytest.mark.parametrize(
    ("text", "kept", "good"),
    [
        ("ISBN 978 90 274 3964 2", "978-90-274-3964-2", True),
        ("ISBN-13: 9789027439642", "9789027439642", True),
        ("90–274–3964–8", "90-274-3964-8", True),
        ("0-306-40615-2", "0-306-40615-2", True),
        ("080442957x", "080442957X", True),
        ("978-90-274-3964-3", "978-90-274-3964-3", False),
        ("12", "12", False),
    ],
)
def test_an_isbn_is_its_digits(text, kept, good):
    assert identifiers.isbn(text) == kept
    assert identifiers.is_isbn(kept) is good


@pytest.mark.parametrize("text", ["11.1234/abc", "10.12", "abc", "https://example.org/10.1234/abc"])
def test_what_is_no_doi_stands_in_the_way_of_publishing_and_says_how_one_looks(text):
    item = a_knowledge_item("Stuk")
    item.doi = text
    assert item.publishing_problems() == [("doi", identifiers.WRONG_DOI)]
