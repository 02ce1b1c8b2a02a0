"""One page of every type, as a visitor's browser sees it: accessible, silent, light, and asking nobody else for anything."""

import os
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.reading import beyond_with_long_words, broken_words, lost_on_paper, missing_from_pdf

BOOKLET = "/dossiers/kwaliteitskader-en-peer-review/een-peer-review-voorbereiden/"
ADDRESSES = {
    "home": "/",
    "text": "/over/",
    "contact": "/contact/",
    "statement": "/toegankelijkheid/",
    "dossiers": "/dossiers/",
    "dossier": "/dossiers/kwaliteitskader-en-peer-review/",
    "booklet": BOOKLET,
    "chapter": f"{BOOKLET}van-zelfbeeld-naar-leervraag/",
    "whole booklet": f"{BOOKLET}alles/",
    "kennisbank": "/kennisbank/",
    "kennisbank filtered": "/kennisbank/?q=begeleiden&sector=vo&soort=tool&pagina=2",
    "kennisbank empty": "/kennisbank/?q=bestaatniet&sector=vo",
    "podcast": "/kennisbank/podcast-de-halve-stuurgroep/",
    "tool": "/kennisbank/kijkwijzer-driehoeksgesprek/",
    "research": "/kennisbank/tevreden-over-samen-opleiden-ecbo-2021/",
    "news list": "/nieuws/",
    "news": "/nieuws/van-aspirant-tot-peer-review-op-een-rij/",
    "agenda": "/agenda/",
    "past agenda": "/agenda/?periode=geweest",
    "past agenda filtered": "/agenda/?periode=geweest&sector=po",
    "event": "/agenda/congres-van-eerste-stage-tot-derde-jaar/",
    "landkaart": "/landkaart/",
    "landkaart filtered": "/landkaart/?sector=mbo&status=erkend",
    "landkaart near": "/landkaart/?plaats=Hengelo&binnen=50",
    "landkaart lost": "/landkaart/?plaats=Utrect&thema=werkplekleren&sector=mbo",
    "open data": "/landkaart/open-data/",
    "profile": "/partnerschappen/opleidingsschool-rijnland/",
    "profile of hundreds": "/partnerschappen/opleiden-met-esprit/",
    "figures": "/cijfers/",
    "search": "/zoeken/?q=begeleiden",
    "search empty": "/zoeken/?q=bestaatniet",
    "not found": "/bestaat-niet/",
    "log-in": "/inloggen/",
}
WIDTHS = (320, 360, 768, 1280)
KILOBYTE = 1024
LEAFLET = "js_lib_leaflet"
EVERY_RULE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


@dataclass
class Visit:
    """What happened while somebody opened a page, looked at it at four widths, by day and by night."""

    status: int = 0
    said: list[str] = field(default_factory=list)  # on the console, or errors in a script
    asked: dict[str, tuple[str, int]] = field(default_factory=dict)  # address → kind, bytes on the wire
    cookies: list = field(default_factory=list)
    kept: int = 0  # things stored in the browser
    sideways: dict[str, int] = field(default_factory=dict)  # width → pixels too wide
    violations: dict[str, str] = field(default_factory=dict)  # by day or by night → axe's report
    broken: list[str] = field(default_factory=list)  # short words on two lines, on the smallest screen
    lost: list[str] = field(default_factory=list)  # texts that are not on paper
    unprinted: list[str] | None = None  # texts that are not in the PDF; None: nothing here can read one


GIVEN_UP = "net::ERR_ABORTED"  # by the browser itself: another width wants another picture


def watch(page: Page, visit: Visit) -> list:
    finished = []
    page.on("console", lambda message: visit.said.append(message.text))
    page.on("pageerror", lambda error: visit.said.append(str(error)))
    page.on("requestfinished", lambda request: finished.append(request))
    page.on("requestfailed", lambda request: request.failure == GIVEN_UP or visit.said.append(f"failed: {request.url}"))
    return finished


def axe(page: Page) -> str:
    found = Axe().run(page, options=EVERY_RULE)
    return found.generate_report() if found.violations_count else ""


def too_wide(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def visited(context: BrowserContext, address: str) -> Visit:
    visit, page = Visit(), context.new_page()
    finished = watch(page, visit)
    visit.status = page.goto(address, wait_until="load").status
    page.wait_for_timeout(100)  # what scripts still have to say
    for request in finished:
        visit.asked[request.url] = (request.resource_type, request.sizes()["responseBodySize"])
    visit.violations["by day"] = axe(page)
    page.emulate_media(color_scheme="dark")
    visit.violations["by night"] = axe(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if beyond := too_wide(page):
            visit.sideways[str(width)] = beyond
        if width == WIDTHS[0]:
            visit.sideways["with long words"] = beyond_with_long_words(page)
            visit.broken = broken_words(page)
        if width == 360:
            visit.violations["by night on a phone"] = axe(page)
    visit.lost, visit.unprinted = lost_on_paper(page), missing_from_pdf(page)
    visit.cookies = context.cookies()
    visit.kept = page.evaluate("localStorage.length + sessionStorage.length")
    page.close()
    return visit


@pytest.fixture(scope="module")
def visits() -> dict[str, Visit]:
    return {}


@pytest.fixture(params=ADDRESSES)
def visit(request, visits, visitor) -> Visit:
    """Every page is opened once and asked about several times."""
    if request.param not in visits:
        visits[request.param] = visited(visitor(), ADDRESSES[request.param])
    return visits[request.param]


@pytest.fixture
def name(request) -> str:
    return request.node.callspec.params["visit"]


def test_the_page_is_there(visit, name):
    assert visit.status == (404 if name == "not found" else 200)


def test_axe_finds_nothing_by_day_by_night_or_on_a_phone(visit):
    assert len(visit.violations) == 3
    if report := "\n".join(f"{when}: {found}" for when, found in visit.violations.items() if found):
        pytest.fail(report, pytrace=False)


def test_the_console_stays_empty(visit, name):
    expected = (
        ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
        if name == "not found"
        else []
    )
    assert visit.said == expected


def test_nobody_else_is_asked_for_anything(visit, live_site):
    assert visit.asked
    assert [address for address in visit.asked if not address.startswith((live_site, "data:"))] == []


def test_nothing_is_left_in_the_browser(visit, name):
    assert [cookie["name"] for cookie in visit.cookies] == (["csrftoken"] if name == "log-in" else [])
    assert visit.kept == 0


def test_nothing_has_to_be_scrolled_sideways_whatever_the_length_of_words(visit):
    assert visit.sideways == {"with long words": 0}


def test_a_word_that_fits_on_a_line_is_not_broken(visit):
    assert visit.broken == []


def test_paper_keeps_every_sentence(visit):
    assert visit.lost == []
    if visit.unprinted is None:
        assert not os.environ.get("CI")
        pytest.skip("what is in a PDF is read with pdftotext (poppler-utils), which is not here")
    assert visit.unprinted == []


def test_the_page_is_light(visit):
    def weight(kind: str, but: str = "\0") -> int:
        return sum(size for address, (what, size) in visit.asked.items() if what == kind and but not in address)

    assert len(visit.asked) <= 8, list(visit.asked)
    assert 500 < weight("document") <= 20 * KILOBYTE
    assert 500 < weight("stylesheet", but=LEAFLET) <= 15 * KILOBYTE
    assert weight("script", but=LEAFLET) <= 10 * KILOBYTE
    assert weight("font") == 0


def test_of_the_icons_a_browser_fetches_one_and_no_manifest(visit):
    asked = [
        address.rpartition("/")[2] for address in visit.asked if "/img/icon" in address or "webmanifest" in address
    ]
    assert asked in ([], ["icon.svg"])


# How many scripts a page brings; all others bring none.
LISTS = {"kennisbank": 2, "landkaart": 3, "news list": 1, "agenda": 1, "past agenda": 1}
SCRIPTS = {"home": 1, "search": 1, "search empty": 1, "podcast": 1, "log-in": 3}


def test_a_page_brings_only_the_scripts_it_uses(visit, name):
    scripts = [address for address, (kind, _) in visit.asked.items() if kind == "script"]
    wanted = next((number for start, number in LISTS.items() if name.startswith(start)), SCRIPTS.get(name, 0))
    assert len(scripts) == wanted, scripts
