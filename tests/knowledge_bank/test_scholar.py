"""Research is found by Google Scholar: its reference stands in the page, as it is in the other ways to cite it."""

import re
from html import unescape

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from knowledge_bank.examples import a_knowledge_item
from knowledge_bank.models import Download
from platform_site.examples import a_document

pytestmark = pytest.mark.django_db
AUTHORS = "Jansen, Anna\nBerg, Jan van den\nWerkgroep toetsing, H20"


def told(client, item) -> list[tuple[str, str]]:
    html = client.get(item.url).content.decode()
    return [
        (name, unescape(text)) for name, text in re.findall(r'<meta name="citation_(\w+)" content="([^"]*)">', html)
    ]


def research(**facts):
    return a_knowledge_item(
        "Wat werkt & wat niet", **{"kind": "onderzoeksrapport", "authors": AUTHORS, "year": 2024, **facts}
    )


def with_files(item, *documents):
    item.downloads = [Download(document=document, sort_order=place) for place, document in enumerate(documents)]
    item.save()
    return item


def test_a_report_tells_who_wrote_it_when_and_where_it_is(client, settings):
    word, pdf = a_document(name="bijlage.docx"), a_document(name="rapport.pdf")
    item = with_files(research(doi="10.1234/abc", isbn="978-90-274-3964-2", publisher="Uitgeverij Noord"), word, pdf)
    assert told(client, item) == [
        ("title", "Wat werkt & wat niet"),
        ("author", "Jansen, Anna"),
        ("author", "van den Berg, Jan"),
        ("author", "Werkgroep toetsing – H20"),
        ("publication_date", "2024"),
        ("publisher", "Uitgeverij Noord"),
        ("technical_report_institution", "Uitgeverij Noord"),
        ("doi", "10.1234/abc"),
        ("isbn", "978-90-274-3964-2"),
        ("language", "nl"),
        ("abstract_html_url", f"{settings.SITE_URL}{item.url}"),
        ("pdf_url", f"{settings.SITE_URL}{pdf.url}"),
    ]
    assert client.get(pdf.url).status_code == 200


def test_what_is_not_known_is_not_told(client):
    names = [name for name, _ in told(client, research(kind="publicatie"))]
    assert names == ["title", "author", "author", "author", "publication_date", "language", "abstract_html_url"]


@pytest.mark.parametrize("facts", [{"authors": ""}, {"kind": "praktijkvoorbeeld"}, {"kind": "podcast"}])
def test_what_is_no_research_by_somebody_tells_nothing(client, facts):
    assert told(client, research(**facts)) == []


def test_a_summary_refers_to_what_it_summarises(client):
    item = with_files(research(summary_of="Het grote rapport"), a_document(name="samenvatting.pdf"))
    found = dict(told(client, item))
    assert found["title"] == "Het grote rapport"
    assert "pdf_url" not in found
    assert "language" not in found


def test_a_file_that_not_everybody_may_fetch_is_not_named(client):
    closed = Collection.get_first_root_node().add_child(name="Besloten")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    document = a_document(name="besloten.pdf")
    document.collection = closed
    document.save()
    assert "pdf_url" not in dict(told(client, with_files(research(), document)))


def test_words_of_editors_stay_within_their_tag(client):
    title = '"><script>alert(1)</script>'
    item = a_knowledge_item(title, slug="opmaak", kind="publicatie", authors='O"Brien, An')
    assert dict(told(client, item))["title"] == title
    assert "<script>alert" not in client.get(item.url).content.decode()
