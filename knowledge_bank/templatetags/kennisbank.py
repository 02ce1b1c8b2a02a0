"""What other pages show of the knowledge bank."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.documents.models import AbstractDocument

from knowledge_bank.citations import scholar, sentence
from knowledge_bank.models import KnowledgeItem
from partnerships.models import PartnershipPage
from platform_site.components import Card

register = template.Library()


@register.simple_tag
def practice_of(partnership: PartnershipPage) -> list[Card]:
    """What a partnership shared, newest first; nothing for one that was never saved."""
    if partnership.pk is None:
        return []
    shared = KnowledgeItem.objects.listed().for_cards().filter(partnerships=partnership).newest()
    return partnership.once("practice", lambda: [item.card() for item in shared[:6]])


@register.simple_tag
def scholar_tags(item: KnowledgeItem, documents: Iterable[AbstractDocument]) -> SafeString:
    """What Google Scholar reads of research."""
    tags = item.once("scholar", lambda: scholar(item, documents))
    return format_html_join("\n", '<meta name="{}" content="{}">', tags)


@register.filter
def citation(item: KnowledgeItem) -> str:
    """How to cite an item, as a sentence."""
    return sentence(item)
