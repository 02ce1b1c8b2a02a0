"""Where the site brings its own database (`make run`), the worker that comes along starts it again when it was killed."""

import logging
import time
from typing import NoReturn

from platform_site import embedded_postgres

LOOKS = 0.5  # seconds between two
AFTER_TROUBLE = 10

log = logging.getLogger(__name__)


def look_after_it(checkout=embedded_postgres.CHECKOUT) -> NoReturn:
    """In a thread of its own: a long task holds up nobody. Ends with its process."""
    while True:
        rest = LOOKS
        try:
            if embedded_postgres.keep_alive(checkout):
                log.warning("de database was weggevallen en draait weer")
        except embedded_postgres.EmbeddedPostgresError as problem:
            log.error("de database viel weg: %s", problem)
            rest = AFTER_TROUBLE
        time.sleep(rest)
