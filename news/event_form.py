"""The form of an agenda item: its times must be possible together, once it goes on the site."""

from itertools import pairwise

from django.utils import timezone

from news.timetable import Meeting
from platform_site.dutch_dates import day, session_times
from platform_site.pages import SitePageForm

OVERLAP = (
    "Twee sessies vallen samen: {} en {}. Pas de tijden aan, of zet ze in één sessie en vertel het programma daaronder."
)
TOO_LATE = "De laatste sessie begint op {}. Kies die dag of een eerdere."


class EventForm(SitePageForm):
    def clean(self) -> dict:
        data = super().clean()
        meetings = [] if self.is_deferred_validation else self.meetings()
        for before, after in pairwise(meetings):
            if after.start < before.end:
                first, second = (session_times(meeting.start, meeting.end) for meeting in (before, after))
                self.add_error(None, OVERLAP.format(first, second))
                break
        closes = data.get("registration_closes")
        if closes and meetings and closes > (last := timezone.localdate(meetings[-1].start)):
            self.add_error("registration_closes", TOO_LATE.format(day(last)))
        return data

    def meetings(self) -> list[Meeting]:
        """The sessions that go on, as they are typed, in the order of time; without those that are not right by themselves."""
        formset = self.formsets.get("sessions")
        if formset is None or not formset.is_valid():
            return []
        facts = [form.cleaned_data for form in formset.forms if form not in formset.deleted_forms]
        typed = [fact for fact in facts if fact.get("start") and fact.get("end") and not fact.get("cancelled")]
        return sorted((Meeting(fact["start"], fact["end"]) for fact in typed), key=lambda meeting: meeting.start)
