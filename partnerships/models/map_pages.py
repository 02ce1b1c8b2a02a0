"""The landkaart: map and list of all partnerships."""

from datetime import datetime

from django.db.models import Max
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from partnerships.models.profiles import PartnershipPage
from platform_site.pages import ListPage


class MapPage(ListPage):
    """The landkaart: map and list of all partnerships."""

    intro = RichTextField("inleiding", blank=True, features=["bold", "italic", "link"])

    content_panels = [*ListPage.content_panels, FieldPanel("intro")]
    subpage_types = []
    page_description = "De landkaart met alle partnerschappen en de lijst ernaast."

    class Meta:
        verbose_name = "landkaart"
        verbose_name_plural = "landkaarten"

    @property
    def changed_at(self) -> datetime | None:
        """It lists what lies elsewhere."""
        last = PartnershipPage.objects.visible().aggregate(last=Max("last_published_at"))["last"]
        return max(filter(None, [super().changed_at, last]), default=None)
