"""How somebody becomes a coordinator and stops being one. The invitation itself is platform_site.accounts.invitations."""

from django.db import transaction
from django.urls import reverse
from wagtail.users.models import UserProfile

from partnerships.models import Coordinator, PartnershipPage
from platform_site import mail
from platform_site.accounts import audit, invitations
from platform_site.accounts.invitations import Invitation, InvitationKind
from platform_site.accounts.roles import role_of
from platform_site.addresses import absolute

COORDINATOR = "coordinator"


def _partnership(invitation: Invitation) -> PartnershipPage | None:
    return PartnershipPage.objects.filter(pk=invitation.payload["partnership"]).first()


def _purpose(invitation: Invitation) -> str:
    partnership = _partnership(invitation)
    return f"om het profiel van {partnership.title if partnership else 'een partnerschap'} bij te houden"


def _accepted(invitation: Invitation, user) -> None:
    partnership = _partnership(invitation)
    if partnership is None:
        raise invitations.InvitationClosedError(
            "Dit partnerschap staat niet meer op de site. Neem contact op met de redactie."
        )
    make_coordinator(user, partnership)


KIND = InvitationKind(COORDINATOR, "coordinator_invited", _purpose, _accepted, lambda _: "/mijn-partnerschap/")


@transaction.atomic
def make_coordinator(user, partnership: PartnershipPage) -> Coordinator:
    """Lets `user` change this profile. Wagtail's own mails, which lead into the admin, are not for coordinators."""
    if not role_of(user):
        facts = {"submitted_notifications": False, "approved_notifications": False, "rejected_notifications": False}
        UserProfile.objects.update_or_create(user=user, defaults=facts)
    coordinator, new = Coordinator.objects.get_or_create(user=user, partnership=partnership)
    if new:
        audit.note(audit.What.ROLE_GIVEN, audit.somebody(), user, detail=f"coördinator van {partnership}")
    return coordinator


def take_away(coordinator: Coordinator) -> None:
    """Ends it, and tells the person: who finds a closed door without a word thinks that something broke."""
    partnership, user = coordinator.partnership, coordinator.user
    coordinator.delete()
    audit.note(audit.What.ROLE_TAKEN, audit.somebody(), user, detail=f"coördinator van {partnership}")
    if user.is_active:
        facts = {
            "partnership": partnership,
            "contact": absolute("/contact/"),
            "account": absolute(reverse("my_account")),
        }
        mail.send("coordinator_removed", [user.email], facts)


def former(user) -> list[PartnershipPage]:
    """The partnerships that `user` once was invited to, took up, and coordinates no more."""
    taken_up = Invitation.objects.filter(kind=COORDINATOR, email__iexact=user.email, used_at__isnull=False)
    once = {invitation.payload.get("partnership") for invitation in taken_up}
    now = user.coordinates.values("partnership")
    return list(PartnershipPage.objects.filter(pk__in=once).exclude(pk__in=now).order_by("sort_key", "pk"))


def invited(partnership: PartnershipPage):
    """The open invitations to coordinate this partnership."""
    return (
        Invitation.objects.open()
        .filter(kind=COORDINATOR, payload__partnership=partnership.pk)
        .order_by("-created_at", "-pk")
    )


def invite(email: str, partnership: PartnershipPage, by) -> Invitation:
    """Sends an invitation, in place of an open one to the same address."""
    return invitations.invite(email, COORDINATOR, {"partnership": partnership.pk}, by=by)
