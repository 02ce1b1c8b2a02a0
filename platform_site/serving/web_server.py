"""How gunicorn serves this site, on your own machine and in production: a configuration file in gunicorn's own form.

    gunicorn --config python:platform_site.serving.web_server platform_site.wsgi:application

Two processes of eight threads: a slow page holds up one thread, and one process dying is not noticed. A request is read by
its thread, however slowly it comes: in production a proxy (nginx) must stand before it, that reads a whole request before
it passes it on. The access log holds the path only, because a query string can tell what somebody was looking for.
"""

import ctypes
import http.client
import os
import select
import signal
import subprocess
import sys
import threading
import time

from platform_site.serving.server_answers import OneLineLogger, use_our_words

# A visitor waits no longer for somebody else's lock, or for the database; who changes something does (transactions.py, time_limit.py).
os.environ.setdefault("LOCK_TIMEOUT_MS", "1000")
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "2500")

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_PROCESSES", "2"))
worker_class = "gthread"
threads = 8
logger_class = OneLineLogger
graceful_timeout = 10
loglevel = "warning"
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(M)s ms"
control_socket_disable = True  # it would live in the home directory, which need not exist or be writable

PRODUCTION = "platform_site.settings.production"
WELCOME = "SAMEN_OPLEIDEN_WELCOME"  # the text to print once the site answers
READY_PATH = "/status/gereed"
BACKGROUND = "SAMEN_OPLEIDEN_BACKGROUND"  # set: a background worker comes along
PATIENCE = 10  # seconds for the background worker to finish what it is doing

_children: list[subprocess.Popen] = []
_hangups_are_ignored = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN  # started with nohup


def die_with_parent(last_wish: signal.Signals) -> None:
    """Let the kernel send us this signal when our parent is gone, even by kill -9. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        set_parent_death_signal = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>
        ctypes.CDLL(None).prctl(set_parent_death_signal, last_wish)


def when_ready(server) -> None:
    """Closing the terminal stops the site, where gunicorn would only reload it. The background worker starts here."""
    production = os.environ.get("DJANGO_SETTINGS_MODULE", PRODUCTION) == PRODUCTION
    if production and os.environ.get("BEHIND_PROXY", "").lower() not in ("1", "true", "on", "yes"):
        print(
            "Let op: BEHIND_PROXY is uit. Zonder proxy ervoor kan één trage bezoeker de site voor iedereen stilzetten.",
            file=sys.stderr,
        )
    if BACKGROUND in os.environ:
        command = [sys.executable, "manage.py", "worker", "--with-parent", str(os.getpid())]
        _children.append(subprocess.Popen(command, stdin=subprocess.DEVNULL))
    hangup = signal.SIG_IGN if _hangups_are_ignored else lambda *_: os.kill(os.getpid(), signal.SIGTERM)
    signal.signal(signal.SIGHUP, hangup)


def post_fork(server, worker) -> None:
    """No worker outlives the process that looks after it."""
    die_with_parent(signal.SIGKILL)
    if os.getppid() != server.pid:  # it was gone before we could ask
        os._exit(1)


def post_worker_init(worker) -> None:
    """Our words for what is no request. Started by hand, the first worker ever tells that the site is up, and all watch for the end of the terminal."""
    use_our_words()
    welcome = os.environ.get(WELCOME)
    if welcome and worker.age == 1:
        host, port = worker.sockets[0].sock.getsockname()
        threading.Thread(target=say_when_it_answers, args=(host, port, welcome), daemon=True).start()
    if welcome and os.isatty(0):
        threading.Thread(target=stop_when_the_terminal_closes, args=(worker.ppid,), daemon=True).start()


def stop_when_the_terminal_closes(server: int) -> None:
    """Where make itself is the terminal's first process, it is the only one to get a SIGHUP, and it waits for us."""
    terminal = select.poll()
    terminal.register(0, 0)  # no events asked: that leaves the hang-up
    terminal.poll()
    os.kill(server, signal.SIGTERM)


def say_when_it_answers(host: str, port: int, welcome: str) -> None:
    """Ask for a page until there is an answer, whichever, and then print the text."""
    for _ in range(120):
        try:
            asking = http.client.HTTPConnection(host, port, timeout=30)
            asking.request("GET", READY_PATH)
            asking.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.5)
        else:
            print(welcome, flush=True)
            return


def on_exit(server) -> None:
    """The last line, also after Ctrl-C, when the background worker has gone too."""
    for child in _children:
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
    if WELCOME in os.environ:
        print("\nDe site is gestopt.", flush=True)
