"""What lives below a page of the knowledge bank without being a page itself."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from knowledge_bank.models import BookletPage
from platform_site.page_routes import find_page, respond


@require_safe
def whole_booklet(request: HttpRequest, dossier: str, booklet: str) -> HttpResponse:
    """A katern on one page, to search in or to print."""
    page = find_page(request, f"dossiers/{dossier}/{booklet}", BookletPage)
    template = "knowledge_bank/booklet_whole.html"
    return respond(request, page, lambda page: TemplateResponse(request, template, page.get_context(request)))
