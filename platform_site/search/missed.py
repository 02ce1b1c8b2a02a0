"""What visitors looked for and did not find: words and counts, no people. See docs/decisions/16.

Counting must not slow down a page and must not write while it renders. So each process counts in memory, and at most once a minute
a thread adds the counts to the database. What a process counted in its last minute is lost when it is killed.
"""

import logging
import re
import threading
import time
from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import Error, connection, models, transaction
from django.db.models import F, Max, QuerySet, Sum
from django.utils import timezone

from platform_site import keeping, memory
from platform_site.search.dutch import fold

log = logging.getLogger(__name__)
MOST_WORDS, LONGEST = 5, 60
AT_ONCE = 500  # different questions in one minute; more is no visitor
SHOWN_FROM = 3
KEPT, KEPT_WHEN_RARE = timedelta(days=90), timedelta(days=14)

_counts: Counter[str] = Counter()
_lock = threading.Lock()
_flushed = time.monotonic()
memory.empties(_counts.clear)


class MissedSearch(models.Model):
    """How often on one day a search found nothing."""

    words = models.CharField("zoekwoorden", max_length=LONGEST)
    day = models.DateField("dag")
    times = models.PositiveIntegerField("aantal keer", default=0)

    class Meta:
        verbose_name = "zoekopdracht zonder resultaat"
        verbose_name_plural = "zoekopdrachten zonder resultaat"
        constraints = [models.UniqueConstraint(fields=["words", "day"], name="missed_search_once_a_day")]

    def __str__(self):
        return f"{self.words} ({self.times})"


def countable(text: str) -> str:
    """The question as it is counted; empty for what may say who somebody is: an address, a number, a whole sentence."""
    words = fold(text).split()
    if not words or len(words) > MOST_WORDS or "@" in text or re.search(r"\d[\d .-]{4,}\d", text):
        return ""
    return joined if len(joined := " ".join(words)) <= LONGEST else ""


def note(text: str) -> None:
    """Counts a search without results, in memory. An answer that was kept would not be counted, so this one is not."""
    global _flushed
    keeping.never_keep()
    if not (words := countable(text)):
        return
    every = settings.MISSED_SEARCHES_EVERY
    with _lock:
        if words in _counts or len(_counts) < AT_ONCE:
            _counts[words] += 1
        if every is None or time.monotonic() - _flushed < every:
            return
        _flushed = time.monotonic()
    threading.Thread(target=_flush_and_leave, name="missed-searches", daemon=True).start()


def flush() -> None:
    """Adds what this process counted to the database."""
    with _lock:
        counted = sorted(_counts.items())
        _counts.clear()
    today = timezone.localdate()
    with transaction.atomic():
        for words, times in counted:
            MissedSearch.objects.get_or_create(words=words, day=today)
            MissedSearch.objects.filter(words=words, day=today).update(times=F("times") + times)


def _flush_and_leave() -> None:
    try:
        flush()
    except Error as problem:  # the database is away: these counts are lost, the next ones are not
        log.warning("zoekopdrachten niet geteld: %s", problem)
    finally:
        connection.close()


def forget() -> None:
    """For the clock: drops what is old, and what stayed rare."""
    today = timezone.localdate()
    MissedSearch.objects.filter(day__lt=today - KEPT).delete()
    often = totals().filter(total__gte=SHOWN_FROM).values("words")
    MissedSearch.objects.filter(day__lt=today - KEPT_WHEN_RARE).exclude(words__in=often).delete()


def totals() -> QuerySet:
    """The questions with how often they were asked in all and when last."""
    return MissedSearch.objects.values("words").annotate(total=Sum("times"), last=Max("day"))


def shown(user: AbstractBaseUser | None = None) -> QuerySet:
    """What was asked often enough to be no single person's question, the most asked first."""
    return totals().filter(total__gte=SHOWN_FROM).order_by("-total", "words")
