from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "nieuws en agenda"

    def ready(self):
        from news.demo import shelf
        from news.models import EventPage, NewsPage
        from news.worklists import WITHOUT_REPORT
        from platform_site import search, worklists
        from platform_site.demo import loading

        worklists.register(WITHOUT_REPORT)
        loading.register(25, shelf)
        search.register("Nieuws", NewsPage, order=40)
        search.register("Agenda", EventPage, order=50)
