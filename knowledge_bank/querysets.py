"""Questions about knowledge items and dossiers, in the words of the domain."""

from wagtail.query import PageQuerySet


class KnowledgeItemQuerySet(PageQuerySet):
    def listed(self) -> "KnowledgeItemQuerySet":
        """What everybody may see: live, and not in a private part of the tree."""
        return self.live().public()

    def newest(self) -> "KnowledgeItemQuerySet":
        """By year, then by publication, newest first; the same order every time."""
        return self.order_by("-year", "-first_published_at", "-pk")
