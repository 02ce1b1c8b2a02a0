"""What is written for those who come next is true: the table of settings, the drawings' names, the facts about the software."""

import ast
import re
import tomllib

import pytest

from platform_site.settings.base import BASE_DIR

README = (BASE_DIR / "README.md").read_text(encoding="utf-8")
DOCS = (BASE_DIR / "docs/README.md").read_text(encoding="utf-8")
ASKED_ELSEWHERE = {
    "PORT",
    "BIND",
    "WEB_PROCESSES",
    "LOG_FORMAT",
    "METRICS_BIND",
    "DEMO_PASSWORD",
}  # by serve, the web server and the examples


def names_asked_by_settings() -> set[str]:
    """Every name that a settings module asks of the environment: the first argument of a call on `env`."""
    names = set()
    for path in (BASE_DIR / "platform_site/settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                owner, first = node.func.value, node.args[0]
                if isinstance(owner, ast.Name) and owner.id == "env" and isinstance(first, ast.Constant):
                    names.add(first.value)
    return names


def test_the_readme_names_every_setting_and_no_other():
    table = README.partition("| variable |")[2].partition("\n\n")[0]
    told = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1] if "|" in row else "")
    }
    assert len(told) > 20
    assert told == names_asked_by_settings() | ASKED_ELSEWHERE


@pytest.mark.parametrize("document", ["README.md", "docs/README.md", "CONTRIBUTING.md"])
def test_every_file_that_a_guide_names_is_there(document):
    text = (BASE_DIR / document).read_text(encoding="utf-8")
    paths = set(
        re.findall(r"`((?:platform_site|partnerships|knowledge_bank|news|templates|static|tests|docs)/[\w./-]+)`", text)
    )
    paths |= (
        {f"docs/{path}" for path in re.findall(r"\]\((\w[\w./-]*)\)", text)} if document == "docs/README.md" else set()
    )
    assert not [path for path in paths if not (BASE_DIR / path).exists()]


def test_the_drawing_of_the_search_names_modules_that_exist():
    modules = set(re.findall(r"search/(\w+)", DOCS))
    assert modules >= {"dutch", "index", "questions", "results", "missed"}
    assert not [name for name in modules if not (BASE_DIR / f"platform_site/search/{name}.py").exists()]


def test_the_licence_is_the_same_everywhere():
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "EUPL-1.2"
    assert "license: EUPL-1.2" in (BASE_DIR / "publiccode.yml").read_text(encoding="utf-8")
    assert "SPDX-License-Identifier: EUPL-1.2" in (BASE_DIR / "LICENSE").read_text(encoding="utf-8")
