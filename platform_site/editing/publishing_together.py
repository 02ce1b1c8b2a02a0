"""Several pages published at once from a list: they need what a page needs that is published from its own form."""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.models import Page


def refuse_unfinished(request: HttpRequest, action: str, objects: list, how) -> HttpResponse | None:
    """For `before_bulk_action`: back to the list, with what must be mended, when one of them is not ready. how: the view."""
    if action != "publish" or how.model is not Page:
        return None
    pages = list(objects)
    if how.cleaned_form.cleaned_data["include_descendants"]:
        pages += [below for page in objects for below in page.get_descendants().not_live()]
    latest = (page.get_latest_revision_as_object() for page in pages)
    found = [(page, problem) for page in latest for problem in _problems(page)]
    if not found:
        return None
    lines = ((reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title, problem) for page, problem in found)
    listed = format_html_join("", '<li><a href="{}">{}</a>: {}</li>', lines)
    messages.error(request, format_html("Er is nog niets gepubliceerd. Maak dit eerst in orde:<ul>{}</ul>", listed))
    return redirect(how.next_url)


def _problems(page: Page) -> Iterator[str]:
    """In whole sentences."""
    try:
        page.full_clean()
    except ValidationError as wrong:
        for name, errors in wrong.message_dict.items():
            label = "" if name == NON_FIELD_ERRORS else f"{page._meta.get_field(name).verbose_name}: "
            yield from (f"{label}{error}" for error in errors)
    if hasattr(page, "publishing_problems"):  # not the root
        yield from (problem for _, problem in page.publishing_problems())
