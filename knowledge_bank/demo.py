"""The knowledge bank's shelf of example content: items, dossiers and katernen."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from knowledge_bank.examples import a_knowledge_item, the_dossiers, the_knowledge_bank
from knowledge_bank.models import (
    BookletPage,
    ChapterPage,
    ChosenItem,
    DossierPage,
    Download,
    KnowledgeItem,
    RelatedItem,
)
from partnerships.models import PartnershipPage
from platform_site.demo.library import Entry, Library
from platform_site.examples import put, save_again, terms
from platform_site.models import Council, SiteDocument, Theme
from platform_site.pages import SitePage

# Facts of an item that go into its fields as they are.
PLAIN = (
    "kind", "sectors", "year", "publisher", "evidence", "licence", "series", "series_number", "archived", "external_url", "doi",
    "isbn", "summary_of", "duration", "chapters", "transcript", "tool_form", "time_needed", "group_size",
)  # fmt: skip


def shelf(library: Library) -> Iterator[str]:
    items, reading = _items(library), _dossiers(library)
    yield f"{len(items)} kennisitems"
    for item, entry in items:
        _fill_item(item, entry, library)
    for page, entry in reading:
        page.body = library.blocks(entry.text)
        if isinstance(page, BookletPage):
            page.colophon = library.rich_text(entry.facts.get("colophon", ""))
        if isinstance(page, DossierPage):
            page.chosen_items = [
                ChosenItem(item_id=library.page_id("kennisbank", slug), sort_order=place)
                for place, slug in enumerate(entry.facts.get("items", []))
            ]
        save_again(page)
    yield f"{len(reading)} dossiers, katernen en hoofdstukken"


def noon(day) -> datetime:
    """Twelve o'clock of a day in Europe/Amsterdam."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def day_of(name: str, facts: dict) -> date | None:
    """A day as the facts tell it: by its date, or by how many days ago it is, for what should stay new."""
    ago = facts.get(f"{name}_days_ago")
    return facts.get(name) if ago is None else timezone.localdate() - timedelta(days=ago)


def _items(library: Library) -> list[tuple[KnowledgeItem, Entry]]:
    bank = the_knowledge_bank()
    councils = {council.title: council for council in Council.objects.all()}
    there = set(bank.get_children().values_list("slug", flat=True))
    made = []
    for entry in library.entries("kennisbank"):
        if entry.slug in there:
            continue
        facts = entry.facts
        item = a_knowledge_item(
            facts["title"],
            slug=entry.slug,
            summary=facts["summary"],
            image=library.picture_of(entry),
            themes=tuple(facts["themes"]),
            audiences=tuple(facts.get("audiences", [])),
            standards=tuple(facts.get("standards", [])),
            published=noon(day_of("published", facts)),
            revised_on=day_of("revised", facts),
            council=councils.get(facts.get("council")),
            authors="\n".join(facts.get("authors", [])),
            guests=", ".join(facts.get("guests", [])),
            **{name: facts[name] for name in PLAIN if name in facts},
        )
        made.append((item, entry))
    return made


def _fill_item(item: KnowledgeItem, entry: Entry, library: Library) -> None:
    facts = entry.facts
    item.body = library.blocks(entry.text)
    item.partnerships = PartnershipPage.objects.filter(slug__in=facts.get("partnerships", []))
    item.related_items = [
        RelatedItem(related_id=library.page_id("kennisbank", slug), sort_order=place)
        for place, slug in enumerate(facts.get("related", []))
    ]
    accessible = {True: SiteDocument.Accessible.YES, False: SiteDocument.Accessible.NO}
    item.downloads = [
        Download(
            document=library.document(
                f"documenten/{file['file']}",
                file["title"],
                pages=file.get("pages"),
                accessible=accessible.get(file.get("accessible"), SiteDocument.Accessible.UNKNOWN),
            ),
            sort_order=place,
        )
        for place, file in enumerate(facts.get("downloads", []))
    ]
    if "audio" in facts:
        item.audio = library.document(f"audio/{facts['audio']}", f"Geluid bij: {item.title}")
    save_again(item)


def _dossiers(library: Library) -> list[tuple[SitePage, Entry]]:
    """Makes the dossiers with their katernen and chapters, still without their texts."""
    index = the_dossiers()
    made = []
    covers = {
        "kwaliteitskader-en-peer-review": "omslag-kwaliteitskader",
        "ambitie-100-procent-samen-opleiden": "omslag-ambitie",
        "curriculum-in-de-driehoek": "omslag-curriculum",
        "sterk-in-onderwijsregios": "omslag-onderwijsregios",
    }
    for slug, cover in covers.items():
        if index.get_children().filter(slug=slug).exists():
            continue
        entry = library.entry(f"dossiers/{slug}/_index.md")
        facts = entry.facts
        dossier = DossierPage(
            title=facts["title"],
            slug=slug,
            summary=facts["summary"],
            intro=facts.get("intro", ""),
            category=facts["category"],
            sectors=facts["sectors"],
            revised_on=day_of("revised", facts),
            image=library.image(cover),
            council=Council.objects.filter(title=facts.get("council")).first(),
        )
        dossier.themes = terms(Theme, *facts["themes"])
        put(index, dossier, noon(day_of("published", facts)))
        made += [(dossier, entry), *_booklets(library, dossier)]
    return made


def _booklets(library: Library, dossier: DossierPage) -> list[tuple[SitePage, Entry]]:
    made = []
    covers = {"een-peer-review-voorbereiden": "omslag-peer-review", "samen-toetsen-op-de-werkplek": "omslag-toetsen"}
    for folder in sorted((library.folder / "dossiers" / dossier.slug).glob("*/")):
        entry = library.entry(f"dossiers/{dossier.slug}/{folder.name}/_index.md")
        facts = entry.facts
        booklet = BookletPage(
            title=facts["title"],
            slug=folder.name,
            number=facts.get("number"),
            summary=facts["summary"],
            authors=", ".join(facts.get("authors", [])),
            year=facts.get("year"),
            image=library.image(covers[folder.name]),
            council=Council.objects.filter(title=facts.get("council")).first(),
        )
        put(dossier, booklet)
        made.append((booklet, entry))
        for chapter in library.entries(f"dossiers/{dossier.slug}/{folder.name}"):
            slug = chapter.slug.partition("-")[2]  # the number before it only orders the files
            page = ChapterPage(title=chapter.facts["title"], slug=slug, summary=chapter.facts["summary"])
            made.append((put(booklet, page), chapter))
    return made
