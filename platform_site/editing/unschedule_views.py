"""Calling off what was planned: the day goes too, so that nothing says any more that the page comes, and the next Publiceren publishes."""

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.revisions import RevisionsUnschedule
from wagtail.models import Page

DAY = "go_live_at"


class UnscheduleView(RevisionsUnschedule):
    """Wagtail's own, which leaves the day in the version that waited for it and in the draft."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        day = self.revision.content.get(DAY)
        for version in {self.revision, self.object.latest_revision} - {None}:
            if version.content.get(DAY) == day:  # another day is a plan of its own
                version.content[DAY] = None
                version.save(update_fields=["content"])
        Page.objects.filter(pk=self.object.pk, live=False).update(go_live_at=None)
        return answer
