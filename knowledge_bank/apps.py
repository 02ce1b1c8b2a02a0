from django.apps import AppConfig
from django.db.models import Q
from django.forms import CharField


class KnowledgeBankConfig(AppConfig):
    name = "knowledge_bank"
    verbose_name = "kennisbank"

    def ready(self):
        from knowledge_bank.asking import PARAMETERS
        from knowledge_bank.contributions import intake
        from knowledge_bank.contributions.forms import ContributionForm
        from knowledge_bank.demo import shelf
        from knowledge_bank.examples import the_dossiers, the_knowledge_bank
        from knowledge_bank.facet_index import GENERATION
        from knowledge_bank.feeds import ASKABLE, CHANNELS
        from knowledge_bank.models import (
            BookletPage,
            ChapterPage,
            Contribution,
            DossierIndexPage,
            DossierPage,
            KnowledgeBankPage,
            KnowledgeItem,
        )
        from knowledge_bank.showing import contents
        from platform_site import generation, put_forward, typed_text
        from platform_site.accounts import personal_data
        from platform_site.background import clock
        from platform_site.demo import loading
        from platform_site.editing import freshness, new_pages, reviews
        from platform_site.feeds import offer
        from platform_site.models import FeaturedPage
        from platform_site.search import results, suggestions
        from platform_site.serving import expensive, request_size
        from platform_site.taxonomy import Audience, Theme

        KnowledgeBankPage.fill_with(contents, PARAMETERS)
        FeaturedPage.offer(DossierPage, KnowledgeItem)
        freshness.keep_fresh(DossierPage, months=12)
        freshness.keep_fresh(BookletPage, months=24)
        freshness.keep_fresh(KnowledgeItem, months=36, unless=Q(archived=True))
        new_pages.offer(KnowledgeItem, KnowledgeBankPage, order=30)
        new_pages.offer(DossierPage, DossierIndexPage, order=40)
        generation.follow(KnowledgeItem, GENERATION)
        personal_data.also_by_address(Contribution)
        reviews.on_outcome(intake.on_outcome)
        clock.register("ingezonden voorbeelden opruimen", intake.tidy)
        asked = ContributionForm.base_fields.items()
        labels = {name: str(field.label) for name, field in asked if isinstance(field, CharField)}
        typed_text.register("/delen/", labels)
        request_size.allow_files("/delen/")
        expensive.limit(60, "/kennisbank/export.csv", "/kennisbank/feed/", "/kennisbank/podcast.xml")
        loading.register(20, shelf, the_dossiers, the_knowledge_bank)
        results.register("Dossiers", DossierPage, order=10)
        results.register("Katernen", BookletPage, order=15)
        results.register("Hoofdstukken uit katernen", ChapterPage, order=16)
        results.register("Kennisbank", KnowledgeItem, order=20, more="/kennisbank/")
        for order, channel in enumerate(CHANNELS, 10):
            offer(channel, order)
        for order, one in enumerate(ASKABLE, 10):
            put_forward.offer(one, order)
        suggestions.register("Thema", Theme, "/kennisbank/", "thema")
        suggestions.register("Voor wie", Audience, "/kennisbank/", "doelgroep")
