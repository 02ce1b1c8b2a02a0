"""Comparing a page with the site: one that never was there is compared with nothing, so that all of its text is shown."""

from wagtail.admin.views.pages.revisions import RevisionsCompare
from wagtail.models import Page

from platform_site.editing.comparing import nothing_of


class CompareView(RevisionsCompare):
    """Wagtail's own, whose row of a new page holds its first draft and so never differed from it."""

    def _get_revision_and_heading(self, revision_id: str) -> tuple[Page, str]:
        never_there = not self.object.live and self.object.first_published_at is None
        if revision_id == "live" and never_there:
            return nothing_of(self.object), "Nog niets"
        return super()._get_revision_and_heading(revision_id)
