"""A line of the log tells what an answer cost and nothing of who asked; figures for Prometheus say the same."""

import json
import logging
import os
import re
import socket
import subprocess
import sys
import urllib.request

import pytest

from platform_site.serving import log_lines
from platform_site.serving.request_log import RequestLog, note_cache, note_query
from tests.platform_site.serving.test_serve import APPLICATION, CHECKOUT, HOST, started, wait_until


def answer(environ, start_response):
    note_cache("made")
    for _ in range(2):
        note_query(lambda *_: None, "SELECT 1", None, False, {})
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


def asked(capfd, site=answer, **more) -> tuple[dict, dict]:
    """The line of one request, and the headers of its answer."""
    headers = {}
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/kennisbank/", "QUERY_STRING": "q=geheim", **more}
    environ |= {"REMOTE_ADDR": "192.0.2.7", "HTTP_USER_AGENT": "Lynx"}
    parts = RequestLog(site, as_json=True)(environ, lambda _, given, *__: headers.update(given))
    list(parts)
    getattr(parts, "close", lambda: None)()
    return json.loads(capfd.readouterr().out), headers


def test_a_line_is_json_with_what_it_cost(capfd):
    line, headers = asked(capfd)
    assert line.keys() == {
        "time", "level", "logger", "request", "method", "path", "status", "ms", "queries", "sql_ms", "cache",
    }  # fmt: skip
    assert (line["method"], line["path"], line["status"]) == ("GET", "/kennisbank/", 200)
    assert (line["queries"], line["cache"]) == (2, "made")
    assert headers["X-Request-ID"] == line["request"]


@pytest.mark.parametrize("secret", ["geheim", "192.0.2.7", "Lynx"])
def test_nobody_can_be_followed_with_it(capfd, secret):
    assert secret not in json.dumps(asked(capfd)[0])


@pytest.mark.parametrize("path", ['/"/', "/\\/", "/\n/", "/\x00/", "/\xff/", "/\u2028/", '/","status":200,"x":"/'])
def test_no_path_breaks_out_of_its_line(capfd, path):
    line, _ = asked(capfd, PATH_INFO=path)
    assert line["status"] == 200
    assert line["path"].startswith("/")


def test_a_secret_link_is_not_readable_there(capfd):
    line, _ = asked(capfd, PATH_INFO="/inloggen/uitnodiging/kQ8xJ2mZpL0vN4wRt7yB9sD3/")
    assert line["path"] == "/inloggen/uitnodiging/.../"


def test_the_number_of_the_proxy_is_taken_over_when_it_is_one(capfd):
    assert asked(capfd, HTTP_X_REQUEST_ID="abcdef0123456789")[0]["request"] == "abcdef0123456789"
    assert re.fullmatch("[0-9a-f]{16}", asked(capfd, HTTP_X_REQUEST_ID='"},{')[0]["request"])


def test_an_answer_in_parts_counts_until_its_end_and_a_crash_as_500(capfd):
    class Parts:
        closed = False

        def __iter__(self):
            return iter([b"a", b"b"])

        def close(self):
            Parts.closed = True

    def streams(environ, start_response):
        start_response("206 Partial Content", [])
        return Parts()

    assert asked(capfd, streams)[0]["status"] == 206
    assert Parts.closed

    def breaks(environ, start_response):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        asked(capfd, breaks)
    assert json.loads(capfd.readouterr().out)["status"] == 500


def test_a_message_is_one_json_line_without_mail_addresses():
    try:
        raise ValueError("Key (email)=(iemand@school.nl) already exists")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, "x.py", 1, "Mislukt voor %s", ("iemand@school.nl",), sys.exc_info()
        )
    line = log_lines.JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == "Mislukt voor …@…"
    assert "ValueError" in told["error"]
    assert "iemand@" not in line


def test_what_belongs_to_the_process_is_not_in_a_request(tmp_path):
    application = APPLICATION.replace("return [b", "assert 'SECRET_KEY' not in environ\n    return [b")
    for server in started(tmp_path, {"SECRET_KEY": "geheim"}, application):
        with urllib.request.urlopen(server.address, timeout=5) as response:
            assert response.status == 200


def free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return listener.getsockname()[1]


def test_figures_for_prometheus_stand_at_an_address_of_their_own(tmp_path):
    port = free_port()
    for server in started(tmp_path, {"METRICS_BIND": f"{HOST}:{port}"}):
        for _ in range(3):
            urllib.request.urlopen(server.address, timeout=5).read()

        def told() -> str:
            return urllib.request.urlopen(f"http://{HOST}:{port}/metrics", timeout=15).read().decode()

        wait_until(lambda: 'site_requests_total{cache="",method="GET",status="200"}' in told())
        counted = re.search(r'site_requests_total\{cache="",method="GET",status="200"\} (\d+)', told())
        assert int(counted[1]) >= 3  # over both processes
        assert "site_ready 1.0" in told()
        assert "site_request_seconds_bucket" in told()


def test_an_address_for_figures_that_cannot_be_had_is_one_line():
    command = [sys.executable, "-m", "platform_site.serving.web_server"]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "BIND": f"{HOST}:0", "BEHIND_PROXY": "1"}
    environment["METRICS_BIND"] = "nergens"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("METRICS_BIND='nergens'")
    assert done.stderr.count("\n") == 1
