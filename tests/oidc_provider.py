"""A small OpenID Connect provider on this machine, that logs everybody in as whoever the test wants."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT = {"client_id": "kennisbank", "secret": "geheim"}


class Provider(ThreadingHTTPServer):
    """person: the claims about whoever logs in. asked: what came in, per address."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.person: dict = {}
        self.asked: dict[str, dict] = {}


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args) -> None:
        """Not on the screen of the tests."""

    def do_GET(self) -> None:
        path, at = urlsplit(self.path).path, self.server.address
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked[path] = query
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "me"}
            self.tell({"issuer": at, "jwks_uri": f"{at}/keys", **{key: f"{at}/{name}" for key, name in names.items()}})
        elif path == "/authorize":
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{urlencode({'code': 'c', 'state': query['state']})}")
            self.end_headers()
        else:
            self.tell(self.server.person)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked["/token"] = {name: values[0] for name, values in parse_qs(sent).items()}
        claims = {"iss": self.server.address, "aud": CLIENT["client_id"], "exp": 4_000_000_000, "iat": 1}
        token = jwt.encode({**claims, **self.server.person}, "k" * 32, algorithm="HS256")
        self.tell({"access_token": "t", "token_type": "Bearer", "id_token": token})

    def tell(self, facts: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(facts).encode())


@contextmanager
def a_provider() -> Iterator[Provider]:
    """A running provider, for as long as it is needed."""
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()
