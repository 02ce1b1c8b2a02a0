"""How a line of the log is written: for a person who reads along, or as JSON for a machine; and what never stands in one."""

import json
import logging
import os
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

PRODUCTION = "platform_site.settings.production"
# Where a link opens something by itself: an invitation, something shared. Slugs have no capitals.
SECRET = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])[\w-]{20,}(?=[/\s]|$)")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")

AWAY = ("OperationalError", "InterfaceError")  # of Django and psycopg, that this module does not need otherwise

request_id: ContextVar[str] = ContextVar("request_id", default="")


def in_production() -> bool:
    return os.environ.get("DJANGO_SETTINGS_MODULE", PRODUCTION) == PRODUCTION


def as_json() -> bool:
    """As LOG_FORMAT says: "json", or "regel" for a person; without it JSON in production."""
    return os.environ.get("LOG_FORMAT", "json" if in_production() else "regel") == "json"


@lru_cache(maxsize=2000)
def safe_path(path: str) -> str:
    """A path of which nobody makes two lines, and which opens nothing for who reads it. path: as WSGI has it, bytes as latin-1."""
    text = path.encode("latin-1", "replace").decode("utf-8", "replace")
    return quote(ADDRESS.sub("...@...", SECRET.sub("...", text)), safe="/:@!$&'()*+,;=~")


def without_persons(text: str) -> str:
    """A message without mail addresses and secret links."""
    return ADDRESS.sub("…@…", SECRET.sub("…", text))


class ShortLines(logging.Formatter):
    """A database that is away is one line for each request, not a traceback."""

    def formatException(self, ei) -> str:  # noqa: N802 - the name that logging gives it
        if type(ei[1]).__name__ in AWAY:
            return f"{type(ei[1]).__name__}: {' '.join(str(ei[1]).split())}"
        return super().formatException(ei)


class Lines(ShortLines):
    """For a person: the message, and below it where it went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        return without_persons(super().format(record))


class JsonLines(ShortLines):
    """One JSON object for a message, however many lines it has: time (UTC), level, logger, message, request and error."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_persons(record.getMessage()),
        }
        if known := request_id.get():
            told["request"] = known
        if record.exc_info:
            told["error"] = without_persons(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)
