"""What every page of this site has in common: summary, image, council, dates, its card and its crumbs."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelForm
from django.forms.formsets import ORDERING_FIELD_NAME
from django.http import HttpRequest
from django.urls import resolve
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from platform_site.addresses import absolute, path_of
from platform_site.components import Card, Crumb
from platform_site.own_versions import MARK, HiddenField, new_mark
from platform_site.pictures import MOST, shared
from platform_site.querysets import SitePageManager
from platform_site.reading import plain_text
from platform_site.relations import note_references
from platform_site.structured_data import picture_facts
from platform_site.texts import Texts

# Addresses that mean something else below a list: a page may not be called this.
RESERVED_SLUGS = {
    "alles", "feed", "export", "podcast", "open-data", "agenda-ics", "citaat", "scholen", "partnerschappen-csv", "katern",
}  # fmt: skip
AT_THE_HEAD = (
    "Staat boven aan de pagina, op haar kaart en bij een gedeelde link. Kies er alleen een die iets laat zien."
)
SHARED_ONLY = "Staat bij een gedeelde link naar deze pagina. Op de pagina zelf staat zij niet."
FOUND_BY = ["slug", "seo_title", "search_description"]
IN_MENU = FieldPanel("show_in_menus", heading="Toon in het hoofdmenu", help_text="Bij de links boven aan elke pagina.")
PAGES = "wagtail_serve"  # the name of the one address pattern that leads to pages


def sort_key(title: str) -> str:
    """What titles are ordered by: folded, lower case, without a leading bracket, quote or 's- ("Één" sorts as "een")."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", title.lower()) if not unicodedata.combining(c))
    return re.sub(r"^'s[- ]|^\W+", "", folded.replace("’", "'"))[:255]


def _is_left_out(is_taken_out: Callable[[ModelForm], bool], form: ModelForm) -> bool:
    """Whether a row of a list in the form is to be passed over: taken out by somebody, or new and with nothing in it but its place."""
    return (form.instance.pk is None and set(form.changed_data) <= {ORDERING_FIELD_NAME}) or is_taken_out(form)


class SitePageForm(WagtailAdminPageForm):
    """Asks, beside what any form asks, what must be right before this page is published.

    A new page is ready to type in, and of one's own council.
    """

    form_mark = HiddenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial[MARK] = new_mark(self.for_user)
        self._keep_to_publishers()
        if self.instance.pk is not None:
            return
        if "body" in self.fields and not self.initial.get("body"):
            self.initial["body"] = self.instance.body.stream_block.normalize([("text", "")])
        if self.for_user is not None and not self.instance.council_id:
            self.initial["council"] = self.for_user.council_id

    def _keep_to_publishers(self) -> None:
        """When a page is on the site, in its menu, and where once it is live: whoever may not publish sends nothing of it."""
        if self.for_user is None:
            return
        if self.instance.pk is None:
            may = self.parent_page is None or self.parent_page.permissions_for_user(self.for_user).can_publish_subpage()
        else:
            may = self.instance.permissions_for_user(self.for_user).can_publish()
        known = self.instance.pk is not None and self.instance.live
        for name in ("go_live_at", "expire_at", "show_in_menus", *(["slug"] if known else [])):
            if not may and name in self.fields:
                self.fields[name].disabled = True  # what is sent for it counts for nothing

    def defer_required_fields(self):
        """A draft may do without what was not filled in at all, such as the session that stands ready in a new agenda item."""
        if not self.is_deferred_validation:
            for formset in self.formsets.values():
                formset._should_delete_form = partial(_is_left_out, formset._should_delete_form)
        super().defer_required_fields()

    def restore_required_fields(self):
        super().restore_required_fields()
        for formset in self.formsets.values():
            vars(formset).pop("_should_delete_form", None)

    def clean_slug(self):
        slug = self.cleaned_data.get("slug")
        if slug in RESERVED_SLUGS or self._is_taken(slug):
            raise ValidationError(f"“{slug}” is al in gebruik als adres van de site zelf. Kies een andere webnaam.")
        return slug

    def _is_taken(self, slug: str) -> bool:
        """Whether the site itself answers where this page would be: /zoeken/, /dossiers/«dossier»/«katern»/alles/."""
        if not slug or self.parent_page is None or self.parent_page.depth == 1:
            return False
        return resolve(f"{path_of(self.parent_page)}{slug}/").url_name != PAGES

    def _post_clean(self):
        super()._post_clean()
        if not self.is_deferred_validation:
            for field, problem in self.instance.publishing_problems():
                self.add_error(field if field in self.fields else None, problem)


class SitePage(Page):
    """The abstract page from which all types come."""

    summary = models.TextField(
        "in het kort",
        max_length=300,
        help_text="Wat levert dit een lezer op? Hooguit 300 tekens, gewone woorden. Staat ook op kaarten en in zoekresultaten.",
    )
    image = models.ForeignKey(
        "platform_site.SiteImage",
        verbose_name="afbeelding",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Alleen als de afbeelding iets laat zien. De alternatieve tekst hoort bij de afbeelding zelf.",
    )
    council = models.ForeignKey(
        "accounts.Council",
        verbose_name="verantwoordelijke raad",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Wie houdt deze pagina actueel?",
    )
    revised_on = models.DateField(
        "herzien op",
        null=True,
        blank=True,
        help_text="Wanneer is de inhoud voor het laatst nagelopen? Leeg: de datum van publicatie.",
    )

    sort_key = models.CharField(max_length=255, editable=False, default="", db_index=True)

    objects = SitePageManager()
    base_form_class = SitePageForm
    KIND = ""
    parameters: ClassVar[tuple[str, ...]] = ()  # what of its address a page depends on
    pictures_on_cards = MOST  # how many of the pages it lists may show theirs
    # What page_routes already found out about the page that is asked for; None: not asked for by address.
    above: list[Page] | None = None
    restricted: bool | None = None

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("image", help_text=AT_THE_HEAD)]
    about_panels = [
        MultiFieldPanel([FieldPanel("council"), FieldPanel("revised_on")], heading="Beheer van deze pagina")
    ]
    undated_panels = [FieldPanel("council")]  # of what is not looked over by date
    promote_panels = [MultiFieldPanel(FOUND_BY, heading="Voor zoekmachines")]
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=1.5)]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.title)
        saved = super().save(*args, **kwargs)
        note_references(self)
        return saved

    def publishing_problems(self) -> list[tuple[str, str]]:
        """What must be mended before this page may be published, as (field, Dutch message). Drafts may have problems."""
        return []

    @property
    def published_on(self):
        """The day (Europe/Amsterdam) this was first published, None for what never was."""
        return timezone.localdate(self.first_published_at) if self.first_published_at else None

    @property
    def current_as_of(self):
        """The day the content was last looked over: as editors say, else the last publication."""
        if self.revised_on:
            return self.revised_on
        return timezone.localdate(self.last_published_at) if self.last_published_at else None

    @property
    def canonical(self) -> str:
        """The one full address of this page."""
        return absolute(self.url)

    def get_url(self, request=None, current_site=None) -> str:
        return path_of(self)

    def get_full_url(self, request=None) -> str:
        return absolute(path_of(self))

    url = property(get_url)
    full_url = property(get_full_url)

    def card(self) -> Card:
        """What this page looks like in a list."""
        return Card(
            title=self.title, url=self.url, slug=self.slug, summary=self.summary, kind=self.KIND, image=self.image_id
        )

    def crumbs(self) -> list[Crumb]:
        """The way from home to here, this page excluded; a page that is not live (any more) is no step."""
        above = (
            self.get_ancestors().filter(depth__gt=1).only("title", "url_path", "live")
            if self.above is None
            else self.above
        )
        return [Crumb("Home" if path_of(page) == "/" else page.title, path_of(page)) for page in above if page.live]

    def get_view_restrictions(self):
        return PageViewRestriction.objects.none() if self.restricted is False else super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        crumbs = self.crumbs() if self.depth > 2 else []
        return {**super().get_context(request, *args, **kwargs), "crumbs": crumbs, "canonical": self.canonical}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        return [{"location": self.canonical, "lastmod": self.last_published_at}]

    def search_texts(self) -> Texts:
        """What the search looks through, by weight."""
        body = getattr(self, "body", None)
        return Texts(self.title, self.summary, body=plain_text(body) if body else "")

    def search_dependents(self) -> list[int]:
        """The ids of other pages whose index row holds words of this one."""
        return []

    def structured_data(self) -> dict:
        """schema.org facts about this page, for structured_data.py to print."""
        return {
            "@type": "WebPage",
            "name": self.title,
            "description": self.summary,
            "url": self.canonical,
            "inLanguage": "nl",
            **picture_facts(shared(self.image)),
        }


class ListPage(SitePage):
    """The abstract page above a kind of pages: it lists them, and exists once."""

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("image", help_text=SHARED_ONLY),
        *SitePage.undated_panels,
    ]
    promote_panels = [*SitePage.promote_panels, IN_MENU]
    max_count = 1
    parent_page_types = ["platform_site.HomePage"]

    class Meta:
        abstract = True
