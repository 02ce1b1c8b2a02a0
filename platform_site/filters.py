"""Filters in the address: declared as data, read by django-filter, forgiving, and countable.

A facet's choices are *or*, facets among each other *and*. An unknown value is dropped by itself; the rest holds.
"""

from collections.abc import Callable, Iterable

import django_filters
from django.db.models import Count, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import QueryDict

from platform_site.components import Chip, FacetGroup, Option
from platform_site.parameters import Address
from platform_site.taxonomy import SECTORS

Choices = Iterable[tuple[str, str]]


class FacetFilter(django_filters.MultipleChoiceFilter):
    """A list of choices for one property of the things listed.

    path: the ORM path of the property ("kind", "themes__slug"); array: it holds several values in one column.
    choices: (value, title) pairs, or a function that gives them.
    only_present: leave out of the page what nothing has (years), rather than show it with a count of 0.
    """

    def __init__(
        self,
        path: str,
        title: str,
        choices: Choices | Callable[[], Choices],
        *,
        array: bool = False,
        only_present: bool = False,
    ):
        self.path, self.title, self.array, self.only_present = path, title, array, only_present
        self.given = choices
        super().__init__(field_name=path, label=title, choices=[])

    def options(self) -> dict[str, str]:
        """The values there are, with their titles, in the order to show them."""
        return {str(value): str(title) for value, title in (self.given() if callable(self.given) else self.given)}

    def filter(self, queryset: QuerySet, chosen: list[str]) -> QuerySet:
        """Those of `queryset` that have at least one of the chosen values, each once."""
        if not chosen:
            return queryset
        if self.array:
            return queryset.filter(**{f"{self.path}__overlap": chosen})
        if "__" not in self.path:
            return queryset.filter(**{f"{self.path}__in": chosen})
        having = queryset.model._default_manager.filter(**{f"{self.path}__in": chosen}).order_by()
        return queryset.filter(pk__in=having.values("pk"))

    def counts(self, name: str, queryset: QuerySet) -> QuerySet:
        """How many of `queryset` have each value: rows of (name, value as text, number)."""
        value = Func(F(self.path), function="unnest") if self.array else F(self.path)
        rows = queryset.order_by().annotate(facet=Value(name), value=Cast(value, TextField()))
        return rows.values("facet", "value").annotate(n=Count("pk", distinct=True)).values_list("facet", "value", "n")


class FacetedFilterSet(django_filters.FilterSet):
    """A filter set whose facets know their counts, and that never refuses an address."""

    def __init__(self, data: QueryDict | None, queryset: QuerySet):
        super().__init__(data or QueryDict(), queryset=queryset)
        self.titles = {name: facet.options() for name, facet in self.facets()}
        self.chosen = {
            name: [value for value in dict.fromkeys(self.data.getlist(name)) if value in self.titles[name]]
            for name, _ in self.facets()
        }

    @classmethod
    def facets(cls) -> list[tuple[str, FacetFilter]]:
        """The facets by parameter, in the order declared."""
        return [(name, declared) for name, declared in cls.base_filters.items() if isinstance(declared, FacetFilter)]

    @classmethod
    def names(cls) -> list[str]:
        """The parameters of the facets."""
        return [name for name, _ in cls.facets()]

    def narrowed(self, leaving_out: str | None = None, among: QuerySet | None = None) -> QuerySet:
        """What all chosen filters together leave (of `among`, if given), save those of the facet `leaving_out`."""
        found = self.queryset if among is None else among
        for name, facet in self.facets():
            if name != leaving_out:
                found = facet.filter(found, self.chosen[name])
        return found

    @property
    def qs(self) -> QuerySet:
        return self.narrowed()

    def counted(self) -> tuple[int, list[FacetGroup]]:
        """The number of results, and the facets with a count beside each option. One query for all."""
        whole = self.qs.order_by().annotate(facet=Value(""), value=Value("")).values("facet", "value")
        queries = [facet.counts(name, self.narrowed(leaving_out=name)) for name, facet in self.facets()]
        rows = whole.annotate(n=Count("pk", distinct=True)).values_list("facet", "value", "n").union(*queries, all=True)
        counts = {(name, value): n for name, value, n in rows}
        return counts.get(("", ""), 0), [self._group(name, facet, counts) for name, facet in self.facets()]

    def loosest(self) -> tuple[str, int] | None:
        """The facet without whose choices most is left, and how much; None when nothing is chosen. One query."""
        chosen = [name for name, values in self.chosen.items() if values]
        if not chosen:
            return None
        left = [
            self.narrowed(leaving_out=name).order_by().annotate(facet=Value(name)).values("facet") for name in chosen
        ]
        counts = [rows.annotate(n=Count("pk", distinct=True)).values_list("facet", "n") for rows in left]
        found = dict(counts[0].union(*counts[1:], all=True))
        return max(((name, found.get(name, 0)) for name in chosen), key=lambda pair: pair[1])

    def _group(self, name: str, facet: FacetFilter, counts: dict[tuple[str, str], int]) -> FacetGroup:
        options = [
            Option(value, title, counts.get((name, value), 0), value in self.chosen[name], sector=value in SECTORS)
            for value, title in self.titles[name].items()
            if not facet.only_present or (name, value) in counts or value in self.chosen[name]
        ]
        return FacetGroup(name, facet.title, options)

    def chips(self, address: Address) -> list[Chip]:
        """The chosen filters, each with the link that takes it away."""
        return [
            Chip(self.titles[name][value], address.without(name, value))
            for name, values in self.chosen.items()
            for value in values
        ]
