"""Questions about knowledge items and dossiers, in the words of the domain."""

from platform_site.querysets import SitePageQuerySet


class KnowledgeItemQuerySet(SitePageQuerySet):
    def listed(self) -> "KnowledgeItemQuerySet":
        """What everybody may see: live, and not in a private part of the tree."""
        return self.visible()

    def newest(self) -> "KnowledgeItemQuerySet":
        """By year, then by publication, newest first; the same order every time."""
        return self.order_by("-year", "-first_published_at", "-pk")
