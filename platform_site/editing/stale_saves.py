"""Two people, one page: a save on top of something newer is held up and shows both texts, so that nothing is lost in silence.

Wagtail itself refuses only its own automatic saves; a click on "Bewaar" in an old tab would overwrite (docs/decisions/17).
"""

import re
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.views.pages.edit import EditView
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageSubscription, Revision

from platform_site.own_versions import made_by
from platform_site.stored_blocks import leaves
from platform_site.transactions import lock_page
from platform_site.typed_text import posted

ALREADY_MADE = "Deze pagina is al bewaard."
ANSWER = "Iemand anders heeft deze pagina intussen bewaard. Kies Bewaar: dan zie je beide versies naast elkaar."
# What the editor's form says of the version it began with; the last one: of the version it saved itself since.
LOADED, LOADED_AT, OWN = "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"

# What an editor puts in a text or leaves out of it, and nobody sees.
UNSEEN = re.compile(r'\s*data-block-key="\w+"|\s+(?=<)|(?<=>)\s+|\s(?=>)|\r')


def refuse_stale_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For `before_edit_page`: None when the form was filled in on the latest version, else an answer with status 409.

    The page stays locked until the transaction of this request ends (AtomicAdminMiddleware): of two saves at one moment the
    second one sees the first.
    """
    if request.method != "POST":
        return None
    latest = Page.objects.select_for_update(of=("self",)).get(pk=page.pk).latest_revision
    if latest is None or is_based_on(request, latest):
        return None
    if not request.accepts("text/html"):
        return _refusal(ANSWER)
    again = {LOADED: str(latest.pk), LOADED_AT: latest.created_at.isoformat()}
    theirs = latest.as_object()
    mine = as_typed(request, latest.as_object())
    context = {
        "page": page,
        "title": page.get_admin_display_title(),
        "latest": latest,
        "differences": differences(theirs, mine),
        "fields": [*posted(request, without=(LOADED, LOADED_AT, OWN)), *again.items()],
    }
    return TemplateResponse(request, "platform_site/admin/stale_page.html", context, status=409)


def _refusal(why: str) -> JsonResponse:
    """As the editor's automatic save expects it; it then stops."""
    return JsonResponse({"success": False, "error_code": "invalid_revision", "error_message": why}, status=400)


def is_based_on(request: HttpRequest, latest: Revision) -> bool:
    """Whether what is sent was written on top of this version, or in the very form that made it. A form that does not say so was not.

    An automatic save must know the version itself: one that is overtaken by a click on Publiceren comes too late.
    """
    if (request.POST.get(LOADED), request.POST.get(LOADED_AT)) == (str(latest.pk), latest.created_at.isoformat()):
        return True
    if not request.accepts("text/html") and request.POST.get(OWN) != str(latest.pk):
        return False
    return made_by(request, revision=latest) is not None


def go_on_with_own_page(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """For `before_create_page`: when an automatic save of this form made the page just before, it is that page that is saved."""
    if request.method != "POST":
        return None
    lock_page(parent.pk)  # pages below one parent are made one after another
    made = made_by(request)
    if made is None:
        return None
    if not request.accepts("text/html"):
        return _refusal(ALREADY_MADE)
    return EditView.as_view()(request, page_id=int(made.revision.object_id))


def as_typed(request: HttpRequest, page: Page) -> Page:
    """`page` with what the form holds in it, as far as that can be read; nothing is stored."""
    subscription = PageSubscription(page=page, user=request.user)
    form = page.get_edit_handler().get_form_class()(
        request.POST,
        request.FILES,
        instance=page,
        subscription=subscription,
        parent_page=page.get_parent(),
        for_user=request.user,
    )
    form.defer_required_fields()
    return form.save(commit=False) if form.is_valid() else form.instance


@dataclass(frozen=True)
class Difference:
    """What differs in one field. comparison: Wagtail's own, which knows how to show it."""

    comparison: object
    only_layout: bool


def differences(theirs: Model, mine: Model) -> list[Difference]:
    """What a reader would see differ, in the order of the form."""
    panel = get_edit_handler(type(mine)).get_bound_panel(instance=mine, request=None, form=None)
    compared = [compare(theirs, mine) for compare in panel.get_comparison()]
    changed = [one for one in compared if one.has_changed()]
    return [
        Difference(one, not one.is_child_relation and _words(one.val_a) == _words(one.val_b))
        for one in changed
        if one.is_child_relation or _content(one.val_a) != _content(one.val_b)
    ]


def _words(value) -> list[str]:
    """A text without its layout."""
    return re.sub(r"<[^>]*>", " ", _content(value)).split()


def _content(value) -> str:
    """A text with its layout, in one way of writing it."""
    if isinstance(value, StreamValue):
        value = "\n".join(f"{path} {leaf}" for path, leaf in leaves(value.get_prep_value()))
    return UNSEEN.sub("", str(value))
