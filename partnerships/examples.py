"""Builders for partnerships, for tests and demo alike."""

from datetime import date

from partnerships.models import MapPage, Organisation, Partner, PartnershipIndexPage, PartnershipPage, StatusChange
from partnerships.portal.invitations import make_coordinator
from platform_site.examples import a_user, number, put, terms, the_only
from platform_site.models import Theme


def the_partnerships() -> PartnershipIndexPage:
    return the_only(PartnershipIndexPage, "Partnerschappen", "partnerschappen")


def the_map() -> MapPage:
    return the_only(MapPage, "Landkaart", "landkaart", show_in_menus=True)


def an_organisation(name: str = "", **facts) -> Organisation:
    return Organisation.objects.create(**{"name": name or f"Organisatie {number()}", "kind": "school", **facts})


def a_partnership(
    title: str = "",
    *,
    status: str = "erkend",
    since: date | None = None,
    as_of_year: int | None = None,
    before: str = "",
    themes: tuple = (),
    partners: tuple[tuple[Organisation, str], ...] = (),
    **facts,
) -> PartnershipPage:
    """A live partnership in Utrecht. status "" leaves the history empty; before: the status it had until then, since when is
    unknown; partners: (organisation, role) pairs.
    """
    defaults = {
        "sectors": ["po"],
        "summary": "Wie wij zijn.",
        "place": "Utrecht",
        "province": "Utrecht",
        "lat": 52.09,
        "lon": 5.11,
    }
    page = PartnershipPage(title=title or f"Partnerschap {number()}", **{**defaults, **facts})
    history = [StatusChange(status=before)] if before else []
    history += [StatusChange(status=status, since=since, as_of_year=as_of_year)] if status else []
    for place, step in enumerate(history):
        step.sort_order = place
    page.status_changes = history
    page.partners = [Partner(organisation=organisation, role=role) for organisation, role in partners]
    page.themes = terms(Theme, *themes)
    return put(the_partnerships(), page)


def a_coordinator(*partnerships: PartnershipPage, **facts):
    """Somebody who coordinates these partnerships."""
    user = a_user(**facts)
    for partnership in partnerships:
        make_coordinator(user, partnership)
    return user
