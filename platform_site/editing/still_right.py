"""“Klopt nog”: one click says that a page was read and still holds; what it says and who may see it stay as they are.

The date stands on the page and in the latest version of its text, so that neither a draft nor an approval on its way is
disturbed, and no draft comes on the site with it. Each click is in the history of the page, and can be taken back from there.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import Page, PageLogEntry

from platform_site.generation import page_changed

SAID, TAKEN_BACK = "site.still_right", "site.still_right_undone"
LABEL = "Klopt nog"


def actions(registry: LogActionRegistry) -> None:
    """For `register_log_actions`: how the history of a page tells of it."""
    registry.register_action(SAID, LABEL, "Nagelezen: klopt nog")
    registry.register_action(TAKEN_BACK, "Klopt nog: ongedaan gemaakt", "“Klopt nog” ongedaan gemaakt")


def urls() -> list[URLPattern]:
    return [
        path("werk/klopt-nog/<int:page>/", say, name="still-right"),
        path("werk/klopt-nog/<int:page>/terug/<int:entry>/", take_back, name="still-right-undo"),
    ]


@require_POST
def say(request: HttpRequest, page: int) -> HttpResponse:
    """Sets the day of the last check to today."""
    found, today = _page(request, page), timezone.localdate()
    if found.permissions_for_user(request.user).page_locked():
        messages.error(request, f"“{found}” is op slot gezet of wacht op een beoordeling. De datum is niet veranderd.")
        return _onward(request)
    was = {"live": _text(found.revised_on), "draft": _in_draft(found)}
    write(found, today, today)
    entry = log(found, SAID, user=request.user, data=was)
    undo = format_html(
        '<form method="post" action="{}" class="work__undo"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}"><button class="button button-small button-secondary">Maak ongedaan</button></form>',
        reverse("still-right-undo", args=[found.pk, entry.pk]),
        get_token(request),
        _next(request),
    )
    messages.success(request, format_html("“{}” is vandaag nagelezen en klopt nog. {}", found, undo))
    return _onward(request)


@require_POST
def take_back(request: HttpRequest, page: int, entry: int) -> HttpResponse:
    """Puts back the day that stood there, unless somebody has set another one since."""
    found = _page(request, page)
    said = get_object_or_404(PageLogEntry, pk=entry, page=found, action=SAID)
    if found.revised_on != timezone.localdate(said.timestamp):
        messages.info(request, f"De datum van “{found}” is intussen al veranderd.")
        return _onward(request)
    write(found, _day(said.data["live"]), _day(said.data["draft"]))
    log(found, TAKEN_BACK, user=request.user)
    messages.success(request, f"“{found}” staat weer in de lijst, met de datum van eerst.")
    return _onward(request)


def write(page: Page, live: date | None, draft: date | None) -> None:
    """Stores these days on the page and in the latest version of its text."""
    page.revised_on = live
    type(page).objects.filter(pk=page.pk).update(revised_on=live)
    if (latest := page.latest_revision) is not None:
        latest.content["revised_on"] = _text(draft)
        latest.save(update_fields=["content"])
    page_changed(page)


def _page(request: HttpRequest, number: int) -> Page:
    """The live page. Raises Http404, or PermissionDenied for who may not change it."""
    page = get_object_or_404(Page.objects.filter(live=True), pk=number).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _in_draft(page: Page) -> str | None:
    return page.latest_revision.content.get("revised_on") if page.latest_revision else _text(page.revised_on)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _next(request: HttpRequest) -> str:
    return get_valid_next_url_from_request(request) or reverse("wagtailadmin_home")


def _onward(request: HttpRequest) -> HttpResponse:
    return redirect(_next(request))
