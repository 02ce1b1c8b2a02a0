"""/landkaart/open-data/: what the open data hold, column by column, and as a schema.org Dataset for data catalogues."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.map_feed import LICENCE, LICENCE_ADDRESS, changed_on
from partnerships.models.profiles import PartnershipPage
from partnerships.school_feed import SCALE, schools_on
from partnerships.selection import PATH
from platform_site.addresses import absolute
from platform_site.components import Crumb
from platform_site.keeping import keepable
from platform_site.own_places import OwnPlace
from platform_site.structured_data import crumb_list, json_ld

ADDRESS = f"{PATH}open-data/"
TITLE = "Open data van de landkaart"
SUMMARY = "Alle partnerschappen en hun scholen als bestand: GeoJSON, CSV en JSON. Vrij te gebruiken, zonder sleutel of account."

PLACE = OwnPlace(
    TITLE,
    ADDRESS,
    SUMMARY,
    "data dataset datasets open-data opendata csv geojson json bestand bestanden",
    lambda: changed_on(timezone.localdate()),
)


@dataclass(frozen=True)
class Column:
    name: str
    meaning: str
    example: str


@dataclass(frozen=True)
class File:
    """One of the files. anchor: its place on the page; rows: how many things it holds now."""

    anchor: str
    name: str
    kind: str  # media type
    about: str
    columns: tuple[Column, ...]

    @property
    def address(self) -> str:
        return absolute(f"{PATH}{self.name}")


PARTNERSHIP = (
    Column(
        "slug",
        "Vaste naam van het partnerschap. Blijft gelijk, ook als de naam verandert.",
        "opleidingsschool-rijnland",
    ),
    Column("naam", "Naam zoals op de profielpagina.", "Opleidingsschool Rijnland"),
    Column("url", "Adres van de profielpagina.", f"{settings.SITE_URL}/partnerschappen/opleidingsschool-rijnland/"),
    Column("sectoren", "po, vo en mbo, in die volgorde. In GeoJSON een lijst, in CSV met komma’s.", "po, vo"),
    Column("status", "aspirant, erkend, beeindigd of onbekend. De laatst bekende.", "erkend"),
    Column("plaats", "Waar het partnerschap zit. Leeg als we het niet weten.", "Leiden"),
    Column("provincie", "In de spelling van het CBS (Fryslân).", "Zuid-Holland"),
)
POINT = (
    Column("lat", "Noorderbreedte in graden (WGS84), met een decimale komma. Leeg zonder plek.", "52,16107"),
    Column("lon", "Oosterlengte in graden (WGS84), met een decimale komma. Leeg zonder plek.", "4,48572"),
)
SCHOOLS = (
    Column("aantal", "Hoeveel punten er zijn: één per school per partnerschap waar die aan meedoet.", "8711"),
    Column("schaal", "Hoeveel stappen er in een graad gaan. Deel elke lat en lon hierdoor.", str(SCALE)),
    Column("partnerschappen", "De slugs van de partnerschappen.", '["samen-opleiden", …]'),
    Column("sectoren", "De sectoren; de laatste is leeg (onbekend).", '["po", "vo", "mbo", ""]'),
    Column("groepen", "Per rij: nummer van het partnerschap, nummer van de sector (beide vanaf 0), en hoeveel punten er volgen.", "[0, 0, 171]"),
    Column("lat, lon", "Het eerste getal is het eerste punt. Elk volgend getal is het verschil met het punt ervoor.", "[521611, 14, -9, …]"),
)  # fmt: skip
NAMES = (
    Column("brin", "BRIN-nummer met vestiging, van DUO.", "12AB00"),
    Column("naam", "Naam van de school.", "De Regenboog"),
    Column("plaats", "Plaats van de school.", "Leiden"),
    Column("sector", "po, vo of mbo. Speciaal (basis)onderwijs telt als po, vso als vo.", "po"),
    Column("partnerschap", "Slug van het partnerschap.", "opleidingsschool-rijnland"),
    Column(
        "lat, lon", "Plek in graden (WGS84), op vier cijfers achter de komma: ongeveer tien meter.", "52.1611, 4.4857"
    ),
)
FILES = (
    File("geojson", "partnerschappen.geojson", "application/geo+json", "Voor kaartprogramma’s. Een punt is [lon, lat]; zonder plek is geometry null.", PARTNERSHIP),
    File("csv", "partnerschappen.csv", "text/csv", "Opent in een Nederlandse Excel: UTF-8, puntkomma’s, één kopregel, decimale komma’s. Wil je punten, neem dan GeoJSON.", (*PARTNERSHIP, *POINT)),
    File("scholen", "scholen.json", "application/json", "Alle scholen die nu meedoen, als punten zonder naam. Klein, om snel te tekenen.", SCHOOLS),
    File("schoolnamen", "scholen.json?partnerschap=opleidingsschool-rijnland", "application/json", "De scholen van één partnerschap, met naam. Of van een gebied: ?gebied=west,zuid,oost,noord in graden. Hooguit duizend tegelijk.", NAMES),
)  # fmt: skip


def dataset(changed: date | None) -> dict:
    """The files as a schema.org Dataset. changed: the day they last did."""
    downloads = [
        {"@type": "DataDownload", "name": file.name, "encodingFormat": file.kind, "contentUrl": file.address}
        for file in FILES[:3]
    ]
    return {
        "@type": "Dataset",
        "name": "Partnerschappen Samen Opleiden & Professionaliseren",
        "description": SUMMARY,
        "url": absolute(ADDRESS),
        "inLanguage": "nl",
        "license": LICENCE_ADDRESS,
        "isAccessibleForFree": True,
        "keywords": ["partnerschap", "opleidingsschool", "lerarenopleiding", "school", "onderwijs"],
        "spatialCoverage": "Nederland",
        **({"dateModified": changed.isoformat()} if changed else {}),
        "creator": {
            "@type": "Organization",
            "name": "Platform Samen Opleiden & Professionaliseren",
            "url": absolute("/"),
        },
        "distribution": downloads,
    }


@keepable()
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page that documents the data."""
    crumbs = [Crumb("Home", "/"), Crumb("Landkaart", PATH)]
    today = timezone.localdate()
    changed = changed_on(today)
    context = {
        "title": TITLE,
        "summary": SUMMARY,
        "canonical": absolute(ADDRESS),
        "crumbs": crumbs,
        "files": FILES,
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "today": today,
        "changed": changed,
        "partnerships": PartnershipPage.objects.visible().count(),
        "schools": schools_on(today).values("organisation").distinct().count(),
        "structured": json_ld(dataset(changed), crumb_list(crumbs, TITLE, absolute(ADDRESS))),
    }
    return TemplateResponse(request, "partnerships/open_data.html", context)
