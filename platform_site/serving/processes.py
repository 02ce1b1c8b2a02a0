"""How the processes of one site begin and end together."""

import ctypes
import http.client
import os
import select
import signal
import sys
import time


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
