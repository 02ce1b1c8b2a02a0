"""News and agenda for other programs: feeds (Atom, RFC 4287) and calendars of any list."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from news import calendars
from news.filters import EventFilter, NewsFilter
from news.models import EventPage, NewsPage
from platform_site.addresses import absolute
from platform_site.feeds import AtomFeed, Channel
from platform_site.filters import FacetedFilterSet
from platform_site.keeping import keepable
from platform_site.page_routes import find_page, respond
from platform_site.pages import SitePage
from platform_site.parameters import Address
from platform_site.put_forward import Askable

ENTRIES = 50
CHANNELS = (
    Channel("Nieuws", "/nieuws/feed/", "Elk nieuw bericht, in een programma dat feeds leest.", "Volg het nieuws"),
    Channel(
        "Agenda in je eigen agenda",
        "/agenda/agenda.ics",
        "Alle bijeenkomsten staan in je agenda; wat verandert of vervalt, verandert daar mee.",
        "Abonneer je agenda",
        "text/calendar",
    ),
    Channel(
        "Nieuw in de agenda",
        "/agenda/feed/",
        "Elke bijeenkomst die erbij komt, in een programma dat feeds leest.",
        "Volg de agenda",
    ),
)
ASKABLE = (
    Askable({"nieuws": "Nieuws"}, lambda _: NewsPage.objects.listed().for_cards()),
    Askable({"agenda": "Agenda"}, lambda _: EventPage.objects.upcoming().going_on()),
)
LOOKING_BACK = timedelta(days=365)  # a calendar keeps what it got once, if it stays in the file for a while


def _address(path: str, chosen: FacetedFilterSet) -> str:
    return absolute(str(Address(path, chosen.chosen, tuple(chosen.names()))))


def _title(name: str, chosen: FacetedFilterSet) -> str:
    """The name with what was chosen behind it: "Agenda Samen Opleiden: vo, Toetsen"."""
    titles = [chip.title for chip in chosen.chips(Address("/", chosen.chosen, tuple(chosen.names())))]
    return f"{name} Samen Opleiden" + (f": {', '.join(titles)}" if titles else "")


def _feed(name: str, path: str, chosen: FacetedFilterSet, pages: Iterable[SitePage]) -> HttpResponse:
    feed = AtomFeed(
        title=_title(name, chosen),
        link=_address(path, chosen),
        description="",
        language="nl",
        feed_url=_address(f"{path}feed/", chosen),
    )
    for page in pages:
        feed.add_item(
            title=page.title,
            link=page.canonical,
            description=page.feed_text(),
            unique_id=page.permanent_id,
            pubdate=page.first_published_at,
            updateddate=page.last_published_at,
            author_name="Platform Samen Opleiden & Professionaliseren",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@keepable(*NewsFilter.names())
@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:
    """The newest news that the address asks for."""
    chosen = NewsFilter(request.GET, NewsPage.objects.listed())
    return _feed("Nieuws", "/nieuws/", chosen, chosen.qs[:ENTRIES])


@keepable(*EventFilter.names())
@require_safe
def agenda_feed(request: HttpRequest) -> HttpResponse:
    """The coming events that the address asks for, the one that was put in last first."""
    chosen = EventFilter(request.GET, EventPage.objects.upcoming())
    return _feed("Agenda", "/agenda/", chosen, chosen.qs.order_by("-first_published_at", "-pk")[:ENTRIES])


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=calendars.KIND, headers={"Content-Disposition": f'inline; filename="{name}.ics"'}
    )


def _for_calendar(parameters: QueryDict) -> EventFilter:
    recent = timezone.now() - LOOKING_BACK
    return EventFilter(parameters, EventPage.objects.listed().filter(ends__gte=recent).order_by("ends", "pk"))


@keepable(*EventFilter.names())
@require_safe
def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """What the address asks for as a calendar to subscribe to: all that comes, and what was less than a year ago."""
    chosen = _for_calendar(request.GET)
    pages = chosen.qs.prefetch_related("sessions")
    return _file(calendars.calendar(pages, _title("Agenda", chosen)), "agenda")


@keepable()
@require_safe
def event_calendar(request: HttpRequest, event: str) -> HttpResponse:
    """One event with all its sessions, to put in one's own calendar."""
    page = find_page(request, f"agenda/{event}", EventPage)
    return respond(request, page, lambda page: _file(calendars.calendar([page]), event))
