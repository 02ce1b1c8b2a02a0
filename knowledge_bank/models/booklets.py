"""Katernen: long reads in numbered chapters, to read on a screen or on paper."""

from itertools import islice

from django.db import models
from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from platform_site.blocks import BodyBlock
from platform_site.components import Card
from platform_site.pages import SitePage
from platform_site.querysets import SitePageQuerySet
from platform_site.reading import headings, minutes, minutes_to_read, plain_text


class BookletQuerySet(SitePageQuerySet):
    def for_cards(self) -> "BookletQuerySet":
        """Adds `chapter_count` and `chapter_minutes`: how many chapters everybody may read, and how long all take."""
        below = ChapterPage.objects.visible().filter(path__startswith=OuterRef("path")).order_by().values("depth")
        return self.annotate(
            chapter_count=Coalesce(Subquery(below.annotate(n=Count("pk")).values("n")), 0),
            chapter_minutes=Coalesce(Subquery(below.annotate(n=Sum("minutes")).values("n")), 0),
        )


class BookletPage(SitePage):
    """The cover and contents of a katern."""

    number = models.PositiveSmallIntegerField("nummer", null=True, blank=True)
    body = StreamField(BodyBlock(), verbose_name="voor wie en hoe te gebruiken", blank=True)
    authors = models.CharField("auteurs", max_length=250, blank=True)
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    colophon = RichTextField("colofon", blank=True, features=["bold", "italic", "link", "ul"])

    content_panels = [
        *SitePage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("year")]),
        FieldPanel("authors"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("colophon")], heading="Colofon"),
        *SitePage.about_panels,
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("body")]
    parent_page_types = ["knowledge_bank.DossierPage"]
    subpage_types = ["knowledge_bank.ChapterPage"]
    admin_default_ordering = "ord"  # what is below it is listed, and dragged, in the order of reading
    page_description = "Een katern: omslag, inhoud en colofon. De hoofdstukken komen eronder."
    KIND = "Katern"

    objects = PageManager.from_queryset(BookletQuerySet)()

    class Meta:
        verbose_name = "katern"
        verbose_name_plural = "katernen"

    @cached_property
    def chapters(self) -> list["ChapterPage"]:
        """The chapters everybody may read, in order."""
        chapters = ChapterPage.objects.child_of(self).visible().order_by("path")
        return self.once("chapters", lambda: list(chapters))

    def read_through(self) -> list[tuple["ChapterPage", list]]:
        """Every chapter with the blocks of its text, fetched together: pictures and documents of all chapters at once."""
        stored = [list(chapter.body.raw_data) for chapter in self.chapters]
        blocks = iter(StreamValue(BodyBlock(), [block for text in stored for block in text], is_lazy=True))
        return [(chapter, list(islice(blocks, len(text)))) for chapter, text in zip(self.chapters, stored, strict=True)]

    def reading_minutes(self) -> int:
        """How long the whole katern takes to read."""
        return sum(chapter.minutes for chapter in self.chapters)

    def card(self) -> Card:
        known = hasattr(self, "chapter_count")  # from for_cards(), without a query
        count, minutes = (
            (self.chapter_count, self.chapter_minutes) if known else (len(self.chapters), self.reading_minutes())
        )
        facts = [f"{count} hoofdstuk{'' if count == 1 else 'ken'}", f"{minutes} minuten lezen"]
        return Card(self.title, self.url, self.slug, self.summary, self.kind_in_words, (), facts, image=self.image_id)

    @property
    def kind_in_words(self) -> str:
        return f"Katern {self.number}" if self.number else self.KIND

    def structured_data(self) -> dict:
        chapters = [{"@type": "Chapter", "name": one.title, "url": one.canonical} for one in self.chapters]
        told = {
            "@type": "Book",
            "learningResourceType": self.KIND,
            "author": self.authors,
            "datePublished": str(self.year or ""),
            "hasPart": chapters,
        }
        return {
            **super().structured_data(),
            **{name: value for name, value in told.items() if value},
            **self.part_of("CollectionPage"),
        }


class ChapterPage(SitePage):
    """One chapter of a katern; its number is its place among its siblings."""

    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)
    minutes = models.PositiveSmallIntegerField("leestijd in minuten", editable=False, default=1)

    content_panels = [*SitePage.content_panels, FieldPanel("body"), *SitePage.undated_panels]
    search_fields = [*SitePage.search_fields, index.SearchField("body")]
    parent_page_types = ["knowledge_bank.BookletPage"]
    subpage_types = []
    page_description = "Een hoofdstuk van een katern."
    KIND = "Hoofdstuk"
    SHARED_AS = "article"

    class Meta:
        verbose_name = "hoofdstuk"
        verbose_name_plural = "hoofdstukken"

    def save(self, *args, **kwargs):
        self.minutes = minutes(plain_text(self.body))
        return super().save(*args, **kwargs)

    def reading_time(self) -> str:
        return self.once("minutes", lambda: minutes_to_read(self.body))

    def shown(self) -> dict:
        booklet = self.get_parent().specific
        around = [chapter for chapter in booklet.chapters if chapter.pk != self.pk or self.live]
        here = next((place for place, chapter in enumerate(around) if chapter.pk == self.pk), None)
        return {
            "booklet": booklet,
            "number": None if here is None else here + 1,
            "before": around[here - 1] if here else None,
            "after": around[here + 1] if here is not None and here + 1 < len(around) else None,
            "headings": headings(self.body),
        }

    def structured_data(self) -> dict:
        return {**super().structured_data(), "@type": "Chapter", **self.part_of("Book")}
