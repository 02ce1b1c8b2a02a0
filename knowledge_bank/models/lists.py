"""The list of all knowledge items."""

from platform_site.pages import ListPage


class KnowledgeBankPage(ListPage):
    """The list of all items, with search and filters."""

    subpage_types = ["knowledge_bank.KnowledgeItem"]
    page_description = "De kennisbank: alle kennisitems, met zoeken en filters."

    class Meta:
        verbose_name = "kennisbank"
        verbose_name_plural = "kennisbanken"
