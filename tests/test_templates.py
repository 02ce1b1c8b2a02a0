"""Every template is used, loads only what it uses, and leaves style and behaviour to the stylesheets and scripts."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template import Library, engines
from django.template.base import Lexer, TokenType
from django.template.exceptions import TemplateDoesNotExist
from django.views import defaults
from wagtail.models import get_page_models

from platform_site.reading import TAKEN
from platform_site.settings.base import BASE_DIR

TEMPLATES = BASE_DIR / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
ENGINE = engines["django"].engine
PACKAGES = ("platform_site", "partnerships", "knowledge_bank", "news")


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def used_by_name() -> set[str]:
    """Every string in quotes in our templates and modules that could be the name of a template."""
    modules = (path for package in PACKAGES for path in (BASE_DIR / package).rglob("*.py"))
    texts = [*map(source, NAMES), *(path.read_text(encoding="utf-8") for path in modules)]
    return {name for text in texts for name in re.findall(r"""["']([\w/.-]+\.html)["']""", text)}


def used_by_convention() -> set[str]:
    """What Django and Wagtail look for by themselves: error pages, and a template per page type."""
    errors = {value for name, value in vars(defaults).items() if re.fullmatch(r"ERROR_\d+_TEMPLATE_NAME", name)}
    return errors | {model.template for model in get_page_models()}


def is_put_in_place_of_a_packages_own(name: str) -> bool:
    return any((Path(app.path) / "templates" / name).exists() for app in apps.get_app_configs())


def parts(name: str) -> list:
    return Lexer(source(name)).tokenize()


def library(name: str) -> Library:
    return ENGINE.template_libraries[name]


def words(name: str) -> tuple[set[str], set[str], list[str]]:
    """The tags and filters that a template uses, and the libraries it loads."""
    tags, filters, loaded = set(), set(), []
    for token in parts(name):
        if token.token_type == TokenType.BLOCK:
            first, *rest = token.split_contents()
            if first == "load":
                loaded += [rest[-1]] if "from" in rest else rest
            else:
                tags.add(first)
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            filters |= set(re.findall(r"\|\s*(\w+)", token.contents))
    return tags, filters, loaded


@pytest.mark.parametrize("name", NAMES)
def test_every_template_can_be_read(name):
    ENGINE.get_template(name)


def test_every_template_is_used():
    known = used_by_name() | used_by_convention()
    assert not [name for name in NAMES if name not in known and not is_put_in_place_of_a_packages_own(name)]


def test_every_template_that_is_named_exists():
    missing = []
    for name in used_by_name():
        try:
            ENGINE.get_template(name)
        except TemplateDoesNotExist:
            missing.append(name)
    assert not missing


def test_no_template_loads_what_it_does_not_use():
    idle = []
    for name in NAMES:
        tags, filters, loaded = words(name)
        idle += [
            (name, lib)
            for lib in loaded
            if not (tags & library(lib).tags.keys() or filters & library(lib).filters.keys())
        ]
    assert not idle


def test_no_tag_or_filter_of_ours_is_idle():
    used = [words(name) for name in NAMES]
    tags, filters = set().union(*(use[0] for use in used)), set().union(*(use[1] for use in used))
    for lib, module in ENGINE.libraries.items():
        if module.startswith(PACKAGES):
            assert library(lib).tags.keys() <= tags, lib
            assert library(lib).filters.keys() <= filters, lib


def test_style_and_behaviour_are_not_in_the_markup():
    """The content security policy would stop them, and nobody would see why."""
    inside = re.compile(
        r"\s(style|on\w+)\s*=|javascript:|<style|<script(?![^>]*(\ssrc=|application/ld\+json|speculationrules))",
        re.IGNORECASE,
    )
    assert not [(name, found[0]) for name in NAMES if (found := inside.search(source(name)))]


def test_nothing_is_marked_safe_in_a_template():
    assert not [name for name in NAMES if "safe" in words(name)[1] or "autoescape" in words(name)[0]]


def test_pages_ask_no_other_host_for_anything():
    asking = re.compile(
        r"""<(?:link|script|img|source|iframe|form)\b[^>]*\b(?:href|src|srcset|action)=["'](?:https?:)?//[^"']+"""
    )
    assert not [(name, found[0]) for name in NAMES if (found := asking.search(source(name)))]


def test_headings_of_a_text_keep_clear_of_the_addresses_in_templates():
    own = {found for name in NAMES for found in re.findall(r'\sid="([\w-]+)"', source(name))}
    assert own == TAKEN
