"""A partnership is its profile page: what it tells of itself, and what a reader sees of it."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, ReferenceIndex
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from partnerships.models.history import Role, StatusChange, partners_of_version, status_in_words
from partnerships.models.organisations import Located
from partnerships.partner_screen.panel import PartnersPanel
from partnerships.querysets import PartnershipQuerySet
from platform_site.components import Card
from platform_site.memory import cached_until_change
from platform_site.pages import ListPage, SitePage
from platform_site.relations import ParentalManyToManyField
from platform_site.rich_texts import FEATURES
from platform_site.taxonomy import ChoiceArrayField, EducationRegion, SectorsField, Theme
from platform_site.texts import Texts


class PartnershipIndexPage(ListPage):
    """Holds the profile pages; its own address leads to the landkaart, where they are listed."""

    subpage_types = ["partnerships.PartnershipPage"]
    page_description = "De map waarin alle profielpagina's staan. Bezoekers komen op de landkaart uit."
    preview_modes = []  # there is nothing to see, so nothing to tell or to find either
    content_panels = Page.content_panels
    promote_panels = [FieldPanel("slug")]

    class Meta:
        verbose_name = "partnerschappen"
        verbose_name_plural = "partnerschappen"

    def save(self, *args, **kwargs):
        self.summary = self.summary or self.page_description
        return super().save(*args, **kwargs)

    def serve(self, request: HttpRequest, *args, **kwargs):
        return HttpResponseRedirect("/landkaart/")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """It has no page of its own."""
        return []


class PartnershipPage(Located, SitePage):
    """A partnership is its profile page: one truth, with drafts, history and workflow."""

    class Route(models.TextChoices):
        PABO = "pabo", "pabo"
        PABO_PART_TIME = "pabo-deeltijd", "pabo deeltijd"
        PABO_ACADEMIC = "academische-pabo", "academische pabo"
        SECOND_DEGREE = "tweedegraads", "tweedegraads lerarenopleiding"
        FIRST_DEGREE = "eerstegraads", "eerstegraads lerarenopleiding (hbo)"
        UNIVERSITY = "universitair", "universitaire lerarenopleiding"
        PDG = "pdg", "pedagogisch-didactisch getuigschrift (mbo)"
        LATERAL = "zij-instroom", "zij-instroomtraject"

    sectors = SectorsField()
    logo = models.ForeignKey(
        "platform_site.SiteImage",
        verbose_name="logo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    logo_alt = models.CharField(
        "alternatieve tekst van het logo",
        max_length=120,
        blank=True,
        help_text="Bijvoorbeeld: Logo van Opleidingsschool Rijnland. Leeg: de naam van het partnerschap.",
    )
    abbreviation = models.CharField("afkorting", max_length=30, blank=True)
    academic = models.BooleanField("academische opleidingsschool", default=False)
    regions = ParentalManyToManyField(
        EducationRegion, verbose_name="onderwijsregio's", blank=True, related_name="partnerships"
    )
    themes = ParentalManyToManyField(Theme, verbose_name="thema's", blank=True, related_name="partnerships")
    routes = ChoiceArrayField(choices=Route.choices, verbose_name="opleidingsroutes", blank=True)
    students = models.PositiveIntegerField("aantal studenten", null=True, blank=True)
    reference_year = models.PositiveSmallIntegerField(
        "peiljaar", null=True, blank=True, help_text="Van welk jaar is het aantal studenten?"
    )
    peer_review_year = models.PositiveSmallIntegerField("jaar van de peer review", null=True, blank=True)
    about = RichTextField(
        "dit zijn wij", blank=True, features=FEATURES, help_text="Wat is kenmerkend voor jullie partnerschap?"
    )  # fmt: skip
    cooperation = RichTextField(
        "zo werken wij samen", blank=True, features=FEATURES, help_text="Wat is typerend voor de samenwerking?"
    )  # fmt: skip
    priorities = RichTextField(
        "dit zijn onze speerpunten",
        blank=True,
        features=FEATURES,
        help_text="Aan welke thema's, activiteiten of innovaties werken jullie de komende jaren?",
    )
    pride = RichTextField(
        "hier zijn wij trots op", blank=True, features=FEATURES, help_text="Waar zijn jullie trots op?"
    )  # fmt: skip
    mailbox = models.EmailField("e-mailadres", blank=True, help_text="Een algemene postbus, nooit van één persoon.")
    website = models.URLField("website", blank=True)
    checked_on = models.DateField("laatst gecontroleerd op", null=True, blank=True)
    checked_by = models.CharField(
        "gecontroleerd door",
        max_length=80,
        blank=True,
        help_text="Bijvoorbeeld: het partnerschap, of een raad. Geen personen.",
    )
    example = models.BooleanField(
        "voorbeeldtekst", default=False, help_text="Zet boven de pagina dat de tekst verzonnen is."
    )

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("sectors", required_on_save=False),
                FieldRowPanel([FieldPanel("abbreviation"), FieldPanel("academic")]),
                FieldRowPanel([FieldPanel("logo"), FieldPanel("logo_alt")]),
                InlinePanel("status_changes", heading="Status", label="status", help_text="De laatste in de rij geldt nu."),
                FieldPanel("peer_review_year"),
            ],
            heading="Wat voor partnerschap",
        ),
        MultiFieldPanel(
            [FieldPanel("about"), FieldPanel("cooperation"), FieldPanel("priorities"), FieldPanel("pride")],
            heading="Het verhaal",
        ),
        PartnersPanel(heading="Partners"),
        MultiFieldPanel(
            [
                FieldPanel("routes"),
                FieldRowPanel([FieldPanel("students"), FieldPanel("reference_year")]),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                FieldPanel("regions", widget=CheckboxSelectMultiple),
            ],
            heading="Opleiding en cijfers",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("province")]),
                FieldRowPanel([FieldPanel("lat"), FieldPanel("lon")]),
            ],
            heading="Plek op de kaart",
        ),
        MultiFieldPanel([FieldPanel("mailbox"), FieldPanel("website")], heading="Contact"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("checked_on"), FieldPanel("checked_by")]), FieldPanel("example")], heading="Controle"
        ),
        *SitePage.undated_panels,
    ]  # fmt: skip
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("abbreviation", boost=3),
        index.SearchField("place"),
        index.SearchField("about"),
        index.SearchField("cooperation"),
        index.SearchField("priorities"),
        index.SearchField("pride"),
    ]
    parent_page_types = ["partnerships.PartnershipIndexPage"]
    subpage_types = []
    page_description = "De profielpagina van één partnerschap, met partners, status en verhaal."
    KIND = "Partnerschap"
    IS_WORK = False
    pictures_on_cards = 2  # beside its own, its logo and a style sheet more

    objects = PageManager.from_queryset(PartnershipQuerySet)()

    class Meta:
        verbose_name = "partnerschap"
        verbose_name_plural = "partnerschappen"

    def save(self, *args, **kwargs):
        """Notes what it refers to once: Wagtail would do so for each of its partners, going through all of them each time.

        Of what is stored: a draft of which only the title is saved shows nobody its logo yet.
        """
        with disable_reference_index_auto_update():
            result = super().save(*args, **kwargs)
        partly = kwargs.get("update_fields") is not None
        ReferenceIndex.create_or_update_for_object(type(self).objects.get(pk=self.pk) if partly else self)
        return result

    @classmethod
    def from_serializable_data(cls, data: dict, check_fks: bool = True, strict_fks: bool = False):
        """A version of a page. Measured with 344 partners: two questions to the database for each of them, now one in all."""
        page = super().from_serializable_data({**data, "partners": []}, check_fks, strict_fks)
        if page is not None and "partners" in data:
            page.partners = partners_of_version(data["partners"])
        return page

    def publishing_problems(self) -> list[tuple[str, str]]:
        problems = []
        if not self.sectors:
            problems.append(("sectors", "Kies minstens één sector."))
        if self.students is not None and not self.reference_year:
            problems.append(("reference_year", "Vul in van welk jaar het aantal studenten is."))
        if (self.lat is None) != (self.lon is None):
            problems.append(("lat", "Vul breedtegraad én lengtegraad in, of geen van beide."))
        return problems

    def current_status(self) -> "StatusChange | None":
        """The last status in the history, None when nothing is known."""
        history = list(self.status_changes.all())
        return history[-1] if history else None

    def status_words(self) -> str:
        """The status as a reader should take it: "erkend sinds 2018", "laatst bekend: aspirant (2016)"."""
        if hasattr(self, "status_as_of"):  # from with_status(), without a query
            return status_in_words(self.status, self.status_since, self.status_as_of)
        current = self.current_status()
        return (
            status_in_words(current.status, current.since, current.as_of_year)
            if current
            else status_in_words("onbekend")
        )

    def long_unchecked(self) -> bool:
        """Whether nobody said for so long that this still holds that a reader should know."""
        patience = settings.PROFILE_CHECK_DAYS + 2 * settings.PROFILE_REMINDER_DAYS
        return bool(self.checked_on) and self.checked_on < timezone.localdate() - timedelta(days=patience)

    def story(self) -> list[tuple[str, str, str]]:
        """The four guided texts as (anchor, heading, html), empty ones left out."""
        texts = [
            ("wie", "Dit zijn wij", self.about),
            ("samenwerking", "Zo werken wij samen", self.cooperation),
            ("speerpunten", "Dit zijn onze speerpunten", self.priorities),
            ("trots", "Hier zijn wij trots op", self.pride),
        ]
        return [text for text in texts if text[2]]

    def route_names(self) -> list[str]:
        return [self.Route(route).label for route in self.routes]

    def card(self) -> Card:
        facts = [self.status_words(), self.place] if self.place else [self.status_words()]
        return Card(self.title, self.url, self.slug, self.summary, self.KIND, self.sectors, facts, image=self.image_id)

    def shown(self) -> dict:
        return {"regions": list(self.regions.all()), "themes": list(self.themes.all())}

    def search_texts(self) -> Texts:
        partners = self.partners.values_list("organisation__name", flat=True).exclude(role=Role.SCHOOL)
        story = " ".join(get_text_for_indexing(text) for _, _, text in self.story())
        names = " ".join([self.abbreviation, self.place, self.province, *partners])
        return replace(super().search_texts(), names=names, body=story)

    def search_dependents(self) -> list[int]:
        return list(self.knowledge_items.values_list("pk", flat=True))

    def structured_data(self) -> dict:
        data = {**super().structured_data(), "@type": "EducationalOrganization"}
        if self.website:
            data["sameAs"] = self.website
        if self.abbreviation:
            data["alternateName"] = self.abbreviation
        if self.place:
            data["address"] = {"@type": "PostalAddress", "addressLocality": self.place, "addressCountry": "NL"}
        if self.has_point:
            data["geo"] = {"@type": "GeoCoordinates", "latitude": self.lat, "longitude": self.lon}
        return data


@cached_until_change
def listed_partnerships() -> list[PartnershipPage]:
    """All partnerships that everybody may see, with their status, in alphabetical order. There are some hundreds at most."""
    return list(PartnershipPage.objects.listed())
