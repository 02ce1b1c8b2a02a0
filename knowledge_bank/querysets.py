"""Questions about knowledge items and dossiers, in the words of the domain."""

from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from platform_site.querysets import SitePageQuerySet

# What the card of an item tells.
CARD = (
    "title", "slug", "url_path", "summary", "kind", "sectors", "year", "archived", "duration", "time_needed", "image_id",
    "first_published_at", "revised_on",
)  # fmt: skip


class KnowledgeItemQuerySet(SitePageQuerySet):
    def listed(self) -> "KnowledgeItemQuerySet":
        """What everybody may see: live, and not in a private part of the tree."""
        return self.visible()

    def for_cards(self) -> "KnowledgeItemQuerySet":
        """No more than a card tells: a text of many pages is left where it is."""
        return self.only("content_type", *CARD)

    def newest(self) -> "KnowledgeItemQuerySet":
        """By year, then by publication, newest first; the same order every time."""
        return self.order_by("-year", "-first_published_at", "-pk")

    def by_change(self) -> "KnowledgeItemQuerySet":
        """What was published or revised last comes first."""
        published = TruncDate("first_published_at", tzinfo=timezone.get_default_timezone())
        return self.order_by(Greatest(published, "revised_on").desc(nulls_last=True), "-pk")
