"""What other pages show of the knowledge bank."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.documents.models import AbstractDocument

from knowledge_bank.citations import scholar, sentence
from knowledge_bank.models import BookletPage, DossierPage, KnowledgeItem
from partnerships.models import PartnershipPage
from platform_site.components import Card
from platform_site.memory import cached_until_change

register = template.Library()


@register.simple_tag
def practice_of(partnership: PartnershipPage) -> list[Card]:
    """What a partnership shared, newest first; nothing for one that was never saved."""
    if partnership.pk is None:
        return []
    shared = KnowledgeItem.objects.listed().for_cards().filter(partnerships=partnership).newest()
    return partnership.once("practice", lambda: [item.card() for item in shared[:6]])


@register.simple_tag
@cached_until_change
def latest_items(count: int) -> list[Card]:
    """What was published or revised last, without what is kept for the archive."""
    return [
        item.card() for item in KnowledgeItem.objects.listed().for_cards().filter(archived=False).by_change()[:count]
    ]


class Book(NamedTuple):
    """A dossier as it stands on a shelf, with the number of its katernen."""

    card: Card
    booklets: int


@register.simple_tag
@cached_until_change
def books(count: int) -> list[Book]:
    """The first dossiers, in the order of their list."""
    below = Counter(
        path[: -BookletPage.steplen] for path in BookletPage.objects.visible().values_list("path", flat=True)
    )
    dossiers = DossierPage.objects.visible().for_cards().order_by("path")[:count]
    return [Book(page.card(), below[page.path]) for page in dossiers]


@register.simple_tag
def scholar_tags(item: KnowledgeItem, documents: Iterable[AbstractDocument]) -> SafeString:
    """What Google Scholar reads of research."""
    tags = item.once("scholar", lambda: scholar(item, documents))
    return format_html_join("\n", '<meta name="{}" content="{}">', tags)


@register.filter
def citation(item: KnowledgeItem) -> str:
    """How to cite an item, as a sentence."""
    return sentence(item)
