"""How the processes of one site begin and end together."""

import ctypes
import http.client
import os
import select
import signal
import subprocess
import sys
import threading
import time

PATIENCE = 10  # seconds for a process to finish what it is doing


def die_with_parent(last_wish: signal.Signals) -> None:
    """Let the kernel send us this signal when our parent is gone, even by kill -9. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        set_parent_death_signal = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>
        ctypes.CDLL(None).prctl(set_parent_death_signal, last_wish)


def stop_when_the_terminal_closes(server: int) -> None:
    """Where make itself is the terminal's first process, it is the only one to get a SIGHUP, and it waits for us."""
    terminal = select.poll()
    terminal.register(0, 0)  # no events asked: that leaves the hang-up
    terminal.poll()
    os.kill(server, signal.SIGTERM)


def say_when_it_answers(host: str, port: int, path: str, welcome: str) -> None:
    """Ask for a page until there is an answer, whichever, and then print the text."""
    for _ in range(120):
        try:
            asking = http.client.HTTPConnection(host, port, timeout=30)
            asking.request("GET", path)
            asking.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.5)
        else:
            print(welcome, flush=True)
            return


class Companion:
    """The background worker beside the web server: started again whenever it ends, until it is told to stop."""

    def __init__(self):
        self.child: subprocess.Popen | None = None
        self.leaving = threading.Event()
        # This thread lives as long as the process: a child that asks for a signal when its parent is gone means the thread.
        threading.Thread(target=self._keep, daemon=True).start()

    def _keep(self) -> None:
        command = [sys.executable, "manage.py", "worker", "--with-parent", str(os.getpid())]
        while not self.leaving.is_set():
            self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            self.child.wait()
            if not self.leaving.wait(1):
                print("Het werk op de achtergrond hield op, en begint opnieuw.", file=sys.stderr)

    def stop(self) -> None:
        self.leaving.set()
        if self.child:
            self.child.terminate()
            try:
                self.child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.child.kill()
