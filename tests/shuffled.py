"""Rows that no ORDER BY puts in order come in another order every time, and so do those that tie in it."""

import random
from functools import wraps

from django.db.models import OrderBy, QuerySet
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler

chance = random.Random()  # of our own: hypothesis sets the seed of the module's


def _takes_chance(query) -> bool:
    """Whether one more ORDER BY expression changes nothing but the order."""
    return not (query.subquery or query.distinct or query.combinator or query.group_by is not None)


def install() -> None:
    get_order_by, fetch_all = SQLCompiler.get_order_by, QuerySet._fetch_all

    @wraps(get_order_by)
    def ordered_then_by_chance(self):
        found = get_order_by(self)
        return [*found, (OrderBy(Random()), ("RANDOM()", [], False))] if _takes_chance(self.query) else found

    @wraps(fetch_all)
    def fetched_and_shuffled(self):
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and not self.ordered and not _takes_chance(self.query):
            chance.shuffle(self._result_cache)

    SQLCompiler.get_order_by, QuerySet._fetch_all = ordered_then_by_chance, fetched_and_shuffled
