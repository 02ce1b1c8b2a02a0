"""What an editor may want to mend in a page that is handed in or published: said then, and never in the way."""

import re
from collections.abc import Iterator
from html import unescape

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags
from wagtail.admin import messages
from wagtail.models import Page

from platform_site.editing.links import texts_of

SENDING = ("action-submit", "action-publish", "action-workflow-action", "action-restart-workflow")
LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
SAYS_NOTHING = {
    "hier", "klik", "klik hier", "klik hier voor meer", "lees meer", "lees verder", "meer", "meer info", "meer informatie",
    "meer lezen", "link", "deze link", "via deze link", "deze pagina", "deze site", "website", "download", "download hier",
}  # fmt: skip
ADDRESS = re.compile(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)*\.(nl|com|org|eu|net|edu|be)(/\S*)?", re.IGNORECASE)


def advice(page: Page) -> Iterator[str]:
    """What could be better, in whole sentences."""
    texts = [unescape(strip_tags(text)) for html in texts_of(page) for text in LINK.findall(html)]
    words = list(dict.fromkeys(" ".join(text.split()) for text in texts))
    for text in words:
        if text.strip(" .…:>»").lower() in SAYS_NOTHING:
            yield f"De link “{text}” zegt niet waar hij heen gaat. Gebruik woorden die dat wel doen."
        elif ADDRESS.fullmatch(text):
            yield f"De link “{text[:80]}” is een adres. Zet er woorden voor in de plaats: wat vindt een lezer daar?"
    if getattr(page, "council_id", 0) is None:
        yield "Er is nog geen verantwoordelijke raad gekozen. Die houdt de pagina actueel en krijgt de mails erover."


def tell_when_sent(request: HttpRequest, page: Page) -> None:
    """For `after_create_page` and `after_edit_page`: tells whoever hands in, publishes or approves what could be better."""
    if request.method != "POST" or not request.accepts("text/html"):
        return
    if not any(name in request.POST for name in SENDING):
        return tell_when_only_planned(request, page)
    if found := list(advice(page.specific)):
        listed = format_html_join("", "<li>{}</li>", ((one,) for one in found))
        text = format_html("Kijk nog even naar “{}”:<ul>{}</ul>", page.get_admin_display_title(), listed)
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), "Pas aan")
        messages.warning(request, text, buttons=[edit])


def tell_when_only_planned(request: HttpRequest, page: Page) -> None:
    """Whoever filled in when a page appears or leaves, and saved a draft, is told that nothing is planned by that alone."""
    stored, now = Page.objects.get(pk=page.pk), timezone.now()
    waiting = [name for name in ("go_live_at", "expire_at") if (day := getattr(page, name)) and day > now]
    # A page that is on the site keeps what holds there, until it is published; another stores what is filled in, and none of it holds.
    new = waiting if not stored.live else [name for name in waiting if getattr(page, name) != getattr(stored, name)]
    if not new or stored.approved_schedule:
        return
    how = "“Publicatie inplannen”" if "go_live_at" in new else "“Publiceren”"
    messages.info(request, f"De planning is ingevuld, maar geldt nog niet. Kies onderaan {how}, of lever de pagina in.")
