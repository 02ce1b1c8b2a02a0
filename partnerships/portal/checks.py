""" "Klopt jullie profiel nog?": asked once a year by mail, repeated once, answered by one click or by handing something in."""

from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from partnerships.models import PartnershipPage, ProfileCheck
from platform_site import mail
from platform_site.addresses import absolute
from platform_site.generation import page_changed
from platform_site.transactions import lock_page

SALT = "klopt het profiel nog"
LINK_DAYS = 90
CHECKED_BY = "het partnerschap"


def run() -> None:
    """Sends what is due today. A job on the clock: what was sent is noted first, so a second run does nothing."""
    today = timezone.localdate()
    reminder = timedelta(days=settings.PROFILE_REMINDER_DAYS)
    _forget_answered()
    for page in _to_ask(today):
        with transaction.atomic():
            if ProfileCheck.objects.get_or_create(partnership=page, defaults={"asked_on": today})[1]:
                _ask(page, "profile_check")
    for check in ProfileCheck.objects.filter(asked_on__lte=today - reminder, reminded_on=None).order_by("pk"):
        with transaction.atomic():
            if ProfileCheck.objects.filter(pk=check.pk, reminded_on=None).update(reminded_on=today):
                _ask(check.partnership, "profile_check_again")
    for check in ProfileCheck.objects.filter(reminded_on__lte=today - reminder, lapsed_on=None).order_by("pk"):
        with transaction.atomic():
            if ProfileCheck.objects.filter(pk=check.pk, lapsed_on=None).update(lapsed_on=today):
                page_changed(check.partnership)  # from now on its page says so


def _to_ask(today: date):
    """Live profiles with a coordinator, not checked for a year, of which nothing was asked yet."""
    limit = today - timedelta(days=settings.PROFILE_CHECK_DAYS)
    stale = Q(checked_on__lt=limit) | Q(checked_on=None, first_published_at__date__lt=limit)
    due = PartnershipPage.objects.filter(stale, live=True, profile_check=None, coordinators__user__is_active=True)
    return due.distinct().order_by("pk")


def _forget_answered() -> None:
    """Once somebody checked the profile after the question, the question is closed."""
    for check in ProfileCheck.objects.select_related("partnership").order_by("pk"):
        if check.partnership.checked_on and check.partnership.checked_on >= check.asked_on:
            check.delete()


def _ask(page: PartnershipPage, template: str) -> None:
    facts = {
        "partnership": page,
        "page": absolute(page.url),
        "link": absolute(address(page)),
        "students": page.students,
    }
    mail.send(template, [c.user.email for c in page.coordinators.filter(user__is_active=True).order_by("pk")], facts)


def address(page: PartnershipPage) -> str:
    """The address where one click confirms that the profile still holds; good for some months, for this page only."""
    return f"/mijn-partnerschap/klopt/{signing.dumps(page.pk, salt=SALT, compress=True)}/"


def page_of(token: str) -> PartnershipPage | None:
    """The page that a confirmation address is about; None when it is forged, too old or of a page that is gone."""
    try:
        page_id = signing.loads(token, salt=SALT, max_age=timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        return None
    return PartnershipPage.objects.filter(pk=page_id, live=True).first()


@transaction.atomic
def confirm(page: PartnershipPage) -> None:
    """Notes that the profile holds as it is, on the page and in the revisions that may be published next."""
    record, today = lock_page(page.pk), timezone.localdate()
    PartnershipPage.objects.filter(pk=page.pk).update(checked_on=today, checked_by=CHECKED_BY)
    for revision in Revision.objects.filter(pk__in={record.latest_revision_id, record.live_revision_id} - {None}):
        revision.content |= {"checked_on": today.isoformat(), "checked_by": CHECKED_BY}
        revision.save(update_fields=["content"])
    ProfileCheck.objects.filter(partnership_id=page.pk).delete()
    page.checked_on, page.checked_by = today, CHECKED_BY
    page_changed(page)
