"""Answers in words: what a coordinator sees of a change, beside the page itself."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from partnerships.models import Organisation, PartnershipPage, Role
from partnerships.portal.answers import FIELDS, STORY, Answers, changed
from platform_site import rich_texts
from platform_site.dutch_numbers import thousands
from platform_site.models import SiteImage
from platform_site.taxonomy import Theme


@dataclass(frozen=True)
class AnswerChange:
    label: str
    before: str
    after: str


def in_words(name: str, answer) -> str:
    """One answer as plain text; nothing for no answer."""
    if answer in (None, "", []):
        return ""
    if name in STORY:
        return rich_texts.as_words(answer)
    if name == "students":
        return thousands(answer)
    if name == "themes":
        return ", ".join(Theme.objects.filter(pk__in=answer).order_by("order", "title").values_list("title", flat=True))
    if name == "routes":
        return ", ".join(PartnershipPage.Route(route).label for route in answer)
    if name == "logo":
        return SiteImage.objects.filter(pk=answer).values_list("title", flat=True).first() or ""
    if name == "partners":
        return "\n".join(partner_lines(answer))
    return str(answer)


def partner_lines(partners: list[dict]) -> list[str]:
    """Each partner on a line: "De Wissel, Utrecht (school, sinds 1-8-2024)"."""
    names = organisation_names(partners)
    return sorted(f"{names[_key(entry)]} ({_terms(entry)})" for entry in partners)


def organisation_names(partners: list[dict]) -> dict:
    """The names of the organisations in a list of partners, by id, or by name and place for proposed ones."""
    known = Organisation.objects.in_bulk({entry["organisation"] for entry in partners if entry["organisation"]})
    return {
        _key(entry): f"{entry['name']}, {entry['place']}"
        if entry["name"]
        else str(known.get(entry["organisation"], "onbekend"))
        for entry in partners
    }


def _key(entry: dict):
    return (entry["name"], entry["place"]) if entry["name"] else entry["organisation"]


def name_of(entry: dict, names: dict) -> str:
    return names[_key(entry)]


def partner_terms(partners: list[dict]) -> list[str]:
    """The role and days of each partner: "school, sinds 1-8-2024"."""
    return [_terms(entry) for entry in partners]


def _terms(entry: dict) -> str:
    return ", ".join(filter(None, [Role(entry["role"]).label, days_of(entry)]))


def days_of(entry: dict) -> str:
    """From when until when a partner takes part: "sinds 1-8-2024, tot 1-8-2026"; nothing where that is unknown."""
    words = (("sinds", "since"), ("tot", "until"))
    return ", ".join(f"{word} {_day(entry[key])}" for word, key in words if entry[key])


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(day)}-{int(month)}-{year}"


@dataclass(frozen=True)
class GaveWay:
    label: str
    words: str
    moment: datetime


def that_gave_way(gave_way: list[dict], fields: Container[str]) -> list[GaveWay]:
    """The answers to these questions that were not chosen when two people wrote at once, the last one first."""
    return [
        GaveWay(FIELDS[one["field"]], in_words(one["field"], one["answer"]), datetime.fromisoformat(one["at"]))
        for one in reversed(gave_way)
        if one["field"] in fields
    ]


def changes(before: Answers, after: Answers) -> list[AnswerChange]:
    """What differs, field by field. Of partners only those that come, go or change."""
    found = []
    for name in changed(before, after):
        old, new = before[name], after[name]
        if name == "partners":
            old, new = [entry for entry in old if entry not in new], [entry for entry in new if entry not in old]
        found.append(AnswerChange(FIELDS[name], in_words(name, old), in_words(name, new)))
    return found
