"""The editors' guide in the admin itself: docs/redactie.md, as it is."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from wagtail.admin.menu import MenuItem

DOCS = settings.BASE_DIR / "docs"
GUIDES = {"redactie": "Handleiding voor redacties", "rollen": "Wie mag wat"}


@lru_cache
def written(name: str) -> SafeString:
    """A guide as HTML, without its own title; links to another guide lead to where that is shown."""
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8").partition("\n")[2]
    html = MarkdownIt("commonmark").enable("table").render(text)
    for other in GUIDES:
        html = html.replace(f'href="{other}.md"', f'href="{reverse("guide", args=[other])}"')
    return SafeString(html)


def show(request: HttpRequest, name: str) -> HttpResponse:
    """/beheer/handleiding/«name»/"""
    context = {
        "guide": written(name),
        "header_title": GUIDES[name],
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Start"},
            {"url": "", "label": GUIDES[name]},
        ],
    }
    return TemplateResponse(request, "platform_site/admin/guide.html", context)


def menu_item() -> MenuItem:
    """The guide in the menu Help."""
    return MenuItem(GUIDES["redactie"], reverse("guide", args=["redactie"]), name="guide", icon_name="help", order=900)


def own_guide_only(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leaves Wagtail's own guides out: they are in English, on another site."""
    items[:] = [item for item in items if not item.url.startswith("https://")]
