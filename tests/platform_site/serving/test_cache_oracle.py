"""Whatever editors and visitors do, in whatever order: the layer says what the site itself says at that moment.

A handful of histories in `make test`; the whole with ORACLE_HISTORIES=2000 make test ARGS=tests/platform_site/serving/test_cache_oracle.py
"""

import os
import re
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Page, PageViewRestriction, Site

from knowledge_bank.examples import a_dossier, a_knowledge_item
from news.examples import a_news_item, an_event
from news.models import EventSession
from partnerships.examples import a_partnership, the_map
from platform_site.examples import a_page, a_user
from platform_site.generation import everything_changed
from platform_site.models import SiteSettings, Theme
from tests.logging_in import log_in
from tests.over_the_wire import CountedSite, a_cache, ask, session_of

HISTORIES = int(os.environ.get("ORACLE_HISTORIES", "6"))
START = datetime(2026, 3, 4, 21, tzinfo=ZoneInfo("Europe/Amsterdam"))
SECRET = "alleen-voor-wie-is-ingelogd"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
PAGES = ("page", "child", "item", "news", "event", "dossier", "partnership")
FIXED = (
    "/", "/kennisbank/", "/kennisbank/?sector=po&thema=werkplekleren", "/kennisbank/feed/", "/kennisbank/export.csv", "/nieuws/",
    "/nieuws/?jaar=2026", "/agenda/", "/agenda/?periode=geweest", "/dossiers/", "/landkaart/", "/landkaart/partnerschappen.geojson",
    "/uitgelicht/?thema=werkplekleren", "/uitgelicht.json", "/zoeken/?q=leren", "/cijfers/", "/sitemap.xml", "/delen/",
    "/inloggen/", "/mijn-partnerschap/", "/beheer/",
)  # fmt: skip
LISTS = ("/", "/agenda/", "/nieuws/")  # of all pages between them something shows there
WORDS = st.sampled_from(["Leren", "Begeleiden", "Toetsen", "Samen"])
PAGE = st.sampled_from(PAGES)


class Histories(RuleBasedStateMachine):
    """One site, seen with and without the layer. The clock stands still unless somebody moves it."""

    clock: datetime

    @initialize()
    def fill(self):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        type(self).clock = START
        self.site = CountedSite()
        self.cache = a_cache(self.site)
        the_map()
        page = a_page("Een pagina")
        self.pages: dict[str, Page] = {
            "page": page,
            "child": a_page("Daaronder", parent=page),
            "item": a_knowledge_item("Samen leren"),
            "news": a_news_item("Iets nieuws"),
            "event": an_event(
                "Samen komen",
                sessions=[EventSession(start=START + timedelta(hours=1), end=START + timedelta(hours=2))],
            ),
            "dossier": a_dossier("Over leren"),
            "partnership": a_partnership("Samen aan het werk"),
        }
        self.former = {name: page.url for name, page in self.pages.items()}
        self.editor = a_user(f"{SECRET}@voorbeeld.nl", role="beheerder")
        self.browser = Client()
        ask(self.site, "/")  # makes what is made when it is first asked for

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def newest(self, name: str) -> Page:
        return Page.objects.get(pk=self.pages[name].pk).specific

    @contextmanager
    def seen(self, *names: str):
        """Around a change: what it may show in was kept before, and is looked at after it."""
        self.former.update({name: self.newest(name).url for name in names})
        for address in (*map(self.former.get, names), *LISTS):
            ask(self.cache, address)
        yield
        for address in {*map(self.former.get, names), *(self.newest(name).url for name in names), *LISTS}:
            self.look(address)

    # --- visitors ---

    def look(self, address: str, **headers: str) -> None:
        said, true = ask(self.cache, address, **headers), ask(self.site, address, **headers)
        assert (said.status, said.headers.get("Location")) == (true.status, true.headers.get("Location")), address
        assert TOKEN.sub(b"", said.body) == TOKEN.sub(b"", true.body), address
        assert said.headers.get("Content-Type") == true.headers.get("Content-Type")

    @rule(address=st.sampled_from(FIXED), junk=st.sampled_from(["", "", "utm_source=x", "q=", "pagina=-1", "zz=%00"]))
    def get(self, address, junk):
        self.look(f"{address}{'&' if '?' in address else '?'}{junk}" if junk else address)

    @rule(name=PAGE, former=st.booleans())
    def get_page(self, name, former):
        self.look(self.former[name] if former else self.newest(name).url)

    @rule(address=st.sampled_from(FIXED[:12]), name=PAGE)
    def get_logged_in(self, address, name):
        for one in (address, self.newest(name).url):
            self.look(one, **({"HTTP_COOKIE": session_of(self.browser)} if self.browser.cookies else {}))

    # --- who is logged in ---

    @rule()
    def log_in(self):
        log_in(self.browser, self.editor)

    @rule()
    def log_out(self):
        self.browser = Client()

    @rule(name=PAGE)
    def preview(self, name):
        """An editor looks at a draft with words that nobody else may read."""
        draft = self.newest(name)
        draft.title = SECRET
        response = draft.make_preview_request(preview_mode=draft.default_preview_mode)
        assert SECRET in response.content.decode()

    # --- editors ---

    @rule(name=PAGE, word=WORDS)
    def draft(self, name, word):
        page = self.newest(name).get_latest_revision_as_object()
        page.title = f"{word} {SECRET}"
        page.save_revision()

    @rule(name=PAGE, word=WORDS)
    def publish(self, name, word):
        page = self.newest(name)
        page.title = f"{word} {name}"
        page.go_live_at = page.expire_at = None
        with self.seen(name):
            page.save_revision().publish()

    @rule(name=PAGE)
    def unpublish(self, name):
        with self.seen(name):
            self.newest(name).unpublish()

    @rule(name=PAGE)
    def make_private(self, name):
        with self.seen(name, "child"):
            PageViewRestriction.objects.get_or_create(page=self.newest(name), restriction_type="login")

    @rule(name=PAGE)
    def make_public(self, name):
        with self.seen(name, "child"):
            for restriction in PageViewRestriction.objects.filter(page=self.pages[name].pk):
                restriction.delete()

    @rule()
    def move(self):
        """The page below another goes up, or back down."""
        child, page = self.newest("child"), self.newest("page")
        with self.seen("child"):
            child.move(page.get_parent() if child.depth > page.depth else page, pos="last-child")

    @rule(name=PAGE, word=WORDS)
    def rename(self, name, word):
        page = self.newest(name)
        page.slug = f"{word.lower()}-{name}"
        with self.seen(name, "child"):
            page.save_revision().publish()

    @rule(name=PAGE, hours=st.integers(1, 30), expires=st.booleans())
    def schedule(self, name, hours, expires):
        page = self.newest(name)
        moment = self.clock + timedelta(hours=hours)
        page.go_live_at, page.expire_at = (None, moment) if expires else (moment, moment + timedelta(hours=1))
        page.title = f"Gepland {name}"
        with self.seen(name):
            page.save_revision().publish()

    @rule(word=WORDS)
    def change_settings(self, word):
        chosen = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        chosen.promise = word
        theme = Theme.objects.get(slug="werkplekleren")
        theme.title = f"Werkplek {word}"
        with self.seen("item", "page"):
            chosen.save()
            theme.save()

    @rule(name=PAGE, word=WORDS)
    def import_in_bulk(self, name, word):
        """Past all signals, as an import does."""
        with self.seen(name):
            type(self.pages[name]).objects.filter(pk=self.pages[name].pk).update(summary=f"{word} uit een bestand.")
            everything_changed()

    # --- time ---

    @rule(minutes=st.sampled_from([1, 59, 60, 61, 180, 181, 24 * 60]))
    def time_passes(self, minutes):
        with self.seen("event", "news"):
            type(self).clock += timedelta(minutes=minutes)

    @rule()
    def the_worker_publishes(self):
        with self.seen("page", "event"):
            call_command("publish_scheduled", verbosity=0)

    @invariant()
    def nothing_of_a_person_is_kept(self):
        for copy in self.cache.shelf.copies.values() if hasattr(self, "cache") else ():
            assert SECRET.encode() not in copy.answer.body
            assert not copy.answer.header("set-cookie")
            assert b"csrfmiddlewaretoken" not in copy.answer.body


@pytest.mark.django_db
@pytest.mark.usefixtures("seeded")
def test_with_and_without_the_layer_every_history_reads_the_same(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: Histories.clock)
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=12,
            deadline=None,
            database=None,
            derandomize=HISTORIES < 100,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        ),
    )
