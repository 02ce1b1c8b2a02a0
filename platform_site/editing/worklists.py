"""To-do lists for editors: each item links to the place where it can be done.

Each app registers its own lists in AppConfig.ready(), because the rule behind a list (what is out of date, unchecked, broken) is
about that app's content.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Case, QuerySet, Value, When

from platform_site.accounts.models import Council


@dataclass(frozen=True)
class WorkItem:
    """One item of a list. url: where it is done; note: why, in a few words; extra: a second link as (address, text);
    acts: buttons that do it at once, as (address, text)."""

    title: str
    url: str = ""
    note: str = ""
    council: str = ""
    extra: tuple[str, str] | None = None
    acts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class WorkList:
    """One list.

    entries: a queryset of all entries for a user, most urgent first (`own_first` puts those of the user's council in front).
    rows: turns the entries of one page into items; gets them together, so that it needs a fixed number of queries.
    explanation: why something is on the list and what to do about it; done: shown when the list is empty.
    """

    slug: str
    title: str
    explanation: str
    done: str
    order: int
    entries: Callable[[AbstractBaseUser], QuerySet]
    rows: Callable[[list], Iterable[WorkItem]]


_lists: list[WorkList] = []


def register(worklist: WorkList) -> None:
    """Adds a list to the editors' start page, sorted by `order`."""
    _lists.append(worklist)
    _lists.sort(key=lambda one: one.order)


def worklists() -> list[WorkList]:
    """All lists, in order."""
    return list(_lists)


def worklist(slug: str) -> WorkList | None:
    return next((one for one in _lists if one.slug == slug), None)


def own_first(entries: QuerySet, user: AbstractBaseUser, *order, council: str = "council") -> QuerySet:
    """`entries` in this order, but those of the council of `user` first. council: the lookup of the council from an entry."""
    elsewhere = Case(When(**{council: user.council_id}, then=0), default=1) if user.council_id else Value(1)
    return entries.annotate(elsewhere=elsewhere).order_by("elsewhere", *order)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, at most the 28th."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, 28))


def council_names() -> dict[int, str]:
    """The councils' names by id."""
    return dict(Council.objects.values_list("pk", "title"))
