"""The agenda: events and their sessions."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageManager
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from news.event_form import EventForm
from news.querysets import EventQuerySet
from news.timetable import Meeting, Timetable
from news.vocabulary import EventKind, Form
from platform_site.blocks import BodyBlock
from platform_site.components import Card
from platform_site.dutch_dates import session_times
from platform_site.pages import ListPage, SitePage
from platform_site.places import PROVINCES
from platform_site.relations import ParentalManyToManyField
from platform_site.structured_data import meant_for, platform, subjects
from platform_site.taxonomy import Audience, SectorsField, Theme
from platform_site.texts import Texts


class EventIndexPage(ListPage):
    """The agenda."""

    subpage_types = ["news.EventPage"]
    page_description = "De agenda: wat komt en wat geweest is."

    class Meta:
        verbose_name = "agenda"
        verbose_name_plural = "agenda's"


class EventPage(SitePage):
    """Something to go to or to join online, in one or more sessions."""

    class State(models.TextChoices):
        ON = "gaat-door", "gaat door"
        FULL = "volgeboekt", "volgeboekt"
        CANCELLED = "geannuleerd", "geannuleerd"

    kind = models.CharField("soort", max_length=20, choices=EventKind.choices)
    form = models.CharField("vorm", max_length=10, choices=Form.choices, default=Form.VENUE)
    state = models.CharField("stand", max_length=12, choices=State.choices, default=State.ON)
    sectors = SectorsField(blank=True)
    themes = ParentalManyToManyField(Theme, verbose_name="thema's", blank=True, related_name="events")
    audiences = ParentalManyToManyField(Audience, verbose_name="doelgroepen", blank=True, related_name="events")
    venue = models.CharField("locatie", max_length=160, blank=True, help_text="Gebouw en adres.")
    place = models.CharField("plaats", max_length=80, blank=True)
    province = models.CharField("provincie", max_length=20, choices=PROVINCES, blank=True)
    online_url = models.URLField("adres om online mee te doen", blank=True)
    cost = models.CharField("kosten", max_length=120, blank=True)
    registration_url = models.URLField("aanmelden via", blank=True)
    registration_closes = models.DateField("aanmelden tot en met", null=True, blank=True)
    speakers = models.TextField("sprekers", blank=True, help_text="Eén per regel; een rol is genoeg.")
    body = StreamField(BodyBlock(), verbose_name="programma", blank=True)
    report = RichTextField(
        "verslag achteraf", blank=True, features=["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
    )

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldRowPanel([FieldPanel("form"), FieldPanel("state")])],
            heading="Wat voor bijeenkomst",
        ),
        InlinePanel("sessions", heading="Wanneer", label="sessie", min_num=1),
        MultiFieldPanel(
            [
                FieldPanel("venue"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("province")]),
                FieldPanel("online_url"),
            ],
            heading="Waar",
        ),
        MultiFieldPanel(
            [
                FieldPanel("sectors"),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                FieldPanel("audiences", widget=CheckboxSelectMultiple),
            ],
            heading="Voor wie",
        ),
        FieldPanel("body"),
        FieldPanel("speakers"),
        MultiFieldPanel(
            [FieldPanel("cost"), FieldRowPanel([FieldPanel("registration_url"), FieldPanel("registration_closes")])],
            heading="Aanmelden",
        ),
        FieldPanel("report"),
        *SitePage.undated_panels,
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("body"),
        index.SearchField("report"),
        index.SearchField("place"),
    ]
    parent_page_types = ["news.EventIndexPage"]
    subpage_types = []
    IS_WORK = False
    page_description = "Een congres, leernetwerk, webinar of andere bijeenkomst, met een of meer sessies."

    objects = PageManager.from_queryset(EventQuerySet)()
    base_form_class = EventForm

    class Meta:
        verbose_name = "agenda-item"
        verbose_name_plural = "agenda-items"

    def publishing_problems(self) -> list[tuple[str, str]]:
        if self.form == Form.VENUE and not self.place and self.state != self.State.CANCELLED:
            return [("place", "In welke plaats is het? Of kies de vorm “online”.")]
        return []

    @cached_property
    def all_sessions(self) -> list["EventSession"]:
        return self.once("sessions", lambda: sorted(self.sessions.all(), key=lambda session: session.start))

    @property
    def timetable(self) -> Timetable:
        """When its sessions are; comes along with listed(), else from the sessions."""
        if hasattr(self, "session_starts"):
            times = zip(self.session_starts, self.session_ends, self.session_cancelled, strict=True)
            return Timetable([Meeting(*one) for one in times])
        return Timetable([Meeting(session.start, session.end, session.cancelled) for session in self.all_sessions])

    @property
    def is_cancelled(self) -> bool:
        """As a whole, or each of its sessions."""
        return self.state == self.State.CANCELLED or not self.timetable.goes_on

    @property
    def is_over(self) -> bool:
        return self.timetable.is_over(timezone.now())

    @property
    def can_register(self) -> bool:
        open_still = self.registration_closes is None or self.registration_closes >= timezone.localdate()
        return (
            bool(self.registration_url)
            and open_still
            and not self.is_over
            and not self.is_cancelled
            and self.state == self.State.ON
        )

    @property
    def where(self) -> str:
        return "online" if self.form == Form.ONLINE else self.place

    @property
    def calendar_path(self) -> str:
        return f"/agenda/{self.slug}/agenda.ics"

    @property
    def speaker_list(self) -> list[str]:
        return [speaker.strip() for speaker in self.speakers.splitlines() if speaker.strip()]

    def when(self) -> str:
        """Its days in words; of a series the next one."""
        return self.timetable.words(timezone.now())

    @property
    def kind_in_words(self) -> str:
        return self.get_kind_display()

    def card(self, now: datetime | None = None) -> Card:
        """now: the moment that it is shown, if not this one."""
        timetable, now, kind = self.timetable, now or timezone.now(), self.get_kind_display()
        facts = [timetable.words(now), self.where, "volgeboekt" if self.state == self.State.FULL else ""]
        day = timetable.day(now)
        return Card(
            self.title, self.url, self.slug, self.summary, f"Geannuleerd: {kind}" if self.is_cancelled else kind, self.sectors,
            list(filter(None, facts)), day,
            image=self.image_id,
        )  # fmt: skip

    def feed_text(self) -> str:
        return " · ".join(filter(None, (self.when(), self.where, self.summary)))

    def shown(self) -> dict:
        return {"audiences": list(self.audiences.all()), "themes": list(self.themes.all())}

    def search_texts(self) -> Texts:
        report = get_text_for_indexing(self.report)
        texts = super().search_texts()
        return replace(texts, names=f"{self.place} {self.speakers}", body=f"{texts.body} {report}".strip())

    def structured_data(self) -> dict:
        """One Event; of a series each session is one, and the page what they belong to."""
        for_whom = meant_for((), self.audiences.all())
        facts = {**super().structured_data(), "inLanguage": "nl", **subjects(self.themes.all()), **for_whom}
        if self.cost.lower().startswith(("gratis", "geen")):
            facts["isAccessibleForFree"] = True
        organizer, sessions = platform(), self.all_sessions
        if not self.timetable.is_series:
            whole = self._event_facts(sessions[0]) if sessions else {}
            last = {"endDate": timezone.localtime(self.timetable.end).isoformat()} if sessions else {}
            return {**facts, **whole, **last, "@type": "Event", "organizer": organizer}
        series = {"@id": self.canonical, "@type": "EventSeries", "name": self.title}
        whole = {name: self._event_facts(sessions[0])[name] for name in ("eventStatus", "eventAttendanceMode")}
        if not self.is_cancelled:
            whole["eventStatus"] = "https://schema.org/EventScheduled"
        told = [
            {**self._event_facts(session), "@type": "Event", "name": session.title or self.title, "superEvent": series}
            for session in sessions
        ]
        return {**facts, **series, **whole, "organizer": organizer, "subEvent": told}

    def _event_facts(self, session: "EventSession") -> dict:
        cancelled = self.is_cancelled or session.cancelled
        status = "EventCancelled" if cancelled else "EventRescheduled" if session.moved_from else "EventScheduled"
        mode = "OnlineEventAttendanceMode" if self.form == Form.ONLINE else "OfflineEventAttendanceMode"
        where = session.where
        data = {
            "eventStatus": f"https://schema.org/{status}",
            "eventAttendanceMode": f"https://schema.org/{mode}",
            "location": {"@type": "VirtualLocation", "url": where.online_url or self.canonical}
            if self.form == Form.ONLINE
            else {"@type": "Place", "name": where.venue or where.place, "address": where.place},
            "startDate": timezone.localtime(session.start).isoformat(),
            "endDate": timezone.localtime(session.end).isoformat(),
        }
        if session.moved_from:
            data["previousStartDate"] = timezone.localtime(session.moved_from).isoformat()
        return data


class Where(NamedTuple):
    """Where people come together: on the spot or online."""

    venue: str
    place: str
    online_url: str

    @property
    def words(self) -> str:
        return ", ".join(filter(None, (self.venue, self.place)))


class EventSession(Orderable):
    """One meeting of an event. Moments are stored in UTC and shown in Europe/Amsterdam."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(
        "onderdeel", max_length=120, blank=True, help_text="Alleen bij een reeks: waar gaat deze keer over?"
    )
    start = models.DateTimeField("begin")
    end = models.DateTimeField("einde")
    moved_from = models.DateTimeField(
        "stond eerst op", null=True, blank=True, help_text="Is deze keer verplaatst? Dan lezen bezoekers dat erbij."
    )
    cancelled = models.BooleanField("gaat niet door", default=False, help_text="Alleen deze keer.")
    venue = models.CharField("locatie", max_length=160, blank=True, help_text="Alleen als deze keer ergens anders is.")
    place = models.CharField("plaats", max_length=80, blank=True)
    online_url = models.URLField("adres om online mee te doen", blank=True)
    # By which calendars know it again when its time or the address of the page changes.
    uid = models.UUIDField(default=uuid4, editable=False)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldRowPanel([FieldPanel("moved_from"), FieldPanel("cancelled")]),
        FieldRowPanel([FieldPanel("venue"), FieldPanel("place")]),
        FieldPanel("online_url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "sessie"
        verbose_name_plural = "sessies"

    def __str__(self):
        return self.when

    def clean(self):
        if self.start and self.end and self.end <= self.start:
            raise ValidationError({"end": "Het einde ligt vóór het begin."})

    @property
    def when(self) -> str:
        """Day and times in words: "4 maart 2026, 13.30–16.30 uur"."""
        return session_times(self.start, self.end)

    @property
    def where(self) -> Where:
        """Its own place or link where it has one, else that of the event."""
        own = self.venue or self.place
        found = self if own else self.event
        return Where(found.venue, found.place or self.event.place, self.online_url or self.event.online_url)
