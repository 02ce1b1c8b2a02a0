from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "nieuws en agenda"

    def ready(self):
        from news.demo import shelf
        from news.models import EventPage, NewsPage
        from platform_site import search
        from platform_site.demo import loading

        loading.register(25, shelf)
        search.register("Nieuws", NewsPage, order=40)
        search.register("Agenda", EventPage, order=50)
