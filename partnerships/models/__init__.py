"""The models of this app, each in the module of its subject."""

from partnerships.models.coordinators import Coordinator, ProfileCheck, ProfileDraft, Successor
from partnerships.models.duo_imports import DuoImport
from partnerships.models.history import Partner, Role, StatusChange
from partnerships.models.map_pages import MapPage
from partnerships.models.organisations import Located, Organisation, Register
from partnerships.models.profiles import PartnershipIndexPage, PartnershipPage, listed_partnerships
from partnerships.models.totals import StudentTotal
from partnerships.querysets import Status

__all__ = [
    "Coordinator", "DuoImport", "Located", "MapPage", "Organisation", "Partner", "PartnershipIndexPage", "PartnershipPage",
    "ProfileCheck", "ProfileDraft", "Register", "Role", "Status", "StatusChange", "StudentTotal",
    "Successor", "listed_partnerships",
]  # fmt: skip
