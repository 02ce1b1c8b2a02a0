"""The landkaart: map and list of all partnerships."""

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from partnerships.landkaart import landkaart
from partnerships.models.profiles import PartnershipPage
from partnerships.selection import PARAMETERS
from platform_site.pages import ListPage


class MapPage(ListPage):
    """The landkaart: map and list of all partnerships."""

    parameters = PARAMETERS
    intro = RichTextField("inleiding", blank=True, features=["bold", "italic", "link"])

    content_panels = [*ListPage.content_panels, FieldPanel("intro")]
    subpage_types = []
    page_description = "De landkaart met alle partnerschappen en de lijst ernaast."

    class Meta:
        verbose_name = "landkaart"
        verbose_name_plural = "landkaarten"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        shown = landkaart(request.GET, PartnershipPage.objects.listed())
        return {**super().get_context(request, *args, **kwargs), "landkaart": shown}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """The landkaart itself, and the page about its data."""
        return [*super().get_sitemap_urls(request), {"location": f"{self.canonical}open-data/"}]
