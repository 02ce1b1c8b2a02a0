"""No English: what Django, Wagtail and their like can say here has a Dutch translation, and uses our word for each state."""

import ast
import gettext
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.utils.formats import date_format
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from platform_site.settings.base import BASE_DIR

DJANGO = Path(django.__file__).parent
PARTS = ("core", "db", "forms", "http", "utils", "views")
UNSEEN = {"django_tasks_database"}  # tables without a screen
CALL = re.compile(r"""\b(?:n?gettext|_)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
PLAIN, IN_CONTEXT = re.compile(r"_|u?n?gettext(_lazy|_noop)?"), re.compile(r"n?pgettext(_lazy)?")
LOCALE = BASE_DIR / "locale/nl/LC_MESSAGES"
OTHER_WORDS = re.compile(r"\b(afgekeurd|afgewezen|ingediend|in moderatie|moderatie|met success)\b", re.IGNORECASE)


def sources() -> Iterator[Path]:
    """The code and templates of what is installed here and not our own; not of apps in their folders that are not installed."""
    installed = {Path(app.path) for app in apps.get_app_configs()}
    marks = (mark for root in installed for name in ("locale", "apps.py") for mark in root.rglob(name))
    away = {mark.parent for mark in marks} - installed
    roots = {Path(app.path) for app in apps.get_app_configs() if app.label not in UNSEEN and is_bought_in(app.path)}
    for root in roots | {DJANGO / part for part in PARTS}:
        for path in root.rglob("*"):
            aside = {"tests", "test", "management"} & set(path.relative_to(root).parts) or away & set(path.parents)
            if path.suffix in (".py", ".html", ".txt") and not aside:
                yield path


def is_bought_in(path: str) -> bool:
    return "site-packages" in path


def said_in(path: Path) -> Iterator[tuple[str, str]]:
    """What a file asks to be translated, as (context, English)."""
    text = path.read_text(errors="replace")
    if not re.search("gettext|trans", text):
        return
    if path.suffix == ".py":
        yield from said_in_code(ast.parse(text))
    else:
        yield from (("", ast.literal_eval(found)) for found in CALL.findall(templatize(text)))


def said_in_code(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        words = [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "" for one in call.args]
        if PLAIN.fullmatch(name) and words:
            yield "", words[0]
        elif IN_CONTEXT.fullmatch(name) and len(words) > 1:
            yield words[0], words[1]


def is_translated(context: str, english: str) -> bool:
    catalog, key = trans_real.translation("nl")._catalog, f"{context}\x04{english}" if context else english
    return any(catalog.get(one) is not None for one in (key, (key, 0), (key, 1)))


def test_all_that_can_be_said_is_said_in_dutch():
    missing = {
        f"{path.name}: {english}"
        for path in sources()
        for context, english in said_in(path)
        if english.strip() and not is_translated(context, english)
    }
    assert not missing


def test_that_test_sees_what_is_missing():
    said = list(said_in_code(ast.parse('_("Nobody ever wrote this")\npgettext("x", "Nor this")')))
    assert said == [("", "Nobody ever wrote this"), ("x", "Nor this")]
    assert not any(is_translated(*one) for one in said)
    assert is_translated("", "This password is too short. It must contain at least %d character.")


def test_one_word_for_each_state():
    """Ingeleverd, teruggestuurd, goedgekeurd; and no gibberish."""
    catalogs = trans_real.translation("nl")._catalog._catalogs
    shown = {
        trans_real.gettext(key) for catalog in catalogs for key in catalog if isinstance(key, str) and "\x04" not in key
    }
    assert "Teruggestuurd" in shown
    assert not {text for text in shown if OTHER_WORDS.search(text)}


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_what_is_compiled_is_what_is_written(name):
    """Only the compiled file counts: after a change `msgfmt` makes it anew."""
    written = re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', (LOCALE / f"{name}.po").read_text(), re.MULTILINE)
    with (LOCALE / f"{name}.mo").open("rb") as file:
        compiled = {text for key, text in gettext.GNUTranslations(file)._catalog.items() if key}
    assert {ast.literal_eval(f'"{text}"') for text in written} == compiled


QUOTED = re.compile(r"""(?<![=\w])(?:'|"|‘)(?:<[^<>]+>)?(?:%\(\w+\)[sd]|%[sd]|\{[^{}]*\})(?:</\w+>)?(?:'|"|’)(?!\w)""")


def test_one_style_of_quotes():
    """“…”, as in our own texts; an attribute of HTML keeps its own."""
    assert QUOTED.search("Pagina '%(title)s' is weg")
    catalogs = [*trans_real.translation("nl")._catalog._catalogs]
    shown = {text for catalog in catalogs for key in catalog if (text := trans_real.translation("nl")._catalog[key])}
    assert not {text for text in shown if QUOTED.search(text)}


COLON = re.compile(r"\bH:i\b|\|(?:time|date):\"[^\"]*[HG]|%H[:.]%M(?!:%S)|toLocaleTimeString")
FIELDS = {
    BASE_DIR / "platform_site/settings/base.py",
    BASE_DIR / "static/js/beheer/typed_days.js",
}  # of Wagtail, with a picker


def test_times_are_written_in_one_way():
    """13.30 uur: by dutch_dates, and where Django and Wagtail write themselves by formats/nl."""
    folders = ("platform_site", "partnerships", "knowledge_bank", "news", "templates", "static/js")
    files = {
        path
        for folder in folders
        for end in ("py", "html", "txt", "js")
        for path in (BASE_DIR / folder).rglob(f"*.{end}")
    }
    assert len(files) > 300
    assert {path for path in files - FIELDS if COLON.search(path.read_text())} == set()
    assert date_format(datetime(2026, 11, 28, 9, 5), "DATETIME_FORMAT") == "28 november 2026 9.05"
