"""Knowledge items: one page type; what differs per kind is a field or a publishing rule."""

from dataclasses import replace

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from knowledge_bank import identifiers, schema
from knowledge_bank.authors import Author, authors_in
from knowledge_bank.item_form import FROM_FILE, KnowledgeItemForm, only_for
from knowledge_bank.publishing import publishing_problems
from knowledge_bank.querysets import KnowledgeItemQuerySet
from knowledge_bank.sender_panel import SenderPanel
from knowledge_bank.timed_text import parse
from knowledge_bank.video import player
from knowledge_bank.vocabulary import Evidence, Kind, Licence
from partnerships.models import PartnershipPage, listed_partnerships
from platform_site.addresses import path_of
from platform_site.blocks import BodyBlock
from platform_site.components import Card
from platform_site.pages import SitePage
from platform_site.reading import headings, minutes_to_read
from platform_site.relations import ParentalManyToManyField
from platform_site.structured_data import meant_for
from platform_site.taxonomy import Audience, QualityStandard, SectorsField, Theme
from platform_site.texts import Texts

DOCUMENT = "platform_site.SiteDocument"
KIND_TITLES = dict(Kind.choices)
RELATED = 4


def this_year() -> int:
    return timezone.localdate().year


class KnowledgeItem(SitePage):
    """Something to learn from: a practice example, a tool, a podcast, a report …"""

    kind = models.CharField("soort", max_length=20, choices=Kind.choices)
    sectors = SectorsField()
    themes = ParentalManyToManyField(Theme, verbose_name="thema's", related_name="knowledge_items")
    audiences = ParentalManyToManyField(
        Audience, verbose_name="doelgroepen", blank=True, related_name="knowledge_items"
    )
    standards = ParentalManyToManyField(
        QualityStandard, verbose_name="waarborgen", blank=True, related_name="knowledge_items"
    )
    year = models.PositiveSmallIntegerField("jaar", default=this_year, help_text="Het jaar waarin dit gemaakt is.")
    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)

    authors = models.TextField(
        "auteurs",
        blank=True,
        help_text=(
            "Eén per regel. Een persoon schrijf je als “Jansen, Anna”, een groep of organisatie zoals ze heet: “Werkgroep toetsing”. "
            "Gaat het in de bronvermelding mis, zet er dan “persoon:” of “groep:” voor."
        ),
    )
    publisher = models.CharField("uitgever", max_length=160, blank=True)
    partnerships = ParentalManyToManyField(
        PartnershipPage, verbose_name="partnerschappen", blank=True, related_name="knowledge_items"
    )
    evidence = models.CharField("onderbouwing", max_length=20, choices=Evidence.choices, blank=True)
    licence = models.CharField("licentie", max_length=20, choices=Licence.choices, blank=True)
    series = models.CharField("reeks", max_length=120, blank=True)
    series_number = models.PositiveSmallIntegerField("nummer in de reeks", null=True, blank=True)
    external_url = models.URLField("elders te vinden op", blank=True)
    summary_of = models.CharField(
        "samenvatting van",
        max_length=255,
        blank=True,
        help_text=(
            "Vat dit een rapport, boek of artikel van anderen samen? Vul dan de titel daarvan in. Auteurs, uitgever, jaar, DOI, ISBN en "
            "“elders te vinden op” zijn dan die van het origineel; daarnaar verwijst de bronvermelding."
        ),
    )
    doi = models.CharField(
        "DOI", max_length=120, blank=True, help_text="Bijvoorbeeld 10.1234/abc. Een geplakt adres van doi.org mag ook."
    )
    isbn = models.CharField("ISBN", max_length=17, blank=True)
    archived = models.BooleanField(
        "gearchiveerd", default=False, help_text="Blijft vindbaar, met de melding dat het niet meer wordt bijgehouden."
    )

    audio = models.ForeignKey(
        DOCUMENT, verbose_name="geluid", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    duration = models.PositiveIntegerField("duur in seconden", null=True, blank=True)
    guests = models.CharField("gasten", max_length=250, blank=True, help_text="Rollen zijn genoeg.")
    chapters = models.TextField("hoofdstukken", blank=True, help_text="Eén per regel: 0:00 Titel")
    transcript = models.TextField(
        "transcript", blank=True, help_text="Eén alinea per beurt, met witregels ertussen: [0:12] Presentator: tekst"
    )

    tool_form = models.CharField(
        "vorm", max_length=60, blank=True, help_text="Bijvoorbeeld: kijkwijzer, gesprekskaart, spel."
    )
    time_needed = models.PositiveSmallIntegerField("benodigde tijd in minuten", null=True, blank=True)
    group_size = models.CharField("groepsgrootte", max_length=60, blank=True)

    content_panels = [
        SenderPanel(heading="Ingestuurd"),
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("sectors", required_on_save=False),
                FieldPanel("themes", widget=CheckboxSelectMultiple, required_on_save=False),
                FieldPanel("audiences", widget=CheckboxSelectMultiple),
                FieldPanel("year"),
            ],
            heading="Wat en voor wie",
        ),
        FieldPanel("body"),
        InlinePanel("downloads", heading="Downloads", label="download"),
        MultiFieldPanel(
            [
                FieldPanel("summary_of"),
                FieldPanel("authors"),
                FieldPanel("publisher"),
                FieldPanel("partnerships"),
                FieldRowPanel([FieldPanel("evidence"), FieldPanel("licence")]),
                FieldPanel("standards", widget=CheckboxSelectMultiple),
                FieldPanel("external_url"),
                FieldRowPanel([FieldPanel("doi"), FieldPanel("isbn")], attrs=only_for(Kind.REPORT, Kind.PUBLICATION)),
                FieldRowPanel([FieldPanel("series"), FieldPanel("series_number")]),
            ],
            heading="Herkomst",
        ),
        MultiFieldPanel(
            [
                FieldPanel("audio", attrs=only_for(Kind.PODCAST)),
                FieldPanel("duration", help_text=FROM_FILE),
                FieldPanel("guests"),
                FieldPanel("chapters"),
                FieldPanel("transcript"),
            ],
            heading="Podcast of video",
            attrs=only_for(Kind.PODCAST, Kind.VIDEO),
        ),
        MultiFieldPanel(
            [FieldPanel("tool_form"), FieldRowPanel([FieldPanel("time_needed"), FieldPanel("group_size")])],
            heading="Tool",
            attrs=only_for(Kind.TOOL),
        ),
        InlinePanel("related_items", heading="Hoort bij", label="verwant kennisitem"),
        *SitePage.about_panels,
        FieldPanel("archived"),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("body"),
        index.SearchField("authors"),
        index.SearchField("transcript"),
    ]
    parent_page_types = ["knowledge_bank.KnowledgeBankPage"]
    subpage_types = []
    chosen_rows = ("related_items", "downloads")
    SHARED_AS = "article"
    page_description = "Een praktijkvoorbeeld, interview, tool, podcast, onderzoek, publicatie, video of logboek."

    objects = PageManager.from_queryset(KnowledgeItemQuerySet)()
    base_form_class = KnowledgeItemForm

    class Meta:
        verbose_name = "kennisitem"
        verbose_name_plural = "kennisitems"
        indexes = [models.Index(fields=["-year", "sort_key", "page_ptr"], name="knowledge_newest")]

    def publishing_problems(self) -> list[tuple[str, str]]:
        return publishing_problems(self)

    @cached_property
    def theme_list(self) -> list[Theme]:
        return list(self.themes.all())

    @property
    def makers(self) -> list[Author]:
        return authors_in(self.authors)

    @property
    def author_list(self) -> list[str]:
        return [maker.name for maker in self.makers]

    @property
    def doi_address(self) -> str:
        return identifiers.doi_address(self.doi)

    @property
    def source_address(self) -> str:
        """Where the original of a summary is, empty when nobody said."""
        return self.doi_address or self.external_url

    @property
    def licence_url(self) -> str:
        """Where the licence is explained, empty when it is not an open one."""
        return Licence.address(self.licence)

    def length_words(self) -> str:
        """How long this takes: listening, doing or reading."""
        return length_of(self) or self.once("minutes", lambda: minutes_to_read(self.body))

    @property
    def kind_in_words(self) -> str:
        return self.get_kind_display()

    def card(self) -> Card:
        return card_of(self)

    def related_cards(self) -> list[Card]:
        """Items that belong with this one: those that editors chose, filled up with the newest of a theme it shares, with the reason."""
        chosen = [entry.related_id for entry in self.related_items.all()]  # saved already or still in a preview
        others = KnowledgeItem.objects.listed().for_cards().exclude(pk=self.pk)
        found = others.filter(pk__in=chosen).in_bulk() if chosen else {}
        cards = [found[pk].card() for pk in chosen if pk in found][:RELATED]
        if len(cards) < RELATED:
            themes = {theme.pk: theme.title for theme in self.theme_list}
            alike = KnowledgeItem.themes.through.objects.filter(theme__in=themes, knowledgeitem=OuterRef("pk"))
            same = others.filter(Exists(alike), archived=False).exclude(pk__in=chosen)
            shared = Subquery(alike.order_by("theme").values("theme")[:1])
            newest = same.annotate(shared=shared).order_by("-year", "sort_key", "pk")[: RELATED - len(cards)]
            cards += [replace(item.card(), note=f"zelfde thema: {themes[item.shared]}") for item in newest]
        return cards

    def shown_partnerships(self) -> list[PartnershipPage]:
        """The partnerships it comes from, as far as everybody may see them."""
        known = hasattr(self, "chosen_partnerships")  # from whole(), without a query; "pk" is no field of a draft
        chosen = self.chosen_partnerships if known else self.partnerships.values_list("id", flat=True)
        return [page for page in listed_partnerships() if page.pk in chosen] if chosen else []

    def documents(self) -> list[AbstractDocument]:
        """What there is to download, in the editor's order."""
        ids = [entry.document_id for entry in self.downloads.all()]
        found = get_document_model().objects.in_bulk(ids) if ids else {}
        return [found[pk] for pk in ids if pk in found]

    def in_series(self) -> tuple["KnowledgeItem | None", "KnowledgeItem | None"]:
        """The items before and after this one in its series."""
        if not self.series or self.series_number is None:
            return None, None
        others = KnowledgeItem.objects.listed().defer_streamfields().filter(series=self.series).exclude(pk=self.pk)
        around = list(others.order_by("series_number", "pk"))
        before = [item for item in around if (item.series_number or 0) < self.series_number]
        after = [item for item in around if (item.series_number or 0) > self.series_number]
        return (before[-1] if before else None), (after[0] if after else None)

    def shown(self) -> dict:
        before, after = self.in_series()
        return {
            "headings": headings(self.body),
            "themes": self.theme_list,
            "audiences": list(self.audiences.all()),
            "standards": list(self.standards.all()),
            "partnerships": self.shown_partnerships(),
            "downloads": self.documents(),
            "related": self.related_cards(),
            "before": before,
            "after": after,
            "player": player(self.external_url),
            "turns": parse(self.transcript),
            "chapters": parse(self.chapters),
        }

    def search_texts(self) -> Texts:
        partnerships = PartnershipPage.objects.visible().filter(knowledge_items=self).values_list("title", flat=True)
        names = [*self.author_list, *partnerships, self.series, self.summary_of]
        transcript = " ".join(passage.text for passage in parse(self.transcript))
        return replace(super().search_texts(), credits=" ".join(names), transcript=transcript)

    def structured_data(self) -> dict:
        return {**super().structured_data(), **meant_for(self.sectors, self.audiences.all()), **schema.facts(self)}


def length_of(item) -> str:
    """How long listening, watching or doing takes; empty where it is a matter of reading."""
    if item.kind in (Kind.PODCAST, Kind.VIDEO) and item.duration:
        minutes, seconds = divmod(item.duration, 60)
        action = "luisteren" if item.kind == Kind.PODCAST else "kijken"
        return (
            f"{minutes} min {seconds:02d} s {action}"
            if minutes < 5
            else f"{round(item.duration / 60)} minuten {action}"
        )
    return f"{item.time_needed} minuten" if item.kind == Kind.TOOL and item.time_needed else ""


def card_of(item) -> Card:
    """The card of an item, or of a row with the columns of CARD."""
    facts = [length_of(item), str(item.year), "gearchiveerd" if item.archived else ""]
    kind, published = KIND_TITLES[item.kind], item.first_published_at
    return Card(
        item.title, path_of(item), item.slug, item.summary, kind, item.sectors, list(filter(None, facts)), image=item.image_id,
        published=published and timezone.localdate(published), revised=item.revised_on,
    )  # fmt: skip


class Download(Orderable):
    item = ParentalKey(KnowledgeItem, on_delete=models.CASCADE, related_name="downloads")
    document = models.ForeignKey(DOCUMENT, verbose_name="document", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = "download"
        verbose_name_plural = "downloads"


class RelatedItem(Orderable):
    item = ParentalKey(KnowledgeItem, on_delete=models.CASCADE, related_name="related_items")
    related = models.ForeignKey(
        KnowledgeItem, verbose_name="kennisitem", on_delete=models.CASCADE, related_name="related_from"
    )

    panels = [FieldPanel("related")]

    class Meta(Orderable.Meta):
        verbose_name = "verwant kennisitem"
        verbose_name_plural = "verwante kennisitems"
