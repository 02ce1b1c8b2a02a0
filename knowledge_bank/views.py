"""What lives below a page of the knowledge bank without being a page itself."""

from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from knowledge_bank.models import BookletPage
from platform_site.addresses import linked_paths, texts
from platform_site.blocks import cards_in
from platform_site.page_routes import find_page, respond


@require_safe
def whole_booklet(request: HttpRequest, dossier: str, booklet: str) -> HttpResponse:
    """A katern on one page, to search in or to print."""
    page = find_page(request, f"dossiers/{dossier}/{booklet}", BookletPage)
    template = "knowledge_bank/booklet_whole.html"

    def answer(page: BookletPage) -> HttpResponse:
        chapters = page.read_through()
        blocks = [*page.body, *chain.from_iterable(text for _, text in chapters)]
        links = linked_paths(texts([block.get_prep_value() for block in blocks]))
        more = {"chapters": chapters, "page_cards": cards_in(blocks), "link_paths": links}
        return TemplateResponse(request, template, {**page.get_context(request), **more})

    return respond(request, page, answer)
