"""What comes in by the address: cleaned once, before any view sees it."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict

MAX_TEXT = 200
MAX_WORDS = 16
# Control characters, lone surrogates and the marks that turn the direction of text.
UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")


def clean_text(text: str) -> str:
    """`text` without control characters, lone surrogates and direction marks, white space folded."""
    return " ".join(UNWANTED.sub(" ", text).split())


def clean_query(text: str) -> tuple[str, bool]:
    """A search text of at most 200 characters and 16 words, and whether something was cut off."""
    whole = clean_text(text)
    shortened = " ".join(whole[:MAX_TEXT].split()[:MAX_WORDS])
    return shortened, shortened != whole


def whole_number(text: str | None) -> int | None:
    """The number that a form or an address names: 1 to 9 plain digits, so that a database can look for it; else None."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else None


def page_number(text: str | None, last: int) -> int:
    """The page asked for: broken or negative is the first, past the end is the last (`last` ≥ 1)."""
    if text is None or not re.fullmatch(r"[0-9]{1,9}", text):
        return 1 if text is None or not re.fullmatch(r"[0-9]+", text) else last
    return min(max(int(text), 1), last)


class Address:
    """The address of a list with its parameters, from which links with one thing changed are made.

    Only the parameters in `known` are kept, in that order, so an address has one spelling.
    """

    def __init__(self, path: str, values: dict[str, list[str]], known: tuple[str, ...]):
        self.path = path
        self.known = known
        self.values = {name: list(dict.fromkeys(filter(None, values.get(name, [])))) for name in known}

    def _link(self, values: dict[str, list[str]]) -> str:
        given = [(name, value) for name in self.known for value in values.get(name, ())]
        return f"{self.path}?{urlencode(given)}" if given else self.path

    def having(self, **changes: str | list[str]) -> str:
        """The link with parameters replaced; an empty value drops one. The page starts over unless given."""
        given = {name: [value] if isinstance(value, str) else value for name, value in changes.items()}
        return self._link({**self.values, "pagina": [], **{name: list(filter(None, v)) for name, v in given.items()}})

    def without(self, name: str, value: str) -> str:
        """The link with one value of one parameter taken away."""
        return self.having(**{name: [one for one in self.values[name] if one != value]})

    def __str__(self) -> str:
        return self._link(self.values)


def cleaned(given: QueryDict) -> QueryDict:
    """Parameters without NUL, control characters or lone surrogates."""
    if not any(UNWANTED.search(value) for name, values in given.lists() for value in (name, *values)):
        return given
    clean = QueryDict(mutable=True)
    for name, values in given.lists():
        clean.setlist(clean_text(name), [clean_text(value) for value in values])
    clean._mutable = False
    return clean


class CleanParametersMiddleware:
    """Gives every view query parameters without NUL, control characters or lone surrogates."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.GET = cleaned(request.GET)
        except Exception:  # more parameters than Django accepts: none is looked at
            request.GET = QueryDict()
        return self.get_response(request)
