"""A knowledge item as schema.org facts: what it is, who made it, and what a summary is based on."""

from knowledge_bank.authors import Author
from knowledge_bank.timed_text import parse
from knowledge_bank.vocabulary import Kind
from platform_site.addresses import absolute

SCHEMA_TYPES = {
    Kind.PODCAST: "PodcastEpisode",
    Kind.VIDEO: "VideoObject",
    Kind.REPORT: "Report",
    Kind.TOOL: "LearningResource",
}


def item_facts(item, page: dict) -> dict:
    """The facts of a KnowledgeItem. page: those that hold for every page."""
    data = {
        **page,
        "@type": SCHEMA_TYPES.get(item.kind, "Article"),
        "headline": item.title,
        "datePublished": str(item.published_on or item.year),
        "dateModified": str(item.current_as_of or item.year),
        "about": [theme.title for theme in item.theme_list],
        "license": item.licence_url,
        **_origin(item),
    }
    if item.kind == Kind.PODCAST and item.audio:
        data["audio"] = {
            "@type": "AudioObject",
            "contentUrl": absolute(item.audio.url),
            "duration": iso_duration(item.duration),
        }
        data["transcript"] = " ".join(passage.text for passage in parse(item.transcript))
    if item.kind == Kind.VIDEO:
        length = iso_duration(item.duration)
        data |= {"contentUrl": item.external_url, "uploadDate": data["datePublished"], "duration": length}
    if item.kind == Kind.TOOL:
        data |= {"learningResourceType": item.tool_form, "timeRequired": iso_duration((item.time_needed or 0) * 60)}
    return {key: value for key, value in data.items() if value}


def _origin(item) -> dict:
    """Who made this; of a summary that is told of what it is based on."""
    made = {
        "author": [_maker_facts(maker) for maker in item.makers],
        "isbn": item.isbn,
        "identifier": item.doi_address,
    }
    if not item.summary_of:
        return made
    original = {
        "@type": SCHEMA_TYPES.get(item.kind, "CreativeWork"),
        "name": item.summary_of,
        "datePublished": str(item.year),
        "publisher": {"@type": "Organization", "name": item.publisher} if item.publisher else None,
        "url": item.source_address,
        **made,
    }
    return {"@type": "Article", "isBasedOn": {key: value for key, value in original.items() if value}}


def _maker_facts(maker: Author) -> dict:
    """An author as schema.org has them."""
    if not maker.is_person:
        return {"@type": "Organization", "name": maker.name}
    return {"@type": "Person", "name": maker.spoken, "familyName": maker.family, "givenName": maker.given}


def iso_duration(seconds: int | None) -> str:
    """A length of time as schema.org writes it (ISO 8601): PT1M13S; empty for none."""
    return f"PT{seconds // 60}M{seconds % 60}S" if seconds else ""
