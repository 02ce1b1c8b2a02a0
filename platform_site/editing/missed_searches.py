"""The list of what visitors looked for in vain, for editors: a word to add as a synonym, or something to write about."""

from django.urls import reverse

from platform_site.dutch_dates import day
from platform_site.editing.worklists import WorkItem, WorkList
from platform_site.search.missed import shown


def _rows(searches: list[dict]) -> list[WorkItem]:
    synonym = reverse("wagtailsnippets_platform_site_synonymgroup:add")
    return [
        WorkItem(
            one["words"],
            synonym,
            f"{one['total']} keer, voor het laatst op {day(one['last'])}",
            extra=(f"/zoeken/?q={one['words'].replace(' ', '+')}", "Zoek het zelf"),
        )
        for one in searches
    ]


MISSED = WorkList(
    slug="niet-gevonden",
    title="Gezocht en niet gevonden",
    explanation=(
        "Hier zochten bezoekers de laatste drie maanden vaker naar, zonder resultaat. Noemen wij het anders? Klik op het woord en zet het bij "
        "de synoniemen. Hebben we er niets over? Dan weet je wat er nog te schrijven is."
    ),
    done="Er is niets waar bezoekers vaker vergeefs naar zochten.",
    order=100,
    entries=shown,
    rows=_rows,
)
