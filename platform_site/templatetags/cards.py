"""Cards and results. Written here and not in templates: a page has dozens, and this is ten times as quick."""

from collections.abc import Iterable
from datetime import timedelta
from html import escape
from typing import NamedTuple

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from platform_site import dutch_dates, pictures
from platform_site.components import Card
from platform_site.taxonomy import Sector

register = template.Library()
NEW = timedelta(days=30)
SECTORS = {
    value: f'<span class="sector {value}"><abbr title="{label}">{value}</abbr></span>'
    for value, label in Sector.choices
}  # fmt: skip


def text(value: str) -> str:
    """As Django escapes it, without what makes that slow (lazy texts)."""
    return value if isinstance(value, SafeString) else escape(value)


@register.simple_tag
def sectors(values: Iterable[str]) -> SafeString:
    """The shapes of the sectors that something is for."""
    return mark_safe("".join(SECTORS[value] for value in values))


def what_is_new(card: Card) -> str:
    """Whether something was published ("nieuw") or revised ("bijgewerkt 3 november") in the last thirty days; empty if not."""
    today = timezone.localdate()
    since = today - NEW
    if card.published and since <= card.published <= today:
        return "nieuw"
    if card.revised and since <= card.revised <= today:
        return f"bijgewerkt {dutch_dates.day(card.revised).rpartition(' ')[0]}"
    return ""


register.simple_tag(what_is_new, name="card_news")


@register.simple_tag
def card_meta(card: Card, *, dated: bool = True) -> SafeString:
    """What a card tells in short: kind, sectors, day and facts."""
    parts = [f'<span class="kind">{text(card.kind)}</span>'] if card.kind else []
    parts += [sectors(card.sectors)] if card.sectors else []
    parts += [f'<span class="new">{news}</span>'] if (news := what_is_new(card)) else []
    parts += [f"<span>{dutch_dates.day(card.day)}</span>"] if card.day and dated else []
    parts += [f"<span>{text(fact)}</span>" for fact in card.facts]
    told = "\n".join(parts)
    return mark_safe(f'<div class="meta">\n{told}\n</div>')


@register.simple_tag(takes_context=True)
def card_picture(
    context: Context, card: Card, most: int | None = None, specs: str = pictures.ON_CARD, *attributes: tuple[str, str]
) -> SafeString | str:
    """The picture of a card, empty when it has none or when this page shows enough. most: fewer than the page may."""
    if card.image is None:
        return ""
    if most is None:
        most = getattr(context.get("page"), "pictures_on_cards", pictures.MOST)
    found = pictures.on_card(context.get("request"), card.image, most)
    if found is None:
        return ""
    shown = pictures.drawn(found, specs, ("alt", found.description), ("loading", "lazy"), *attributes)
    return mark_safe(f'<div class="thumb">\n{shown}\n</div>')


@register.simple_tag(takes_context=True)
def featured_cards(context: Context) -> list[Card]:
    """What editors put forward on the home page; nothing where no page is shown, as when two versions are compared."""
    page = context.get("page")
    return page.featured_cards() if page else []


@register.simple_tag(takes_context=True)
def lead_picture(context: Context, card: Card) -> SafeString | str:
    """The picture of the one card that stands large."""
    return card_picture(context, card, 1, pictures.AT_HEAD, ("sizes", "(min-width: 60rem) 42rem, 94vw"))


@register.simple_tag(takes_context=True)
def card_list(context: Context, cards: Iterable[Card], level: int) -> SafeString:
    """Cards as the items of a list. level: of their headings."""
    return mark_safe("".join(_card(card, level, card_picture(context, card)) for card in cards))


def _card(card: Card, level: int, picture: str) -> str:
    pictured, note = (" pictured" if picture else ""), ""
    if card.note:
        note = f'<p class="note">{text(capfirst(card.note))}</p>\n'
    return (
        f'\n<li class="card{pictured}" data-item="{text(card.slug)}">\n'
        f'<h{level}><a href="{text(card.url)}">{text(card.title)}</a></h{level}>\n'
        f"{picture}\n<p>{text(card.summary)}</p>\n{note}{card_meta(card)}\n</li>"
    )


class ShownCard(NamedTuple):
    """A card as a result."""

    card: Card
    title: str
    excerpt: str
    url: str
    found_in: str = ""


@register.simple_tag(takes_context=True)
def card_results(context: Context, cards: Iterable[Card], level: int) -> SafeString:
    """Cards as the items of a list of results."""
    return result_list(context, [ShownCard(card, card.title, card.summary, card.url) for card in cards], level)


@register.simple_tag(takes_context=True)
def result_list(context: Context, results: Iterable, level: int) -> SafeString:
    """Results as the items of a list: each has a card, title, excerpt, address, and where it was found if that is not obvious."""
    return mark_safe("".join(_result(found, level, card_picture(context, found.card)) for found in results))


def _result(found, level: int, picture: str) -> str:
    pictured, where = (' class="pictured"' if picture else ""), ""
    if found.found_in:
        where = f'<p class="hint">Gevonden {text(found.found_in)}</p>\n'
    return (
        f'\n<li{pictured} data-item="{text(found.card.slug)}">\n{card_meta(found.card)}\n'
        f'<h{level}><a href="{text(found.url)}">{text(found.title)}</a></h{level}>\n'
        f"<p>{text(found.excerpt)}</p>\n{picture}\n{where}</li>"
    )
