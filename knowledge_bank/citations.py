"""How to cite a knowledge item: as a sentence, as RIS and as BibTeX."""

import re

from knowledge_bank.models import KnowledgeItem
from knowledge_bank.vocabulary import Kind

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


def sentence(item: KnowledgeItem) -> str:
    """The reference as people write it, after APA: authors (year). Title [kind]. Publisher. Address."""
    authors = "; ".join(item.author_list) or item.publisher or "Platform Samen Opleiden & Professionaliseren"
    publisher = f" {item.publisher}." if item.publisher and item.publisher != authors else ""
    address = f"https://doi.org/{item.doi}" if item.doi else item.canonical
    return f"{authors} ({item.year}). {item.title} [{item.get_kind_display().lower()}].{publisher} {address}"


def ris(item: KnowledgeItem) -> str:
    """The reference in RIS (application/x-research-info-systems), lines ending in CRLF."""
    lines = [("TY", RIS_TYPES.get(item.kind, "ELEC"))]
    lines += [("AU", author) for author in item.author_list]
    lines += [
        ("TI", item.title),
        ("PY", str(item.year)),
        ("PB", item.publisher),
        ("AB", item.summary),
        ("DO", item.doi),
        ("SN", item.isbn),
    ]
    lines += [("KW", theme.title) for theme in item.theme_list]
    lines += [("LA", "nl"), ("UR", item.canonical)]
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def _escaped(text: str) -> str:
    return "".join(BIBTEX_SPECIAL.get(letter, letter) for letter in one_line(text))


def bibtex(item: KnowledgeItem) -> str:
    """The reference in BibTeX (application/x-bibtex). Authors are kept whole: most are groups."""
    key = re.sub(r"[^a-z0-9]+", "-", item.slug.lower()).strip("-") or f"item-{item.pk}"
    kind = BIBTEX_TYPES.get(item.kind, "misc")
    fields = {
        "title": f"{{{_escaped(item.title)}}}",
        "author": " and ".join(f"{{{_escaped(author)}}}" for author in item.author_list),
        "year": str(item.year),
        "institution" if kind == "techreport" else "publisher": _escaped(item.publisher),
        "doi": item.doi,
        "isbn": item.isbn,
        "url": item.canonical,
        "language": "dutch",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}\n}}\n"
