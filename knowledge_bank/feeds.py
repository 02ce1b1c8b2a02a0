"""The knowledge bank for other programs: a feed and a table of any search. The podcast: podcast.py."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from knowledge_bank.answering import answer_to
from knowledge_bank.asking import PARAMETERS, PATH
from knowledge_bank.models import DossierPage, KnowledgeItem
from knowledge_bank.vocabulary import Kind
from partnerships.models import PartnershipPage
from platform_site.addresses import absolute
from platform_site.feeds import AtomFeed, Channel
from platform_site.keeping import keepable
from platform_site.put_forward import Askable
from platform_site.tables import csv_response

ENTRIES = 50
CHANNELS = (
    Channel(
        "Kennisbank",
        "/kennisbank/feed/",
        "Elk nieuw kennisitem, in een programma dat feeds leest.",
        "Volg de kennisbank",
    ),
    Channel(
        "Podcast",
        "/kennisbank/podcast.xml",
        "Elke nieuwe aflevering, in je podcast-app.",
        "Abonneer je op de podcast",
        "application/rss+xml",
    ),
)
ASKABLE = (
    Askable(
        dict(Kind.choices),
        lambda kinds: KnowledgeItem.objects.listed().filter(archived=False, kind__in=kinds).for_cards(),
    ),
    Askable({"dossier": DossierPage.KIND}, lambda _: DossierPage.objects.visible().for_cards()),
)
OWNER = "Platform Samen Opleiden & Professionaliseren"
COLUMNS = (
    "titel", "url", "soort", "sectoren", "thema's", "doelgroepen", "waarborgen", "jaar", "auteurs", "uitgever", "onderbouwing",
    "licentie", "partnerschappen", "gearchiveerd", "in het kort",
)  # fmt: skip


def _in_order(ids: list[int], *related: str) -> list[KnowledgeItem]:
    items = KnowledgeItem.objects.prefetch_related(*related).in_bulk(ids)
    return [items[pk] for pk in ids if pk in items]


def entry(item: KnowledgeItem) -> dict:
    """What every feed tells of an item."""
    return {
        "title": item.title,
        "link": item.canonical,
        "description": item.summary,
        "unique_id": item.permanent_id,
        "pubdate": item.first_published_at,
    }


@keepable(*PARAMETERS)
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The newest items that the address asks for, as Atom (RFC 4287)."""
    answer = answer_to(request.GET, sort="nieuwste")
    question = answer.question
    words = f": {question.text}" if question.text else ""
    feed = AtomFeed(
        title=f"Kennisbank Samen Opleiden{words}",
        link=absolute(str(question.address)),
        description="Kennisitems over samen leraren opleiden.",
        language="nl",
        feed_url=absolute(str(question.address).replace(PATH, f"{PATH}feed/", 1)),
    )
    for item in _in_order(answer.ids()[:ENTRIES].tolist(), "themes"):
        feed.add_item(
            **entry(item),
            updateddate=item.last_published_at,
            author_name="; ".join(item.author_list) or OWNER,
            categories=[item.get_kind_display(), *(theme.title for theme in item.themes.all())],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@keepable(*PARAMETERS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All items that the address asks for, in its order, as CSV."""
    ids = answer_to(request.GET).ids().tolist()
    items = _in_order(ids, "themes", "audiences", "standards", "partnerships")
    shown = set(PartnershipPage.objects.visible().values_list("pk", flat=True))
    return csv_response("kennisbank", COLUMNS, (_row(item, shown) for item in items))


def _row(item: KnowledgeItem, shown: set[int]) -> list[object]:
    """One line of the table. shown: the partnerships that everybody may see."""

    def titles(terms) -> str:
        return ", ".join(term.title for term in terms.all())

    partnerships = ", ".join(page.title for page in item.partnerships.all() if page.pk in shown)
    return [
        item.title, item.canonical, item.get_kind_display(), ", ".join(item.sectors), titles(item.themes), titles(item.audiences),
        titles(item.standards), item.year, "; ".join(item.author_list), item.publisher, item.get_evidence_display(),
        item.get_licence_display(), partnerships, "ja" if item.archived else "nee", item.summary,
    ]  # fmt: skip
