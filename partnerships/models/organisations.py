"""Boards, schools and institutes, and where they lie."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from partnerships.querysets import OrganisationQuerySet
from platform_site.places import PROVINCES
from platform_site.taxonomy import Sector

LATITUDE = [MinValueValidator(50.7), MaxValueValidator(53.6)]
LONGITUDE = [MinValueValidator(3.3), MaxValueValidator(7.3)]


class Located(models.Model):
    """Something that lies somewhere in the European Netherlands. lat/lon: degrees, WGS84."""

    place = models.CharField("plaats", max_length=80, blank=True)
    province = models.CharField("provincie", max_length=20, choices=PROVINCES, blank=True)
    lat = models.FloatField("breedtegraad", null=True, blank=True, validators=LATITUDE)
    lon = models.FloatField("lengtegraad", null=True, blank=True, validators=LONGITUDE)

    class Meta:
        abstract = True

    @property
    def has_point(self) -> bool:
        return self.lat is not None and self.lon is not None


class Register(models.TextChoices):
    """The files of DUO that organisations are kept up to date from (partnerships.duo)."""

    PO = "po", "vestigingen basisonderwijs"
    SO = "so", "vestigingen speciaal (basis)onderwijs"
    VO = "vo", "vestigingen voortgezet onderwijs"
    MBO = "mbo", "instellingen mbo"
    HO = "ho", "instellingen hoger onderwijs"


class Organisation(index.Indexed, Located):
    """A board, school or institute; may take part in several partnerships."""

    class Kind(models.TextChoices):
        BOARD = "schoolbestuur", "schoolbestuur"
        SCHOOL = "school", "school"
        HBO = "hogeschool", "hogeschool"
        UNIVERSITY = "universiteit", "universiteit"
        MBO = "mbo-instelling", "mbo-instelling"
        OTHER = "overig", "overig"

    name = models.CharField("naam", max_length=200)
    registered_name = models.CharField(
        "naam bij DUO",
        max_length=200,
        blank=True,
        help_text="Zoals het register haar noemt, waar wij het leesbaarder zeggen.",
    )
    kind = models.CharField("soort", max_length=20, choices=Kind.choices)
    brin = models.CharField(
        "BRIN",
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{2}[A-Z]{2}(\d{2})?$", "Een BRIN is 2 cijfers en 2 letters, een vestiging heeft er 2 cijfers bij.")],
        help_text="Bijvoorbeeld 21PK, of voor een vestiging 32DD00.",
    )  # fmt: skip
    board_number = models.CharField("bestuursnummer", max_length=5, blank=True)
    governed_by = models.CharField(
        "nummer van het bevoegd gezag",
        max_length=5,
        blank=True,
        help_text="Het bestuursnummer van wie deze school bestuurt.",
    )
    sector = models.CharField("sector", max_length=3, choices=Sector.choices, blank=True)
    street = models.CharField("straat en huisnummer", max_length=120, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True)
    website = models.URLField("website", blank=True)
    source = models.CharField("bron", max_length=120, blank=True, help_text="Waar komen deze gegevens vandaan?")
    exact = models.BooleanField(
        "exacte plek",
        default=True,
        help_text="Uit: de plek is het midden van het postcodegebied, en een import mag haar verbeteren.",
    )
    register = models.CharField(
        "bestand van DUO",
        max_length=3,
        choices=Register.choices,
        blank=True,
        help_text="Staat de organisatie niet meer in dit bestand, dan zet een import haar op gesloten.",
    )
    closed_on = models.DateField(
        "gesloten op", null=True, blank=True, help_text="Een gesloten school blijft bewaard, voor de geschiedenis."
    )

    proposed = models.BooleanField(
        "voorgesteld",
        default=False,
        help_text="Genoemd door een partnerschap en nog niet nagekeken. Klopt de organisatie? Zet dit dan uit.",
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("sector")]),
        FieldRowPanel([FieldPanel("brin"), FieldPanel("board_number"), FieldPanel("governed_by")]),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postcode"), FieldPanel("place"), FieldPanel("province")]),
                FieldRowPanel([FieldPanel("lat"), FieldPanel("lon"), FieldPanel("exact")]),
            ],
            heading="Adres",
        ),
        FieldPanel("website"),
        FieldPanel("closed_on"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("register")]),
        FieldPanel("registered_name", read_only=True),
        FieldPanel("proposed"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("registered_name"),
        index.SearchField("place"),
        index.SearchField("brin"),
        index.AutocompleteField("name"),
        index.AutocompleteField("registered_name"),
        index.AutocompleteField("place"),
        index.FilterField("kind"),
    ]

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["name", "place"]
        constraints = [
            models.UniqueConstraint(fields=["brin"], condition=~models.Q(brin=""), name="unique_brin"),
            models.UniqueConstraint(fields=["board_number"], condition=~models.Q(board_number=""), name="unique_board_number"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name}, {self.place}" if self.place else self.name
