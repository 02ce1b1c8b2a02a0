"""A real Chromium on the running site. Without one these tests are skipped, loudly; on a build server (CI) they fail."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.people import Postman
from tests.demo_site import a_database, database_url, free_port, served

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HERE = Path(__file__).parent
SKIPPED = pytest.StashKey[str]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick tests first."""
    items.sort(key=lambda item: HERE in item.path.parents)


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    if reason := config.stash.get(SKIPPED, ""):
        terminalreporter.write_line(f"!!! NOT TESTED: {reason} !!!", red=True, bold=True)


def found_on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def installed_by_apt() -> str | None:
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quietly = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True, "check": False}
    subprocess.run(["apt-get", "update", "-qq"], timeout=120, **quietly)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], timeout=600, **quietly)
    return found_on_path()


def installed_by_playwright(playwright: Playwright) -> str | None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, timeout=600, capture_output=True, check=False)
    return its_own(playwright)


def its_own(playwright: Playwright) -> str | None:
    path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_chromium(playwright: Playwright) -> str | None:
    """Where Chromium is; installs one where there is none. A wrong $CHROMIUM is not made up for."""
    if chosen := os.environ.get("CHROMIUM"):
        return shutil.which(chosen)
    return found_on_path() or its_own(playwright) or installed_by_apt() or installed_by_playwright(playwright)


# Until the last test here: the event loop that Playwright runs would keep Django from its database.
@pytest.fixture(scope="package")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            reason = "the browser tests, for there is no Chromium here. Install it, or say in CHROMIUM where it is."
            if os.environ.get("CI"):
                pytest.fail(reason)
            request.config.stash[SKIPPED] = reason
            pytest.skip(reason)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, live_site: str) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a visitor: a fresh profile, that knows where the site is."""
    made: list[BrowserContext] = []

    def make(**options) -> BrowserContext:
        facts = {
            "base_url": live_site,
            "viewport": {"width": 1280, "height": 900},
            "locale": "nl-NL",
            "reduced_motion": "reduce",
        }
        context = chromium.new_context(**{**facts, **options})
        context.set_default_timeout(60_000)  # two cores may be busy with other tests
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def tab(visitor) -> Page:
    """An empty tab of a visitor."""
    return visitor().new_page()


@pytest.fixture(scope="module")
def postman() -> Iterator[Postman]:
    """The mail server of `site`."""
    postman = Postman()
    server = Controller(postman, hostname="127.0.0.1", port=free_port())
    server.start()
    postman.url = f"smtp://127.0.0.1:{server.port}"
    yield postman
    server.stop()


@pytest.fixture(scope="module")
def site(demo_content, run_database, postman) -> Iterator[str]:
    """A running site of this module alone, whose mail the postman gets: what one test changes, the next one finds."""
    with (
        pytest.MonkeyPatch.context() as patch,
        a_database(run_database, f"{run_database.name}_own", template=demo_content.database) as name,
    ):
        patch.setenv("EMAIL_URL", postman.url)
        with served(database_url(name)) as address:
            yield address


@pytest.fixture
def person(visitor, site) -> Callable[..., Page]:
    """Makes somebody with a browser of their own on `site`; what the console says is kept in `said`."""

    def make(**options) -> Page:
        context = visitor(base_url=site, **options)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(f"{message.text} ({message.location['url']})"))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        return page

    return make
