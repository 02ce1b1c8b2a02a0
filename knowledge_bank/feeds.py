"""The knowledge bank for other programs: a feed and a table of any search, and the podcast."""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.feedgenerator import Enclosure
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from knowledge_bank.answering import answer_to
from knowledge_bank.asking import PARAMETERS, PATH
from knowledge_bank.models import DossierPage, KnowledgeItem
from knowledge_bank.vocabulary import Kind
from partnerships.models import PartnershipPage
from platform_site.addresses import absolute
from platform_site.feeds import AtomFeed, Channel, RssFeed
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
PODCAST_TITLE = "Tussen twee lessen"
PODCAST_TEXT = "Korte gesprekken over samen leraren opleiden, van het Platform Samen Opleiden & Professionaliseren."
OWNER = ("Platform Samen Opleiden & Professionaliseren", "podcast@voorbeeld.nl")
COLUMNS = (
    "titel", "url", "soort", "sectoren", "thema's", "doelgroepen", "waarborgen", "jaar", "auteurs", "uitgever", "onderbouwing",
    "licentie", "partnerschappen", "gearchiveerd", "in het kort",
)  # fmt: skip


def _in_order(ids: list[int], *related: str) -> list[KnowledgeItem]:
    items = KnowledgeItem.objects.prefetch_related(*related).in_bulk(ids)
    return [items[pk] for pk in ids if pk in items]


def _entry(item: KnowledgeItem) -> dict:
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
            **_entry(item),
            updateddate=item.last_published_at,
            author_name="; ".join(item.author_list) or OWNER[0],
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


class PodcastFeed(RssFeed):
    """RSS with what podcast apps ask for (the iTunes namespace)."""

    def rss_attributes(self) -> dict:
        return {**super().rss_attributes(), "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd"}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", OWNER[0])
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:summary", self.feed["description"])
        handler.addQuickElement("itunes:image", None, {"href": absolute(static("img/podcast.png"))})
        handler.startElement("itunes:category", {"text": "Education"})
        handler.addQuickElement("itunes:category", None, {"text": "Courses"})
        handler.endElement("itunes:category")
        handler.startElement("itunes:owner", {})
        handler.addQuickElement("itunes:name", OWNER[0])
        handler.addQuickElement("itunes:email", OWNER[1])
        handler.endElement("itunes:owner")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:title", item["title"])
        handler.addQuickElement("itunes:summary", item["description"])
        handler.addQuickElement("itunes:episodeType", "full")
        handler.addQuickElement("itunes:explicit", "false")
        if item["duration"]:
            handler.addQuickElement("itunes:duration", str(item["duration"]))
        if item["episode"]:
            handler.addQuickElement("itunes:episode", str(item["episode"]))


@keepable()
@require_safe
def podcast(request: HttpRequest) -> HttpResponse:
    """All podcast episodes, newest first."""
    feed = PodcastFeed(
        title=PODCAST_TITLE,
        link=absolute("/kennisbank/?soort=podcast"),
        description=PODCAST_TEXT,
        language="nl",
        feed_url=absolute("/kennisbank/podcast.xml"),
        feed_copyright=OWNER[0],
    )
    episodes = KnowledgeItem.objects.listed().filter(kind=Kind.PODCAST, audio__isnull=False).select_related("audio")
    for item in episodes.order_by("-first_published_at", "-pk"):
        kind = "audio/mp4" if item.audio.file_extension.lower() == "m4a" else "audio/mpeg"
        feed.add_item(
            **_entry(item),
            enclosures=[Enclosure(absolute(item.audio.url), str(item.audio.file_size or 0), kind)],
            duration=item.duration,
            episode=item.series_number,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
