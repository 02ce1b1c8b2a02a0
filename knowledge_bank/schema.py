"""A knowledge item as schema.org facts (JSON-LD)."""

from knowledge_bank.authors import Author
from knowledge_bank.timed_text import parse
from knowledge_bank.vocabulary import Kind
from platform_site.addresses import absolute
from platform_site.structured_data import platform, subjects

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


def _numbers(item) -> list:
    """By what an item is known elsewhere."""
    isbn = {"@type": "PropertyValue", "propertyID": "ISBN", "value": item.isbn}
    return [*filter(None, [item.doi_address]), *([isbn] if item.isbn else [])]


def _origin(item) -> dict:
    """Who made an item and by what it is known; of a summary that is told of what it is based on."""
    made = {"author": [maker_facts(maker) for maker in item.makers], "identifier": _numbers(item)}
    publisher = {"@type": "Organization", "name": item.publisher} if item.publisher else None
    if not item.summary_of:
        known = [item.permanent_id, *made["identifier"]]
        return {**made, "identifier": known, "publisher": publisher or platform()}
    original = {
        "@type": TYPES.get(item.kind, "CreativeWork"),
        "name": item.summary_of,
        "datePublished": str(item.year),
        "publisher": publisher,
        "url": item.source_address,
        **made,
    }
    return {"@type": "Article", "isBasedOn": {key: value for key, value in original.items() if value}}


def _kind(item) -> dict:
    """What only items of its kind have, and what is told of a summary is that of any text."""
    if item.summary_of and item.kind != Kind.TOOL:
        return {}
    if item.kind == Kind.PODCAST and item.audio:
        sound = {
            "@type": "AudioObject",
            "contentUrl": absolute(item.audio.url),
            "duration": iso_duration(item.duration),
            "transcript": " ".join(passage.text for passage in parse(item.transcript)),
        }
        series = {"@type": "PodcastSeries", "name": item.series}
        return {
            "audio": {name: value for name, value in sound.items() if value},
            "partOfSeries": series if item.series else None,
            "episodeNumber": item.series_number,
        }
    if item.kind == Kind.VIDEO:
        day = str(item.published_on or item.year)
        return {"contentUrl": item.external_url, "uploadDate": day, "duration": iso_duration(item.duration)}
    if item.kind == Kind.TOOL:
        form = [item.get_kind_display(), *filter(None, [item.tool_form])]
        return {"learningResourceType": form, "timeRequired": iso_duration((item.time_needed or 0) * 60)}
    return {}


def facts(item) -> dict:
    """Everything beside what any page tells."""
    told = {
        "@type": TYPES.get(item.kind, "Article"),
        "headline": item.title,
        "datePublished": str(item.published_on or item.year),
        "dateModified": str(item.current_as_of or item.year),
        "learningResourceType": item.get_kind_display(),
        **subjects(item.theme_list),
        "license": item.licence_url,
        **_origin(item),
        **_kind(item),
    }
    return {key: value for key, value in told.items() if value}
