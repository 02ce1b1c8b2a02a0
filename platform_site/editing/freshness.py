"""How long content of a type stays good without somebody looking at it, and what has passed that."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from platform_site.dutch_dates import day
from platform_site.editing.still_right import LABEL
from platform_site.editing.worklists import Row, WorkList, months_before
from platform_site.pages import SitePage


@dataclass(frozen=True)
class Term:
    """Pages of `model` are to be looked at again after so many months, `unless` this is so."""

    model: type[SitePage]
    months: int
    unless: Q | None = None

    def pages(self) -> QuerySet:
        """The live pages this holds for, with `as_of`: the day they were last revised or published."""
        found = self.model.objects.filter(live=True)
        found = found.exclude(self.unless) if self.unless else found
        return found.annotate(as_of=Coalesce("revised_on", TruncDate("last_published_at")))

    def too_old(self, today: date) -> Q:
        return Q(as_of__lt=months_before(today, self.months))


_terms: list[Term] = []


def keep_fresh(model: type[SitePage], months: int, unless: Q | None = None) -> None:
    """Asks editors to look at pages of `model` again after `months`. Called from AppConfig.ready()."""
    _terms.append(Term(model, months, unless))


def out_of_date(user: AbstractBaseUser) -> QuerySet:
    """All that is past its term, of all types in one question: the own council's first, then the oldest."""
    today = timezone.localdate()
    elsewhere = Case(When(council=user.council_id, then=0), default=1) if user.council_id else Value(1)
    each = [
        term.pages()
        .filter(term.too_old(today))
        .annotate(elsewhere=elsewhere, type_name=Value(term.model._meta.verbose_name))
        .order_by()
        .values("pk", "title", "type_name", "as_of", "council__title", "elsewhere")
        for term in _terms
    ]
    return each[0].union(*each[1:], all=True).order_by("elsewhere", "as_of", "pk")


def _rows(found: list[dict]) -> list[Row]:
    return [
        Row(
            one["title"],
            reverse("wagtailadmin_pages:edit", args=[one["pk"]]),
            f"{one['type_name']}, herzien op {day(one['as_of'])}",
            one["council__title"] or "",
            acts=((reverse("still-right", args=[one["pk"]]), LABEL),),
        )
        for one in found
    ]


def shares() -> list[tuple[str, int, int, int]]:
    """For each type: its name in the plural, its term in months, how many pages are within it and how many there are."""
    today = timezone.localdate()
    shares = []
    for term in _terms:
        counted = term.pages().aggregate(all=Count("pk"), old=Count("pk", filter=term.too_old(today)))
        if counted["all"]:
            name = capfirst(term.model._meta.verbose_name_plural)
            shares.append((name, term.months, counted["all"] - counted["old"], counted["all"]))
    return shares


OUT_OF_DATE = WorkList(
    slug="verouderd",
    title="Aan herziening toe",
    explanation=(
        "Deze pagina's zijn langer niet herzien dan voor hun soort is afgesproken. Lees ze na. Klopt alles nog? Kies dan "
        "“Klopt nog”: de pagina krijgt de datum van vandaag als datum van herziening."
    ),
    done="Alle pagina's zijn binnen hun termijn herzien.",
    order=50,
    found=out_of_date,
    rows=_rows,
)
