"""Finding an organisation by what people call it: words of its name, its place, its BRIN, or an abbreviation such as HAN."""

import csv
from functools import cache, reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from partnerships.models import Organisation
from platform_site.dutch import fold
from platform_site.parameters import clean_query

SHOWN = 20
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
        plain = Q(name__icontains=word) | Q(place__icontains=word) | Q(brin__iexact=word)
        short = [Q(name__istartswith=name) for name in abbreviations().get(fold(word), [])]
        meant = meant.filter(reduce(or_, short) if short else plain)
        found = found.filter(reduce(or_, short, plain))
    has_short = any(fold(word) in abbreviations() for word in text.split())
    first = list(meant.order_by("name", "place", "street", "pk")[:SHOWN]) if has_short else []
    ranked = sorted(
        found.order_by("name", "place", "pk")[:500],
        key=lambda one: (not one.name.lower().startswith(text.lower()), one.name, one.place, one.street, one.pk),
    )
    return [*first, *(one for one in ranked if one not in first)][:SHOWN]


def schools_of(board: Organisation) -> list[Organisation]:
    """The open schools that a board governs; none when its number is unknown."""
    if board.kind != Organisation.Kind.BOARD or not board.board_number:
        return []
    schools = Organisation.objects.open_on(timezone.localdate()).filter(
        governed_by=board.board_number, kind=Organisation.Kind.SCHOOL
    )
    return list(schools.order_by("name", "place", "pk"))
