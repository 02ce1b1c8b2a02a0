"""The landkaart's choices in the address, in one place for page, map and downloads."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.utils import timezone

from partnerships.models.history import Partner, Role
from partnerships.models.organisations import Organisation
from partnerships.models.profiles import PartnershipPage
from partnerships.querysets import PartnershipQuerySet, Status
from platform_site.filters import FacetedFilterSet, FacetFilter
from platform_site.places import PROVINCES
from platform_site.taxonomy import EducationRegion, Sector, Theme

HERE = OuterRef("pk")


def code(path: str = "") -> Case:
    """What an institute is called in the address: its BRIN, or its name in small letters and hyphens when it has none."""
    words = Func(Lower(f"{path}name"), Value("[^a-z0-9]+"), Value("-"), Value("g"), function="regexp_replace")
    return Case(When(**{f"{path}brin": ""}, then=words), default=F(f"{path}brin"))


def with_choices(found: PartnershipQuerySet) -> PartnershipQuerySet:
    """Adds `theme_slugs` (what a partnership says it works on, and what its visible items in the kennisbank are about)
    and `institutes` (the codes of the teacher-training institutes that take part today)."""
    items = PartnershipPage.knowledge_items.rel.related_model.objects.visible()
    own = PartnershipPage.themes.through.objects.filter(partnershippage=OuterRef(HERE)).values("theme")
    shared = items.order_by().filter(partnerships=OuterRef(HERE)).values("themes")
    themes = Theme.objects.order_by().filter(Q(pk__in=own) | Q(pk__in=shared)).values("slug")
    institutes = (
        Partner.objects.on(timezone.localdate())
        .filter(page=HERE, role=Role.INSTITUTE)
        .values(code=code("organisation__"))
    )
    return found.annotate(theme_slugs=ArraySubquery(themes), institutes=ArraySubquery(institutes.distinct()))


def _institutes() -> list[tuple[str, str]]:
    """All institutes that ever took part in a partnership, by name."""
    taking_part = Organisation.objects.filter(partnerships__role=Role.INSTITUTE)
    return list(taking_part.order_by("name").annotate(code=code()).values_list("code", "name").distinct())


class PartnershipFilter(FacetedFilterSet):
    sector = FacetFilter("sectors", "Sector", [(value, value) for value in Sector.values], array=True)
    status = FacetFilter("status", "Status", Status.choices)
    thema = FacetFilter(
        "theme_slugs",
        "Werkt aan of deelde iets over",
        lambda: Theme.objects.values_list("slug", "title"),
        array=True,
    )
    lerarenopleiding = FacetFilter("institutes", "Lerarenopleiding", _institutes, array=True, only_present=True)
    onderwijsregio = FacetFilter(
        "regions__slug",
        "Onderwijsregio",
        lambda: EducationRegion.objects.values_list("slug", "title"),
        only_present=True,
    )
    provincie = FacetFilter("province", "Provincie", PROVINCES)

    def __init__(self, data, queryset: PartnershipQuerySet):
        super().__init__(data, with_choices(queryset))
