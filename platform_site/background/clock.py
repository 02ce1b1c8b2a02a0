"""What has to happen by itself: apps register a job, the background worker runs them all about once a minute.

Every job must be able to run twice: it claims what it does in the database (`… WHERE reminded_at IS NULL`), and does nothing
when nothing is due. A job that fails is logged and does not hold up the others.
"""

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)
_jobs: dict[str, Callable[[], None]] = {}


def register(name: str, job: Callable[[], None]) -> None:
    """Adds a job under a Dutch name. Called from AppConfig.ready()."""
    _jobs[name] = job


def tick() -> list[str]:
    """Runs every job once; gives the names of those that failed."""
    failed = []
    for name, job in _jobs.items():
        try:
            job()
        except Exception:
            log.exception("taak %s mislukte", name)
            failed.append(name)
    return failed
