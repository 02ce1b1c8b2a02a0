"""A page of every type: with all there is to fill in, and with nothing that may be left out."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils import timezone
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, get_page_models

from knowledge_bank import examples as knowledge
from knowledge_bank.models import (
    BookletPage,
    ChapterPage,
    ChosenItem,
    DossierIndexPage,
    DossierPage,
    Download,
    KnowledgeBankPage,
    KnowledgeItem,
    RelatedItem,
)
from news import examples as actual
from news.models import EventIndexPage, EventPage, EventSession, NewsIndexPage, NewsPage, RelatedPage
from partnerships import examples as partners
from partnerships.models import MapPage, Partner, PartnershipIndexPage, PartnershipPage, Role, StatusChange
from platform_site import examples
from platform_site.blocks import BodyBlock
from platform_site.examples import (
    AUDIENCES,
    STANDARDS,
    THEMES,
    a_document,
    a_page,
    an_image,
    region,
    seed_terms,
    the_home,
)
from platform_site.models import Council, FeaturedPage, HomePage, StandardPage

STORY = "<p>Wij leiden <b>samen</b> op, in <i>drie</i> gangen.</p><ul><li>Elke week</li></ul>"
TRANSCRIPT = "[0:00] Presentator: Welkom.\n\n[0:12] Gast: Goedemorgen allemaal."


def stream_blocks() -> Iterator[tuple[str, Block]]:
    """Every block that an editor can add to a page, with where it is: "app.Model.field.block"."""
    for model in get_page_models():
        for field in model._meta.local_fields:
            if isinstance(field, StreamField):
                for name, block in field.stream_block.child_blocks.items():
                    yield f"{model._meta.label}.{field.name}.{name}", block


def every_block(page: Page | None = None) -> list[tuple[str, object]]:
    """A body with one of each block, filled as its preview is, and with a real picture, document and page."""
    page = page or a_page()
    real = {
        "picture": {"image": an_image(), "alt": "", "caption": "Een bijschrift"},
        "document": {"document": a_document(), "text": "Woordenlijst"},
        "pages": {"title": "Lees verder", "pages": [page]},
    }
    return [(name, real.get(name) or block.get_preview_value()) for name, block in BodyBlock().child_blocks.items()]


def contact_card() -> tuple[str, dict]:
    council = Council.objects.first()
    return "contact", {"council": council, "role": "Vragen over po", "name": "Loket", "mailbox": "po@voorbeeld.nl"}


def _about() -> dict:
    """What every page may say of itself."""
    seed_terms()
    return {
        "summary": "Wat dit een lezer oplevert, met “aanhalingstekens” & <haken>.",
        "image": an_image(),
        "council": Council.objects.first(),
        "revised_on": date(2026, 3, 4),
        "seo_title": f"Titel voor zoekmachines {examples.number()}",
        "search_description": "Wat een zoekmachine toont: “aanhalingstekens” & <haken>.",
        "show_in_menus": True,
    }


def _in_order(*entries: Orderable) -> list[Orderable]:
    """The entries as the editor stores them: each with its place."""
    for place, entry in enumerate(entries):
        entry.sort_order = place
    return list(entries)


def _with(page: Page, **facts) -> Page:
    """The page with these facts, saved."""
    for name, value in facts.items():
        setattr(page, name, value)
    page.save()
    return page


def complete_item(kind: str = "podcast", **facts) -> KnowledgeItem:
    about = _about()
    return knowledge.a_knowledge_item(
        f"Volledig: {kind}",
        **about,
        kind=kind,
        sectors=["po", "vo", "mbo"],
        themes=THEMES,
        audiences=AUDIENCES,
        standards=STANDARDS,
        body=every_block(),
        authors="Jansen, Jo\nWerkgroep Opleiden & Leren",
        publisher="Een uitgever",
        partnerships=[partners.a_partnership()],
        evidence="onderzoek",
        licence="cc-by",
        series="De driehoek",
        series_number=3,
        external_url="https://voorbeeld.nl/elders",
        doi="10.1234/abc",
        isbn="978-90-274-3964-2",
        archived=True,
        audio=a_document(name="luister.mp3", content=b"ID3"),
        duration=754,
        guests="een schoolopleider",
        chapters="0:00 Begin\n0:12 De gast",
        transcript=TRANSCRIPT,
        tool_form="kijkwijzer",
        time_needed=45,
        group_size="2 tot 6",
        downloads=_in_order(
            Download(document=a_document(pages=2, accessible="ja")), Download(document=a_document(name="blad.docx"))
        ),
        related_items=_in_order(*(RelatedItem(related=knowledge.a_knowledge_item()) for _ in range(2))),
        **facts,
    )


def complete_dossier(**facts) -> DossierPage:
    return knowledge.a_dossier(
        "Volledig dossier",
        **_about(),
        intro="Een inleiding van een zin.",
        themes=THEMES[:3],
        body=every_block(),
        contacts=[contact_card()],
        chosen_items=[ChosenItem(item=knowledge.a_knowledge_item("Gekozen"))],
        **facts,
    )


def complete_booklet() -> BookletPage:
    facts = {"number": 4, "year": 2026, "authors": "Werkgroep", "colophon": "<p>Gemaakt door <i>ons</i>.</p>"}
    return knowledge.a_booklet(
        "Volledig katern", dossier=complete_dossier(), chapters=3, body=every_block(), **_about(), **facts
    )


def complete_chapter() -> ChapterPage:
    booklet = complete_booklet()
    knowledge.a_chapter("Ervoor", booklet=booklet)
    chapter = knowledge.a_chapter("Volledig hoofdstuk", booklet=booklet, **{**_about(), "body": every_block()})
    knowledge.a_chapter("Erna", booklet=booklet)
    return chapter


def complete_partnership(**facts) -> PartnershipPage:
    page = partners.a_partnership(
        "Volledig partnerschap",
        **_about(),
        sectors=["po", "mbo"],
        themes=THEMES[:2],
        partners=tuple((partners.an_organisation(place="Ede"), role.value) for role in Role),
        abbreviation="VP",
        academic=True,
        routes=["pabo", "pdg"],
        students=1250,
        reference_year=2025,
        peer_review_year=2024,
        about=STORY,
        cooperation=STORY,
        priorities=STORY,
        pride=STORY,
        mailbox="vp@voorbeeld.nl",
        website="https://voorbeeld.nl/vp",
        checked_on=date(2026, 1, 9),
        checked_by="het partnerschap",
        example=True,
        **facts,
    )
    former = Partner(organisation=partners.an_organisation("Vertrokken"), role="school", until=date(2024, 8, 1))
    steps = ("aspirant", date(2018, 8, 1)), ("erkend", date(2022, 8, 1))
    history = _in_order(*(StatusChange(status=status, since=since) for status, since in steps))
    return _with(page, regions=[region("Regio West")], status_changes=history, partners=[*page.partners.all(), former])


def complete_event(**facts) -> EventPage:
    return actual.an_event(
        "Volledige bijeenkomst",
        **_about(),
        sessions=_in_order(
            EventSession(title="Kennismaken", start=actual.in_days(7), end=actual.in_days(7, 16)),
            EventSession(title="Afronden", start=actual.in_days(21), end=actual.in_days(22, 16)),
        ),
        themes=THEMES[:2],
        audiences=AUDIENCES[:3],
        form="locatie",
        venue="Het Gebouw, Straat 1",
        online_url="https://voorbeeld.nl/meedoen",
        cost="Gratis",
        registration_url="https://voorbeeld.nl/aanmelden",
        registration_closes=timezone.localdate() + timedelta(days=5),
        speakers="een schoolopleider\neen instituutsopleider",
        body=every_block(),
        report=STORY,
        **facts,
    )


def complete_news(**facts) -> NewsPage:
    related = _in_order(*(RelatedPage(page=page) for page in (knowledge.a_knowledge_item(), actual.an_event())))
    body = every_block()
    past = {"date": date(2026, 1, 2), "expires_on": date(2026, 1, 3)}
    return actual.a_news_item(
        "Volledig bericht", themes=THEMES[:2], body=body, related_pages=related, **_about(), **past, **facts
    )


def complete_home() -> HomePage:
    chosen = [complete_dossier(), knowledge.a_knowledge_item(), actual.a_news_item(), actual.an_event()]
    partners.a_partnership()
    partners.the_map()
    words = {"search_hint": "bijvoorbeeld: feedback", "popular_searches": "feedback, inductie"}
    return _with(the_home(), **_about(), **words, featured=_in_order(*(FeaturedPage(page=page) for page in chosen)))


def complete_standard() -> StandardPage:
    statement = {"accessibility_status": "B", "accessibility_date": date(2026, 3, 4)}
    page = a_page(
        "Volledige pagina",
        body=every_block(),
        contacts=[contact_card()] if seed_terms() else [],
        **_about(),
        **statement,
    )
    a_page("Pagina eronder", parent=page)
    return page


def complete_map() -> MapPage:
    page = _with(partners.the_map(), **_about(), intro="<p>Alle partnerschappen van <b>Nederland</b>.</p>")
    complete_partnership()
    partners.a_partnership("Zonder plek", status="", place="", province="", lat=None, lon=None)
    partners.a_partnership("Lang geleden", status="aspirant", as_of_year=2016, sectors=["po", "vo", "mbo"])
    return page


def _list_of(page: Callable[[], Page], fill: Callable[[], Page]) -> Callable[[], Page]:
    """A list page with something in it."""

    def build() -> Page:
        fill()
        return _with(page(), **_about())

    return build


COMPLETE: dict[type[Page], Callable[[], Page]] = {
    HomePage: complete_home,
    StandardPage: complete_standard,
    MapPage: complete_map,
    PartnershipIndexPage: _list_of(partners.the_partnerships, partners.a_partnership),
    PartnershipPage: complete_partnership,
    KnowledgeBankPage: _list_of(knowledge.the_knowledge_bank, complete_item),
    KnowledgeItem: complete_item,
    DossierIndexPage: _list_of(knowledge.the_dossiers, knowledge.a_dossier),
    DossierPage: complete_dossier,
    BookletPage: complete_booklet,
    ChapterPage: complete_chapter,
    NewsIndexPage: _list_of(actual.the_news, actual.a_news_item),
    NewsPage: complete_news,
    EventIndexPage: _list_of(actual.the_agenda, complete_event),
    EventPage: complete_event,
}

BARE: dict[type[Page], Callable[[], Page]] = {
    HomePage: the_home,
    StandardPage: a_page,
    MapPage: partners.the_map,
    PartnershipIndexPage: partners.the_partnerships,
    PartnershipPage: lambda: partners.a_partnership(status="", place="", province="", lat=None, lon=None),
    KnowledgeBankPage: knowledge.the_knowledge_bank,
    KnowledgeItem: lambda: knowledge.a_knowledge_item(themes=()),
    DossierIndexPage: knowledge.the_dossiers,
    DossierPage: lambda: knowledge.a_dossier(themes=()),
    BookletPage: lambda: knowledge.a_booklet(dossier=knowledge.a_dossier(), chapters=0),
    ChapterPage: lambda: knowledge.a_chapter("Kaal", booklet=knowledge.a_booklet(chapters=0), body=[]),
    NewsIndexPage: actual.the_news,
    NewsPage: lambda: actual.a_news_item(sectors=[]),
    EventIndexPage: actual.the_agenda,
    EventPage: lambda: actual.an_event(form="online", place="", province="", sectors=[]),
}
