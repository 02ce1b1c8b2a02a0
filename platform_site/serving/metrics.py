"""Figures for Prometheus, at an address of their own (METRICS_BIND, "127.0.0.1:9100"). Without it nothing is counted.

The processes count in files of a shared folder, which only prometheus_client reads and writes; the main process adds them up.
"""

import http.client
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client asks for it when it is imported
WATCHED = {"site_ready": "/status/gereed", "site_background_works": "/status/achtergrond"}
METHODS = {"GET", "HEAD", "POST"}

_requests = _seconds = _queries = None


def begin(site: Sequence) -> None:
    """In the main process, before others begin: opens the address. site: where the site listens, as a socket names it.

    Exits with one line when the address cannot be had.
    """
    bind = os.environ.get("METRICS_BIND")
    if not bind:
        os.environ.pop(FOLDER, None)
        return
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="metrics-")
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(Status(site))
    host, _, port = bind.rpartition(":")
    try:
        start_http_server(int(port), host, registry)
    except (OSError, ValueError, OverflowError) as problem:
        sys.exit(f"METRICS_BIND={bind!r}: daar kunnen de cijfers niet staan ({problem}).")


def prepare() -> None:
    """In a process that answers visitors: makes what is counted."""
    global _requests, _seconds, _queries
    if FOLDER not in os.environ:
        return
    from prometheus_client import Counter, Histogram

    _requests = Counter("site_requests", "Answers given", ["method", "status", "cache"])
    _seconds = Histogram(
        "site_request_seconds", "Time until an answer is whole", ["cache"],
        buckets=(0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    )  # fmt: skip
    _queries = Histogram("site_request_queries", "Statements for an answer", buckets=(0, 1, 2, 4, 6, 10, 20, 50, 100))


def count(method: str, notes, seconds: float) -> None:
    """One answer. notes: request_log.Notes; seconds: how long it took."""
    if _requests is None:
        return
    _requests.labels(method if method in METHODS else "other", str(notes.status), notes.cache).inc()
    _seconds.labels(notes.cache).observe(seconds)
    _queries.observe(notes.queries)


class Status:
    """What the site itself says of its health, as 1 or 0."""

    def __init__(self, site: Sequence):
        self.host, self.port = site[0], site[1]
        self.name = urlsplit(os.environ.get("SITE_URL", "")).netloc  # production answers to no other

    def collect(self) -> Iterator:
        from prometheus_client.core import GaugeMetricFamily

        for name, path in WATCHED.items():
            yield GaugeMetricFamily(name, f"Whether {path} says 200", value=float(self._says_200(path)))

    def _says_200(self, path: str) -> bool:
        try:
            asking = http.client.HTTPConnection(self.host, self.port, timeout=5)
            asking.request("GET", path, headers={"Host": self.name} if self.name else {})
            return asking.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
