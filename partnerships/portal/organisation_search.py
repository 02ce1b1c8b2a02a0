"""Finding an organisation by what people call it: words of its name, its place, its BRIN, or an abbreviation such as HAN."""

import csv
import re
from collections.abc import Container, Iterable
from functools import cache, reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from partnerships.models import Organisation
from platform_site.parameters import clean_query
from platform_site.search.dutch import fold

SHOWN = 20
BRIN = re.compile(
    r"\d\d[a-z]{2}(\w{2})?", re.IGNORECASE
)  # of a school, or with the number of one of its sites behind it
ABBREVIATIONS = settings.BASE_DIR / "partnerships" / "data" / "afkortingen.csv"


@cache
def abbreviations() -> dict[str, list[str]]:
    """The names, as DUO writes them, that an abbreviation stands for: {"han": ["Hogeschool van Arnhem en Nijmegen"]}."""
    found: dict[str, list[str]] = {}
    with ABBREVIATIONS.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            found.setdefault(fold(line["afkorting"]), []).append(line["naam"])
    return found


def search(words: str) -> list[Organisation]:
    """Open organisations that all these words are about, best first: those an abbreviation stands for, then those whose
    name begins with the words."""
    text, _ = clean_query(words)
    if len(text) < 2:
        return []
    is_open = Organisation.objects.open_on(timezone.localdate())
    meant, found = is_open, is_open
    for word in text.split():
        plain = Q(name__icontains=word) | Q(place__icontains=word)
        if BRIN.fullmatch(word):
            plain |= Q(brin__istartswith=word)
        short = [Q(name__istartswith=name) for name in abbreviations().get(fold(word), [])]
        meant = meant.filter(reduce(or_, short) if short else plain)
        found = found.filter(reduce(or_, short, plain))
    has_short = any(fold(word) in abbreviations() for word in text.split())
    first = list(meant.order_by("name", "place", "street", "pk")[:SHOWN]) if has_short else []
    ranked = sorted(
        found.order_by("name", "place", "pk")[:500],
        key=lambda one: (not one.name.lower().startswith(text.lower()), one.name, one.place, one.street, one.pk),
    )
    most = None if BRIN.fullmatch(text) else SHOWN  # of one school: all its sites
    return [*first, *(one for one in ranked if one not in first)][:most]


def _board_number(organisation: Organisation) -> str:
    """The number of the board that this is, or that governs this school; empty when nobody knows."""
    own = {Organisation.Kind.BOARD: organisation.board_number, Organisation.Kind.SCHOOL: organisation.governed_by}
    return own.get(organisation.kind, "")


def schools_beside(organisations: Iterable[Organisation], there: Container[int] = ()) -> dict[int, list[Organisation]]:
    """By the pk of each of these, the other open schools of its board, without those that are there already.

    A school brings its board's number with it (DUO), so this needs no board in the list of organisations.
    """
    numbers = {one.pk: _board_number(one) for one in organisations}
    schools = Organisation.objects.open_on(timezone.localdate()).filter(
        governed_by__in=set(numbers.values()) - {""}, kind=Organisation.Kind.SCHOOL
    )
    by_board: dict[str, list[Organisation]] = {}
    for school in schools.order_by("name", "place", "pk"):
        if school.pk not in there:
            by_board.setdefault(school.governed_by, []).append(school)
    return {pk: [one for one in by_board.get(number, []) if one.pk != pk] for pk, number in numbers.items()}


def beside_in_words(organisation: Organisation, count: int) -> str:
    """de 13 andere scholen van dit bestuur; empty when there are none."""
    if not count:
        return ""
    other = "andere " if organisation.kind == Organisation.Kind.SCHOOL else ""
    return f"de {other}school van dit bestuur" if count == 1 else f"de {count} {other}scholen van dit bestuur"
