"""The landkaart's part of the address: sector and status, in one place for page, map and downloads."""

from partnerships.querysets import Status
from platform_site.filters import Facet, FacetedFilterSet
from platform_site.taxonomy import Sector


class PartnershipFilter(FacetedFilterSet):
    sector = Facet("sectors", "Sector", [(value, value) for value in Sector.values], array=True)
    status = Facet("status", "Status", Status.choices)
