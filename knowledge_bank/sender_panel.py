"""Above a practice example that somebody shared: who that was, for editors who want to ask something."""

from wagtail.admin.panels import Panel

from platform_site.dutch_dates import day


class SenderPanel(Panel):
    """Shown for what came in by /delen/ only. Holds no form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "knowledge_bank/admin/sender_panel.html"

        @property
        def contribution(self):
            return getattr(self.instance, "contribution", None) if self.instance.pk else None

        def is_shown(self) -> bool:
            return self.contribution is not None

        def get_context_data(self, parent_context=None) -> dict:
            context = super().get_context_data(parent_context)
            sent = self.contribution
            context["email"] = sent.email or (sent.by.email if sent.by else "")
            context["name"] = sent.by.get_full_name() if sent.by else ""
            context["sent_on"] = day(sent.confirmed_at or sent.created_at)
            context["partnership"] = sent.partnership
            return context
