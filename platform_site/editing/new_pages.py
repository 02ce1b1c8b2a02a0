"""What editors make most often, one click from the start page. Each app names its own in AppConfig.ready()."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page


@dataclass(frozen=True)
class Offer:
    """A page of `model` is made below the one page of type `parent`."""

    model: type[Page]
    parent: type[Page]
    order: int


_offers: list[Offer] = []


def offer(model: type[Page], parent: type[Page], order: int) -> None:
    """Puts a kind of page in the row “Nieuw”; a lower `order` stands further to the left."""
    _offers.append(Offer(model, parent, order))
    _offers.sort(key=lambda one: one.order)


def offered_to(user: AbstractBaseUser) -> list[tuple[str, str]]:
    """The name and the form of each kind of page that somebody may make."""
    found = []
    for one in _offers:
        parent = one.parent.objects.order_by("-live", "pk").first()
        if parent and parent.permissions_for_user(user).can_add_subpage():
            meta = one.model._meta
            where = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
            found.append((str(meta.verbose_name), where))
    return found


class NewPanel(Component):
    """The row “Nieuw” on the start page."""

    name = "new"
    template_name = "platform_site/admin/new.html"
    order = 50

    def get_context_data(self, parent_context: Mapping) -> dict:
        return {"offers": offered_to(parent_context["request"].user)}
