"""News."""

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.search import index

from news.querysets import NewsQuerySet
from news.vocabulary import Category
from platform_site.blocks import BodyBlock
from platform_site.components import Card
from platform_site.pages import ListPage, SitePage
from platform_site.querysets import cards_of_chosen
from platform_site.relations import ParentalManyToManyField
from platform_site.structured_data import meant_for, subjects
from platform_site.taxonomy import SectorsField, Theme


class NewsIndexPage(ListPage):
    """The list of all news."""

    subpage_types = ["news.NewsPage"]
    page_description = "Het overzicht van al het nieuws."

    class Meta:
        verbose_name = "nieuwsoverzicht"
        verbose_name_plural = "nieuwsoverzichten"


DATE_HELP = "Staat bij het bericht. Moet het later pas verschijnen? Kies Status, Stel schema in."


class NewsPage(SitePage):
    """A piece of news."""

    category = models.CharField("rubriek", max_length=20, choices=Category.choices, default=Category.NEWS)
    date = models.DateField("datum", default=timezone.localdate)
    expires_on = models.DateField(
        "vervalt na",
        null=True,
        blank=True,
        help_text="Daarna staat het niet meer in het overzicht; het adres blijft werken.",
    )
    sectors = SectorsField(blank=True)
    themes = ParentalManyToManyField(Theme, verbose_name="thema's", blank=True, related_name="news")
    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("category"),
                FieldRowPanel([FieldPanel("date", help_text=DATE_HELP), FieldPanel("expires_on")]),
                FieldPanel("sectors"),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
            ],
            heading="Waarover en wanneer",
        ),
        FieldPanel("body"),
        InlinePanel("related_pages", heading="Hoort bij", label="pagina"),
        *SitePage.about_panels,
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("body")]
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []
    page_description = "Een nieuwsbericht, oproep of verslag."
    chosen_rows = ("related_pages",)
    SHARED_AS = "article"

    objects = PageManager.from_queryset(NewsQuerySet)()

    class Meta:
        verbose_name = "nieuwsbericht"
        verbose_name_plural = "nieuwsberichten"

    @property
    def has_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def kind_in_words(self) -> str:
        return self.get_category_display()

    def card(self) -> Card:
        return Card(
            self.title,
            self.url,
            self.slug,
            self.summary,
            self.get_category_display(),
            self.sectors,
            day=self.date,
            image=self.image_id,
        )

    def related_cards(self) -> list[Card]:
        """Cards of the pages that belong with this one and that everybody may see, in the editor's order."""
        return cards_of_chosen(self.related_pages)

    def shown(self) -> dict:
        return {"themes": list(self.themes.all())}

    def structured_data(self) -> dict:
        return {
            **super().structured_data(),
            "@type": "NewsArticle",
            "headline": self.title,
            "datePublished": str(self.date),
            "dateModified": str(self.current_as_of or self.date),
            "articleSection": self.get_category_display(),
            **subjects(self.themes.all()),
            **meant_for(self.sectors),
        }


class RelatedPage(Orderable):
    news = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related_pages")
    page = models.ForeignKey(Page, verbose_name="pagina", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = "verwante pagina"
        verbose_name_plural = "verwante pagina's"
