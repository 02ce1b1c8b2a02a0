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
from platform_site.editing.worklists import WorkItem, WorkList, months_before
from platform_site.pages import SitePage


@dataclass(frozen=True)
class ReviewPeriod:
    """Pages of `model` must be reviewed again after so many months, except those that match `unless`."""

    model: type[SitePage]
    months: int
    unless: Q | None = None

    def pages(self) -> QuerySet:
        """The live pages it applies to, with `as_of`: the day they were last revised or published."""
        entries = self.model.objects.filter(live=True)
        entries = entries.exclude(self.unless) if self.unless else entries
        return entries.annotate(as_of=Coalesce("revised_on", TruncDate("last_published_at")))

    def too_old(self, today: date) -> Q:
        return Q(as_of__lt=months_before(today, self.months))


_periods: list[ReviewPeriod] = []


def keep_fresh(model: type[SitePage], months: int, unless: Q | None = None) -> None:
    """Asks editors to look at pages of `model` again after `months`. Called from AppConfig.ready()."""
    _periods.append(ReviewPeriod(model, months, unless))


def out_of_date(user: AbstractBaseUser) -> QuerySet:
    """All pages past their period, of all types in one query: those of the user's own council first, then the oldest."""
    today = timezone.localdate()
    elsewhere = Case(When(council=user.council_id, then=0), default=1) if user.council_id else Value(1)
    each = [
        period.pages()
        .filter(period.too_old(today))
        .annotate(elsewhere=elsewhere, type_name=Value(period.model._meta.verbose_name))
        .order_by()
        .values("pk", "title", "type_name", "as_of", "council__title", "elsewhere")
        for period in _periods
    ]
    return each[0].union(*each[1:], all=True).order_by("elsewhere", "as_of", "pk")


def _rows(entries: list[dict]) -> list[WorkItem]:
    return [
        WorkItem(
            one["title"],
            reverse("wagtailadmin_pages:edit", args=[one["pk"]]),
            f"{one['type_name']}, herzien op {day(one['as_of'])}",
            one["council__title"] or "",
            acts=((reverse("still-right", args=[one["pk"]]), LABEL),),
        )
        for one in entries
    ]


def shares() -> list[tuple[str, int, int, int]]:
    """For each type: its name in the plural, its period in months, how many pages are within it and how many there are."""
    today = timezone.localdate()
    shares = []
    for period in _periods:
        counted = period.pages().aggregate(all=Count("pk"), old=Count("pk", filter=period.too_old(today)))
        if counted["all"]:
            name = capfirst(period.model._meta.verbose_name_plural)
            shares.append((name, period.months, counted["all"] - counted["old"], counted["all"]))
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
    entries=out_of_date,
    rows=_rows,
)
