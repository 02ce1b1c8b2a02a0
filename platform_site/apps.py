from django.apps import AppConfig


class PlatformSiteConfig(AppConfig):
    name = "platform_site"
    verbose_name = "platform"

    def ready(self):
        from platform_site import search
        from platform_site.demo import loading
        from platform_site.demo.shelf import shelf
        from platform_site.models import StandardPage

        loading.register(30, shelf)
        search.register("Pagina's", StandardPage, order=60)
