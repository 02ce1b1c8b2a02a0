"""The pages and settings that belong to the site as a whole, its images and its documents."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.documents.models import AbstractDocument, Document
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to
from wagtail.models import Orderable, Page
from wagtail.search import index

from platform_site.accounts.models import Council
from platform_site.addresses import absolute, path_of
from platform_site.background.worker import Heartbeat
from platform_site.blocks import BodyBlock, ContactBlock
from platform_site.components import Card, Crumb
from platform_site.editing.link_checks import OutsideAddress
from platform_site.editing.links import PageLinks
from platform_site.generation import Change, Generation
from platform_site.home_parts import HomeParts, columns, standard
from platform_site.letters import Letter
from platform_site.limits import Count
from platform_site.own_versions import OwnVersion
from platform_site.pages import FOUND_BY, IN_MENU, SHARED_ONLY, SitePage
from platform_site.picture_field import BarePictureField
from platform_site.pictures import shared
from platform_site.querysets import cards_by_id, visible_pages
from platform_site.reading import headings
from platform_site.search.index import SearchEntry, Word
from platform_site.search.missed import MissedSearch
from platform_site.search.synonyms import SynonymGroup
from platform_site.structured_data import picture_facts, platform
from platform_site.taxonomy import Audience, EducationRegion, QualityStandard, Theme

__all__ = [
    "Audience", "Change", "Council", "Count", "EducationRegion", "FeaturedPage",
    "Generation", "Heartbeat", "HomePage", "Letter", "MissedSearch", "OutsideAddress",
    "OwnVersion", "PageLinks", "QualityStandard", "SearchEntry", "SiteDocument", "SiteImage",
    "SiteRendition", "SiteSettings", "StandardPage", "SynonymGroup", "Theme", "Word",
]  # fmt: skip


class SiteImage(AbstractImage):
    """A picture; what it shows is always said in words, and its file tells nothing of who took it where."""

    file = BarePictureField("bestand", upload_to=get_upload_to, width_field="width", height_field="height")
    description = models.CharField(
        "alternatieve tekst",
        max_length=255,
        help_text="Wat laat de afbeelding zien? Wie haar niet ziet, leest of hoort deze tekst.",
    )
    credit = models.CharField(
        "maker", max_length=255, blank=True, help_text="Maker en licentie, bijvoorbeeld: eigen werk."
    )

    # First what one has to do, then what is filled in by itself or may be left out.
    admin_form_fields = (
        "file",
        "description",
        "credit",
        *(n for n in Image.admin_form_fields if n not in ("file", "description")),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "afbeelding"
        verbose_name_plural = "afbeeldingen"


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, verbose_name="afbeelding", on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]  # media.py asks whose a file is
        verbose_name = "weergave van een afbeelding"
        verbose_name_plural = "weergaven van een afbeelding"


class SiteDocument(AbstractDocument):
    """A file to download or listen to; says whether everybody can read it."""

    class Accessible(models.TextChoices):
        YES = "ja", "toegankelijk"
        NO = "nee", "niet toegankelijk"
        UNKNOWN = "onbekend", "niet gecontroleerd"

    pages = models.PositiveSmallIntegerField("aantal pagina's", null=True, blank=True)
    accessible = models.CharField(
        "toegankelijk",
        max_length=10,
        choices=Accessible.choices,
        default=Accessible.UNKNOWN,
        help_text="Is het document gecontroleerd met een voorleesprogramma of een keuringshulp?",
    )

    admin_form_fields = (*Document.admin_form_fields, "pages", "accessible")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documenten"

    def clean(self):
        if self.file:  # without one the form has said already what is wrong with it
            super().clean()


class HomePage(SitePage):
    """The front door: search, what editors put forward, what is new, what is on, and the map in small."""

    search_hint = models.CharField("voorbeeld in het zoekveld", max_length=60, blank=True)
    popular_searches = models.CharField(
        "veel gezocht", max_length=200, blank=True, help_text="Zoekwoorden, gescheiden door komma's."
    )

    parts = StreamField(
        HomeParts(),
        verbose_name="indeling",
        blank=True,
        default=standard,
        help_text="Versleep de onderdelen of haal ze weg. Een onderdeel waar niets in staat, zien bezoekers niet.",
    )

    content_panels = [
        FieldPanel("title", classname="title"),  # Wagtail's own fills in the address with it, and here there is none
        FieldPanel("summary"),
        FieldPanel("image", help_text=SHARED_ONLY),
        MultiFieldPanel([FieldPanel("search_hint"), FieldPanel("popular_searches")], heading="Zoeken"),
        InlinePanel("featured", heading="Uitgelicht", label="uitgelichte pagina", max_num=6),
        FieldPanel("parts", heading="Indeling"),
        *SitePage.undated_panels,
    ]
    promote_panels = [MultiFieldPanel(FOUND_BY[1:], heading="Voor zoekmachines")]  # its address is always /
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    page_description = "De voorpagina van de site."

    class Meta:
        verbose_name = "home"
        verbose_name_plural = "home"

    def featured_cards(self) -> list[Card]:
        """The cards of what editors chose until today or later, of what everybody may see, in their order."""
        chosen = self.once("featured", lambda: [(row.page_id, row.until) for row in self.featured.all()])
        today = timezone.localdate()
        return cards_by_id(tuple(pk for pk, until in chosen if pk and (until is None or until >= today)))

    def columns(self) -> list[tuple[bool, list]]:
        """The parts as they stand side by side or below each other, see home_parts.columns."""
        return columns(self.parts)

    def popular(self) -> list[str]:
        """The search words to offer."""
        return [word.strip() for word in self.popular_searches.split(",") if word.strip()]

    def structured_data(self) -> dict:
        return {
            "@type": "WebSite",
            "name": "Samen Opleiden & Professionaliseren",
            "url": self.canonical,
            "inLanguage": "nl",
            "description": self.summary,
            "publisher": platform(),
            "potentialAction": {
                "@type": "SearchAction",
                "target": absolute("/zoeken/?q={search_term_string}"),
                "query-input": "required name=search_term_string",
            },
            **picture_facts(shared(self.image)),
        }


class FeaturedPage(Orderable):
    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    page = models.ForeignKey(Page, verbose_name="pagina", on_delete=models.CASCADE, related_name="+")
    until = models.DateField(
        "tot en met", null=True, blank=True, help_text="De laatste dag dat dit er staat. Leeg: totdat je het weghaalt."
    )

    offered: ClassVar[list[type[Page]]] = []
    panels = [PageChooserPanel("page", offered), FieldPanel("until")]

    class Meta(Orderable.Meta):
        verbose_name = "uitgelichte pagina"
        verbose_name_plural = "uitgelichte pagina's"

    @classmethod
    def offer(cls, *types: type[Page]) -> None:
        """Lets editors choose pages of these types too. Each app says so of its own, at ready()."""
        cls.offered.extend(types)


class BelowHome(MultiFieldPanel):
    """Fields that do something only for pages directly below home."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            parent = getattr(self.form, "parent_page", None)
            return super().is_shown() and (parent is None or parent.depth == 2)


class StandardPage(SitePage):
    """Any page of text: about, contact, privacy, accessibility."""

    class AccessibilityStatus(models.TextChoices):
        A = "A", "A: voldoet volledig"
        B = "B", "B: voldoet gedeeltelijk"
        C = "C", "C: eerste maatregelen genomen"
        D = "D", "D: onderzoek volgt"
        E = "E", "E: voldoet niet"

    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)
    contacts = StreamField([("contact", ContactBlock())], verbose_name="contactkaarten", blank=True)
    accessibility_status = models.CharField(
        "status van toegankelijkheid", max_length=1, choices=AccessibilityStatus.choices, blank=True
    )
    accessibility_date = models.DateField("datum van de verklaring", null=True, blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("body"),
        FieldPanel("contacts"),
        MultiFieldPanel(
            [FieldPanel("accessibility_status"), FieldPanel("accessibility_date")],
            heading="Toegankelijkheidsverklaring",
            classname="collapsed",
        ),
        *SitePage.about_panels,
    ]
    promote_panels = [*SitePage.promote_panels, BelowHome([IN_MENU], heading="Menu")]
    search_fields = [*SitePage.search_fields, index.SearchField("body")]
    parent_page_types = ["platform_site.HomePage", "platform_site.StandardPage"]
    subpage_types = ["platform_site.StandardPage"]
    page_description = "Een gewone pagina met tekst, zoals Over ons, Contact of Privacy."

    def shown(self) -> dict:
        below = visible_pages().child_of(self).order_by("path")
        return {"headings": headings(self.body), "below": [Crumb(page.title, path_of(page)) for page in below]}

    class Meta:
        verbose_name = "pagina"
        verbose_name_plural = "pagina's"


def _own_page(name: str) -> models.ForeignKey:
    """A page that the site itself links to; without one, or while it is not on the site, the link is away."""
    return models.ForeignKey(
        Page, verbose_name=name, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What stands on every page, and the pages that the site's own texts lead to."""

    promise = models.CharField(
        "regel onder de naam in de voet",
        max_length=200,
        default="Een initiatief van PO-Raad, VO-raad, MBO Raad, Vereniging Hogescholen en UNL.",
    )
    example_notice = models.CharField(
        "melding voorbeeldinhoud", max_length=200, blank=True, help_text="Leeg op de echte site: dan staat er niets."
    )

    about_page = _own_page("over het platform")
    contact_page = _own_page("contact")
    accessibility_page = _own_page("toegankelijkheid")
    privacy_page = _own_page("privacy")
    sources_page = _own_page("bronnen")
    OWN_PAGES = ("about_page", "contact_page", "accessibility_page", "privacy_page", "sources_page")

    panels = [
        FieldPanel("promise"),
        FieldPanel("example_notice"),
        MultiFieldPanel(
            [FieldPanel(name) for name in OWN_PAGES],
            heading="Pagina's waar de site zelf naar verwijst",
            help_text="In de voet van elke pagina, in mails en in teksten van de site. Staat een pagina niet op de site, dan verdwijnt de verwijzing.",
        ),
    ]

    class Meta:
        verbose_name = "instellingen van de site"
        verbose_name_plural = "instellingen van de site"
