"""How to cite a knowledge item: as a sentence, as RIS, as BibTeX and in the page itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.documents.models import AbstractDocument

from knowledge_bank.authors import Author
from knowledge_bank.identifiers import doi
from knowledge_bank.models import KnowledgeItem
from knowledge_bank.vocabulary import Kind
from platform_site.addresses import absolute

# https://en.wikipedia.org/wiki/RIS_(file_format): the types that reference managers know.
RIS_TYPES = {
    Kind.PODCAST: "SOUND",
    Kind.VIDEO: "VIDEO",
    Kind.REPORT: "RPRT",
    Kind.PUBLICATION: "RPRT",
    Kind.INTERVIEW: "ELEC",
}
BIBTEX_TYPES = {Kind.REPORT: "techreport", Kind.PUBLICATION: "techreport"}
BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Reference:
    """What an item is cited as: itself, or the report that it summarises. address: where that is."""

    title: str
    kind: str
    address: str

    @classmethod
    def of(cls, item: KnowledgeItem) -> "Reference":
        if not item.summary_of:
            return cls(item.title, item.kind, item.canonical)
        return cls(item.summary_of, item.kind, item.source_address or item.canonical)


def summary_note(item: KnowledgeItem) -> str:
    """Where the summary is, for who was sent to the original; empty for what is no summary."""
    return f"Samengevat in: {item.title}, {item.canonical}" if item.summary_of else ""


def sentence(item: KnowledgeItem) -> str:
    """The reference as people write it, after APA: authors (year). Title [kind]. Publisher. Address."""
    cited = Reference.of(item)
    authors = "; ".join(item.author_list) or item.publisher or "Platform Samen Opleiden & Professionaliseren"
    publisher = f" {item.publisher}." if item.publisher and item.publisher != authors else ""
    address = item.doi_address or cited.address
    return f"{authors} ({item.year}). {cited.title} [{item.get_kind_display().lower()}].{publisher} {address}"


def ris_author(author: Author) -> str:
    """A comma makes a family name and a given name of it, so a group has none."""
    return f"{author.family}, {author.given}" if author.is_person else re.sub(r"\s*,\s*", " – ", author.name)


def ris(item: KnowledgeItem) -> str:
    """The reference in RIS (application/x-research-info-systems), lines ending in CRLF."""
    cited = Reference.of(item)
    lines = [("TY", RIS_TYPES.get(item.kind, "ELEC"))]
    lines += [("AU", ris_author(author)) for author in item.makers]
    lines += [
        ("TI", cited.title),
        ("PY", str(item.year)),
        ("PB", item.publisher),
        ("AB", "" if item.summary_of else item.summary),
        ("N1", summary_note(item)),
        ("DO", doi(item.doi)),
        ("SN", item.isbn),
    ]
    lines += [("KW", theme.title) for theme in item.theme_list]
    lines += [("LA", "nl"), ("UR", cited.address)]
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def scholar(item: KnowledgeItem, documents: Iterable[AbstractDocument]) -> list[tuple[str, str]]:
    """The reference as Google Scholar reads it of a page, as (name, content); only of research of which the authors are known.

    A summary refers to what it summarises: then the files are not those of that. https://scholar.google.com/intl/en/scholar/inclusion.html
    """
    if item.kind not in BIBTEX_TYPES or not item.makers:
        return []
    cited = Reference.of(item)
    files = [] if item.summary_of else [one for one in documents if one.file_extension.lower() == "pdf"]
    pdf = next((one.url for one in files if not one.collection.get_view_restrictions().exists()), "")
    told = [
        ("title", cited.title),
        *(("author", ris_author(maker)) for maker in item.makers),
        ("publication_date", str(item.year)),
        ("publisher", item.publisher),
        ("technical_report_institution", item.publisher),
        ("doi", doi(item.doi)),
        ("isbn", item.isbn),
        ("language", "" if item.summary_of else "nl"),
        ("abstract_html_url", item.canonical),
        ("pdf_url", absolute(pdf) if pdf else ""),
    ]
    return [(f"citation_{name}", one_line(content)) for name, content in told if content]


def _escaped(text: str) -> str:
    return "".join(BIBTEX_SPECIAL.get(letter, letter) for letter in one_line(text))


def bibtex_author(author: Author) -> str:
    """A group is kept whole by braces of its own."""
    if author.is_person:
        return f"{_escaped(author.family)}, {_escaped(author.given)}"
    return f"{{{_escaped(author.name)}}}"


def bibtex(item: KnowledgeItem) -> str:
    """The reference in BibTeX (application/x-bibtex)."""
    cited = Reference.of(item)
    key = re.sub(r"[^a-z0-9]+", "-", item.slug.lower()).strip("-") or f"item-{item.pk}"
    kind = BIBTEX_TYPES.get(item.kind, "misc")
    fields = {
        "title": f"{{{_escaped(cited.title)}}}",
        "author": " and ".join(map(bibtex_author, item.makers)),
        "year": str(item.year),
        "institution" if kind == "techreport" else "publisher": _escaped(item.publisher),
        "doi": doi(item.doi),
        "isbn": item.isbn,
        "url": cited.address,
        "note": _escaped(summary_note(item)),
        "language": "dutch",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}\n}}\n"
