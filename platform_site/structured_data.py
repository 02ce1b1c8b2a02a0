"""schema.org facts as JSON-LD, safe to stand in a page."""

import json
from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from platform_site.addresses import absolute
from platform_site.components import Crumb
from platform_site.pictures import SharedPicture
from platform_site.taxonomy import Sector, Term

ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def crumb_list(crumbs: list[Crumb], title: str, url: str) -> dict:
    """The breadcrumb as a schema.org BreadcrumbList, the page itself last."""
    steps = [(crumb.title, absolute(crumb.url)) for crumb in crumbs] + [(title, url)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def platform() -> dict:
    """Who publishes what is on this site, when nobody else is named."""
    return {"@type": "Organization", "name": "Platform Samen Opleiden & Professionaliseren", "url": absolute("/")}


def meant_for(sectors: Iterable[str], audiences: Iterable[Term] = ()) -> dict:
    """For which part of education something is, and for whom in it; nothing of what is not known."""
    levels = [Sector(sector).label for sector in sectors]
    readers = [{"@type": "EducationalAudience", "educationalRole": audience.title} for audience in audiences]
    return {name: value for name, value in (("educationalLevel", levels), ("audience", readers)) if value}


def subjects(themes: Iterable[Term]) -> dict:
    """What something is about, by the site's own themes."""
    about = [{"@type": "DefinedTerm", "name": theme.title} for theme in themes]
    return {"about": about} if about else {}


def picture_facts(picture: SharedPicture | None) -> dict:
    """The picture of a page as a schema.org ImageObject, under "image"; nothing when there is none."""
    if picture is None:
        return {}
    facts = {"url": picture.url, "width": picture.width, "height": picture.height, "caption": picture.alt}
    return {"image": {"@type": "ImageObject", **facts, **({"creditText": picture.credit} if picture.credit else {})}}


def json_ld(*facts: dict) -> SafeString:
    """The facts as one JSON-LD graph; nothing in it can end the script element it stands in."""
    graph = {"@context": "https://schema.org", "@graph": list(facts)}
    return mark_safe(json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES))
