"""Dossiers: the great subjects, with their katernen and a choice from the knowledge bank."""

from dataclasses import replace
from urllib.parse import urlencode

from django.db import models
from django.db.models import Exists, OuterRef
from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from knowledge_bank.models.booklets import BookletPage
from knowledge_bank.models.items import KnowledgeItem
from platform_site.blocks import BodyBlock, ContactBlock
from platform_site.components import Card
from platform_site.pages import ListPage, SitePage
from platform_site.reading import headings
from platform_site.relations import ParentalManyToManyField
from platform_site.structured_data import meant_for, subjects
from platform_site.taxonomy import SectorsField, Theme
from platform_site.texts import Texts

MATCHING = 6


class DossierIndexPage(ListPage):
    """The list of all dossiers."""

    subpage_types = ["knowledge_bank.DossierPage"]
    page_description = "Het overzicht van alle dossiers."
    pictures_on_cards = 5

    class Meta:
        verbose_name = "dossiers"
        verbose_name_plural = "dossiers"

    def shown(self) -> dict:
        dossiers = DossierPage.objects.child_of(self).visible().for_cards().order_by("path")
        return {"cards": [dossier.card() for dossier in dossiers]}


class DossierPage(SitePage):
    """One great subject: what it is, what there is to read, and whom to ask."""

    class Category(models.TextChoices):
        QUALITY = "kwaliteit", "Kwaliteit"
        CURRICULUM = "curriculum", "Curriculum"
        AMBITION = "ambitie", "Ambitie"
        REGION = "regio", "Regio"

    category = models.CharField("rubriek", max_length=20, choices=Category.choices)
    intro = models.TextField("inleiding", blank=True, help_text="Een of twee zinnen onder de titel.")
    sectors = SectorsField()
    themes = ParentalManyToManyField(Theme, verbose_name="thema's", related_name="dossiers")
    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)
    contacts = StreamField([("contact", ContactBlock())], verbose_name="contactkaarten", blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("category"), FieldPanel("sectors", required_on_save=False), FieldPanel("themes", widget=CheckboxSelectMultiple, required_on_save=False)],
            heading="Waarover en voor wie",
        ),
        FieldPanel("body"),
        InlinePanel("chosen_items", heading="Uit de kennisbank", label="kennisitem"),
        FieldPanel("contacts"),
        *SitePage.about_panels,
    ]  # fmt: skip
    search_fields = [*SitePage.search_fields, index.SearchField("intro"), index.SearchField("body")]
    parent_page_types = ["knowledge_bank.DossierIndexPage"]
    subpage_types = ["knowledge_bank.BookletPage"]
    admin_default_ordering = "ord"  # what is below it is listed, and dragged, in the order of reading
    page_description = "Een groot onderwerp, met katernen en een keuze uit de kennisbank."
    KIND = "Dossier"
    chosen_rows = ("chosen_items",)

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"

    def publishing_problems(self) -> list[tuple[str, str]]:
        return [] if self.sectors else [("sectors", "Kies minstens één sector.")]

    def card(self) -> Card:
        return Card(
            self.title,
            self.url,
            self.slug,
            self.summary,
            self.KIND,
            self.sectors,
            [self.get_category_display()],
            image=self.image_id,
            published=self.published_on,
            revised=self.revised_on,
        )

    @cached_property
    def theme_list(self) -> list[Theme]:
        return list(self.themes.all())

    def chosen_cards(self, chosen: list[int]) -> list[Card]:
        """The items that editors chose, by id, in their order."""
        listed = KnowledgeItem.objects.listed().for_cards().order_by()
        cards = {item.pk: item.card() for item in listed.filter(pk__in=chosen)} if chosen else {}
        return [cards[pk] for pk in chosen if pk in cards]

    def matching_cards(self, chosen: list[int]) -> list[Card]:
        """The newest items of the same themes that editors did not choose already."""
        if not self.theme_list:
            return []
        alike = KnowledgeItem.themes.through.objects.filter(theme__in=self.theme_list, knowledgeitem=OuterRef("pk"))
        listed = KnowledgeItem.objects.listed().for_cards().filter(Exists(alike), archived=False)
        return [item.card() for item in listed.exclude(pk__in=chosen).newest()[:MATCHING]]

    def shown(self) -> dict:
        booklets = BookletPage.objects.child_of(self).visible().for_cards().order_by("path")
        chosen = [entry.item_id for entry in self.chosen_items.all()]  # saved already or still in a preview
        return {
            "headings": headings(self.body),
            "booklets": [booklet.card() for booklet in booklets],
            "chosen": self.chosen_cards(chosen),
            "matching": self.matching_cards(chosen),
            "more_items": "/kennisbank/?" + urlencode([("thema", theme.slug) for theme in self.theme_list]),
        }

    def search_texts(self) -> Texts:
        return replace(super().search_texts(), names=self.intro)

    def structured_data(self) -> dict:
        about = {**subjects(self.theme_list), **meant_for(self.sectors)}
        return {**super().structured_data(), "@type": "CollectionPage", "learningResourceType": self.KIND, **about}


class ChosenItem(Orderable):
    dossier = ParentalKey(DossierPage, on_delete=models.CASCADE, related_name="chosen_items")
    item = models.ForeignKey(
        KnowledgeItem, verbose_name="kennisitem", on_delete=models.CASCADE, related_name="in_dossiers"
    )

    panels = [FieldPanel("item")]

    class Meta(Orderable.Meta):
        verbose_name = "gekozen kennisitem"
        verbose_name_plural = "gekozen kennisitems"
