"""/cijfers/: the page, and each of its tables to take away."""

from datetime import date
from urllib.parse import SplitResult

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.figures.counting import count
from partnerships.figures.drawing import coverage
from partnerships.figures.tables import Figure, figures
from partnerships.map_feed import changed_on
from platform_site.addresses import absolute
from platform_site.components import Crumb
from platform_site.framing import framable
from platform_site.keeping import keepable
from platform_site.memory import cached_until_change
from platform_site.oembed import Framed
from platform_site.own_places import OwnPlace
from platform_site.structured_data import crumb_list, json_ld
from platform_site.tables import csv_response

PATH = "/cijfers/"
TITLE = "Samen Opleiden in cijfers"
SUMMARY = "Hoeveel partnerschappen zijn er, welke scholen doen mee en waar? Elk getal leidt naar de lijst die het telt."
PLACE = OwnPlace(
    TITLE,
    PATH,
    SUMMARY,
    "cijfer cijfers statistiek statistieken aantal aantallen getal getallen grafiek grafieken tellingen",
    lambda: changed_on(timezone.localdate()),
    in_menu="Cijfers",
    behind="/landkaart/",
)
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def _structured_data(made: list[Figure], changed: date | None) -> str:
    """The page as a schema.org Dataset with its tables. changed: the day the data they count last did."""
    tables = [
        {"@type": "DataDownload", "name": figure.title, "encodingFormat": "text/csv", "contentUrl": absolute(f"{PATH}{figure.slug}.csv")}
        for figure in made
    ]  # fmt: skip
    dataset = {
        "@type": "Dataset",
        "name": TITLE,
        "description": SUMMARY,
        "url": absolute(PATH),
        "inLanguage": "nl",
        "license": LICENCE,
        **({"dateModified": changed.isoformat()} if changed else {}),
        "distribution": tables,
    }
    return json_ld(dataset, crumb_list([Crumb("Home", "/")], TITLE, absolute(PATH)))


@cached_until_change
def _shown(today: date) -> dict:
    """What the page tells on a day."""
    facts = count(today)
    made = figures(facts)
    return {
        "title": TITLE,
        "summary": SUMMARY,
        "canonical": absolute(PATH),
        "crumbs": [Crumb("Home", "/")],
        "facts": facts,
        "figures": made,
        "total": len(facts.partnerships),
        "taking": facts.sites_where(taking=True),
        "coverage": coverage(made["provincie"]),
        "structured_data": _structured_data(list(made.values()), changed_on(today)),
    }


@keepable()
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All figures as they are today."""
    return TemplateResponse(request, "partnerships/figures.html", {**_shown(timezone.localdate())})


def _figure(slug: str) -> Figure:
    made = _shown(timezone.localdate())["figures"]
    if slug not in made:
        raise Http404
    return made[slug]


def framed(address: SplitResult) -> Framed | None:
    """One chart with its table, by its own address or its place on the page."""
    slug = address.path.removeprefix(PATH).rstrip("/") or address.fragment
    made = _shown(timezone.localdate())["figures"] if address.path.startswith(PATH) else {}
    return Framed(made[slug].title, made[slug].address, 720, 900) if slug in made else None


@keepable()
@require_safe
@framable
def chart(request: HttpRequest, figure: str) -> HttpResponse:
    """One chart with its table, to be framed on another site."""
    chosen, shown = _figure(figure), _shown(timezone.localdate())
    more = {"figure": chosen, "title": chosen.title, "address": absolute(chosen.address), "colour": ""}
    return TemplateResponse(request, "partnerships/framed_figure.html", {**shown, **more})


@keepable()
@require_safe
def table(request: HttpRequest, figure: str) -> HttpResponse:
    """One table as CSV: the numbers as they are counted, nothing where they are not known."""
    chosen = _figure(figure)
    rows = ([row.label, *(cell.value for cell in row.cells)] for row in chosen.rows)
    return csv_response(f"cijfers-{figure}", chosen.columns, rows)
