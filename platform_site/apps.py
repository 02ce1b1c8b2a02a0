from django.apps import AppConfig


class PlatformSiteConfig(AppConfig):
    name = "platform_site"
    verbose_name = "platform"

    def ready(self):
        from wagtail.models import Site

        from platform_site import feeds, generation, moments, own_places, pictures
        from platform_site.accounts.models import Council
        from platform_site.accounts.personal_data import also_by_address
        from platform_site.background import clock, housekeeping
        from platform_site.demo import loading
        from platform_site.demo.shelf import shelf
        from platform_site.editing import (
            comparing,
            file_lists,
            freshness,
            link_checks,
            links,
            missed_searches,
            pending,
            planned,
            references,
            review_decisions,
            reviews,
            undelivered,
            worklists,
        )
        from platform_site.elsewhere import CHANNEL, PLACE
        from platform_site.feeds import offer
        from platform_site.models import Letter, SiteDocument, SiteImage, StandardPage
        from platform_site.search import index, missed, results
        from platform_site.search.synonyms import SynonymGroup
        from platform_site.serving import expensive, request_size
        from platform_site.taxonomy import Audience, EducationRegion, QualityStandard, Theme

        generation.connect(
            [Audience, Council, EducationRegion, QualityStandard, Site, SynonymGroup, Theme], [SiteDocument, SiteImage]
        )
        generation.also(index.follow_change)
        generation.also(pictures.follow_change)
        moments.follow(moments.expiring_pages, ends=True)
        reviews.connect()
        comparing.install()
        review_decisions.install()
        for one in (
            pending.WAITING, pending.IN_PROGRESS, freshness.OUT_OF_DATE, links.LEADING_NOWHERE, link_checks.BROKEN, file_lists.WITHOUT_WORDS,
            file_lists.NOT_ACCESSIBLE, missed_searches.MISSED, planned.PLANNED, undelivered.NOT_DELIVERED,
        ):  # fmt: skip
            worklists.register(one)
        freshness.keep_fresh(StandardPage, months=12)
        clock.register("links op gewijzigde pagina's lezen", links.read_changed)
        clock.register("links naar andere sites controleren", link_checks.run)
        clock.register("oude zoekopdrachten vergeten", missed.forget)
        housekeeping.register()
        expensive.limit(20, "/sitemap.xml")
        expensive.limit(120, "/deelbeeld/*")
        own_places.offer(feeds.PLACE)
        own_places.offer(PLACE)
        expensive.limit(expensive.OF_A_SCHOOL, "/zoeken/", heavy=False)
        expensive.limit(3 * expensive.OF_A_SCHOOL, "/zoeken/suggesties/", heavy=False)  # while they type
        expensive.limit(expensive.OF_A_SCHOOL, "/uitgelicht/*", "/uitgelicht.json", "/oembed/", heavy=False)
        offer(CHANNEL, 40)
        also_by_address(Letter, "address")
        request_size.allow_files("/beheer/")
        references.count_also()
        loading.register(30, shelf)
        results.register("Pagina's", StandardPage, order=60)
