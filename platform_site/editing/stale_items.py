"""Two people, one item of a list (theme, synonym, organisation …): a save on top of what somebody else saved is held up as well.

An item has no versions. So its form carries a fingerprint of what was stored when it was opened (docs/decisions/22).
"""

import copy
import hashlib
import json

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel
from wagtail.log_actions import registry
from wagtail.snippets.views.snippets import SnippetViewSet

from platform_site.editing.stale_saves import differences
from platform_site.own_versions import FORM_KEY, HiddenField, new_form_key
from platform_site.typed_text import posted

BEGAN_WITH = "began_with"  # the field that carries it


class ItemForm(WagtailAdminModelForm):
    """The form of every item: says what it began with, and whose it is."""

    began_with = HiddenField()
    form_mark = HiddenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {BEGAN_WITH: fingerprint(self), FORM_KEY: new_form_key(self.for_user)}


class ItemViewSet(SnippetViewSet):
    """A list in the admin of which no item is overwritten in silence. All our lists come from it."""

    def get_edit_handler(self) -> Panel:
        panel = super().get_edit_handler()
        panel.base_form_class = ItemForm
        return panel


def fingerprint(form: forms.ModelForm) -> str:
    """Of what is stored, as far as this form can change it; empty for a new item."""
    stored = {name: value for name, value in form.initial.items() if name in form._meta.fields}
    return (
        hashlib.sha256(json.dumps(stored, default=str, sort_keys=True).encode()).hexdigest() if form.instance.pk else ""
    )


def refuse_stale_item(request: HttpRequest, item: Model) -> HttpResponse | None:
    """For `before_edit_snippet`: None when the form began with what is stored now or changes nothing, else an answer 409.

    The item stays locked until the transaction of this request ends (AtomicAdminMiddleware).
    """
    viewset = item.snippet_viewset
    if request.method != "POST" or not isinstance(viewset, ItemViewSet):
        return None
    item.refresh_from_db(from_queryset=type(item)._default_manager.select_for_update(of=("self",)))
    form_class = viewset.get_form_class(for_update=True)
    now = fingerprint(form_class(instance=item, for_user=request.user))
    if request.POST.get(BEGAN_WITH) == now:
        return None
    mine = form_class(request.POST, request.FILES, instance=copy.deepcopy(item), for_user=request.user)
    mine.is_valid()  # fills its item with what could be read
    found = differences(item, mine.instance)
    if not found:
        return None
    context = {
        "title": str(item),
        "latest": registry.get_logs_for_instance(item).select_related("user").first(),
        "newest": reverse(viewset.get_url_name("edit"), args=[item.pk]),
        "differences": found,
        "fields": [*posted(request, without=(BEGAN_WITH,)), (BEGAN_WITH, now)],
    }
    return TemplateResponse(request, "platform_site/admin/stale_item.html", context, status=409)
