"""What lives below a page of the knowledge bank without being a page itself."""

from collections.abc import Callable
from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from knowledge_bank.citations import bibtex, ris
from knowledge_bank.models import BookletPage, KnowledgeItem
from platform_site.addresses import linked_paths
from platform_site.blocks import cards_in
from platform_site.keeping import keepable
from platform_site.page_routes import find_page, respond
from platform_site.stored_blocks import texts


@keepable()
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


def _citation(
    request: HttpRequest, item: str, ending: str, kind: str, write: Callable[[KnowledgeItem], str]
) -> HttpResponse:
    page = find_page(request, f"kennisbank/{item}", KnowledgeItem)
    headers = {"Content-Disposition": f'attachment; filename="{item}.{ending}"'}
    return respond(
        request, page, lambda page: HttpResponse(write(page), content_type=f"{kind}; charset=utf-8", headers=headers)
    )


@keepable()
@require_safe
def citation_ris(request: HttpRequest, item: str) -> HttpResponse:
    return _citation(request, item, "ris", "application/x-research-info-systems", ris)


@keepable()
@require_safe
def citation_bibtex(request: HttpRequest, item: str) -> HttpResponse:
    return _citation(request, item, "bib", "application/x-bibtex", bibtex)
