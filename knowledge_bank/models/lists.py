"""The list of all knowledge items."""

from django.http import HttpRequest

from knowledge_bank.asking import PARAMETERS
from knowledge_bank.showing import results_page
from platform_site.addresses import absolute
from platform_site.pages import ListPage


class KnowledgeBankPage(ListPage):
    """The list of all items, with search and filters."""

    parameters = PARAMETERS
    subpage_types = ["knowledge_bank.KnowledgeItem"]
    page_description = "De kennisbank: alle kennisitems, met zoeken en filters."

    class Meta:
        verbose_name = "kennisbank"
        verbose_name_plural = "kennisbanken"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        shown = results_page(request.GET)
        return {
            **super().get_context(request, *args, **kwargs),
            "browse": shown,
            "canonical": absolute(shown.canonical),
        }
