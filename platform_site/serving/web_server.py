"""The web server, on your own machine and in production: granian, with what this site needs of it. See docs/decisions/34.

    python -m platform_site.serving.web_server

BIND and WEB_PROCESSES say where it listens and with how many processes; `make run` hands it a socket that listens already. A
request is read outside Python, so one that comes slowly costs no thread until its body begins; in production a proxy (nginx)
must stand before it, that reads a whole request before it passes it on. HUP starts new processes, one at a time, with the
code of that moment; a change of this file, processes.py, metrics.py or the environment needs a restart.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import Event, Semaphore, set_start_method
from multiprocessing.reduction import DupFd
from types import SimpleNamespace

import granian.wsgi
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from platform_site.serving.processes import (
    PATIENCE,
    Companion,
    die_with_parent,
    say_when_it_answers,
    stop_when_the_terminal_closes,
)

APPLICATION = "platform_site.wsgi:application"
PRODUCTION = "platform_site.settings.production"
WELCOME = "SAMEN_OPLEIDEN_WELCOME"  # the text to print once the site answers: somebody started it by hand
READY_PATH = "/status/gereed"
BACKGROUND = "SAMEN_OPLEIDEN_BACKGROUND"  # set: a background worker comes along
LOADING = 60  # seconds at most for a new process to load the site
THREADS = 8  # of each process: a slow page holds up one
WAITING = 1024  # connections that wait to be taken
HEAD_MS = 10_000  # milliseconds for the first lines of a request
HEAD_BYTES = 64 * 1024
CANNOT_BEGIN = 3  # exit code, as other servers have it: the code of the site cannot be loaded


class Loader:
    """Makes the application in a new process, and tells the main one when that cannot be done.

    application: "module:name"; count: see RequestLog.
    """

    def __init__(self, application: str, count: Callable | None):
        self.application, self.count = application, count
        self.failed, self.loaded = Event(), Semaphore(0)
        self.main = os.getpid()

    def __call__(self) -> Callable:
        die_with_parent(signal.SIGKILL)
        if os.getppid() != self.main:  # it was gone before we could ask
            os._exit(1)
        os.setpgid(0, 0)  # Ctrl-C is for the main process, that tells us
        # Else every request carries the variables of this process, secrets too.
        granian.wsgi.os = SimpleNamespace(environ={})
        try:
            module, _, name = self.application.partition(":")
            site = getattr(import_module(module), name)
            answer = import_module("platform_site.serving.request_log").logged(site, self.count)
        except BaseException:
            traceback.print_exc()
            self.failed.set()
            os.kill(self.main, signal.SIGTERM)
            raise
        self.loaded.release()
        return answer

    def forget(self) -> None:
        """What loaded before does not count for the next."""
        while self.loaded.acquire(block=False):
            pass

    def has_loaded(self, seconds: float) -> bool:
        """Waits for a process to have the site, this long at most."""
        return self.loaded.acquire(timeout=seconds)


class SharedSocket:
    """A socket that listens, as a new process gets it: granian's own way to tell of it does not bring it along."""

    def __init__(self, listener: socket.socket):
        self.listener = listener

    def __reduce__(self) -> tuple:
        return _holder, (DupFd(self.listener.fileno()),)


def _holder(duplicate: DupFd) -> SocketHolder:
    return SocketHolder(duplicate.detach(), False, WAITING)  # pyrefly: ignore - its stub names no arguments


class Server(MPServer):
    """granian with one listening socket for all its processes.

    Its own way, a socket for each, loses what waits at one of them when that process ends, and lets a second server share the
    port unseen. What it does elsewhere than on Linux is this.
    """

    def __init__(self, listener: socket.socket, application: str, **settings):
        super().__init__(application, **settings)
        self.listener, self.application = listener, application

    def _init_shared_socket(self) -> None:
        self._sso, self._shd, self._sfd = None, SharedSocket(self.listener), self.listener.fileno()

    def _reload(self, *arguments) -> None:
        """Not with code that cannot be loaded: the processes that are there go on."""
        module, _, _ = self.application.partition(":")
        if subprocess.run([sys.executable, "-c", f"import {module}"], check=False).returncode == 0:
            return super()._reload(*arguments)
        print("De nieuwe versie kan niet beginnen; de vorige gaat door.", file=sys.stderr)
        self.reload_signal = False
        self.main_loop_interrupt.clear()

    def _respawn_workers(
        self, workers: list[int], spawn_target: Callable, target_loader: Loader, delay: float = 0
    ) -> None:
        """New processes in the place of these, one at a time; the old one goes when the new one has loaded the site.

        granian waits for a fixed time, ready or not, and stops for good when a process ends twice within 5.5 seconds; one that
        cannot load the site stops us (see Loader).
        """
        for place in workers:
            old, new = self.wrks[place], self._spawn_worker(place, spawn_target, target_loader)
            target_loader.forget()
            new.start()
            if old.is_alive() and not target_loader.has_loaded(LOADING):
                print("Een nieuw proces komt niet op gang; het oude gaat door.", file=sys.stderr)
                new.kill()
                continue
            self.wrks[place] = new
            old.terminate()
            old.join(PATIENCE)
            if old.is_alive():
                old.kill()
                old.join()


def listen(bind: str) -> socket.socket:
    """A socket that listens at this "address:port". Exits with one line when it cannot be had."""
    host, _, port = bind.rpartition(":")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host.strip("[]"), int(port)), family=family, backlog=WAITING)
    except (OSError, ValueError, OverflowError) as problem:
        sys.exit(f"BIND={bind!r}: daar kan de site niet luisteren ({problem}).")


def attend_to_the_terminal(address: Sequence, welcome: str, hangups_are_ignored: bool) -> None:
    """Started by hand: closing the terminal stops the site, and it says when it is up."""
    hangup = signal.SIG_IGN if hangups_are_ignored else lambda *_: os.kill(os.getpid(), signal.SIGTERM)
    signal.signal(signal.SIGHUP, hangup)
    tell = (say_when_it_answers, (*address[:2], READY_PATH, welcome))
    watch = (stop_when_the_terminal_closes, (os.getpid(),))
    for target, arguments in [tell, watch] if os.isatty(0) else [tell]:
        threading.Thread(target=target, args=arguments, daemon=True).start()


@contextmanager
def figures(site: Sequence) -> Iterator[Callable | None]:
    """Opens the address for Prometheus, if one is asked for, and gives what counts. site: where the site listens."""
    if not (bind := os.environ.get("METRICS_BIND")):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        metrics = import_module("platform_site.serving.metrics")
        metrics.begin(bind, site)
        yield metrics.count


def serve(listener: socket.socket, application: str, count: Callable | None) -> None:
    """Serves until it is told to stop. application, count: see Loader. Exits with CANNOT_BEGIN when the site cannot be loaded."""
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what is taken from it inherits this
    listener.setblocking(False)
    # A copy of this process (fork) would wait for ever for what a thread here held at that moment: a module, say.
    set_start_method("spawn", force=True)
    loader = Loader(application, count)
    server = Server(
        listener,
        application,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=int(os.environ.get("WEB_PROCESSES", "2")),
        blocking_threads=THREADS,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MS, max_buffer_size=HEAD_BYTES),
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.error,
    )
    welcome, companions = os.environ.get(WELCOME), []
    hangups_are_ignored = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN  # started with nohup

    @server.on_startup
    def begun() -> None:
        if BACKGROUND in os.environ:
            companions.append(Companion())
        if welcome:
            attend_to_the_terminal(listener.getsockname(), welcome, hangups_are_ignored)

    with suppress(SystemExit):  # it says so of a process that ended at this very moment
        server.serve(target_loader=loader, wrap_loader=False)
    for companion in companions:
        companion.stop()
    if welcome:
        print("\nDe site is gestopt.", flush=True)
    if loader.failed.is_set():
        sys.exit(CANNOT_BEGIN)


def main() -> None:
    # A visitor waits no longer for somebody else's lock, or for the database; who changes something does (transactions.py, time_limit.py).
    os.environ.setdefault("LOCK_TIMEOUT_MS", "1000")
    os.environ.setdefault("STATEMENT_TIMEOUT_MS", "2500")
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--fd", type=int, help="number of a socket that listens already")
    arguments.add_argument(
        "application", nargs="?", default=APPLICATION, help="module:name of another WSGI application"
    )
    given = arguments.parse_args()
    production = os.environ.get("DJANGO_SETTINGS_MODULE", PRODUCTION) == PRODUCTION
    if production and os.environ.get("BEHIND_PROXY", "").lower() not in ("1", "true", "on", "yes"):
        print(
            "Let op: BEHIND_PROXY is uit. Zonder proxy ervoor kan één trage bezoeker de site voor iedereen stilzetten.",
            file=sys.stderr,
        )
    listener = listen(os.environ.get("BIND", "127.0.0.1:8000")) if given.fd is None else socket.socket(fileno=given.fd)
    with figures(listener.getsockname()) as count:
        serve(listener, given.application, count)


if __name__ == "__main__":
    main()
