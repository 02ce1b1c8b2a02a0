"""Words that mean harm, in every field that takes words: shown as words, on the site and in the admin. Nothing runs, nothing is even refused.

In `make test` all of them in the long fields and some as titles, names and searches; the whole with
EVERY_WORD=1 make test ARGS=tests/browser/test_hostile_words.py
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from django.db import connections, transaction
from playwright.sync_api import Page

from tests.browser.people import log_in_as_editor
from tests.demo_site import a_database, database_url, served
from tests.hostile_words import PAYLOADS, SOME, fill

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
# What would run as soon as somebody clicks or points.
WAITING = r"""
() => [...document.querySelectorAll("*")].flatMap((node) => [...node.attributes]
  .filter(({ name, value }) => (/^on/i.test(name) && value.includes("alert"))
    || name === "srcdoc"
    || (["href", "src", "action", "formaction", "xlink:href", "data"].includes(name)
      && /^\s*((java|vb)script:|data:text|(https?:)?\/\/kwaad)/i.test(value)))
  .map(({ name, value }) => `${node.tagName} ${name}=${value.slice(0, 80)}`))
"""
LISTS = [
    "/", "/kennisbank/", "/kennisbank/?pagina=2", "/kennisbank/?pagina=3", "/kennisbank/?pagina=4", "/dossiers/", "/nieuws/", "/agenda/", "/landkaart/",
    "/partnerschappen/", "/cijfers/", "/delen/", "/landkaart/open-data/", "/landkaart/kaart.svg",
]  # fmt: skip
DESK = [
    "", "pages/", "images/", "documents/", "reports/site-history/", "reports/locked/", "reports/aging-pages/", "reports/workflow/", "reports/workflow_tasks/",
    "snippets/", "collections/", "users/", "groups/", "redirects/", "duo-import/", "werk/beoordelen/",
    "choose-page/", "images/chooser/", "documents/chooser/",
]  # fmt: skip


@dataclass
class Seen:
    """What happened while somebody looked around."""

    looked: int = 0
    dialogs: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def hostile_site(demo_content, run_database, django_db_blocker) -> Iterator[tuple[str, dict[str, int]]]:
    """The example site with harmful words all over it, running; and the addresses of the pages that hold them."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv(
            "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
        )  # Playwright's loop runs in this thread, and does nothing meanwhile
        run_database.copy(template=demo_content.database)
        with transaction.atomic():
            addresses = fill()
        connections.close_all()
        with a_database(run_database, f"{run_database.name}_words", template=run_database.name) as name:
            run_database.copy()
            with served(database_url(name)) as address:
                yield address, addresses


@pytest.fixture
def somebody(visitor, hostile_site):
    def make() -> tuple[Page, Seen]:
        context, seen = visitor(base_url=hostile_site[0]), Seen()
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("dialog", lambda dialog: (seen.dialogs.append(f"{page.url}: {dialog.message}"), dialog.accept()))
        page.on(
            "console",
            lambda message: "Content Security" in message.text and seen.refused.append(f"{page.url}: {message.text}"),
        )
        return page, seen

    return make


def look(page: Page, seen: Seen, address: str) -> None:
    answer = page.goto(address)
    seen.looked += 1
    if answer is not None and answer.status >= 500:
        seen.errors.append(f"{answer.status} {address}")
    seen.refused += [f"{address}: {one}" for one in page.evaluate("window.refused ?? []")]
    seen.waiting += [f"{address}: {one}" for one in page.evaluate(WAITING)]


def calm(seen: Seen, least: int) -> None:
    assert (seen.dialogs, seen.refused, seen.waiting, seen.errors) == ([], [], [], [])
    assert seen.looked >= least


def test_readers_see_words(somebody, hostile_site):
    page, seen = somebody()
    for address in [*hostile_site[1], *LISTS]:
        look(page, seen, address)
    for place, one in enumerate(SOME):
        look(
            page,
            seen,
            f"{('/zoeken/', '/kennisbank/', '/landkaart/')[place % 3]}?{'plaats' if place % 3 == 2 else 'q'}={quote(one)}",
        )
    calm(seen, least=len(SOME) * 2)
    look(page, seen, "/")  # as they are typed, with what the box suggests
    for one in SOME[::4]:
        page.locator("main").get_by_role("combobox").fill(one)
        page.wait_for_timeout(150)
    look(page, seen, "/landkaart/")
    for marker in page.locator(".leaflet-marker-icon").all()[:5]:
        marker.dispatch_event("click")
    seen.waiting += page.evaluate(WAITING)
    calm(seen, least=len(SOME) * 2)


def test_editors_see_words(somebody, hostile_site):
    page, seen = somebody()
    log_in_as_editor(page, "beheerder")
    for address in DESK:
        look(page, seen, f"/beheer/{address}")
    links = set()
    for start in (
        "pages/",
        "images/",
        "documents/",
        "snippets/",
        "users/",
        "werk/beoordelen/",
        "reports/site-history/",
    ):
        page.goto(f"/beheer/{start}")
        found = page.eval_on_selector_all(
            "main a[href^='/beheer/']", "links => links.map((link) => link.getAttribute('href'))"
        )
        links |= {
            link
            for link in found
            if "#" not in link and "delete" not in link and "logout" not in link and "export" not in link
        }
    for address in sorted(links)[: 40 if SOME is not PAYLOADS else 200]:
        look(page, seen, address)
    for one in SOME[::4]:
        look(page, seen, f"/beheer/pages/search/?q={quote(one)}")
        look(page, seen, f"/beheer/images/?q={quote(one)}")
    for number in [*hostile_site[1].values()][:17]:  # of every type
        for screen in ("edit", "history", "usage"):
            look(page, seen, f"/beheer/pages/{number}/{screen}/")
    calm(seen, least=80)
