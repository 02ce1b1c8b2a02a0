from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "partnerschappen"

    def ready(self):
        from partnerships.demo import shelf
        from partnerships.models import Organisation, PartnershipPage, StudentTotal
        from partnerships.worklists import NOT_CHECKED
        from platform_site import generation, search, worklists
        from platform_site.accounts import roles
        from platform_site.demo import loading

        verbs = ("add", "change", "delete")
        organisations = tuple(f"partnerships.{verb}_organisation" for verb in verbs)
        roles.register(
            roles.Right("Organisaties bijhouden en DUO-bestanden inlezen", (roles.EDITOR,), models=organisations)
        )
        worklists.register(NOT_CHECKED)
        generation.connect([Organisation, StudentTotal])
        generation.follow(PartnershipPage, "knowledge")
        loading.register(10, shelf)
        search.register("Partnerschappen", PartnershipPage, order=30)
