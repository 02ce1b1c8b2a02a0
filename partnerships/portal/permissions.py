"""Who may do what in the portal, in one place: every view starts from here."""

from partnerships.models import PartnershipPage
from partnerships.querysets import PartnershipQuerySet


def for_user(user) -> PartnershipQuerySet:
    """The partnerships that `user` may change: those he or she coordinates, whatever else the account may do."""
    if not user.is_authenticated or not user.is_active:
        return PartnershipPage.objects.none()
    return PartnershipPage.objects.coordinated_by(user)
