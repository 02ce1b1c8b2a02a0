"""A knowledge item as schema.org facts (JSON-LD)."""

from knowledge_bank.authors import Author
from knowledge_bank.timed_text import parse
from knowledge_bank.vocabulary import Kind
from platform_site.addresses import absolute

TYPES = {
    Kind.PODCAST: "PodcastEpisode",
    Kind.VIDEO: "VideoObject",
    Kind.REPORT: "Report",
    Kind.TOOL: "LearningResource",
}


def iso_duration(seconds: int | None) -> str:
    """A length of time as schema.org writes it (ISO 8601): PT1M13S; empty for none."""
    return f"PT{seconds // 60}M{seconds % 60}S" if seconds else ""


def maker_facts(maker: Author) -> dict:
    """An author as schema.org has them."""
    if not maker.is_person:
        return {"@type": "Organization", "name": maker.name}
    return {"@type": "Person", "name": maker.spoken, "familyName": maker.family, "givenName": maker.given}


def _origin(item) -> dict:
    """Who made an item; of a summary that is told of what it is based on."""
    made = {
        "author": [maker_facts(maker) for maker in item.makers],
        "isbn": item.isbn,
        "identifier": item.doi_address,
    }
    if not item.summary_of:
        return made
    original = {
        "@type": TYPES.get(item.kind, "CreativeWork"),
        "name": item.summary_of,
        "datePublished": str(item.year),
        "publisher": {"@type": "Organization", "name": item.publisher} if item.publisher else None,
        "url": item.source_address,
        **made,
    }
    return {"@type": "Article", "isBasedOn": {key: value for key, value in original.items() if value}}


def _kind(item) -> dict:
    """What only items of its kind have."""
    if item.kind == Kind.PODCAST and item.audio:
        sound = {
            "@type": "AudioObject",
            "contentUrl": absolute(item.audio.url),
            "duration": iso_duration(item.duration),
        }
        return {"audio": sound, "transcript": " ".join(passage.text for passage in parse(item.transcript))}
    if item.kind == Kind.VIDEO:
        day = str(item.published_on or item.year)
        return {"contentUrl": item.external_url, "uploadDate": day, "duration": iso_duration(item.duration)}
    if item.kind == Kind.TOOL:
        return {"learningResourceType": item.tool_form, "timeRequired": iso_duration((item.time_needed or 0) * 60)}
    return {}


def facts(item) -> dict:
    """Everything beside what any page tells."""
    told = {
        "@type": TYPES.get(item.kind, "Article"),
        "headline": item.title,
        "datePublished": str(item.published_on or item.year),
        "dateModified": str(item.current_as_of or item.year),
        "about": [theme.title for theme in item.theme_list],
        "license": item.licence_url,
        **_origin(item),
        **_kind(item),
    }
    return {key: value for key, value in told.items() if value}
