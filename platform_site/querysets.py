"""What everybody may see, in one statement and without looking anything up first."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, ExpressionWrapper, F, Manager, OuterRef
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from platform_site.addresses import path_of
from platform_site.components import Card
from platform_site.memory import cached_until_change
from platform_site.relations import chosen_ids


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

    def whole(self) -> "SitePageQuerySet":
        """Adds the ids of what is chosen on a page, so that it needs no look-up for each list (relations.py)."""
        return self.annotate(**chosen_ids(self.model))

    def for_cards(self) -> "SitePageQuerySet":
        """Adds what the cards of these pages tell of other tables, so that a list of cards costs one query."""
        return self.defer_streamfields()


SitePageManager = PageManager.from_queryset(SitePageQuerySet)


def cards_of(chosen: Iterable[Page]) -> dict[int, Card]:
    """The cards, by id, of those among the pages `chosen` that everybody may see, in that order. One query for each type."""
    chosen = [page for page in chosen if hasattr(page.specific_class, "card")]
    cards = {}
    for page_type in {page.specific_class for page in chosen}:
        ids = [page.pk for page in chosen if page.specific_class is page_type]
        found = page_type.objects.visible().for_cards().filter(pk__in=ids).order_by()
        cards.update((page.pk, page.card()) for page in found)
    return {page.pk: cards[page.pk] for page in chosen if page.pk in cards}


def cards_of_chosen(rows: Manager) -> list[Card]:
    """The cards of the pages that an editor chose, one in each of `rows`: those that everybody may see, in the editor's order."""
    return cards_by_id(tuple(row.page_id for row in rows.all() if row.page_id))


@cached_until_change(most=500)
def cards_by_id(ids: tuple[int, ...]) -> list[Card]:
    """The cards of the pages with these ids, of what everybody may see, in that order."""
    pages = all_pages().in_bulk(ids) if ids else {}
    return list(cards_of(pages[pk] for pk in ids if pk in pages).values())


def all_pages() -> SitePageQuerySet:
    """All pages of any type, as plain pages."""
    return SitePageQuerySet(Page)


def visible_pages() -> SitePageQuerySet:
    """All pages of any type that everybody may see, as plain pages."""
    return all_pages().visible()


def visible_at(paths: Iterable[str]) -> dict[str, Page]:
    """Those of them at these paths of the site, by path. Slugs have an index, addresses have none."""
    wanted = set(paths)
    slugs = {path.rstrip("/").rpartition("/")[2] for path in wanted}
    found = visible_pages().filter(slug__in=slugs) if wanted else []
    return {path: page for page in found if (path := path_of(page)) in wanted}
