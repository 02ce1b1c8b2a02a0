"""What lives below a page of the knowledge bank without being a page itself."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from knowledge_bank.models import BookletPage
from platform_site.page_routes import public_page


@require_safe
def whole_booklet(request: HttpRequest, dossier: str, booklet: str) -> HttpResponse:
    """A katern on one page, to search in or to print."""
    page = public_page(request, f"dossiers/{dossier}/{booklet}", BookletPage)
    if isinstance(page, HttpResponse):
        return page
    context = {**page.get_context(request), "whole": True}
    return TemplateResponse(request, "knowledge_bank/booklet_whole.html", context)
