from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "partnerschappen"

    def ready(self):
        from partnerships.demo import shelf
        from partnerships.models import Organisation, PartnershipPage
        from platform_site import generation, search
        from platform_site.demo import loading

        generation.connect([Organisation])
        generation.follow(PartnershipPage, "knowledge")
        loading.register(10, shelf)
        search.register("Partnerschappen", PartnershipPage, order=30)
