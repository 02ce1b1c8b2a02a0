"""The podcast: a feed of all episodes, and of each episode its transcript and its chapters, as podcast apps read them."""

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from knowledge_bank.feeds import OWNER, entry
from knowledge_bank.models import KnowledgeItem
from knowledge_bank.timed_text import parse
from knowledge_bank.vocabulary import Kind
from platform_site.addresses import absolute
from platform_site.feeds import RssFeed
from platform_site.keeping import keepable
from platform_site.page_routes import find_page, respond

TITLE = "Tussen twee lessen"
TEXT = "Korte gesprekken over samen leraren opleiden, van het Platform Samen Opleiden & Professionaliseren."
MAILBOX = "podcast@voorbeeld.nl"
NAMESPACES = {
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
}
# What an episode has besides its sound, by the name that the namespace "podcast" gives it: its field, its address and its type.
BESIDE = {
    "transcript": ("transcript", "transcript.vtt", "text/vtt"),
    "chapters": ("chapters", "hoofdstukken.json", "application/json+chapters"),
}
LAST = 60  # seconds that the last passage is shown, when nobody knows how long the episode is


class PodcastFeed(RssFeed):
    """RSS with what podcast apps ask for (the iTunes namespace)."""

    def rss_attributes(self) -> dict:
        return {**super().rss_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", OWNER)
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:summary", self.feed["description"])
        handler.addQuickElement("itunes:image", None, {"href": absolute(static("img/podcast.png"))})
        handler.startElement("itunes:category", {"text": "Education"})
        handler.addQuickElement("itunes:category", None, {"text": "Courses"})
        handler.endElement("itunes:category")
        handler.startElement("itunes:owner", {})
        handler.addQuickElement("itunes:name", OWNER)
        handler.addQuickElement("itunes:email", MAILBOX)
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
        for name, address, kind in item["beside"]:
            handler.addQuickElement(f"podcast:{name}", None, {"url": address, "type": kind, "language": "nl"})


@keepable()
@require_safe
def podcast(request: HttpRequest) -> HttpResponse:
    """All podcast episodes, newest first."""
    feed = PodcastFeed(
        title=TITLE,
        link=absolute("/kennisbank/?soort=podcast"),
        description=TEXT,
        language="nl",
        feed_url=absolute("/kennisbank/podcast.xml"),
        feed_copyright=OWNER,
    )
    episodes = KnowledgeItem.objects.listed().filter(kind=Kind.PODCAST, audio__isnull=False).select_related("audio")
    for item in episodes.order_by("-first_published_at", "-pk"):
        kind = "audio/mp4" if item.audio.file_extension.lower() == "m4a" else "audio/mpeg"
        feed.add_item(
            **entry(item),
            unique_id_is_permalink=False,
            enclosures=[Enclosure(absolute(item.audio.url), str(item.audio.file_size or 0), kind)],
            duration=item.duration,
            episode=item.series_number,
            beside=[
                (name, f"{item.canonical}{ending}", kind)
                for name, (field, ending, kind) in BESIDE.items()
                if getattr(item, field)
            ],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _beside(request: HttpRequest, item: str, name: str, write: Callable[[KnowledgeItem], str]) -> HttpResponse:
    """What one episode has besides its sound; raises Http404 for an item without it."""
    page = find_page(request, f"kennisbank/{item}", KnowledgeItem)
    field, _, kind = BESIDE[name]
    if page.kind != Kind.PODCAST or not getattr(page, field):
        raise Http404
    return respond(request, page, lambda page: HttpResponse(write(page), content_type=f"{kind}; charset=utf-8"))


@keepable()
@require_safe
def transcript(request: HttpRequest, item: str) -> HttpResponse:
    """The transcript as WebVTT."""
    return _beside(request, item, "transcript", web_vtt)


@keepable()
@require_safe
def chapters(request: HttpRequest, item: str) -> HttpResponse:
    """The chapters as JSON Chapters 1.2."""
    return _beside(request, item, "chapters", json_chapters)


def web_vtt(item: KnowledgeItem) -> str:
    """A transcript as WebVTT: each passage is shown until the next begins."""
    passages = parse(item.transcript)
    starts = [passage.seconds for passage in passages]
    ends = [*starts[1:], max(item.duration or 0, starts[-1] + LAST)] if starts else []
    cues = []
    for passage, end in zip(passages, ends, strict=True):
        voice = f"<v {escape(passage.speaker)}>" if passage.speaker else ""
        until = max(end, passage.seconds + 1)  # a passage that lasts no time is shown by nobody
        cues.append(f"{_clock(passage.seconds)} --> {_clock(until)}\n{voice}{escape(passage.text)}\n")
    return "\n".join(["WEBVTT\n", *cues])


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000"


def json_chapters(item: KnowledgeItem) -> str:
    """Chapters as podcast apps read them (the namespace "podcast")."""
    found = [{"startTime": chapter.seconds, "title": chapter.text} for chapter in parse(item.chapters)]
    return json.dumps({"version": "1.2.0", "title": item.title, "chapters": found}, ensure_ascii=False)
