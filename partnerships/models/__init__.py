"""The models of this app, each in the module of its subject."""

from partnerships.models.map_pages import MapPage
from partnerships.models.organisations import Located, Organisation
from partnerships.models.profiles import Partner, PartnershipIndexPage, PartnershipPage, Role, Status, StatusChange

__all__ = [
    "Located", "MapPage", "Organisation", "Partner", "PartnershipIndexPage", "PartnershipPage", "Role", "Status", "StatusChange",
]  # fmt: skip
