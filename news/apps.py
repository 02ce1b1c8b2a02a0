from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "nieuws en agenda"

    def ready(self):
        from news.demo import shelf
        from news.examples import the_agenda, the_news
        from news.feeds import ASKABLE, CHANNELS
        from news.filters import EventFilter, NewsFilter
        from news.listing import agenda, news_list
        from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
        from news.moments import expiries, sessions
        from news.worklists import WITHOUT_REPORT
        from platform_site import moments, put_forward
        from platform_site.demo import loading
        from platform_site.editing import new_pages, worklists
        from platform_site.feeds import offer
        from platform_site.models import FeaturedPage
        from platform_site.search import results
        from platform_site.serving import expensive

        NewsIndexPage.fill_with(news_list, (*NewsFilter.names(), "pagina"))
        EventIndexPage.fill_with(agenda, (*EventFilter.names(), "periode", "pagina"))
        FeaturedPage.offer(NewsPage, EventPage)
        worklists.register(WITHOUT_REPORT)
        new_pages.offer(NewsPage, NewsIndexPage, order=10)
        new_pages.offer(EventPage, EventIndexPage, order=20)
        moments.follow(sessions)
        moments.follow(expiries, ends=True)
        loading.register(25, shelf, the_news, the_agenda)
        results.register("Nieuws", NewsPage, order=40)
        results.register("Agenda", EventPage, order=50)
        expensive.limit(60, "/nieuws/feed/", "/agenda/feed/", "/agenda/agenda.ics")
        for order, channel in enumerate(CHANNELS, 20):
            offer(channel, order)
        for order, one in enumerate(ASKABLE, 20):
            put_forward.offer(one, order)
