"""The tests themselves are strict: chance and silence do not pass."""

import os
import subprocess
import sys
import warnings

import pytest
from django.core.cache import cache
from django.template import Context, Origin, Template
from django.utils.deprecation import RemovedInNextVersionWarning
from wagtail.models import Locale, Page, Site

from partnerships.models import Organisation
from platform_site.examples import a_page, terms
from platform_site.models import Theme
from platform_site.settings.base import BASE_DIR
from tests import demo_site, strict_templates, template_database

TIMES = 40  # a row of six in the same order forty times over happens less than once in 10^100


class Thing:
    there = "er"


def unknown_in(source: str, template: str = strict_templates.OURS + "/probe.html", **context) -> list[str]:
    """The variables that are noted as missing when a template with this source is rendered."""
    Template(source, origin=Origin(template)).render(Context({"thing": Thing(), "nothing": None, **context}))
    found = [note.rpartition(": ")[2] for note in strict_templates.undefined]
    strict_templates.undefined.clear()
    return found


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("{{ typo }}", "typo"),
        ("{{ thing.typo }}", "thing.typo"),
        ("{{ nothing.typo }}", "nothing.typo"),
        ("{{ typo|upper }}", "typo"),
        ("{% for each in typo %}{% endfor %}", "typo"),
        ("{% with a=typo %}{% endwith %}", "typo"),
        ("{% if thing.typo and thing.there %}{% endif %}", "thing.typo"),
        ("{% firstof thing.typo thing.there %}", "thing.typo"),
    ],
)
def test_a_variable_that_is_not_there_is_noted(source, missing):
    assert unknown_in(source) == [missing]


@pytest.mark.parametrize(
    "source",
    [
        "{{ thing.there }}",
        "{% if maybe %}{% endif %}",
        "{% if maybe.deeper %}{% endif %}",
        "{% if nothing.deeper %}{% endif %}",
        "{% firstof maybe thing.there %}",
        '{{ maybe|default:"iets" }}',
        "{% for each in thing.there %}{{ each }}{{ forloop.counter }}{% endfor %}",
    ],
)
def test_what_may_be_absent_is_let_pass(source):
    assert unknown_in(source) == []


def test_templates_of_packages_are_left_alone():
    assert unknown_in("{{ typo }}", template="/elders/pakket.html") == []


@pytest.mark.django_db
def test_rows_without_an_order_come_in_any_order():
    terms(Theme, *"abcdef")
    assert len({tuple(Theme.objects.order_by().values_list("title", flat=True)) for _ in range(TIMES)}) > 1
    assert len({tuple(Theme.objects.order_by().values_list("title", flat=True)[:3]) for _ in range(TIMES)}) > 1
    assert len({tuple(Theme.objects.order_by().values_list("title", flat=True).distinct()) for _ in range(TIMES)}) > 1


@pytest.mark.django_db
def test_rows_that_tie_in_their_order_come_in_any_order():
    Organisation.objects.bulk_create(
        Organisation(name="De Brug", place="Ede", kind="school", street=str(n)) for n in range(6)
    )
    orders = {tuple(Organisation.objects.order_by("name").values_list("street", flat=True)) for _ in range(TIMES)}
    assert len(orders) > 1
    assert (
        len({tuple(Organisation.objects.order_by("street").values_list("street", flat=True)) for _ in range(TIMES)})
        == 1
    )


def test_what_a_next_version_removes_is_an_error():
    with pytest.raises(RemovedInNextVersionWarning):
        warnings.warn("gaat weg", RemovedInNextVersionWarning, stacklevel=1)


def test_a_warning_from_our_own_code_is_an_error():
    with pytest.raises(UserWarning):
        warnings.warn("van ons", UserWarning, stacklevel=1)


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_the_database_as_it_was(turn):
    assert list(Page.objects.filter(depth=1).values_list("title", flat=True)) == ["Alle pagina's"]
    assert Site.objects.count() == Locale.objects.count() == 1
    assert not Page.objects.filter(title="Van de vorige test").exists()
    a_page("Van de vorige test")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_the_cache_remembers_nothing_of_another_test(turn):
    """Wagtail keeps there where the sites begin, by number; in the next test that page is another one."""
    assert cache.get("van de vorige test") is None
    cache.set("van de vorige test", turn)


def test_the_tests_write_no_media_into_the_checkout(settings):
    assert not settings.MEDIA_ROOT.startswith(str(BASE_DIR))


def test_an_undefined_variable_fails_the_test_that_rendered_it(tmp_path):
    """The whole chain once: a test of its own, in a process of its own."""
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_runtest_call, strictness  # noqa: F401\n")
    probe = tmp_path / "test_probe.py"
    probe.write_text(
        "from django.template import Context, Origin, Template\n"
        "from tests import strict_templates\n"
        "def test_probe():\n"
        "    Template('{{ typo }}', origin=Origin(strict_templates.OURS + '/probe.html')).render(Context())\n"
    )
    settings = ["-c", str(BASE_DIR / "pyproject.toml"), "--rootdir", str(BASE_DIR)]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *settings, str(probe)]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "undefined in a template of ours: probe.html, line 1: typo" in done.stdout


def test_example_content_is_made_again_on_another_day_and_when_what_makes_it_changed(at, monkeypatch, tmp_path):
    written = tmp_path / "platform_site/demo/nieuws/bericht.md"
    written.parent.mkdir(parents=True)
    monkeypatch.setattr(demo_site, "CHECKOUT", tmp_path)
    recipes = []
    for day, text in ((4, "Een"), (4, "Een"), (4, "Twee"), (5, "Twee")):
        at(2026, 3, day, 23, 59)
        written.write_text(text)
        recipes.append(demo_site.recipe())
    assert recipes[0] == recipes[1]
    assert len(set(recipes)) == 3


def test_templates_of_example_content_that_nobody_needs_any_more_are_removed(run_database):
    kind = f"so_probe_{os.getpid()}_"
    with run_database.taking_turns(kind) as cursor:
        for name in "abc":
            run_database.have(cursor, kind + name, lambda: None)
        template_database.remove_others(cursor, kind, kind + "a", kept=1)
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY datname", [kind])
        left = [name for (name,) in cursor.fetchall()]
        template_database.remove_others(cursor, kind, "", kept=0)
    assert left == [f"{kind}a", f"{kind}c"]


def test_what_was_cut_off_half_way_is_no_template(run_database):
    kind = f"so_probe_{os.getpid()}_"

    def fail() -> None:
        raise KeyError

    with run_database.taking_turns(kind) as cursor, pytest.raises(KeyError):
        run_database.have(cursor, f"{kind}whole", fail)
    assert run_database.connection.settings_dict["NAME"] == run_database.name  # the tests go on with their own
    with run_database.taking_turns(kind) as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [kind])
        assert cursor.fetchall() == [(f"{kind}whole_new",)]
        template_database.remove_others(cursor, kind, "", kept=0)
