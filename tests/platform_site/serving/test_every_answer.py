"""What internet.nl asks of a site, held by every answer there is: of each address, for visitors and editors, of files and of errors.

With the settings of production, asked over TLS.
"""

import importlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from platform_site.examples import a_document, a_page, a_user, an_image
from platform_site.search import results
from platform_site.serving import expensive
from tests.logging_in import log_in
from tests.platform_site.accounts.test_gate import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
HOST = "kennisbank.voorbeeld.test"
OWN = (
    "DATABASES",
    "STORAGES",
    "MEDIA_ROOT",
    "CACHES",
    "TASKS",
    "PASSWORD_HASHERS",
    "EMAIL_BACKEND",
    "TEMPLATES",
    "INSTALLED_APPS",
)
# What scripts of other sites may use: our open data, and what shows our pages there.
OPEN = ("/static/", "/landkaart/", "/cijfers/", "/kennisbank/", "/uitgelicht.json", "/oembed/")
FRAMED = re.compile(
    r"/uitgelicht/(kaart/.+/)?(\?.*)?|/cijfers/sector/"
)  # all that may stand in a frame of another site
YEAR = 365 * 24 * 3600
POLITE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
OTHERS = [
    "/static/css/base.css", "/static/js/landkaart.js", "/static/img/icon.svg", "/static/img/deel.png", "/static/bestaat-niet.css",
    "/media/images/bestaat-niet.png", "/bestaat-niet/", "/kennisbank", "/kennisbank/?pagina=999", "/%00", "/beheer/bestaat-niet/",
    "/cijfers/sector/", "/uitgelicht/?kleur=licht", "/oembed/?format=xml", "/zoeken/?q=leren", "/kennisbank/?sector=po", "/favicon.ico", "/.well-known/bestaat-niet", "//elders.test/",
]  # fmt: skip


@pytest.fixture
def production(monkeypatch, settings) -> None:
    """The settings of production, but for where things are kept."""
    facts = {
        "SECRET_KEY": "x" * 60,
        "DATABASE_URL": "postgresql://a@b/c",
        "SITE_URL": f"https://{HOST}",
        "EMAIL_URL": "smtp://127.0.0.1",
        "BEHIND_PROXY": "1",
    }
    for name, value in facts.items():
        monkeypatch.setenv(name, value)
    chosen = importlib.reload(importlib.import_module("platform_site.settings.production"))
    for name in dir(chosen):
        if name.isupper() and name not in OWN:
            setattr(settings, name, getattr(chosen, name))
    settings.SITE_URL, settings.ALLOWED_HOSTS, settings.ALLOWED_PORTS = f"https://{HOST}", [HOST], ["443"]
    settings.CSRF_TRUSTED_ORIGINS = [f"https://{HOST}"]


def a_client(**options) -> Client:
    return Client(raise_request_exception=False, headers={"host": HOST, "x-forwarded-proto": "https"}, **options)


def directives(answer: HttpResponseBase) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.get("Content-Security-Policy", "").split(";") if part.strip()]
    return {name: values for name, *values in parts}


def broken_policy(answer: HttpResponseBase, *, admin: bool, framed: bool) -> Iterator[str]:
    """What is wrong with the policy for content. admin: Wagtail's own pages, that cannot do without scripts in the page; framed: what
    other sites show in a frame, and nothing else."""
    policy = directives(answer)
    for name, allowed in {
        "default-src": ("'self'", "'none'"),
        "base-uri": ("'none'",),
        "form-action": ("'self'", "'none'"),
        "frame-ancestors": ("*",) if framed else ("'self'", "'none'"),
    }.items():
        if policy.get(name) not in [[one] for one in allowed]:
            yield f"{name} {policy.get(name)}"
    for name, values in policy.items():
        for value in values:
            inline = admin and value == "'unsafe-inline'" and name in ("script-src", "style-src")
            picture = admin and value in ("data:", "blob:") and name == "img-src"
            far = name == "frame-src" and value.startswith("https://") and "*" not in value
            rules = name == "script-src" and value == "'inline-speculation-rules'"  # which page comes next runs nothing
            anywhere = name == "frame-ancestors" and framed
            if not (
                value in ("'self'", "'none'") or name == "sandbox" or inline or picture or far or rules or anywhere
            ):
                yield f"{name} {value}"


def broken_cookies(answer: HttpResponseBase) -> Iterator[str]:
    for name, cookie in answer.cookies.items():
        right = (
            cookie["secure"]
            and cookie["httponly"]
            and cookie["samesite"] in ("Lax", "Strict")
            and cookie["path"] == "/"
        )
        if not name.startswith("__Host-") or not right or cookie["domain"]:
            yield f"cookie {cookie.OutputString()}"
        if "private" not in answer.get("Cache-Control", "") and "no-store" not in answer.get("Cache-Control", ""):
            yield f"a cookie in an answer that others may keep: {answer.get('Cache-Control')}"


def broken(answer: HttpResponseBase, address: str) -> list[str]:
    """The rules that an answer does not keep."""
    framed = bool(FRAMED.fullmatch(address)) and answer.status_code != 405
    wrong = [*broken_policy(answer, admin=address.startswith("/beheer/"), framed=framed), *broken_cookies(answer)]
    age = re.match(r"max-age=(\d+)", answer.get("Strict-Transport-Security", ""))
    if not age or int(age[1]) < YEAR:
        wrong.append("HSTS")
    if answer.get("X-Content-Type-Options") != "nosniff":
        wrong.append("nosniff")
    if answer.get("Referrer-Policy") not in POLITE:
        wrong.append("Referrer-Policy")
    if answer.get("X-Frame-Options") not in ([None] if framed else ["DENY", "SAMEORIGIN"]):
        wrong.append("X-Frame-Options")
    if answer.get("Cross-Origin-Opener-Policy") != "same-origin":
        wrong.append("COOP")
    if "geolocation=()" not in answer.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    if {"Server", "X-Powered-By", "X-AspNet-Version"} & set(answer.headers):
        wrong.append("says what it runs on")
    kind = answer.get("Content-Type", "")
    if kind.startswith("text/") and "charset=utf-8" not in kind.lower().replace('"', ""):
        wrong.append(f"Content-Type {kind}")
    if answer.get("Access-Control-Allow-Origin") and not address.startswith(OPEN):
        wrong.append("Access-Control-Allow-Origin")
    where = answer.get("Location", "")
    if where and not re.match(rf"(https://{HOST})?/(?!/)", where) and not where.startswith("?"):
        wrong.append(f"leads to {where}")
    return wrong


def everywhere() -> list[str]:
    return sorted({address for address in addresses() if "(" not in address and "?P" not in address})


def walk(client: Client, wanted: list[str]) -> dict[str, list[str]]:
    found = {}
    for address in wanted:
        for ask in (client.get, client.head, client.options):
            answer = ask(address)
            if problems := broken(answer, address):
                found[f"{ask.__name__} {address} {answer.status_code}"] = problems
    return found


def test_of_every_address_for_a_visitor(production):
    image, file = an_image(), a_document()
    pages = [a_page(image=image).url, image.get_rendition("width-32").url, file.url]
    wanted = [*everywhere(), *OTHERS, *pages]
    assert len(wanted) > 350
    assert walk(a_client(), wanted) == {}


def test_of_every_address_for_an_editor(production):
    client = log_in(a_client(), a_user(role="beheerder"))
    wanted = [address for address in everywhere() if "logout" not in address and "uitloggen" not in address]
    found = {}
    for address in wanted:
        answer = client.get(address)
        if problems := broken(answer, address):
            found[f"{address} {answer.status_code}"] = problems
    assert found == {}


def test_of_what_is_refused(production, monkeypatch):
    def fail(text):
        raise ZeroDivisionError

    client, strict = a_client(), a_client(enforce_csrf_checks=True)
    monkeypatch.setattr(results, "search_everything", fail)
    monkeypatch.setitem(expensive._rates, "/robots.txt", 0)
    answers = {
        400: client.get("/", headers={"host": "kwaad.test"}),
        403: strict.post("/inloggen/", {"login": "a@b.nl", "password": "x"}),
        405: client.post("/robots.txt/../zoeken/suggesties/", {}),
        411: client.post("/delen/", headers={"transfer-encoding": "chunked"}),
        413: client.post("/delen/", {}, CONTENT_LENGTH="999999999"),
        429: client.get("/robots.txt"),
        500: client.get("/zoeken/?q=leren"),
    }
    for status, answer in answers.items():
        assert status == 405 or answer.status_code == status
        assert broken(answer, "/") == [], status


def test_without_tls_one_is_sent_to_the_same_address_with_it(production):
    client = Client(headers={"host": HOST})
    for address in ("/", "/kennisbank/?sector=po", "/static/css/base.css", "/bestaat-niet/", "/beheer/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, f"https://{HOST}{address}")
        assert not answer.cookies


def test_logging_in_gives_cookies_of_this_host_alone(production):
    user, client = a_user("anna@voorbeeld.nl"), a_client()
    client.get("/inloggen/")
    answer = client.post("/inloggen/", {"login": user.email, "password": "geheim-genoeg"})
    assert {"__Host-session", "__Host-csrf"} == set(client.cookies)
    assert broken(answer, "/inloggen/") == []


@pytest.mark.parametrize("address", ["/inloggen/", "/delen/"])
def test_what_travels_packed_holds_no_secret_that_stays_the_same(production, address):
    """Packing tells by its length what stands twice: a token that is written otherwise each time cannot be guessed so."""
    client = a_client()
    both = [TOKEN.search(client.get(address).content)[1] for _ in "12"]
    assert both[0] != both[1]


def test_who_finds_a_leak_knows_where_to_tell(production):
    answer = a_client().get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Canonical"] == f"https://{HOST}/.well-known/security.txt"
    assert timedelta(0) < datetime.fromisoformat(fields["Expires"]) - timezone.now() < timedelta(days=366)
    assert re.fullmatch(r"mailto:\S+@\S+|https://\S+", fields["Contact"])
