"""What templates of any app may use: menu, settings, dates, numbers, anchors and JSON-LD."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache, partial

from django import template
from django.conf import settings
from django.db.models import Count
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.blocks import StreamValue
from wagtail.models import Site

from platform_site import dutch_dates, pictures
from platform_site.addresses import absolute, known_links, linked_paths, path_of
from platform_site.blocks import cards_in
from platform_site.components import Crumb, FacetGroup, Option
from platform_site.dutch_numbers import thousands
from platform_site.memory import cached_until_change, written_until_change
from platform_site.models import Council, SiteImage, SiteSettings
from platform_site.own_pages import paths
from platform_site.own_places import places, with_places
from platform_site.page_routes import site_of
from platform_site.parameters import MAX_TEXT, MAX_WORDS
from platform_site.querysets import visible_pages
from platform_site.reading import Anchors, with_anchors
from platform_site.stored_blocks import texts
from platform_site.structured_data import crumb_list, json_ld
from platform_site.taxonomy import Sector
from platform_site.title_pictures import TitlePicture

register = template.Library()
register.filter(thousands)
TAG_OR_DAY = re.compile(r"<[^>]*>|\b\d{1,2}-\d{1,2}-\d{4}\b")
NONE, SECTOR = ' class="none"', ' class="sector {}"'


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    """The head of every page. In its main menu stands whether the reader is at an entry, or somewhere below it."""
    request = context["request"]
    here = request.path.replace("/partnerschappen/", "/landkaart/", 1)  # profile pages belong to the landkaart
    entries = [*_menu_of(site_of(request)), ("Zoeken", "/zoeken/")]
    places = ("page" if path == request.path else here.startswith(path) and "true" for _, path in entries)
    return _header(tuple((*entry, place or "") for entry, place in zip(entries, places, strict=True)))


@written_until_change
def _header(entries: tuple[tuple[str, str, str], ...]) -> SafeString:
    return render_to_string("components/header.html", {"entries": entries[:-1], "search": entries[-1]})


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    """The foot of every page."""
    return _footer(site_of(context["request"]))


@written_until_change
def _footer(site: Site | None) -> SafeString:
    facts = {"site_texts": SiteSettings.for_site(site), "all_councils": list(Council.objects.all()), "own": paths()}
    return render_to_string("components/footer.html", facts)


@cached_until_change
def _menu_of(site: Site | None) -> list[tuple[str, str]]:
    pages = visible_pages().child_of(site.root_page).in_menu().order_by("path") if site else []
    return with_places([(page.title, path_of(page)) for page in pages])


@register.simple_tag(takes_context=True)
def body(context: Context, blocks: Iterable[StreamValue.StreamChild], below: str = "") -> SafeString:
    """The blocks of a text, one after another. Their links to pages are looked up together, and so are their cards;
    a view that shows several texts does so for all (`link_paths` and `page_cards` in the context), and says what the
    addresses of headings begin with (`below`).
    """
    page = context.get("page")
    if blocks is getattr(page, "body", None) and not any(block.block_type == "pages" for block in blocks):
        return page.once("body", partial(_body, context, blocks, below))
    return _body(context, blocks, below)  # cards show no more pictures than a page may


def _body(context: Context, blocks: Iterable[StreamValue.StreamChild], below: str) -> SafeString:
    anchors, around = Anchors(below), context.flatten()
    if "page_cards" not in around:
        around["page_cards"] = cards_in(blocks)
        around["link_paths"] = linked_paths(texts([block.get_prep_value() for block in blocks]))
    with known_links(around["link_paths"]):
        html = ((block.block_type, block.render(around)) for block in blocks)
        return mark_safe("".join(with_anchors(part, anchors) if kind == "text" else part for kind, part in html))


@register.simple_tag
def own_link(name: str, words: str) -> SafeString:
    """A link to one of those pages; only the words while everybody cannot see it."""
    path = paths()[name]
    return format_html('<a href="{}">{}</a>', path, words) if path else escape(words)


@register.simple_tag
@cached_until_change
def page_counts() -> dict[str, int]:
    """How many pages of each type everybody may see, by the name of the type in lower case ("dossierpage")."""
    rows = visible_pages().order_by().values_list("content_type__model").annotate(Count("pk"))
    return defaultdict(int, rows)


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def structured_data(page, crumbs: list[Crumb]) -> SafeString:
    """The facts about a page and the way to it, as JSON-LD."""
    facts = [page.structured_data()]
    if crumbs:
        facts.append(crumb_list(crumbs, page.title, page.canonical))
    return json_ld(*facts)


@register.simple_tag
def head_picture(image: SiteImage) -> SafeString:
    """The picture at the head of a page."""
    wide = ("sizes", "(min-width: 50rem) 46.5rem, 94vw")
    return pictures.drawn(image, pictures.AT_HEAD, wide, ("alt", image.description))


@register.simple_tag(takes_context=True)
def share_picture(context: Context, address: str) -> pictures.SharedPicture:
    """What other sites show beside a link to this page or place at an address: its own picture if that is large enough, else one with
    its title. What is not saved yet has the mark of the site."""
    page = context.get("page")
    if page is None:
        place = next((place for place in places() if absolute(place.path) == address), None)
        return TitlePicture.of_place(place).shared() if place else pictures.own_picture()
    own = pictures.shared(page.image)
    if own and own.is_large:
        return own
    return TitlePicture.of_page(page).shared() if page.pk else pictures.own_picture()


@register.simple_tag
def options(group: FacetGroup) -> SafeString:
    """The choices of a facet. Written here and not in a template: a page has a hundred, and this is ten times as quick."""
    lines = []
    for option in group.options:
        value, title, count, chosen, sector = option
        begin, box, words = _choice(group.name, value, title, sector)
        none = not count and not chosen
        lines.append(
            f'{begin} data-count="{count}"><label{NONE if none else ""}>{box}{" checked" if chosen else ""}'
            f'{" disabled" if none else ""}>{words}<span class="n">{thousands(count)}</span></label></li>'
        )
    return mark_safe("".join(lines))


@lru_cache(maxsize=5000)
def _choice(name: str, value: str, title: str, sector: bool) -> tuple[str, str, str]:
    """What is the same each time of a choice: the beginning of its item, that of its box, and its words."""
    name, value = escape(name), escape(value)
    words = f"<span{SECTOR.format(value) if sector else ''}>{escape(title)}</span>"
    return (
        f'\n<li data-facet="{name}" data-value="{value}"',
        f'<input type="checkbox" name="{name}" value="{value}"',
        words,
    )


@register.simple_tag
def tick_box(name: str, option: Option) -> SafeString:
    """The box of one choice of a facet."""
    states = (" checked" if option.chosen else "") + (" disabled" if option.blocked else "")
    return mark_safe(f'<input type="checkbox" name="{escape(name)}" value="{escape(option.value)}"{states}>')


@register.simple_tag
def most_characters() -> int:
    """How many characters a text may have with which somebody searches."""
    return MAX_TEXT


@register.simple_tag
def most_words() -> int:
    """On how many words somebody can search at once."""
    return MAX_WORDS


@register.filter
def full_address(path: str) -> str:
    return absolute(path)


@register.filter
def day(value: date | None) -> str:
    """4 maart 2026; nothing for no date."""
    return dutch_dates.day(value) if value else ""


@register.filter
def unbroken(text: str) -> SafeString:
    """Text or HTML in which no date breaks at its hyphens, as "1-8-2018" would on a phone."""
    return mark_safe(TAG_OR_DAY.sub(_kept_whole, conditional_escape(text)))


def _kept_whole(found: re.Match) -> str:
    return found[0] if found[0].startswith("<") else f'<span class="unbroken">{found[0]}</span>'


@register.filter
def moment(value: datetime) -> str:
    """4 maart 2026 om 13.30 uur"""
    return dutch_dates.moment_in_words(value)


@register.filter
def short_month(value: date) -> str:
    """mrt, nov …"""
    return "mrt" if value.month == 3 else dutch_dates.MONTHS[value.month - 1][:3]


@register.filter
def month(value: date) -> str:
    """Maart 2026"""
    return dutch_dates.day(value).partition(" ")[2].capitalize()


@register.filter
def sector_name(value: str) -> str:
    """The full name of a sector."""
    return Sector(value).label


@register.filter
def file_facts(document) -> str:
    """What a reader wants to know before downloading: "pdf, 2 pagina's, 45 kB, toegankelijk"."""
    size = document.file_size or 0
    words = [document.file_extension.lower()]
    if document.pages:
        words.append(f"{document.pages} {'pagina' if document.pages == 1 else 'pagina’s'}")
    words.append(
        f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB".replace(".", ",")
    )
    if document.accessible != "onbekend":
        words.append(document.get_accessible_display())
    return ", ".join(words)


@register.simple_tag(takes_context=True)
def preview_checks(context: Context) -> SafeString | str:
    """In the preview beside an editor's form: what counts the page's problems. On the site itself nothing."""
    return wagtailuserbar(context) if getattr(context["request"], "in_preview_panel", False) else ""
