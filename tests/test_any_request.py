"""Whatever is asked of whichever address, by whomever: there is an answer, soon, and it never says that something broke.

Some hundreds of requests in `make test`; the whole with ANY_REQUESTS=21000 make test ARGS=tests/test_any_request.py
"""

import os
import random
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils.datastructures import MultiValueDict
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from partnerships.examples import a_coordinator
from partnerships.models import PartnershipPage
from platform_site.accounts import roles
from platform_site.examples import a_user
from tests.conftest import forget
from tests.logging_in import log_in
from tests.platform_site.accounts.test_gate import addresses

pytestmark = pytest.mark.django_db
REQUESTS = int(os.environ.get("ANY_REQUESTS", "360"))
SLOWEST = 3  # seconds
SEED = 8213

# As they stand in an address.
JUNK = [
    "", "%00", "a%00b", "%", "%zz", "%ED%A0%80", "%FF%FE", "%E2%80%AE%E2%80%8F", "%D9%A1%D9%A2%D9%A3", "%C2%B2", "%F0%9F%99%82", "-1", "0",
    "1.5", "1e999", "NaN", "null", "None", "true", "[]", "%7B%7D", "%5B%22a%22%5D", "0000-00-00", "9999-12-31", "2026-02-30", "10000-01-01",
    "2147483648", "9223372036854775808", "9" * 400, "%27", "%22", "%5C", "%27%20OR%201%3D1--", "%3Cscript%3Ealert(1)%3C/script%3E",
    "%0D%0ASet-Cookie%3A%20a%3Db", "..%2F..%2Fetc%2Fpasswd", "x" * 10_000, "%C3%A9" * 3000, "woord+" * 200, "(((((", "%26%7C%21%3A%2A", "%7B%7B7*7%7D%7D",
    "%25s%25d", "1,2,3", "1%201", "%2B2", "//evil.example/", "javascript%3Aalert(1)", "id", "-id", "__class__", "pk__in", "00000000-0000-0000-0000-000000000000",
]  # fmt: skip
SENSIBLE = [
    "1",
    "2",
    "po",
    "vo",
    "2026",
    "begeleiden",
    "id",
    "title",
    "-title",
    "live",
    "2026-03-04",
    "2026-W10",
    "utrecht",
    "3511",
]
UNKNOWN = ["vreemd", "q[]", "%00", "page", "next", "a[b][c]", "%F0%9F%99%82", "__proto__", "x" * 300]
HEADERS = [
    {}, {}, {}, {"HTTP_ACCEPT": "application/json"}, {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}, {"HTTP_RANGE": "bytes=5-2,9-"},
    {"HTTP_IF_NONE_MATCH": 'W/"x", *'}, {"HTTP_IF_MODIFIED_SINCE": "Thu, 99 Foo 0000"}, {"HTTP_ACCEPT_LANGUAGE": "x" * 600},
    {"HTTP_ACCEPT_ENCODING": "br;q=x, gzip;;,*"}, {"HTTP_REFERER": "http://[::1"}, {"HTTP_USER_AGENT": "\xff\x00'"}, {"HTTP_ORIGIN": "null"},
]  # fmt: skip
FORM = "application/x-www-form-urlencoded"
BODIES = [
    (FORM, None), (FORM, None), (FORM, None), ("application/json", '{"a": ['), ("application/json", "[1e999, null]"),
    ("multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="a"; filename="../\x00b"\r\n\r\n1'),
    ("multipart/form-data", "zonder grens"), ("text/plain; charset=bestaat-niet", "a=b"), (f"{FORM}; charset=utf-16", "a=b"),
]  # fmt: skip


@pytest.fixture(scope="module")
def example_site(demo_content, run_database, django_db_blocker):
    """The run's database holds the example content while these tests look at it."""
    with django_db_blocker.unblock():
        run_database.copy(template=demo_content.database)
        yield
        run_database.copy()


class Asker:
    """Somebody who asks everything of every address. names: by address, the parameters that its view was heard to look for."""

    def __init__(self, user, seed: int):
        self.chance = random.Random(seed)
        self.client = Client(raise_request_exception=False)
        if user:
            log_in(self.client, user)
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.names: dict[str, set[str]] = defaultdict(set)
        self.hearing: set[str] = set()
        self.asked, self.slowest = 0, (0.0, "")
        self.broken: list[tuple] = []
        pages = Page.objects.live().filter(depth__gt=1)
        self.numbers = [
            *map(str, pages.values_list("pk", flat=True).order_by("pk")[:60:7]),
            *(str(model.objects.order_by("pk").first().pk) for model in (get_image_model(), get_document_model())),
        ]
        self.slugs = list(pages.values_list("slug", flat=True).order_by("pk"))
        self.pages = [page.url for page in pages.specific()]

    def hear(self, monkeypatch) -> None:
        """From now on every name that a view looks for in what was sent is noted."""
        for name in ("__getitem__", "getlist", "__contains__"):
            original = getattr(MultiValueDict, name)

            def look(found, key, *rest, original=original, **named):
                if isinstance(key, str) and len(key) < 60:
                    self.hearing.add(key)
                return original(found, key, *rest, **named)

            monkeypatch.setattr(MultiValueDict, name, look)

    def everywhere(self, known: list[str], most: int) -> Iterator[tuple[str, str]]:
        """Addresses and a parameter to try there: first some without, then every parameter of every address in turn."""
        known = self.chance.sample(known, len(known))
        for address in known[: most // 3]:
            yield address, ""
        while True:
            for address in known:
                for name in [*sorted(self.names[address]), self.chance.choice(UNKNOWN)]:
                    yield address, name

    def filled(self, address: str) -> str:
        """The address with something in the place of each of its parameters: mostly something that is there."""
        parts = []
        for part in address.split("/"):
            if part in ("1", "iets"):
                there = self.numbers if part == "1" else self.slugs
                part = self.chance.choice(there if self.chance.random() < 0.8 else JUNK)
            parts.append(part)
        return "/".join(parts)

    def query(self, address: str, name: str) -> str:
        if not name:
            return ""
        pairs = [(name, self.chance.choice(JUNK))] * self.chance.choice([1, 1, 1, 2, 30])
        others = sorted(self.names[address])
        for other in self.chance.sample(others, min(len(others), self.chance.randint(0, 4))):
            pairs.append((other, self.chance.choice(JUNK if self.chance.random() < 0.4 else SENSIBLE)))
        self.chance.shuffle(pairs)
        return "&".join(f"{one}={value}"[:12_000] for one, value in pairs)

    def ask(self, address: str, name: str, methods: list[str]) -> None:
        method, path, query = self.chance.choice(methods), self.filled(address), self.query(address, name)
        more = {
            **self.chance.choice(HEADERS),
            "REMOTE_ADDR": ".".join(str(self.chance.randint(1, 250)) for _ in "1234"),
        }
        if method == "POST":
            kind, body = self.chance.choice(BODIES)
            more |= {"content_type": kind, "data": query if body is None else body}
        else:
            more["QUERY_STRING"] = query
        self.hearing = self.names[address]
        status, seconds, why = self.answer(method, path, more)
        for _ in range(4):  # the machine may have been busy with something else
            if seconds > SLOWEST:
                seconds = min(seconds, self.answer(method, path, more)[1])
        self.asked += 1
        self.slowest = max(self.slowest, (seconds, f"{method} {path[:200]}?{query[:200]}"))
        if status >= 500 and not path.startswith("/status/"):
            self.broken.append((status, method, path[:200], query[:300], more.get("content_type"), why))

    def answer(self, method: str, path: str, more: dict) -> tuple[int, float, str]:
        """The status, how long it took, and what broke, if anything. Whatever it changed is undone."""
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        with transaction.atomic():
            start = time.monotonic()
            answer = self.client.generic(method, path, **more)
            for _ in answer.streaming_content if answer.streaming else ():
                pass
            seconds = time.monotonic() - start
            transaction.set_rollback(True)
        if method != "GET":
            forget()
        _, problem, trace = getattr(answer, "exc_info", None) or (None, None, None)
        where = traceback.extract_tb(trace)[-1] if trace else ""
        return answer.status_code, seconds, f"{problem!r:.200} {where}" if problem else ""


def who(name: str):
    """The user, the methods they try, and where."""
    everywhere = [address for address in addresses() if "(" not in address and "?P" not in address]
    outside = [address for address in everywhere if not address.startswith("/beheer/")]
    public = ["GET"] * 12 + ["HEAD", "OPTIONS", "PUT", "DELETE"] + ["POST"] * 4
    if name == "visitor":
        return None, public, [*outside, *everywhere[::9]]
    if name == "coordinator":
        user = a_coordinator(PartnershipPage.objects.live().order_by("pk").first())
        return user, public, outside
    return a_user(role=roles.EDITOR), ["GET"], [address for address in everywhere if address.startswith("/beheer/")]


@pytest.mark.parametrize(("name", "share"), [("visitor", 0.5), ("coordinator", 0.2), ("editor", 0.3)])
def test_every_request_gets_an_answer_soon(example_site, monkeypatch, name, share):
    user, methods, known = who(name)
    asker, most = Asker(user, SEED), int(REQUESTS * share)
    asker.hear(monkeypatch)
    known += asker.pages if name != "editor" else []
    for address, parameter in asker.everywhere(known, most):
        asker.ask(address, parameter, methods)
        if asker.asked >= most:
            break
    print(
        f"{name}: {asker.asked} requests, {len(known)} addresses, {sum(map(len, asker.names.values()))} parameters, ",
        end="",
    )
    print(f"slowest {asker.slowest[0]:.2f} s: {asker.slowest[1]}")
    print(*asker.broken, sep="\n")
    assert asker.broken == []
    assert asker.slowest[0] <= SLOWEST, asker.slowest
