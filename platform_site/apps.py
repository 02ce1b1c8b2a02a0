from django.apps import AppConfig


class PlatformSiteConfig(AppConfig):
    name = "platform_site"
    verbose_name = "platform"

    def ready(self):
        from platform_site import generation, reviews, search, text_index
        from platform_site.accounts.models import Council
        from platform_site.demo import loading
        from platform_site.demo.shelf import shelf
        from platform_site.models import StandardPage
        from platform_site.synonyms import SynonymGroup
        from platform_site.taxonomy import Audience, EducationRegion, QualityStandard, Theme

        generation.connect([Audience, Council, EducationRegion, QualityStandard, SynonymGroup, Theme])
        generation.also(text_index.follow_change)
        reviews.connect()
        loading.register(30, shelf)
        search.register("Pagina's", StandardPage, order=60)
