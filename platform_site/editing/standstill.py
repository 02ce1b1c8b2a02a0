"""On the editors' start page: that the work in the background stands still, or that part of it fails."""

from collections.abc import Mapping

from wagtail.admin.ui.components import Component

from platform_site.background.worker import is_quiet, last_heartbeat


class StandstillPanel(Component):
    """Empty as long as all is well."""

    name = "standstill"
    template_name = "platform_site/admin/standstill.html"
    order = 10

    def get_context_data(self, parent_context: Mapping) -> dict:
        beat = last_heartbeat()
        return {"quiet": is_quiet(beat), "since": beat and beat.at, "failed": beat.failed if beat else []}
