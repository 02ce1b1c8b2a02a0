from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "partnerschappen"

    def ready(self):
        from partnerships import open_data
        from partnerships.demo import shelf
        from partnerships.examples import the_map, the_partnerships
        from partnerships.figures import views as figures
        from partnerships.landkaart import contents
        from partnerships.map_feed import GENERATION
        from partnerships.models import MapPage, Organisation, PartnershipPage, StudentTotal, Successor
        from partnerships.portal import checks, hand_in, logos, typed
        from partnerships.portal.invitations import KIND
        from partnerships.rights import IMPORT, INVITE, ORGANISATIONS
        from partnerships.selection import PARAMETERS
        from partnerships.worklists import NOT_CHECKED, SUCCESSORS
        from platform_site import generation, oembed, own_places, typed_text
        from platform_site.accounts import invitations, personal_data, roles
        from platform_site.background import clock
        from platform_site.demo import loading
        from platform_site.editing import reviews, worklists
        from platform_site.search import results
        from platform_site.serving import expensive, picture_rights, request_size

        MapPage.fill_with(contents, PARAMETERS)
        for right in (ORGANISATIONS, IMPORT, INVITE):
            roles.register(right)
        invitations.register(KIND)
        typed_text.register("/mijn-partnerschap/", typed.LABELS, typed.words)
        reviews.on_outcome(hand_in.on_outcome)
        clock.register("klopt het profiel nog", checks.run)
        clock.register("logo's opruimen", logos.tidy)
        picture_rights.let_in(logos.may_see)
        request_size.allow_files("/mijn-partnerschap/")
        worklists.register(NOT_CHECKED)
        worklists.register(SUCCESSORS)
        personal_data.also_by_address(Successor)
        expensive.limit(20, "/cijfers/*")
        expensive.limit(60, "/cijfers/")
        own_places.offer(figures.PLACE)
        own_places.offer(open_data.PLACE)
        generation.connect([Organisation, StudentTotal])
        generation.follow(PartnershipPage, "knowledge")
        generation.follow(PartnershipPage, GENERATION)
        loading.register(10, shelf, the_map, the_partnerships)
        oembed.also(figures.framed)
        results.register("Partnerschappen", PartnershipPage, order=30)
