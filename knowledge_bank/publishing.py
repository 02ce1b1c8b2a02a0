"""What a knowledge item needs before it may be published, per kind: one function, asked at publishing, handing in and approving."""

from knowledge_bank import identifiers
from knowledge_bank.timed_text import broken_lines
from knowledge_bank.vocabulary import Kind


def publishing_problems(item) -> list[tuple[str, str]]:
    """What must be mended before a KnowledgeItem may be published, handed in or approved: (field, Dutch message)."""
    problems = []
    if not item.sectors:
        problems.append(("sectors", "Kies minstens één sector."))
    if item.kind == Kind.PODCAST and not item.audio_id:
        problems.append(("audio", "Een podcast heeft een geluidsbestand nodig."))
    if item.kind == Kind.PODCAST and not item.transcript.strip():
        problems.append(("transcript", "Een podcast heeft een transcript nodig: niet iedereen kan luisteren."))
    for name, text in (("chapters", item.chapters), ("transcript", item.transcript)):
        if wrong := broken_lines(text):
            problems.append((name, f"Zet voor elk stuk een tijd, zoals 0:12. Hier ontbreekt die: “{wrong[0][:60]}”."))
    if item.kind == Kind.VIDEO and not item.external_url:
        problems.append(("external_url", "Vul in waar de video te zien is."))
    if item.doi and not identifiers.is_doi(identifiers.doi(item.doi)):
        problems.append(("doi", identifiers.WRONG_DOI))
    if item.isbn and not identifiers.is_isbn(item.isbn):
        problems.append(("isbn", identifiers.WRONG_ISBN))
    if item.series and not item.series_number:
        problems.append(("series_number", "Welk nummer heeft dit in de reeks?"))
    return problems
