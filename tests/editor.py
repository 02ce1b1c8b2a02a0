"""An editor in the admin: fills in the forms there as a browser would, with all that is in them already."""

import json

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text

from platform_site.examples import a_user
from tests.logging_in import log_in


def stream_form(block: Block, value) -> dict | str:
    """The stored value of a block as the fields of the editor's form."""
    if isinstance(block, StreamBlock | ListBlock):
        children = {str(place): _child(block, entry, place) for place, entry in enumerate(value or [])}
        return {**children, "count": str(len(children))}
    if isinstance(block, StructBlock):
        return {name: stream_form(child, (value or {}).get(name)) for name, child in block.child_blocks.items()}
    if isinstance(block, RichTextBlock):
        return rich_text(value or "", features=block.features)
    if isinstance(block, TableBlock):
        return json.dumps(value)
    return "" if value is None else str(value)


def _child(block: Block, entry: dict, place: int) -> dict:
    child = block.child_blocks[entry["type"]] if isinstance(block, StreamBlock) else block.child_block
    fields = {"id": entry["id"], "order": str(place), "deleted": "", "value": stream_form(child, entry["value"])}
    return {**fields, "type": entry["type"]} if isinstance(block, StreamBlock) else fields


def values(form: Tag) -> QueryDict:
    """What a browser would send of a form as it stands there."""
    fields = QueryDict(mutable=True)
    for field in form.find_all(["input", "textarea", "select"], attrs={"name": True}):
        name, kind = field["name"], field.get("type")
        if field.name == "textarea":
            fields.appendlist(name, field.get_text())
        elif field.name == "select":
            chosen = field.find_all("option", selected=True) or (
                [] if field.has_attr("multiple") else field.find_all("option")[:1]
            )
            fields.setlist(name, [option["value"] for option in chosen])
        elif kind not in ("checkbox", "radio") or field.has_attr("checked"):
            fields.appendlist(name, field.get("value", "on" if kind == "checkbox" else ""))
    return fields


class Editor:
    """Somebody in the admin who may do everything, unless another `user` is given."""

    def __init__(self, user=None):
        self.user = user or a_user(role="beheerder")
        self.client = log_in(Client(), self.user)

    def look(self, url: str) -> BeautifulSoup:
        response = self.client.get(url)
        assert response.status_code == 200, (response.status_code, url)
        return BeautifulSoup(response.content.decode(), "html.parser")

    def filled_in(self, url: str, page: Page | type[Page], form: str = "page-edit-form") -> QueryDict:
        """The fields of the form at `url` as they are now; `page` tells what its texts hold."""
        fields = values(self.look(url).find("form", id=form))
        for field in page._meta.fields:
            if isinstance(field, StreamField):
                stored = [] if isinstance(page, type) else json.loads(field.value_to_string(page))
                for name, value in nested_form_data({field.name: stream_form(field.stream_block, stored)}).items():
                    fields[name] = value
        return fields

    def send(self, url: str, fields: QueryDict, **changes) -> HttpResponse:
        """Sends the form with some fields changed; a list ticks several boxes, None leaves a field out."""
        for name, value in changes.items():
            if value is None:
                fields.pop(name, None)
            else:
                fields.setlist(name, value if isinstance(value, list) else [value])
        return self.client.post(url, fields.urlencode(), content_type="application/x-www-form-urlencoded")

    def add_url(self, page_type: type[Page], parent: Page) -> str:
        return reverse(
            "wagtailadmin_pages:add", args=[page_type._meta.app_label, page_type._meta.model_name, parent.pk]
        )

    def add(self, page_type: type[Page], parent: Page, **fields) -> HttpResponse:
        """Makes a new page below `parent`; action_publish="1" publishes it."""
        url = self.add_url(page_type, parent)
        return self.send(url, self.filled_in(url, page_type), **fields)

    def edit(self, page: Page, **fields) -> HttpResponse:
        """Opens a page, changes some fields and saves."""
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return self.send(url, self.filled_in(url, page), **fields)

    def preview(self, page: Page, **fields) -> HttpResponse:
        """What a page would look like with some fields changed and nothing saved."""
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        filled_in = self.filled_in(reverse("wagtailadmin_pages:edit", args=[page.pk]), page)
        return self._preview(url, filled_in, fields)

    def preview_new(self, page_type: type[Page], parent: Page, **fields) -> HttpResponse:
        names = [page_type._meta.app_label, page_type._meta.model_name, parent.pk]
        url = reverse("wagtailadmin_pages:preview_on_add", args=names)
        return self._preview(url, self.filled_in(self.add_url(page_type, parent), page_type), fields)

    def _preview(self, url: str, filled_in: QueryDict, fields: dict) -> HttpResponse:
        told = self.send(url, filled_in, **fields).json()
        assert told == {"is_valid": True, "is_available": True}
        return self.client.get(url)


def mistakes(response: HttpResponse) -> dict[str, list[str]]:
    """What a form that came back says is wrong, by field."""
    assert response.status_code == 200, "the form was accepted"
    return {name: list(problems) for name, problems in response.context["form"].errors.items()}
