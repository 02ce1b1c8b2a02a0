"""Answers as they go over the wire: kept as ready bytes in each encoding, the longest unasked thrown out first."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from platform_site.serving.compression import ENCODERS, SMALLEST, TEXT, accepted_encoding

Headers = list[tuple[str, str]]
BODILY = {
    "content-length",
    "content-encoding",
    "content-type",
    "content-disposition",
}  # not in an answer without a body
REPLACED = {"content-length", "etag", "vary"}


@dataclass(frozen=True)
class EncodedBody:
    """One encoding of an answer."""

    headers: Headers
    body: bytes
    tag: str


@dataclass(frozen=True)
class WholeAnswer:
    """What the site said: a status line, headers and a whole body, not encoded."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def header(self, name: str) -> str:
        return next((value for given, value in self.headers if given.lower() == name), "")


@dataclass(frozen=True)
class Copy:
    """An answer with ready bytes. number: the generation it shows; since: from when it may be given; until, end: see keeping.Verdict."""

    answer: WholeAnswer
    number: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    end: datetime | None = None
    forms: dict[str | None, EncodedBody] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(len(form.body) + 1000 for form in self.forms.values())

    def form(self, encoding: str | None) -> EncodedBody:
        """The answer in an encoding, made when nobody asked for it before."""
        if encoding not in self.forms:
            self.forms[encoding] = _encoded(self.answer, encoding)
        return self.forms[encoding]

    def made_ready(self) -> "Copy":
        for encoding in (*ENCODERS, None):
            self.form(encoding)
        return self

    def send(self, environ: dict, start_response: Callable) -> list[bytes]:
        """Answers a request by the rules of RFC 9110: HEAD, If-None-Match, Accept-Encoding. A list: the server sends it as it is."""
        form = self.form(accepted_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if form.tag and _knows(environ.get("HTTP_IF_NONE_MATCH", ""), form.tag):
            start_response("304 Not Modified", [one for one in form.headers if one[0].lower() not in BODILY])
            return []
        start_response(self.answer.status, list(form.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]


def _knows(tags: str, tag: str) -> bool:
    """Whether an If-None-Match header names this tag."""
    return bool(tags) and (tags.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in tags.split(",")))


def _encoded(answer: WholeAnswer, encoding: str | None) -> EncodedBody:
    body, kind = answer.body, answer.header("content-type")
    is_text = bool(TEXT.match(kind)) and not answer.header("content-encoding")
    if encoding and (not is_text or len(body) < SMALLEST):
        encoding = None
    tag = f'"{hashlib.blake2b(body, digest_size=9).hexdigest()}{encoding or ""}"' if answer.code == 200 else ""
    if encoding:
        body = ENCODERS[encoding](body)
    headers = [one for one in answer.headers if one[0].lower() not in REPLACED]
    headers += [("Content-Length", str(len(body)))]
    headers += [("Vary", "Accept-Encoding")] if is_text else []
    headers += [("Content-Encoding", encoding)] if encoding else []
    headers += [("ETag", tag)] if tag else []
    return EncodedBody(headers, body, tag)


class Shelf:
    """Copies by address, of no more than so many bytes together."""

    def __init__(self, most_bytes: int):
        self.most_bytes = most_bytes
        self.bytes = 0
        self.copies: OrderedDict[Hashable, Copy] = OrderedDict()
        self.lock = Lock()

    def get(self, address: Hashable) -> Copy | None:
        with self.lock:
            if copy := self.copies.get(address):
                self.copies.move_to_end(address)
            return copy

    def put(self, address: Hashable, copy: Copy) -> None:
        """One that would push out an eighth of all others stays outside."""
        if copy.size > self.most_bytes // 8:
            return
        with self.lock:
            self._drop(address)
            self.copies[address] = copy
            self.bytes += copy.size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self.copies)))

    def clear(self) -> None:
        with self.lock:
            self.copies.clear()
            self.bytes = 0

    def _drop(self, address: Hashable) -> None:
        if copy := self.copies.pop(address, None):
            self.bytes -= copy.size
