"""Figures for Prometheus, at an address of their own. Imported only where METRICS_BIND asks for them.

The processes count in files of a shared folder, which only prometheus_client reads and writes; the main process adds them up.
prometheus_client looks when it is imported whether there is such a folder (PROMETHEUS_MULTIPROC_DIR).
"""

import http.client
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

WATCHED = {"site_ready": "/status/gereed", "site_background_works": "/status/achtergrond"}
METHODS = {"GET", "HEAD", "POST"}

_requests = Counter("site_requests", "Answers given", ["method", "status", "cache"])
_seconds = Histogram(
    "site_request_seconds", "Time until an answer is whole", ["cache"],
    buckets=(0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
_queries = Histogram("site_request_queries", "Statements for an answer", buckets=(0, 1, 2, 4, 6, 10, 20, 50, 100))


def begin(bind: str, site: Sequence) -> None:
    """Opens the address, in the main process. bind: "address:port"; site: where the site listens, as a socket names it.

    Exits with one line when the address cannot be had.
    """
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(Condition(site))
    host, _, port = bind.rpartition(":")
    try:
        start_http_server(int(port), host.strip("[]"), registry)
    except (OSError, ValueError, OverflowError) as problem:
        sys.exit(f"METRICS_BIND={bind!r}: daar kunnen de cijfers niet staan ({problem}).")


def count(method: str, notes: Any, seconds: float) -> None:
    """One answer, and how long it took. notes: request_log.Notes."""
    _requests.labels(method if method in METHODS else "other", str(notes.status), notes.cache).inc()
    _seconds.labels(notes.cache).observe(seconds)
    _queries.observe(notes.queries)


class Condition:
    """What the site itself says of its health, as 1 or 0."""

    def __init__(self, site: Sequence):
        self.host, self.port = site[0], site[1]
        self.name = urlsplit(os.environ.get("SITE_URL", "")).netloc  # production answers to no other

    def collect(self) -> Iterator:
        for name, path in WATCHED.items():
            yield GaugeMetricFamily(name, f"Whether {path} says 200", value=float(self._says_200(path)))

    def _says_200(self, path: str) -> bool:
        try:
            asking = http.client.HTTPConnection(self.host, self.port, timeout=5)
            asking.request("GET", path, headers={"Host": self.name} if self.name else {})
            return asking.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
