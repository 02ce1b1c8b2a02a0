"""What other programs get: feeds, tables and citations that programs which are not ours can read."""

import csv
import io
from datetime import UTC, datetime

import bibtexparser
import feedparser
import pytest
import rispy
from django.core.files.base import ContentFile

from knowledge_bank.examples import a_knowledge_item
from platform_site.models import SiteDocument
from platform_site.tables import harmless

pytestmark = pytest.mark.django_db
AWKWARD = 'Één % & {toets} #1 "zo" \\ ~ ^ $5 _ <b>'


def an_awkward_item(**facts):
    return a_knowledge_item(
        AWKWARD,
        slug="lastig",
        summary=AWKWARD,
        authors="Werkgroep & co\nJansen, A.",
        publisher="Uitgeverij {X}",
        year=2024,
        doi="10.5555/abc",
        published=datetime(2024, 5, 1, 12, tzinfo=UTC),
        **facts,
    )


def table(response) -> list[list[str]]:
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def test_the_feed_holds_what_the_page_shows(client):
    an_awkward_item(kind="tool")
    a_knowledge_item("Iets anders", kind="video")
    feed = feedparser.parse(client.get("/kennisbank/feed/?soort=tool").content)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [AWKWARD]
    assert feed.entries[0].link == "https://voorbeeld.test/kennisbank/lastig/"
    assert feed.feed.language == "nl" if "language" in feed.feed else True


@pytest.mark.parametrize("query", ["?q=zeppelinvaarder", "?soort=onzin&q=%00", ""])
def test_a_feed_of_an_empty_search_is_a_feed(client, query):
    response = client.get(f"/kennisbank/feed/{query}")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert feed.entries == []


def test_the_table_has_all_results_in_the_order_of_the_page(client):
    for number in range(25):
        a_knowledge_item(f"Stuk {number:02d}", kind="tool")
    a_knowledge_item("Niet dit", kind="video")
    header, *rows = table(client.get("/kennisbank/export.csv?soort=tool&sorteer=titel"))
    assert header[:3] == ["titel", "url", "soort"]
    assert [row[0] for row in rows] == [f"Stuk {number:02d}" for number in range(25)]
    assert all(row[1].startswith("https://voorbeeld.test/kennisbank/") for row in rows)


@pytest.mark.parametrize("title", ["=1+1", "+31 6", "-2 dagen", "@SUM(A1)"])
def test_no_cell_of_a_table_is_a_formula(client, title):
    a_knowledge_item(title, slug="gevaarlijk")
    _, row = table(client.get("/kennisbank/export.csv"))
    assert row[0] == f"'{title}"


def test_a_number_stays_a_number():
    assert [harmless(-5), harmless("+3,5"), harmless("-x"), harmless(None)] == ["-5", "+3,5", "'-x", ""]


def test_a_fraction_has_a_comma_and_a_name_with_an_at_sign_keeps_it():
    assert [harmless(52.1), harmless(-0.5), harmless(7.0), harmless("v1.2")] == ["52,1", "-0,5", "7,0", "v1.2"]
    assert [harmless("@Work"), harmless("@SUM(A1)"), harmless("@cmd|x")] == ["@Work", "'@SUM(A1)", "'@cmd|x"]


def test_ris_is_read_back_as_it_was_meant(client):
    an_awkward_item(kind="onderzoeksrapport")
    response = client.get("/kennisbank/lastig/citaat.ris")
    assert response["Content-Type"].startswith("application/x-research-info-systems")
    (entry,) = rispy.loads(response.content.decode())
    assert entry["type_of_reference"] == "RPRT"
    assert entry["title"] == AWKWARD
    assert entry["authors"] == ["Werkgroep & co", "Jansen, A."]
    assert (entry["year"], entry["doi"], entry["urls"]) == (
        "2024",
        "10.5555/abc",
        ["https://voorbeeld.test/kennisbank/lastig/"],
    )


def test_bibtex_is_read_back_as_it_was_meant(client):
    an_awkward_item()
    response = client.get("/kennisbank/lastig/citaat.bib")
    assert response["Content-Type"].startswith("application/x-bibtex")
    text = response.content.decode()
    entries = bibtexparser.loads(text).entries if hasattr(bibtexparser, "loads") else parsed(text)
    (entry,) = entries
    assert (entry["ID"], entry["year"]) == ("lastig", "2024")
    assert r"\% \& \{toets\} \#1" in entry["title"]


def parsed(text: str) -> list[dict]:
    """The entries by bibtexparser 2, in the shape of version 1."""
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return [
        {"ID": entry.key, **{name: field.value for name, field in entry.fields_dict.items()}}
        for entry in library.entries
    ]


def test_a_citation_of_what_is_not_there_is_not_found(client):
    item = an_awkward_item()
    item.unpublish()
    assert client.get("/kennisbank/lastig/citaat.ris").status_code == 404
    assert client.get("/kennisbank/nooit-geweest/citaat.bib").status_code == 404


def test_the_podcast_feed_has_what_apps_ask_for(client):
    audio = SiteDocument(title="Geluid", file=ContentFile(b"ID3" + b"\0" * 500, "proefaflevering.mp3"), file_size=503)
    audio.save()
    a_knowledge_item(
        "Aflevering één",
        kind="podcast",
        audio=audio,
        duration=73,
        transcript="[0:00] Gast: Hallo.",
        series_number=1,
        published=datetime(2024, 5, 1, 12, tzinfo=UTC),
    )
    a_knowledge_item("Zonder geluid", kind="podcast")
    response = client.get("/kennisbank/podcast.xml")
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    (episode,) = feed.entries
    assert (episode.title, episode.itunes_duration, episode.itunes_episode) == ("Aflevering één", "73", "1")
    (enclosure,) = episode.enclosures
    assert (enclosure.type, enclosure.length) == ("audio/mpeg", "503")
    assert enclosure.href.startswith("https://voorbeeld.test/documenten/")
    assert feed.feed.language == "nl"
    assert feed.feed.image.href.endswith("img/podcast.png")
    assert "itunes:category" in response.content.decode()
