"""The landkaart's choices in the address, in one place for page, map and downloads.

There are some hundreds of partnerships at most: they stand in memory, and choosing and counting is done there.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.http import QueryDict

from partnerships.models.history import Partner, Role
from partnerships.models.organisations import Organisation
from partnerships.models.profiles import PartnershipPage
from partnerships.querysets import Status
from platform_site.components import Chip, FacetGroup, Option
from platform_site.memory import cached_until_change
from platform_site.parameters import Address
from platform_site.places import PROVINCES
from platform_site.taxonomy import SECTORS, EducationRegion, Sector, Term, Theme, known_terms

HERE = OuterRef("pk")


def code(path: str = "") -> Case:
    """What an institute is called in the address: its BRIN, or its name in small letters and hyphens when it has none."""
    words = Func(Lower(f"{path}name"), Value("[^a-z0-9]+"), Value("-"), Value("g"), function="regexp_replace")
    return Case(When(**{f"{path}brin": ""}, then=words), default=F(f"{path}brin"))


@cached_until_change
def partnerships_on(today: date) -> list[PartnershipPage]:
    """All partnerships that everybody may see, in alphabetical order, with what they can be chosen by: `theme_slugs` (what one says
    it works on, and what its visible items in the kennisbank are about), `institutes` (the codes of the teacher-training institutes
    that take part on that day) and `region_slugs`."""
    items = PartnershipPage.knowledge_items.rel.related_model.objects.visible()
    own = PartnershipPage.themes.through.objects.filter(partnershippage=OuterRef(HERE)).values("theme")
    shared = items.order_by().filter(partnerships=OuterRef(HERE)).values("themes")
    themes = Theme.objects.order_by().filter(Q(pk__in=own) | Q(pk__in=shared)).values("slug")
    present = Partner.objects.on(today).filter(page=HERE, role=Role.INSTITUTE)
    regions = EducationRegion.objects.order_by().filter(partnerships=HERE).values("slug")
    return list(
        PartnershipPage.objects.listed().annotate(
            theme_slugs=ArraySubquery(themes),
            institutes=ArraySubquery(present.values(code=code("organisation__")).distinct()),
            region_slugs=ArraySubquery(regions),
        )
    )


@cached_until_change
def _institutes() -> dict[str, str]:
    """All institutes that ever took part in a partnership, by name."""
    taking_part = Organisation.objects.filter(partnerships__role=Role.INSTITUTE)
    return dict(taking_part.order_by("name").annotate(code=code()).values_list("code", "name").distinct())


def _titles(kind: type[Term]) -> dict[str, str]:
    return {term.slug: term.title for term in known_terms(kind).values()}


@dataclass(frozen=True)
class MapFacet:
    """One way to choose. options: the values there are, with their titles, in order; values: those of a partnership."""

    title: str
    options: Callable[[], dict[str, str]]
    values: Callable[[PartnershipPage], Iterable[str]]
    only_present: bool = False  # leave out what no partnership has


FACETS = {
    "sector": MapFacet("Sector", lambda: {value: value for value in Sector.values}, lambda page: page.sectors),
    "status": MapFacet("Status", lambda: dict(Status.choices), lambda page: [page.status]),
    "thema": MapFacet("Werkt aan of deelde iets over", lambda: _titles(Theme), lambda page: page.theme_slugs),
    "lerarenopleiding": MapFacet("Lerarenopleiding", _institutes, lambda page: page.institutes, only_present=True),
    "onderwijsregio": MapFacet(
        "Onderwijsregio", lambda: _titles(EducationRegion), lambda page: page.region_slugs, only_present=True
    ),
    "provincie": MapFacet("Provincie", lambda: dict(PROVINCES), lambda page: [page.province]),
}


class PartnershipFilter:
    """What is chosen in an address, out of some partnerships. An unknown value is dropped by itself; the rest holds."""

    def __init__(self, data: QueryDict, pages: list[PartnershipPage]):
        self.pages = pages
        self.titles = {name: facet.options() for name, facet in FACETS.items()}
        self.chosen = {
            name: [value for value in dict.fromkeys(data.getlist(name)) if value in self.titles[name]]
            for name in FACETS
        }

    def narrowed(self, leaving_out: str = "", among: list[PartnershipPage] | None = None) -> list[PartnershipPage]:
        """What all choices together leave (of `among`, if given), save those in the facet `leaving_out`."""
        found = self.pages if among is None else among
        for name, values in self.chosen.items():
            if values and name != leaving_out:
                wanted, of = set(values), FACETS[name].values
                found = [page for page in found if not wanted.isdisjoint(of(page))]
        return found

    def groups(self) -> list[FacetGroup]:
        """The facets, with a count beside each option."""
        return [self._group(name, facet) for name, facet in FACETS.items()]

    def _group(self, name: str, facet: MapFacet) -> FacetGroup:
        found, chosen = self.narrowed(leaving_out=name), self.chosen[name]
        counts = Counter(value for page in found for value in facet.values(page))
        options = [
            Option(value, title, counts[value], value in chosen, sector=value in SECTORS)
            for value, title in self.titles[name].items()
            if not facet.only_present or value in counts or value in chosen
        ]
        return FacetGroup(name, facet.title, options)

    def loosest(self) -> tuple[str, int] | None:
        """The facet without whose choices most is left, and how much; None when nothing is chosen."""
        left = {name: len(self.narrowed(leaving_out=name)) for name, values in self.chosen.items() if values}
        return max(left.items(), key=lambda pair: pair[1], default=None)

    def chips(self, address: Address) -> list[Chip]:
        """The chosen filters, each with the link that takes it away."""
        return [
            Chip(self.titles[name][value], address.without(name, value))
            for name, values in self.chosen.items()
            for value in values
        ]
