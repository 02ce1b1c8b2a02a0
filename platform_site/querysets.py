"""What everybody may see, in one statement and without looking anything up first."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet


def _restricted() -> Exists:
    """Whether somebody restricted who may see a page or anything above it."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Exists(PageViewRestriction.objects.alias(here=here).filter(here__startswith=F("page__path")))


class SitePageQuerySet(PageQuerySet):
    def with_restricted(self) -> "SitePageQuerySet":
        """Adds `restricted`: only some may see this page."""
        return self.annotate(restricted=_restricted())

    def visible(self) -> "SitePageQuerySet":
        """Live, and not in a part of the tree that is only for some: what lists, counts, feeds and search may hold."""
        return self.filter(~_restricted(), live=True)


SitePageManager = PageManager.from_queryset(SitePageQuerySet)


def all_pages() -> SitePageQuerySet:
    """All pages of any type, as plain pages."""
    return SitePageQuerySet(Page)


def visible_pages() -> SitePageQuerySet:
    """All pages of any type that everybody may see, as plain pages."""
    return all_pages().visible()
