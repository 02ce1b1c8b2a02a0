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
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from platform_site.management.commands.serve import FIRST_PORT, HOST, listen
from platform_site.serving.web_server import CANNOT_BEGIN, WELCOME

CHECKOUT = Path(__file__).resolve().parents[3]
APPLICATION = """
import os
from pathlib import Path
Path(__file__).with_name(f"loaded-{os.getpid()}").touch()
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
    """The web server as somebody starts it by hand, with the smallest of applications; and what it writes."""
    yield from started(tmp_path, {WELCOME: "Welkom!"})


@pytest.fixture
def service(tmp_path):
    """The web server as a machine starts it."""
    yield from started(tmp_path, {})


def started(tmp_path: Path, more: dict[str, str], application: str = APPLICATION) -> Iterator[subprocess.Popen]:
    """A web server with these variables, its address and what it writes."""
    (tmp_path / "smallest.py").write_text(application)
    output = tmp_path / "output"
    listener = socket.create_server((HOST, 0))
    command = [
        sys.executable,
        "-m",
        "platform_site.serving.web_server",
        "--fd",
        str(listener.fileno()),
        "smallest:application",
    ]
    environment = {**os.environ, **more, "HOME": "/nonexistent", "LOG_FORMAT": "regel"}
    environment["PYTHONPATH"] = f"{CHECKOUT}:{tmp_path}"
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
        wait_until(lambda: answers(process.address))
        wait_until(lambda: WELCOME not in more or "Welkom!" in output.read_text())
        yield process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
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
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n", b"431"),
    ],
)
def test_what_is_no_request_is_refused_without_a_word(web_server, request_bytes, status):
    head, _, body = raw(web_server.address, request_bytes).partition(b"\r\n\r\n")
    assert head.split()[1] == status
    assert not body  # the proxy before it says it in Dutch
    assert answers(web_server.address)


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


def test_requests_that_come_in_slowly_leave_room_for_others(web_server):
    host, port = web_server.address.removeprefix("http://").rstrip("/").split(":")
    with contextlib.ExitStack() as stack:
        for _ in range(60):  # more than there are threads
            slow = stack.enter_context(socket.create_connection((host, int(port))))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert answers(web_server.address)


def web_processes(server: subprocess.Popen) -> set[int]:
    found = subprocess.run(
        ["pgrep", "-P", str(server.pid), "-f", "spawn_main"], capture_output=True, text=True, check=False
    )
    return {int(pid) for pid in found.stdout.split()}


def test_a_web_process_that_dies_is_replaced_as_often_as_it_happens(web_server):
    before = web_processes(web_server)
    assert len(before) == 2
    for _ in range(3):
        killed = max(web_processes(web_server))  # the newest: the same place each time
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda killed=killed: len(web_processes(web_server) - {killed}) == 2)
        assert answers(web_server.address)
    assert web_server.poll() is None


def test_new_processes_come_on_a_hangup_and_no_request_is_lost_meanwhile(service):
    before, refused = web_processes(service), []
    os.kill(service.pid, signal.SIGHUP)
    deadline = time.monotonic() + 30
    while web_processes(service) & before:
        assert time.monotonic() < deadline
        refused += [] if answers(service.address) else ["refused"]
    assert not refused
    assert len(web_processes(service)) == 2


def test_new_processes_have_the_code_of_that_moment(service, tmp_path):
    (tmp_path / "smallest.py").write_text(APPLICATION.replace('"2")', '"3")').replace('b"ok"', 'b"new"'))
    os.kill(service.pid, signal.SIGHUP)
    wait_until(lambda: urllib.request.urlopen(service.address, timeout=5).read() == b"new", seconds=30)


def test_code_that_cannot_be_loaded_leaves_the_processes_that_are_there(service, tmp_path):
    wait_until(lambda: len(list(tmp_path.glob("loaded-*"))) == 2)  # else the second one begins with what follows
    before = web_processes(service)
    (tmp_path / "smallest.py").write_text("raise RuntimeError('zo gaat het niet')")
    os.kill(service.pid, signal.SIGHUP)
    wait_until(lambda: "De nieuwe versie kan niet beginnen" in service.output.read_text())
    assert answers(service.address)
    assert web_processes(service) == before


def test_a_site_that_cannot_be_loaded_stops_the_server_with_a_reason(tmp_path):
    (tmp_path / "broken.py").write_text("raise RuntimeError('zo gaat het niet')")
    environment = {**os.environ, "PYTHONPATH": f"{CHECKOUT}:{tmp_path}", "BIND": f"{HOST}:0"}
    command = [sys.executable, "-m", "platform_site.serving.web_server", "broken:application"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == CANNOT_BEGIN
    assert "zo gaat het niet" in done.stderr


@pytest.mark.parametrize("bind", ["127.0.0.1:99999", "nergens", "192.0.2.1:80"])
def test_an_address_that_cannot_be_had_is_one_line(bind):
    command = [sys.executable, "-m", "platform_site.serving.web_server"]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "BIND": bind, "BEHIND_PROXY": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(f"BIND={bind!r}: daar kan de site niet luisteren")
    assert done.stderr.count("\n") == 1


def test_a_second_server_does_not_share_the_port(web_server):
    command = [sys.executable, "-m", "platform_site.serving.web_server"]
    bind = web_server.address.removeprefix("http://").rstrip("/")
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "BIND": bind, "BEHIND_PROXY": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
