"""What other pages show of the knowledge bank."""

from django import template

from knowledge_bank.citations import sentence
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


@register.filter
def citation(item: KnowledgeItem) -> str:
    """How to cite an item, as a sentence."""
    return sentence(item)
