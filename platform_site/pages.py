"""The abstract page types: fields, editor panels, validation, card and breadcrumbs that all pages share."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, time
from functools import partial
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
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
from platform_site.memory import Lasting
from platform_site.own_versions import FORM_KEY, HiddenField, new_form_key
from platform_site.pictures import MOST, shared
from platform_site.querysets import SitePageManager, visible_pages
from platform_site.reading import plain_text
from platform_site.relations import note_references
from platform_site.structured_data import picture_facts, platform
from platform_site.texts import Texts

# Slugs that are routes of their own below some list page, so no page may have them.
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
    """The key for sorting titles, because PostgreSQL sorts by byte value here: folded, lower case, without a leading bracket, quote
    or 's- ("Één" becomes "een")."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", title.lower()) if not unicodedata.combining(c))
    return re.sub(r"^'s[- ]|^\W+", "", folded.replace("’", "'"))[:255]


def _is_left_out(is_taken_out: Callable[[ModelForm], bool], form: ModelForm) -> bool:
    """Whether an inline form is not validated: deleted by the user, or new and untouched but for its sort order."""
    return (form.instance.pk is None and set(form.changed_data) <= {ORDERING_FIELD_NAME}) or is_taken_out(form)


class SitePageForm(WagtailAdminPageForm):
    """The editor's form: also applies the rules for publishing, unless a draft is saved.

    A new page starts with an empty text block and the user's own council.
    """

    form_mark = HiddenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial[FORM_KEY] = new_form_key(self.for_user)
        self._keep_to_publishers()
        if self.instance.pk is not None:
            return
        if "body" in self.fields and not self.initial.get("body"):
            self.initial["body"] = self.instance.body.stream_block.normalize([("text", "")])
        if self.for_user is not None and not self.instance.council_id:
            self.initial["council"] = self.for_user.council_id

    def _keep_to_publishers(self) -> None:
        """Disables what decides about publishing (schedule, menu, slug of a live page) for users who may not publish."""
        if self.for_user is None:
            return
        if self.instance.pk is None:
            may = self.parent_page is None or self.parent_page.permissions_for_user(self.for_user).can_publish_subpage()
        else:
            may = self.instance.permissions_for_user(self.for_user).can_publish()
        known = self.instance.pk is not None and self.instance.live
        for name in ("go_live_at", "expire_at", "show_in_menus", *(["slug"] if known else [])):
            if not may and name in self.fields:
                self.fields[name].disabled = True  # Django ignores posted values of a disabled field

    def defer_required_fields(self):
        """In a draft, untouched inline forms are not validated, such as the empty session that a new event starts with."""
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
        """Whether another route of the site has the URL that this page would get: /zoeken/, /dossiers/«dossier»/«katern»/alles/."""
        if not slug or self.parent_page is None or self.parent_page.depth == 1:
            return False
        return resolve(f"{path_of(self.parent_page)}{slug}/").url_name != PAGES

    def _post_clean(self):
        super()._post_clean()
        if not self.is_deferred_validation:
            for field, problem in self.instance.publishing_problems():
                self.add_error(field if field in self.fields else None, problem)


class SitePage(Lasting, Page):
    """The abstract base of all page types."""

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
    SHARED_AS = "website"  # what sites that show a link to it take it for (Open Graph)
    IS_WORK = True  # something that was made, in the terms of schema.org, and not a body or something that happens
    parameters: ClassVar[tuple[str, ...]] = ()  # what of its address a page depends on
    chosen_rows: ClassVar[tuple[str, ...]] = ()  # lists of which each row names one thing, see relations.py
    pictures_on_cards = MOST  # how many of the cards on this page show a picture
    # Set by page_routes on the page it serves, which stays in memory: its ancestors, and whether it has view restrictions. None:
    # unknown, as of a draft.
    above: list[Page] | None = None
    restricted: bool | None = None

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("image", help_text=AT_THE_HEAD)]
    about_panels = [
        MultiFieldPanel([FieldPanel("council"), FieldPanel("revised_on")], heading="Beheer van deze pagina")
    ]
    undated_panels = [FieldPanel("council")]  # of types without a review date
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
        """What must be corrected before publishing, as (field, Dutch message). Not part of clean(), which also runs for drafts."""
        return []

    @property
    def published_on(self):
        """The day (Europe/Amsterdam) of the first publication; None if there was none."""
        return timezone.localdate(self.first_published_at) if self.first_published_at else None

    @property
    def current_as_of(self):
        """The day the content was last reviewed: `revised_on`, else the last publication."""
        if self.revised_on:
            return self.revised_on
        return timezone.localdate(self.last_published_at) if self.last_published_at else None

    @property
    def kind_in_words(self) -> str:
        """What a reader calls it: "Dossier", "Podcast"; empty for pages of no kind."""
        return self.KIND

    @property
    def changed_at(self) -> datetime | None:
        """When what is shown here changed last: the last publication, or a later day on which somebody saw that it still holds. What
        lists others (there is one of each) changes with those."""
        moments = [self.last_published_at]
        if self.revised_on and self.revised_on <= timezone.localdate():
            moments.append(timezone.make_aware(datetime.combine(self.revised_on, time())))
        if self.max_count == 1:
            moments.append(visible_pages().descendant_of(self).aggregate(last=Max("last_published_at"))["last"])
        return max(filter(None, moments), default=None)

    @property
    def permanent_id(self) -> str:
        """By what feeds know this page again when it is renamed or moved."""
        return self.translation_key.urn

    def feed_text(self) -> str:
        """What a feed tells of it."""
        return self.summary

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
        """The live ancestors from home on, as breadcrumbs."""
        above = (
            self.get_ancestors().filter(depth__gt=1).only("title", "url_path", "live")
            if self.above is None
            else self.above
        )
        return [Crumb("Home" if path_of(page) == "/" else page.title, path_of(page)) for page in above if page.live]

    def get_view_restrictions(self) -> Iterable[PageViewRestriction]:
        return () if self.restricted is False else super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        crumbs = self.crumbs() if self.depth > 2 else []
        told = {"crumbs": crumbs, "canonical": self.canonical}
        return {**super().get_context(request, *args, **kwargs), **told, **self.once("shown", self.shown)}

    def shown(self) -> dict:
        """What the template of this page needs besides, made of nothing but content: no request, no clock."""
        return {}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        return [{"location": self.canonical, "lastmod": self.changed_at}]

    def search_texts(self) -> Texts:
        """The texts for the search index, by weight."""
        body = getattr(self, "body", None)
        return Texts(self.title, self.summary, body=plain_text(body) if body else "")

    def search_dependents(self) -> list[int]:
        """The ids of other pages whose row in the search index contains words of this one."""
        return []

    def structured_data(self) -> dict:
        """schema.org facts about this page, for structured_data.py to print."""
        told = {
            "@type": "WebPage",
            "name": self.title,
            "description": self.summary,
            "url": self.canonical,
            "identifier": self.permanent_id,
            **picture_facts(shared(self.image)),
        }
        if not self.IS_WORK:
            return told
        made = {"inLanguage": "nl", "isAccessibleForFree": True, "publisher": platform()}
        days = {"datePublished": self.published_on, "dateModified": self.current_as_of}
        return {**told, **made, **{name: day.isoformat() for name, day in days.items() if day}}

    def part_of(self, kind: str) -> dict:
        """The page above this one as the `kind` of schema.org that this is a part of; nothing when that is not on the site."""
        above = next((crumb for crumb in self.crumbs() if f"{crumb.url}{self.slug}/" == self.url), None)
        return {"isPartOf": {"@type": kind, "name": above.title, "url": absolute(above.url)}} if above else {}


class ListPage(SitePage):
    """The abstract page above a kind of pages: it lists them, and exists once.

    What stands in the list for an address is not the model's to know: an app whose list is searched or filtered says at
    ready() what makes it (`fill_with`).
    """

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("image", help_text=SHARED_ONLY),
        *SitePage.undated_panels,
    ]
    promote_panels = [*SitePage.promote_panels, IN_MENU]
    max_count = 1
    parent_page_types = ["platform_site.HomePage"]
    contents: Callable[[HttpRequest], dict] | None = None

    class Meta:
        abstract = True

    @classmethod
    def fill_with(cls, contents: Callable[[HttpRequest], dict], parameters: Iterable[str]) -> None:
        """Says what makes of a request what the template of this list needs, and on which parameters of its address that depends."""
        cls.contents = staticmethod(contents)
        cls.parameters = tuple(parameters)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        contents = self.contents(request) if self.contents else {}
        return {**super().get_context(request, *args, **kwargs), **contents}
