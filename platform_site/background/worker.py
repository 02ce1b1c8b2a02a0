"""The background worker: runs what waits in the database (mail, checks) and, about once a minute, all jobs of the clock.

Several may run: a task is claimed by one, and one at a time holds the clock. When it last lived is kept, so that
somebody can see that it does (`/status/achtergrond`).
"""

import logging
import os
import sys
import time
from datetime import timedelta

from django.db import close_old_connections, connection, models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from platform_site.background import clock
from platform_site.database.patience import answer_within
from platform_site.transactions import only_one

BACKEND = "achtergrond"
TICK = 60  # seconds
LISTENING = 1  # seconds between two looks at the queue
AFTER_TROUBLE = 5
LONGEST_SILENCE = 60  # of the database, while we wait for one answer
TOO_QUIET = timedelta(minutes=5)
ONE_AT_A_TIME = 7_304_000_119  # number of the database lock that whoever holds the clock has

log = logging.getLogger(__name__)


class Heartbeat(models.Model):
    """One row: when a worker last finished a round of the clock, and which jobs failed in it."""

    at = models.DateTimeField("laatst", default=timezone.now)
    failed = models.JSONField("mislukt", default=list)

    class Meta:
        verbose_name = "hartslag"
        verbose_name_plural = "hartslagen"

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


def last_heartbeat() -> Heartbeat | None:
    """The last round of the clock; None when there never was one."""
    return Heartbeat.objects.filter(pk=1).first()


def is_quiet(beat: Heartbeat | None) -> bool:
    """Whether no worker can be at work. A round in the future says no more than an old one: the clock was set back."""
    return beat is None or abs(timezone.now() - beat.at) > TOO_QUIET


def tick() -> None:
    """One round of the clock, unless another worker is at it."""
    with only_one(ONE_AT_A_TIME) as mine:
        if mine:
            failed = clock.tick()
            Heartbeat.objects.update_or_create(pk=1, defaults={"at": timezone.now(), "failed": failed})


class TickingWorker(Worker):
    """django-tasks-db's worker in rounds: the clock when it is time, one task, a short rest when there was none.

    parent: the process that started this one and that it must not outlive; None when it stands on its own.
    """

    def __init__(self, parent: int | None = None):
        super().__init__(
            queue_names=["*"],
            interval=LISTENING,
            batch=True,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.parent = parent
        self.ticked = float("-inf")

    def run(self) -> None:
        """Until a signal says stop; a signal during a task or a round of the clock waits for its end."""
        while self.running:
            if self.parent and os.getppid() != self.parent:
                sys.exit(0)
            done = self._run_tasks
            self.max_tasks = done + 1  # a long queue keeps no clock waiting
            rest = 0
            try:
                close_old_connections()
                with answer_within(LONGEST_SILENCE):
                    if time.monotonic() - self.ticked >= TICK:
                        self.round_of_the_clock()
                    super().run()
                if self._run_tasks == done:
                    rest = LISTENING
            except Exception as problem:  # the database may be away for a while
                log.error("achtergrond: %s", str(problem).partition("\n")[0])
                connection.close()
                rest = AFTER_TROUBLE
            if self.running and rest:
                time.sleep(rest)

    def round_of_the_clock(self) -> None:
        self.running_task = True  # a signal waits
        try:
            tick()
        finally:
            self.running_task = False
        self.ticked = time.monotonic()
