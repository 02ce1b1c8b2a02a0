"""What everybody may see, in one statement and without looking anything up first."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet


class SitePageQuerySet(PageQuerySet):
    def visible(self) -> "SitePageQuerySet":
        """Live, and not in a part of the tree that is only for some: what lists, counts, feeds and search may hold."""
        here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
        around = PageViewRestriction.objects.alias(here=here).filter(here__startswith=F("page__path"))
        return self.filter(~Exists(around), live=True)


SitePageManager = PageManager.from_queryset(SitePageQuerySet)


def visible_pages() -> SitePageQuerySet:
    """All pages of any type that everybody may see, as plain pages."""
    return SitePageQuerySet(Page).visible()
