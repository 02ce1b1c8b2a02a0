"""What editors have to do: lists that they can work through, each entry with a link to where it is mended.

Each app registers its own lists in AppConfig.ready(): what is out of date, unchecked or broken is a rule about its content, and
stands beside that content.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Case, QuerySet, Value, When

from platform_site.accounts.models import Council


@dataclass(frozen=True)
class Row:
    """One thing to do. url: where it is done, if that is elsewhere; note: why, in a few words; extra: a second link as
    (address, text); acts: what can be done here and now, a button for each, as (address, text)."""

    title: str
    url: str = ""
    note: str = ""
    council: str = ""
    extra: tuple[str, str] | None = None
    acts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class WorkList:
    """One kind of work.

    found: what there is for somebody, the most pressing first (own_first below puts the own council in front). rows: how the
    part of it that is shown reads; it gets all of that at once, so that it can look things up in one question. explanation: why
    this is on the list and what to do; done: what to say when there is nothing.
    """

    slug: str
    title: str
    explanation: str
    done: str
    order: int
    found: Callable[[AbstractBaseUser], QuerySet]
    rows: Callable[[list], Iterable[Row]]


_lists: list[WorkList] = []


def register(worklist: WorkList) -> None:
    """Adds a list to the editors' start page; a lower `order` stands higher."""
    _lists.append(worklist)
    _lists.sort(key=lambda one: one.order)


def worklists() -> list[WorkList]:
    """All lists, in order."""
    return list(_lists)


def worklist(slug: str) -> WorkList | None:
    return next((one for one in _lists if one.slug == slug), None)


def own_first(found: QuerySet, user: AbstractBaseUser, *order, council: str = "council") -> QuerySet:
    """`found` in this order, what belongs to the council of `user` in front. council: the way to it from what is found."""
    elsewhere = Case(When(**{council: user.council_id}, then=0), default=1) if user.council_id else Value(1)
    return found.annotate(elsewhere=elsewhere).order_by("elsewhere", *order)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, at most the 28th."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, 28))


def council_names() -> dict[int, str]:
    """The councils' names by id."""
    return dict(Council.objects.values_list("pk", "title"))
