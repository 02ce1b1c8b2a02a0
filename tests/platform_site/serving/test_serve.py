"""`make run` takes a free port or says why it cannot, and leaves no web process however it ends."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from platform_site.management.commands.serve import FIRST_PORT, HOST, listen
from platform_site.serving.web_server import WELCOME

CHECKOUT = Path(__file__).resolve().parents[3]
APPLICATION = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
"""


def test_the_wanted_port_is_used():
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
    with listen(str(port)) as listener:
        assert listener.getsockname() == (HOST, port)


def test_a_wanted_port_that_is_taken_is_an_error():
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"^Poort {port} is bezet.") as problem:
            listen(str(port))
    assert "\n" not in problem.value.code


@pytest.mark.parametrize("nonsense", ["0", "-1", "65536", "acht", "80 80", "8000\n", "٨٠٠٠", "9" * 5000])
def test_a_port_that_is_none_is_an_error(nonsense):
    with pytest.raises(SystemExit, match="is geen poort"):
        listen(nonsense)


def test_without_a_wish_the_next_free_port_is_taken():
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # taken by somebody else: just as good
            stack.enter_context(socket.create_server((HOST, FIRST_PORT)))
        assert stack.enter_context(listen("")).getsockname()[1] > FIRST_PORT


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("postgresql://naam:geheim@127.0.0.1:1/site", "De database uit DATABASE_URL is onbereikbaar: "),
        ("nonsens", "De instellingen van platform_site.settings.development kloppen niet: "),
    ],
)
def test_a_database_that_cannot_be_had_gives_one_line_without_the_password(address, line):
    command = [sys.executable, str(CHECKOUT / "manage.py"), "serve"]
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "platform_site.settings.development",
    }
    environment.pop("PORT", None)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1
    assert "geheim" not in done.stderr


@pytest.fixture
def web_server(tmp_path):
    """gunicorn with our configuration and the smallest of applications, and what it writes."""
    (tmp_path / "smallest.py").write_text(APPLICATION)
    output = tmp_path / "output"
    listener = socket.create_server((HOST, 0))
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:platform_site.serving.web_server",
        "--chdir",
        str(CHECKOUT),
    ]
    command += ["--pythonpath", str(tmp_path), "--bind", f"fd://{listener.fileno()}", "smallest:application"]
    environment = {**os.environ, WELCOME: "Welkom!", "HOME": "/nonexistent", "PYTHONPATH": str(CHECKOUT)}
    with output.open("w") as file:
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=file,
            stderr=file,
            pass_fds=[listener.fileno()],
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )
        process.address = "http://{}:{}/".format(*listener.getsockname())
        process.output = output
        listener.close()
        wait_until(lambda: "Welkom!" in output.read_text())
        yield process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_way_of_stopping_leaves_no_web_process(web_server, way):
    assert answers(web_server.address)
    os.kill(web_server.pid, way)
    assert web_server.wait(60) == 0
    assert not answers(web_server.address)
    assert web_server.output.read_text().endswith("De site is gestopt.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_even_kill_9_leaves_no_web_process(web_server):
    web_server.kill()
    web_server.wait()
    wait_until(lambda: not answers(web_server.address))


def test_the_access_log_tells_the_page_but_not_what_somebody_looked_for(web_server):
    assert answers(f"{web_server.address}kennisbank/?q=geheim")
    wait_until(lambda: "kennisbank" in web_server.output.read_text())
    log = web_server.output.read_text()
    assert re.search(r"GET /kennisbank/ 200 \d+ ms", log)
    assert "geheim" not in log
    assert HOST not in log


def raw(address: str, request: bytes) -> bytes:
    """What comes back for these bytes."""
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GEEN VERZOEK\r\n\r\n", b"400"),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n", b"431"),
    ],
)
def test_what_is_no_request_is_answered_in_our_words_and_with_our_headers(web_server, request_bytes, status):
    head, _, body = raw(web_server.address, request_bytes).partition(b"\r\n\r\n")
    assert head.split()[1] == status
    for header in (b"Content-Security-Policy: default-src 'none'", b"X-Content-Type-Options: nosniff", b"no-store"):
        assert header in head
    assert b"Dit verzoek begrijpen we niet" in body
    assert b"VERZOEK" not in body
    assert b"gunicorn" not in (head + body).lower().replace(b"server: gunicorn", b"")


def test_nobody_writes_a_line_of_their_own_in_the_log_or_reads_a_secret_link_there(web_server):
    forged = "nieuws/%0a[28/Nov/2026] GET /beheer/ 200 1 ms"
    with contextlib.suppress(OSError):
        urllib.request.urlopen(web_server.address + forged.replace(" ", "%20"), timeout=5)
    answers(f"{web_server.address}inloggen/uitnodiging/kQ8xJ2mZpL0vN4wRt7yB9sD3/")
    wait_until(lambda: "/inloggen/uitnodiging/" in web_server.output.read_text())
    log = web_server.output.read_text()
    assert not re.search(r"^\[28/Nov/2026\] GET /beheer/", log, re.MULTILINE)
    assert "%0A" in log
    assert "kQ8xJ2mZpL0vN4wRt7yB9sD3" not in log


def test_a_request_that_comes_in_slowly_leaves_room_for_others(web_server):
    host, port = web_server.address.removeprefix("http://").rstrip("/").split(":")
    with contextlib.ExitStack() as stack:
        for _ in range(6):
            slow = stack.enter_context(socket.create_connection((host, int(port))))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert answers(web_server.address)
