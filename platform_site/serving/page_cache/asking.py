"""What a request asks for, as far as a kept answer may depend on it. Nothing else of the request reaches the page."""

import io
from typing import NamedTuple

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import QueryDict
from django.urls import Resolver404, resolve

from platform_site.keeping import is_keepable
from platform_site.parameters import cleaned

LONGEST_QUERY = 2000
HTML = "text/html"
# What the machinery needs, and no page is made of: from where the request came (limits), and how it came in.
PASSED_ON = (
    "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "REMOTE_ADDR", "HTTP_X_FORWARDED_FOR",
    "wsgi.version", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once",
)  # fmt: skip


class AskedPlace(NamedTuple):
    """Where an answer is found; with its parameters it is a whole address."""

    secure: bool
    host: str
    path: str


def place_of(environ: dict) -> AskedPlace | None:
    """What everybody gets who asks this; None when it is not for everybody to ask."""
    cookies = environ.get("HTTP_COOKIE", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or environ.get("CONTENT_LENGTH", "") not in ("", "0")
        or "HTTP_TRANSFER_ENCODING" in environ
        or "HTTP_AUTHORIZATION" in environ
        or not environ.get("HTTP_HOST")
        or environ.get("SCRIPT_NAME")
        or (cookies and (settings.SESSION_COOKIE_NAME in cookies or settings.CSRF_COOKIE_NAME in cookies))
        or len(environ.get("QUERY_STRING", "")) > LONGEST_QUERY
    ):
        return None
    return AskedPlace(_is_secure(environ), environ["HTTP_HOST"].lower(), environ["PATH_INFO"])


def _is_secure(environ: dict) -> bool:
    """As Django judges it (HttpRequest.scheme)."""
    name, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    told = environ.get(name)
    return environ["wsgi.url_scheme"] == "https" if told is None else told.split(",")[0].strip() == secure


def may_be_kept(environ: dict) -> bool:
    """Whether the view at this path answers everybody alike."""
    try:
        return is_keepable(resolve(get_path_info(environ)).func)
    except Resolver404:
        return False


def one_spelling(query: str, known: tuple[str, ...]) -> str:
    """A query string with only the known parameters, in their order and without empty ones; all values that views can tell apart.

    Raises SuspiciousOperation when there are more parameters than Django takes.
    """
    given = cleaned(QueryDict(query.encode("latin-1")))
    spelled = QueryDict(mutable=True)
    for name in known:
        if any(values := given.getlist(name)):
            spelled.setlist(name, values)
    return spelled.urlencode()


def for_everybody(environ: dict, place: AskedPlace, query: str) -> dict:
    """The request as anybody could have made it."""
    return {
        **{name: environ[name] for name in PASSED_ON if name in environ},
        "REQUEST_METHOD": "GET",
        "HTTP_ACCEPT": HTML if HTML in environ.get("HTTP_ACCEPT", "") else "*/*",  # how it is told that there is none
        "SCRIPT_NAME": "",
        "PATH_INFO": place.path,
        "QUERY_STRING": query,
        "HTTP_HOST": place.host,
        "wsgi.url_scheme": "https" if place.secure else "http",
        "wsgi.input": io.BytesIO(),
    }
