"""Partners on the edit page: how many there are and the way to their own screen; in a comparison, what came and went."""

from collections import Counter

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.panels import Panel

from partnerships.models.history import Role
from partnerships.partner_screen.memberships import changes, named, of_page

CSS = {"+": "addition", "−": "deletion", "~": "changed"}


class PartnersComparison:
    """What differs in the partners of two versions, a line each; for Wagtail one field among the others."""

    is_field, is_child_relation = True, False

    def __init__(self, one, other):
        self.found = changes(of_page(one), of_page(other))

    def field_label(self) -> str:
        return "Partners"

    def has_changed(self) -> bool:
        return bool(self.found)

    @cached_property
    def named(self):
        return named(self.found)

    @property
    def val_a(self) -> str:
        return "\n".join(f"{name}: {change.before.terms}" for change, name in self.named if change.before)

    @property
    def val_b(self) -> str:
        return "\n".join(f"{name}: {change.after.terms}" for change, name in self.named if change.after)

    def htmldiff(self) -> SafeString:
        return format_html_join("", "{}", ((_line(change, name),) for change, name in self.named))


def _line(change, name: str) -> SafeString:
    if change.sign == "~":
        was, now = change.before.terms, change.after.terms
        return format_html(
            '<div class="difference"><b>~</b> {}: <span class="deletion">{}</span> <span class="addition">{}</span></div>',
            name, was, now,
        )  # fmt: skip
    return format_html(
        '<div class="difference {}"><b>{}</b> {}: {}</div>', CSS[change.sign], change.sign, name, change.terms
    )


class PartnersPanel(Panel):
    """Holds no form: what is on the screen of the partners is not sent along with the page."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "partnerships/admin/partners_panel.html"

        def get_context_data(self, parent_context=None) -> dict:
            context = super().get_context_data(parent_context)
            there = bool(self.instance.pk)
            counts = Counter(row.role for row in of_page(self.instance)) if there else Counter()
            context["counts"] = [(role.label, counts[role.value]) for role in Role if counts[role.value]]
            context["screen"] = reverse("partners", args=[self.instance.pk]) if there else ""
            return context

        def get_comparison(self) -> list:
            return [PartnersComparison]
