from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "partnerschappen"

    def ready(self):
        from partnerships.demo import shelf
        from partnerships.models import Organisation, PartnershipPage, StudentTotal
        from platform_site import generation, search
        from platform_site.demo import loading

        generation.connect([Organisation, StudentTotal])
        generation.follow(PartnershipPage, "knowledge")
        loading.register(10, shelf)
        search.register("Partnerschappen", PartnershipPage, order=30)
