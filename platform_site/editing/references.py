"""Who links to a page: told before somebody moves it, and where several leave the site at once."""

from dataclasses import dataclass

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page, ReferenceIndex


@dataclass(frozen=True)
class Used:
    """How many pages and the like refer to something, and the address of their list."""

    count: int
    url: str


def references_to(page: Page) -> Used:
    found = ReferenceIndex.get_grouped_references_to(page)
    return Used(found.count(), reverse("wagtailadmin_pages:usage", args=[page.pk]))


def tell_before_moving(request: HttpRequest, page: Page, destination: Page) -> None:
    """For `before_move_page`: links follow a page by themselves; its old address leads to the new one."""
    count = references_to(page).count
    if request.method == "GET" and count:
        places = "1 plek" if count == 1 else f"{count} plekken"
        messages.info(
            request,
            f"“{page.get_admin_display_title()}” wordt op {places} gebruikt. Die links gaan vanzelf mee naar het nieuwe adres, "
            "en het oude adres verwijst daarheen door.",
        )


def count_also() -> None:
    """Counts what Wagtail does not by itself: settings and accounts. Called from AppConfig.ready()."""
    for name in ("platform_site.SiteSettings", "accounts.User"):
        ReferenceIndex.register_model(apps.get_model(name))
