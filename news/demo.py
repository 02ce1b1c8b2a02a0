"""The shelf of example news and events; days count from the day the demo is made."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from news.examples import a_news_item, an_event, in_days, the_agenda, the_news
from news.models import EventSession, RelatedPage
from platform_site.demo.library import Library
from platform_site.examples import save_again
from platform_site.models import Council

DAYS = ("days", "end_days")


def shelf(library: Library) -> Iterator[str]:
    news, events = _news(library), _events(library)
    yield f"{len(news)} nieuwsberichten en {len(events)} agenda-items"
    for page, entry in news:
        page.body = library.blocks(entry.text)
        page.related_pages = [
            RelatedPage(page_id=library.page_id("kennisbank", slug), sort_order=place)
            for place, slug in enumerate(entry.facts.get("related", []))
        ]
        save_again(page)
    for page, entry in events:
        page.body = library.blocks(entry.text)
        page.report = library.rich_text(entry.facts.get("report", ""))
        save_again(page)


def _news(library: Library) -> list:
    index, today, made = the_news(), timezone.localdate(), []
    there = set(index.get_children().values_list("slug", flat=True))
    for entry in library.entries("nieuws"):
        facts = entry.facts
        if entry.slug in there:
            continue
        expires = facts.get("expires_days")
        page = a_news_item(
            facts["title"],
            slug=entry.slug,
            summary=facts["summary"],
            image=library.picture_of(entry),
            category=facts["category"],
            date=today - timedelta(days=facts["days_ago"]),
            expires_on=None if expires is None else today + timedelta(days=expires),
            sectors=facts.get("sectors", []),
            themes=tuple(facts.get("themes", [])),
            council=Council.objects.filter(title=facts.get("council")).first(),
        )
        made.append((page, entry))
    return made


def _sessions(facts: list[dict]) -> list[EventSession]:
    """The sessions of one event, all as many days later as it takes for none to be in a weekend."""
    first = [in_days(session["days"]) for session in facts]
    later = next(days for days in range(7) if all((start + timedelta(days)).weekday() < 5 for start in first))
    return [_session({**session, **{day: session[day] + later for day in DAYS if day in session}}) for session in facts]


def _session(facts: dict) -> EventSession:
    start, end = (tuple(int(part) for part in facts[name].split(".")) for name in ("start", "end"))
    last = facts.get("end_days", facts["days"])
    return EventSession(title=facts.get("title", ""), start=in_days(facts["days"], *start), end=in_days(last, *end))


def _events(library: Library) -> list:
    index, today, made = the_agenda(), timezone.localdate(), []
    there = set(index.get_children().values_list("slug", flat=True))
    for entry in library.entries("agenda"):
        facts = entry.facts
        if entry.slug in there:
            continue
        closes = facts.get("registration_closes_days")
        page = an_event(
            facts["title"],
            slug=entry.slug,
            summary=facts["summary"],
            image=library.picture_of(entry),
            kind=facts["kind"],
            form="online" if facts.get("online") else "locatie",
            state=facts.get("status", "gaat-door"),
            sectors=facts.get("sectors", []),
            themes=tuple(facts.get("themes", [])),
            audiences=tuple(facts.get("audiences", [])),
            sessions=_sessions(facts["sessions"]),
            venue=facts.get("venue", ""),
            place=facts.get("place", ""),
            province=facts.get("province", ""),
            cost=facts.get("cost", ""),
            registration_url=facts.get("registration_url", ""),
            registration_closes=None if closes is None else today + timedelta(days=closes),
            speakers="\n".join(facts.get("speakers", [])),
            council=Council.objects.filter(title=facts.get("council")).first(),
        )
        made.append((page, entry))
    return made
