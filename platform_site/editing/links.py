"""The links in what is on the site: read from each page after it changes, so that broken ones can be listed.

Wagtail's own index of references forgets a link as soon as what it led to is deleted: exactly the ones to find. So links are
read from the texts themselves, by the background worker, a number of pages at a time.
"""

import re
from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from platform_site.editing.worklists import WorkItem, WorkList
from platform_site.parameters import whole_number
from platform_site.stored_blocks import texts

AT_ONCE = 200
LONGEST = 2000
_TAGS = re.compile(r"<(?:a|embed)\b[^>]*>")
_ATTRIBUTES = re.compile(r'(linktype|id|href)="([^"]*)"')


class PageLinks(models.Model):
    """The links in one live page, as they were when it was read."""

    page = models.OneToOneField(
        Page, verbose_name="pagina", on_delete=models.CASCADE, primary_key=True, related_name="links"
    )
    read_at = models.DateTimeField("gelezen op")
    addresses = ArrayField(models.CharField(max_length=LONGEST), verbose_name="adressen elders", default=list)
    pages = ArrayField(models.IntegerField(), verbose_name="pagina's", default=list)
    documents = ArrayField(models.IntegerField(), verbose_name="documenten", default=list)

    class Meta:
        verbose_name = "links op een pagina"
        verbose_name_plural = "links op pagina's"

    def __str__(self):
        return f"links op pagina {self.page_id}"


def texts_of(page: Page) -> Iterator[str]:
    """Every text of a page that can hold links, its blocks and its web addresses included."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from texts(getattr(page, field.name).get_prep_value())
        elif isinstance(field, RichTextField | models.URLField):
            yield getattr(page, field.name) or ""


def links_in(text: str) -> Iterator[tuple[str, str]]:
    """The links in a text as it is stored, as ("page" | "document" | "", id or address)."""
    if text.startswith(("http://", "https://")) and " " not in text.strip():
        yield "", text.strip()
    for tag in _TAGS.findall(text):
        attributes = dict(_ATTRIBUTES.findall(tag))
        if whole_number(attributes.get("id")):
            yield attributes.get("linktype", ""), attributes["id"]
        elif attributes.get("href", "").startswith(("http://", "https://")):
            yield "", attributes["href"].replace("&amp;", "&")


def read(page: Page) -> PageLinks:
    """Reads and stores the links of one page."""
    links = {link for text in texts_of(page.specific) for link in links_in(text)}
    facts = {
        "read_at": timezone.now(),
        "addresses": sorted(target for kind, target in links if not kind and len(target) <= LONGEST),
        "pages": sorted(int(target) for kind, target in links if kind == "page"),
        "documents": sorted(int(target) for kind, target in links if kind == "document"),
    }
    return PageLinks.objects.update_or_create(page_id=page.pk, defaults=facts)[0]


def read_changed() -> None:
    """For the clock: reads the live pages that changed since they were read, a bounded number."""
    changed = Q(links__isnull=True) | Q(links__read_at__lt=F("last_published_at"))
    for page in Page.objects.filter(changed, live=True, depth__gt=1).order_by("pk")[:AT_ONCE]:
        read(page)


def leading_nowhere(user: AbstractBaseUser | None = None) -> QuerySet:
    """Links on live pages to pages that are gone or not live, and to documents that are gone."""
    dead_page = (
        "EXISTS (SELECT 1 FROM unnest(pages) AS target"
        " WHERE NOT EXISTS (SELECT 1 FROM wagtailcore_page AS one WHERE one.id = target AND one.live))"
    )
    dead_document = (
        "EXISTS (SELECT 1 FROM unnest(documents) AS target"
        " WHERE NOT EXISTS (SELECT 1 FROM platform_site_sitedocument AS one WHERE one.id = target))"
    )
    pages = PageLinks.objects.filter(page__live=True).select_related("page")
    return pages.extra(where=[f"({dead_page} OR {dead_document})"]).order_by("page__title", "pk")


def _rows(found: list[PageLinks]) -> list[WorkItem]:
    wanted = {target for links in found for target in links.pages}
    known = {page.pk: page for page in Page.objects.filter(pk__in=wanted)}
    return [
        WorkItem(
            links.page.title,
            reverse("wagtailadmin_pages:edit", args=[links.page_id]),
            _dead_ends(links, known),
        )
        for links in found
    ]


def _dead_ends(links: PageLinks, known: dict[int, Page]) -> str:
    """Where the links of a page lead that lead nowhere."""
    hidden = [known[target].title for target in links.pages if target in known and not known[target].live]
    gone = sum(target not in known for target in links.pages)
    parts = [f"naar “{title}”, die niet op de site staat" for title in hidden]
    if gone:
        parts.append(
            "naar een pagina die niet meer bestaat" if gone == 1 else f"naar {gone} pagina's die niet meer bestaan"
        )
    return "; ".join(parts) or "naar een document dat niet meer bestaat"


LEADING_NOWHERE = WorkList(
    slug="links-binnen-de-site",
    title="Links die nergens uitkomen",
    explanation="Op deze pagina's staat een link naar een pagina of document dat er niet (meer) is. Kies een ander doel of haal de link weg.",
    done="Alle links binnen de site komen ergens uit.",
    order=60,
    entries=leading_nowhere,
    rows=_rows,
)
