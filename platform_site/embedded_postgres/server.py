"""The running server: start it, ask whether it answers, find its process, end it."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

from platform_site.embedded_postgres.cluster import DATABASE, SUPERUSER, programs, run
from platform_site.embedded_postgres.place import ServerPlace
from platform_site.embedded_postgres.problem import EmbeddedPostgresError

PATIENCE = 60  # seconds; recovery after a crash on a slow disk may take a while
PAUSE = 0.02
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "synchronous_commit": "off",  # a crash may lose the last half second, never the consistency
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "Europe/Amsterdam",
    "log_timezone": "Europe/Amsterdam",
}
if sys.platform == "linux":  # after a crash all is written to the disk at once, not file by file (measured: 10 s)
    SETTINGS["recovery_init_sync_method"] = "syncfs"


def answers(place: ServerPlace) -> bool:
    """Whether the server lets us in, asked in its own protocol: it takes connections before it can serve them."""
    greeting = f"user\0{SUPERUSER}\0database\0{DATABASE}\0\0".encode()
    with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
        line.settimeout(5)
        line.connect(str(place.socket))
        line.sendall(struct.pack("!ii", 8 + len(greeting), 3 << 16) + greeting)
        answer = line.recv(400)
        line.sendall(b"X\0\0\0\4")  # goodbye
        return answer.startswith(b"R") or b"C53300" in answer  # 53300: all connections taken, so it is up
    return False


def is_lost(place: ServerPlace) -> bool:
    """Whether there should be a server and there is none: it was not us who ended it."""
    return place.data.exists() and not place.stopped.exists() and process_of(place) is None


def bring_up(place: ServerPlace) -> None:
    """Wait for a server that is starting or stopping, start one where there is none, until ours answers."""
    place.stopped.unlink(missing_ok=True)
    begun = time.monotonic()
    while not answers(place):
        waited = time.monotonic() - begun
        process = process_of(place)
        if process is None:
            _launch(place)
        elif waited > 5 and not place.socket.exists():  # somebody tidied the temporary space
            os.kill(process, signal.SIGINT)
        if waited > PATIENCE:
            raise EmbeddedPostgresError(f"PostgreSQL antwoordt niet. Lees {place.data / 'server.log'}.")
        time.sleep(PAUSE)


def end(place: ServerPlace) -> bool:
    """Ask the server to stop without waiting for its clients; when it does not, to stop at once.

    Says whether there was one.
    """
    place.stopped.touch()
    process = process_of(place)
    if process is None:
        return False
    for way, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 10)):
        os.kill(process, way)
        begun = time.monotonic()
        while _is_alive(process) and time.monotonic() - begun < patience:
            time.sleep(PAUSE)
        if not _is_alive(process):
            break
    return True


def process_of(place: ServerPlace) -> int | None:
    """The process number of the living server of these data, if any.

    Its lock file tells number and directory. The number may since be another program's, and the directory may have
    been moved (then it is still ours) or copied while it ran (then it is not).
    """
    try:
        number, directory = os.fsdecode((place.data / "postmaster.pid").read_bytes()).splitlines()[:2]
        process = int(number)
    except (FileNotFoundError, ValueError):
        return None
    if Path(directory).exists() and not place.data.samefile(directory):
        return None
    return process if directory in _command_line(process) else None


def _launch(place: ServerPlace) -> None:
    """Start a server that outlives us, and return when it answers. Raises EmbeddedPostgresError when it gives up."""
    # Killed hard it leaves lock files; where nobody reaps the dead process they look like those of a living one.
    for left in (place.data / "postmaster.pid", *place.sockets.glob(".s.PGSQL.*")):
        left.unlink(missing_ok=True)
    settings = {**SETTINGS, "unix_socket_directories": place.sockets}
    command = [str(programs(place) / "postgres"), "-D", str(place.data)]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = place.data / "server.log"
    shell = f"{shlex.join(command)} </dev/null >{shlex.quote(str(log))} 2>&1 & echo $!"
    process = int(run(place, "/bin/sh", "-c", shell, start_new_session=True).stdout)
    begun = time.monotonic()
    while not answers(place) and time.monotonic() - begun < PATIENCE:
        if not _is_alive(process):
            report = log.read_text(errors="replace").strip().splitlines()
            if "still in use" in "".join(report):
                time.sleep(0.5)  # connections of a killed server are just ending: our caller tries again
                return
            raise EmbeddedPostgresError(f"PostgreSQL startte niet: {report[-1] if report else '?'} (verslag: {log})")
        time.sleep(PAUSE)


def _is_alive(process: int) -> bool:
    """Whether the process runs: not gone, and not dead while nobody has noticed."""
    if _has_proc():
        with contextlib.suppress(OSError):
            return os.fsdecode(Path(f"/proc/{process}/stat").read_bytes()).rpartition(")")[2].split()[0] not in "ZX"
        return False
    return _ask_ps("state", process)[:1] not in ("", "Z")


def _command_line(process: int) -> str:
    """What the process was started with; empty for one that is gone or dead, and for a moment while it starts."""
    if _has_proc():
        with contextlib.suppress(OSError):
            return os.fsdecode(Path(f"/proc/{process}/cmdline").read_bytes())
        return ""
    return _ask_ps("command", process)


def _has_proc() -> bool:
    return Path("/proc/self/stat").exists()


def _ask_ps(what: str, process: int) -> str:
    command = ["ps", "-ww", "-o", f"{what}=", "-p", str(process)]
    return os.fsdecode(subprocess.run(command, capture_output=True, check=False).stdout).strip()
