"""The models of this app, each in the module of its subject."""

from knowledge_bank.models.booklets import BookletPage, ChapterPage
from knowledge_bank.models.contributions import Contribution, ContributionFile
from knowledge_bank.models.dossiers import ChosenItem, DossierIndexPage, DossierPage
from knowledge_bank.models.items import Download, KnowledgeItem, RelatedItem
from knowledge_bank.models.lists import KnowledgeBankPage

__all__ = [
    "BookletPage", "ChapterPage", "ChosenItem", "Contribution", "ContributionFile", "DossierIndexPage", "DossierPage", "Download",
    "KnowledgeBankPage", "KnowledgeItem", "RelatedItem",
]  # fmt: skip
