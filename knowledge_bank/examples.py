"""Builders for the knowledge bank, for tests and demo alike."""

from knowledge_bank.models import (
    BookletPage,
    ChapterPage,
    DossierIndexPage,
    DossierPage,
    KnowledgeBankPage,
    KnowledgeItem,
)
from platform_site.examples import number, put, terms, the_only
from platform_site.models import Audience, QualityStandard, Theme


def the_knowledge_bank() -> KnowledgeBankPage:
    return the_only(KnowledgeBankPage, "Kennisbank", "kennisbank", show_in_menus=True)


def the_dossiers() -> DossierIndexPage:
    return the_only(DossierIndexPage, "Dossiers", "dossiers", show_in_menus=True)


def a_knowledge_item(
    title: str = "",
    *,
    themes: tuple = ("Werkplekleren",),
    audiences: tuple = (),
    standards: tuple = (),
    published=None,
    **facts,
) -> KnowledgeItem:
    """A live knowledge item; terms by their titles, everything else by field."""
    title = title or f"Kennisitem {number()}"
    defaults = {"kind": "praktijkvoorbeeld", "sectors": ["po"], "year": 2025, "summary": "Wat dit oplevert."}
    item = KnowledgeItem(title=title, **{**defaults, **facts})
    item.themes = terms(Theme, *themes)
    item.audiences = terms(Audience, *audiences)
    item.standards = terms(QualityStandard, *standards)
    return put(the_knowledge_bank(), item, published)


def a_dossier(title: str = "", *, themes: tuple = ("Werkplekleren",), **facts) -> DossierPage:
    """A live dossier."""
    defaults = {"category": "kwaliteit", "sectors": ["po", "vo"], "summary": "Waar dit dossier over gaat."}
    dossier = DossierPage(title=title or f"Dossier {number()}", **{**defaults, **facts})
    dossier.themes = terms(Theme, *themes)
    return put(the_dossiers(), dossier)


def a_booklet(title: str = "", *, dossier: DossierPage | None = None, chapters: int = 2, **facts) -> BookletPage:
    """A live katern with `chapters` chapters of a few words."""
    booklet = BookletPage(title=title or f"Katern {number()}", **{"summary": "Waar dit katern over gaat.", **facts})
    put(dossier or a_dossier(), booklet)
    for place in range(1, chapters + 1):
        a_chapter(f"Hoofdstuk {place}", booklet=booklet)
    return booklet


def a_chapter(title: str = "", *, booklet: BookletPage, **facts) -> ChapterPage:
    body = [("text", f"<h2>Een kop in {title}</h2><p>Een paar woorden.</p>")]
    return put(
        booklet, ChapterPage(**{"title": title, "summary": "Waar dit hoofdstuk over gaat.", "body": body, **facts})
    )
