"""What holds for all tests: a database of their own, and no mercy for what is left to chance or silence."""

import shutil

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import TransactionTestCase

from platform_site import embedded_postgres, memory
from platform_site.examples import seed_terms, the_home
from tests import shuffled, strict_templates
from tests.kept_content import kept_content
from tests.template_database import RunDatabase

pytest_plugins = ["tests.demo_site", "tests.country", "tests.another_day"]
# A slow machine may take its time.
hypothesis.settings.register_profile("patient", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def run_database(django_test_environment, django_db_blocker):
    """The database of this run, migrated and empty."""
    embedded_postgres.ensure()
    with django_db_blocker.unblock():
        database = RunDatabase()
        database.make()
        yield database
        database.remove()


@pytest.fixture(scope="session")
def django_db_setup(run_database):
    """In place of pytest-django's: nothing is migrated, and a test that commits leaves a fresh copy behind.

    Emptying the tables, as Django does, would take Wagtail's root page, site and locale with it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: run_database.copy())
        shuffled.install()
        yield


@pytest.fixture(scope="session", autouse=True)
def strictness():
    strict_templates.install()
    yield
    shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def empty_cache():
    """What a cache says of one test's database (the sites' root pages, pictures' sizes) is not true of the next."""
    for cache in caches.all():
        cache.clear()
    forget()


def forget() -> None:
    """What a process remembers of one generation: a fresh copy of the database starts counting again."""
    memory.forget_all()


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The home page and the lists of the domain, for a whole module: making them takes half a second."""
    with kept_content(django_db_blocker):
        seed_terms()
        the_home()
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    try:
        result = yield
    finally:
        found = sorted(set(strict_templates.undefined))
        strict_templates.undefined.clear()
    assert not found, "undefined in a template of ours: " + "; ".join(found)
    return result
