"""The logo: stored as a picture of the site as soon as it is chosen; on the page only after approval."""

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Revision, TaskState

from partnerships.models import PartnershipPage, ProfileDraft
from partnerships.portal.forms import StepForm
from partnerships.portal.permissions import for_user
from platform_site.file_collections import collection
from platform_site.models import SiteImage
from platform_site.serving.picture_rights import used_on

COLLECTION = "Logo's van partnerschappen"
KEPT_UNUSED = timedelta(days=7)  # so that one can change one's mind
MADE_BY = "aangeleverd door het partnerschap"


def given(form: StepForm, user) -> dict:
    """The answer about the logo, where this form asks for one: a picture just uploaded, or that it must go."""
    if "logo_file" not in form.fields:
        return {}
    if file := form.cleaned_data.get("logo_file"):
        title = f"Logo van {form.partnership.title}"[:255]
        image = SiteImage(
            title=title, description=title, credit=MADE_BY, uploaded_by_user=user, collection=collection(COLLECTION)
        )
        image.file.save(file.name, file, save=False)
        image.save()
        return {"logo": image.pk}
    return {"logo": None} if form.cleaned_data.get("logo_away") else {}


def may_see(request: HttpRequest, picture: int) -> bool:
    """Whether who asks coordinates a partnership that has this picture on its page, or is about to."""
    mine = for_user(request.user).order_by()
    written = Q(base__logo=picture) | Q(answers__logo=picture) | Q(handed_in__logo=picture)
    return ProfileDraft.objects.filter(written, partnership__in=mine).exists() or used_on(mine, picture).exists()


def tidy() -> None:
    """Throws away logos that nothing uses or waits for: replaced, refused or taken back. A job on the clock."""
    old = SiteImage.objects.filter(collection__name=COLLECTION, created_at__lt=timezone.now() - KEPT_UNUSED)
    waiting = _still_needed()
    for image in old.exclude(pk__in=waiting).order_by("pk"):
        if not image.get_usage().count():
            image.delete()  # Wagtail takes the file and its renditions away


def _still_needed() -> set[int]:
    """The logos of live pages, of what may still be published, and of what coordinators are writing."""
    pages = PartnershipPage.objects.all()
    in_use = set(pages.values_list("logo_id", flat=True))
    revisions = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pages.values_list("pk", flat=True)])
    current = pages.values_list("latest_revision_id", "live_revision_id")
    reviewed = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision_id")
    needed = revisions.filter(
        Q(pk__in={pk for both in current for pk in both if pk})
        | Q(approved_go_live_at__isnull=False)
        | Q(pk__in=reviewed)
    )
    in_use |= {content.get("logo") for content in needed.values_list("content", flat=True)}
    for draft in ProfileDraft.objects.select_related("set_aside"):
        in_use |= {answers.get("logo") for answers in (draft.base, draft.answers, draft.handed_in or {})}
        in_use |= {draft.set_aside.content.get("logo")} if draft.set_aside else set()
    return in_use - {None}
