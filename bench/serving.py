"""How quick ready answers leave the machine: our web server beside nginx with the same bytes on the disk, and beside nginx that
keeps pages and compresses them for each visitor. Needs nginx and wrk (apt-get install nginx wrk).
"""

import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from knowledge_bank.models import KnowledgeItem

HOST, ENCODING = "127.0.0.1", "gzip"
CONNECTIONS, SECONDS = 8, 3
NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; keepalive_requests 10000000; default_type text/html;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=pages:10m;
    server {{ listen {host}:{static}; root {folder}/www; gzip_static always; }}
    server {{
        listen {host}:{proxy}; gzip on; gzip_min_length 1;
        location / {{
            proxy_pass http://{host}:{site}; proxy_set_header Host $http_host; proxy_set_header Accept-Encoding "";
            proxy_cache pages; proxy_cache_valid 200 10m; proxy_ignore_headers Cache-Control Vary;
        }}
    }}
}}
"""


class Load(NamedTuple):
    """What came of so many seconds of asking one address. a_second: good answers; p50, p99: milliseconds."""

    a_second: float
    p50: float
    p99: float
    bad: int


def missing() -> list[str]:
    """The programs that are not there."""
    return [name for name in ("nginx", "wrk") if not shutil.which(name)]


def measure(environment: dict[str, str], rounds: int, write: Callable[[str], object]) -> None:
    """Asks a home page and an item in turn of all three, and prints medians. environment: that of the site to be measured."""
    item = KnowledgeItem.objects.live().order_by("pk").first()
    paths = {"voorpagina": "/", "kennisitem": item.get_url()}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        site = stack.enter_context(_web_server(environment, folder / "site.log"))
        size = {name: _keep(folder / "www", path, _ready_bytes(site, path)) for name, path in paths.items()}
        static, proxy = stack.enter_context(_nginx(folder, site))
        ports = {"nginx gzip_static": static, "deze site": site, "nginx proxy_cache": proxy}
        taken = {(name, who): [] for name in paths for who in ports}
        for _ in range(rounds):
            for (name, who), loads in taken.items():
                loads.append(_load(f"http://{HOST}:{ports[who]}{paths[name]}"))
    write(f"\n{'':12}{'':20}{'per s':>9}{'p50 ms':>9}{'p99 ms':>9}{'fout':>6}{'deze site hierbij':>19}")
    for (name, who), loads in taken.items():
        a_second = statistics.median(load.a_second for load in loads)
        ours = statistics.median(load.a_second for load in taken[name, "deze site"])
        p50, p99 = (statistics.median(times) for times in zip(*((load.p50, load.p99) for load in loads), strict=True))
        ratio = "" if who == "deze site" else f"{ours / a_second:.2f} ×"
        bad = sum(load.bad for load in loads)
        write(f"{name:12}{who:20}{a_second:9.0f}{p50:9.2f}{p99:9.2f}{bad:>6}{ratio:>19}")
    write(
        f"Twee processen, {CONNECTIONS} verbindingen, {ENCODING}, bytes per antwoord: {size}; mediaan van {rounds} beurten."
    )


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def _running(command: list[str], port: int, **given) -> Iterator[None]:
    process = subprocess.Popen(command, **given)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket() as tried:
                if tried.connect_ex((HOST, port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def _web_server(environment: dict[str, str], log: Path) -> Iterator[int]:
    port = _free_port()
    environment = {**environment, "BIND": f"{HOST}:{port}", "WEB_PROCESSES": "2", "SITE_URL": f"http://{HOST}:{port}"}
    command = [sys.executable, "-m", "platform_site.serving.web_server"]
    with log.open("w") as file, _running(command, port, env=environment, stdout=file, stderr=file):
        yield port


@contextmanager
def _nginx(folder: Path, site: int) -> Iterator[tuple[int, int]]:
    static, proxy = _free_port(), _free_port()
    conf = folder / "nginx.conf"
    conf.write_text(NGINX.format(folder=folder, host=HOST, static=static, proxy=proxy, site=site))
    folder.chmod(0o755)  # its processes are another user's
    with _running(["nginx", "-c", str(conf), "-e", str(folder / "error.log")], proxy):
        yield static, proxy


def _ready_bytes(port: int, path: str) -> bytes:
    """What a visitor gets; asked until both processes have it ready."""
    request = urllib.request.Request(f"http://{HOST}:{port}{path}", headers={"Accept-Encoding": ENCODING})
    for _ in range(20):
        body = urllib.request.urlopen(request, timeout=30).read()
    return body


def _keep(www: Path, path: str, body: bytes) -> int:
    place = www / path.strip("/") / "index.html.gz"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(body)
    place.with_suffix("").touch()  # nginx looks for it before it looks for its compressed bytes
    return len(body)


def _load(address: str) -> Load:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-H", f"Accept-Encoding: {ENCODING}"]
    told = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    requests = int(re.search(r"(\d+) requests in", told)[1])
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    bad = (int(refused[1]) if refused else 0) + (sum(map(int, broken.groups())) if broken else 0)
    seconds = float(re.search(r"requests in ([\d.]+)s", told)[1])
    p50, p99 = (_milliseconds(re.search(rf"\n\s+{share}%\s+(\S+)", told)[1]) for share in (50, 99))
    return Load((requests - bad) / seconds, p50, p99, bad)


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]
