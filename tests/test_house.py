"""The house stays in order: who may know whom, what everything is called and how large it may grow."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models.options import Options
from modelcluster.fields import ParentalKey
from wagtail.models import get_page_models

from platform_site.models import HomePage
from platform_site.settings import base
from tests.builders import stream_blocks

CHECKOUT = base.BASE_DIR
FEATURES = ("partnerships", "knowledge_bank", "news")
PACKAGES = ("platform_site", *FEATURES)
BESIDE = ("bench", "tests")  # what is no part of the product
# What each part of the house may import of the rooms on its floor or above.
MAY_KNOW = {
    "platform_site": set(),
    "partnerships": set(),
    "knowledge_bank": {"partnerships"},
    "news": set(),
}
KNOWS_ALL = ("platform_site/urls.py", "platform_site/settings/")
MOST_LINES = 350
WIDEST = 120


def _is_ours(cls: type) -> bool:
    return cls.__module__.split(".")[0] in PACKAGES


PAGE_TYPES = [model for model in get_page_models() if _is_ours(model)]
MODELS = [model for model in apps.get_models() if _is_ours(model)]


def sources(*suffixes: str, folders=(*PACKAGES, "bench", "tests", "templates", "static")) -> list[Path]:
    """Our own files, those that a program wrote left out."""
    found = (path for folder in folders for path in sorted((CHECKOUT / folder).rglob("*")) if path.suffix in suffixes)
    return [path for path in found if "migrations" not in path.parts]


def modules(*folders: str) -> list[str]:
    return [str(path.relative_to(CHECKOUT)) for path in sources(".py", folders=folders)]


MODULES = modules(*PACKAGES)
MODULES_AND_BENCH = [*MODULES, *modules("bench")]


def tree(module: str) -> ast.Module:
    return ast.parse((CHECKOUT / module).read_text(encoding="utf-8"))


def imported(module: str) -> Iterator[str]:
    """The full names that a module imports, `import_module("…")` included."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            yield from (argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant))


def test_a_module_only_knows_what_lies_below_it():
    for module in MODULES:
        if not module.startswith(KNOWS_ALL):
            room = module.split("/")[0]
            known = {name.split(".")[0] for name in imported(module)} & set(FEATURES) - {room}
            assert known <= MAY_KNOW[room], module


def test_the_product_does_not_know_what_measures_and_tests_it():
    assert modules("bench")
    assert not [(module, name) for module in MODULES for name in imported(module) if name.split(".")[0] in BESIDE]


def within_the_room(module: str) -> set[str]:
    """The modules of its own room that a module imports, and theirs, as far as they go."""
    room, seen, ahead = module.split("/")[0], set(), [module]
    while ahead:
        for name in imported(ahead.pop()):
            paths = {f"{one.replace('.', '/')}.py" for one in (name, name.rpartition(".")[0])} & {*MODULES}
            new = {path for path in paths if path.startswith(f"{room}/")} - seen
            seen |= new
            ahead += new
    return seen


def test_a_model_does_not_know_who_searches_or_shows_it():
    """Not by way of others either: what a list shows for an address is given to its page at ready()."""
    above = {
        "answering",
        "asking",
        "facet_index",
        "feeds",
        "filters",
        "landkaart",
        "listing",
        "map_feed",
        "selection",
        "showing",
        "views",
    }
    assert not above - {Path(module).stem for module in MODULES}
    models = [
        module for module in MODULES if module.startswith(FEATURES) and "models" in Path(module).with_suffix("").parts
    ]
    assert len(models) > 10
    known = {module: {path for path in within_the_room(module) if Path(path).stem in above} for module in models}
    assert not {module: paths for module, paths in known.items() if paths}


def test_the_ground_floor_names_no_room_above_it():
    """Nor as text: a model or page type of an app is given by that app."""
    models = [f"{model._meta.app_label}.{model.__name__}" for model in MODELS if model.__module__.startswith(FEATURES)]
    ground = [module for module in MODULES if module.startswith("platform_site/") and not module.startswith(KNOWS_ALL)]
    texts = {
        module: {node.value for node in ast.walk(tree(module)) if isinstance(node, ast.Constant)} for module in ground
    }
    assert not {module: named for module, said in texts.items() if (named := said & {*models})}


def test_a_search_goes_one_way():
    """From the facets by way of the address and the answer to the page: none of them knows what comes after it."""
    way = [f"knowledge_bank.{name}" for name in ("facets", "facet_index", "asking", "answering", "showing")]
    for step, name in enumerate(way):
        module = f"{name.replace('.', '/')}.py"
        assert not [
            known for known in imported(module) for later in way[step + 1 :] if f"{known}.".startswith(f"{later}.")
        ]


def test_the_whole_house_may_only_be_named_from_where_nothing_is_built_on():
    """What knows all rooms must not be imported by the ground floor, or the ground floor would know them too."""
    hidden = {path.removesuffix(".py").strip("/").replace("/", ".") for path in KNOWS_ALL}
    for module in MODULES:
        if not module.startswith(KNOWS_ALL):
            assert not [name for name in imported(module) if any(f"{name}.".startswith(f"{top}.") for top in hidden)], (
                module
            )


def test_imports_are_absolute():
    assert not [(module, name) for module in MODULES_AND_BENCH for name in imported(module) if name.startswith(".")]


def _probes(function: ast.AST) -> set[ast.AST]:
    """Imports that ask whether a module is there at all."""
    tries = (node for node in ast.walk(function) if isinstance(node, ast.Try))
    return {node for attempt in tries for node in attempt.body if isinstance(node, ast.Import | ast.ImportFrom)}


def test_imports_stand_at_the_top():
    for module in MODULES_AND_BENCH:
        for function in ast.walk(tree(module)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "ready":
                late = {node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)}
                assert not late - _probes(function), f"{module}, in {function.name}()"


def test_no_module_has_a_name_that_means_nothing():
    vague = {"utils", "util", "core", "helpers", "helper", "common", "misc", "base_utils"}
    assert not [
        module for module in MODULES_AND_BENCH if vague & {part.removesuffix(".py") for part in module.split("/")}
    ]


def test_a_class_has_its_name_to_itself():
    """So that a name means one thing, wherever one meets it. `Command` is Django's."""
    homes: dict[str, list[str]] = {}
    for module in MODULES:
        for node in tree(module).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                homes.setdefault(node.name, []).append(module)
    assert len(homes) > 200
    assert not {name: modules for name, modules in homes.items() if len(modules) > 1}


def test_no_file_grows_past_what_one_can_oversee():
    sizes = {
        str(path.relative_to(CHECKOUT)): len(path.read_text().splitlines())
        for path in sources(".py", ".html", ".css", ".js")
    }
    assert not {name: lines for name, lines in sizes.items() if lines > MOST_LINES}


def test_no_line_of_a_template_style_or_script_is_wider_than_one_reads():
    """Or a bound on the number of lines makes lines of 791 characters. Python has its own formatter for this."""
    read = sources(".html", ".css", ".js", folders=("templates", "static"))
    assert len(read) > 200
    wide = {
        f"{path.relative_to(CHECKOUT)}:{number}": len(line)
        for path in read
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > WIDEST
    }
    assert not wide


def test_signals_are_received_in_one_place_only():
    """Of content, that is; the roles hear that tables were migrated, reviews.py what came of a review."""
    receiving = re.compile(r"django\.(core|db\.models)\.(signals|dispatch)|django\.dispatch|wagtail\.signals|@receiver")
    having = {module for module in MODULES if receiving.search((CHECKOUT / module).read_text())}
    elsewhere = {
        "platform_site/accounts/apps.py",
        "platform_site/editing/reviews.py",
        "platform_site/editing/review_mail.py",
    }
    assert having <= {"platform_site/generation.py", *elsewhere}


def _fields_of(cls: type) -> list:
    return list(cls._meta.fields) if isinstance(getattr(cls, "_meta", None), Options) else []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_and_field_has_a_dutch_name_of_its_own(model):
    given = model._meta.original_attrs
    for attribute in ("verbose_name", "verbose_name_plural"):
        assert attribute in given, f"{attribute} is left to Django"
        assert given[attribute][0].islower()
    elsewhere = {field.name for parent in model.__mro__ if not _is_ours(parent) for field in _fields_of(parent)}
    own = [
        field for field in (*model._meta.local_fields, *model._meta.local_many_to_many) if field.name not in elsewhere
    ]
    shown = [field for field in own if field.editable and not field.auto_created and not isinstance(field, ParentalKey)]
    assert not [field.name for field in shown if field._verbose_name is None]


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda model: model.__name__)
@pytest.mark.parametrize("rule", ["parent_page_types", "subpage_types", "page_description"])
def test_every_page_type_says_where_it_belongs_and_what_it_is_for(page_type, rule):
    if page_type is HomePage and rule == "subpage_types":
        return  # the ground floor does not name the rooms: each of them says that it belongs below the home page
    saying = [cls for cls in page_type.__mro__ if rule in vars(cls) and _is_ours(cls)]
    assert saying, f"{page_type.__name__} does not say its {rule}"


@pytest.mark.parametrize("rule", ["icon", "label", "description", "template", "preview_value"])
def test_every_block_can_be_told_apart_in_the_editor(rule):
    lacking = [
        str(path)
        for path, block in stream_blocks()
        if not getattr(block.meta, rule, None) or block.meta.icon == "placeholder"
    ]
    assert not lacking


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _production(*arguments: str, **environment: str | None) -> subprocess.CompletedProcess:
    settings = {
        "DJANGO_SETTINGS_MODULE": "platform_site.settings.production",
        "SECRET_KEY": "abcdefghij" * 7,
        "DATABASE_URL": "postgresql://elders/kennisbank",
        "SITE_URL": "https://voorbeeld.test",
        "EMAIL_URL": "smtp://127.0.0.1",
        "HSTS_INCLUDE_SUBDOMAINS": "1",
        "HSTS_PRELOAD": "1",
        **environment,
    }
    kept = {name: value for name, value in os.environ.items() if name not in settings}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env={**kept, **{name: value for name, value in settings.items() if value is not None}},
        capture_output=True,
        text=True,
        check=False,
    )


def test_djangos_own_list_for_production_finds_nothing():
    done = _production(
        "-W", "error::DeprecationWarning:platform_site", "manage.py", "check", "--deploy", "--fail-level", "INFO"
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "SITE_URL", "EMAIL_URL"])
def test_production_does_not_start_without_what_only_its_owner_knows(missing):
    done = _production("-c", "import platform_site.settings.production", **{missing: None})
    assert done.returncode != 0
    assert missing in done.stderr


@pytest.mark.parametrize("lock", sorted(CHECKOUT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_lock_files_name_no_host_and_hash_every_package(lock):
    lines = lock.read_text()
    assert not re.findall(r"\w+://|^\s*-.*(?:index|find-links|trusted-host).*|@ ", lines, re.MULTILINE)
    packages = re.findall(r"^[A-Za-z0-9][^\n]*(?:\n[ \t]+[^\n]*)*", lines, re.MULTILINE)
    assert packages
    assert not [package.split()[0] for package in packages if "==" not in package or "--hash=sha256:" not in package]


def test_what_is_asked_for_has_a_lower_bound():
    """A resolver that meets no lower bound falls back on releases from long ago."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert not [wish for wish in asked if ">=" not in wish]


def test_these_laws_look_at_the_house_itself():
    assert importlib.util.find_spec("platform_site").origin.startswith(str(CHECKOUT))
    assert len(MODULES) > 50
    assert len(PAGE_TYPES) > 10
    assert len(MODELS) > 20
