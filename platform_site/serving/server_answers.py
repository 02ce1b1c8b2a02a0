"""What gunicorn itself says: one line of its log for each request, and the answer to a request that never reaches the site."""

import re
from urllib.parse import quote

from gunicorn import util
from gunicorn.glogging import Logger

# Where a link opens something by itself: an invitation, something shared. Slugs have no capitals.
SECRET = re.compile(r"(?<=/)(?=[^/]*[A-Z])[\w-]{20,}(?=/|$)")
PAGE = """<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Dit verzoek begrijpen we niet</title><h1>Dit verzoek begrijpen we niet</h1>
<p>De server kon niet lezen wat er werd gevraagd. Controleer het adres, of begin op de <a href="/">voorpagina</a>.</p></html>
"""
HEADERS = (
    "Connection: close",
    "Content-Type: text/html; charset=utf-8",
    "Cache-Control: no-store",
    "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: DENY",
    "Referrer-Policy: same-origin",
    "Cross-Origin-Opener-Policy: same-origin",
)


class OneLineLogger(Logger):
    """A line for a request holds its path, of which nobody makes two lines and which opens nothing for who reads it."""

    def atoms(self, resp, req, environ, request_time) -> dict:
        found = super().atoms(resp, req, environ, request_time)
        path = SECRET.sub("…", environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace"))
        return {**found, "U": quote(path, safe="/…:@!$&'()*+,;=~")}


def refuse(sock, status: int, reason: str, message: str) -> None:
    """The answer to what is no request: our words and headers, whatever was asked. In place of gunicorn's own."""
    body = PAGE.encode()
    head = "\r\n".join((f"HTTP/1.1 {status} {reason}", *HEADERS, f"Content-Length: {len(body)}"))
    util.write_nonblock(sock, head.encode("latin-1") + b"\r\n\r\n" + body)


def use_our_words() -> None:
    """Makes gunicorn say so in this process; it has no setting for it."""
    util.write_error = refuse
