"""A style sheet in parts is served as one, wherever static files are looked for."""

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from platform_site.serving.style_sheets import PART, StyleSheetFinder, joined
from platform_site.settings.base import BASE_DIR

CSS = BASE_DIR / "static/css"
INDEXES = sorted(CSS.glob("*/index.css"))
OURS = "platform_site.serving.style_sheets.StyleSheetFinder"


@pytest.mark.parametrize("index", INDEXES, ids=lambda index: index.parent.name)
def test_every_part_is_in_its_sheet_once_and_in_order(index):
    named = PART.findall(index.read_text())
    own = [name for name in named if "/" not in name]  # the others are parts of another sheet first
    assert sorted(own) == sorted(path.name for path in index.parent.glob("*.css") if path != index)
    sheet = joined(index)
    places = [sheet.index((index.parent / name).read_text()) for name in named]
    assert places == sorted(places)
    assert "@import" not in sheet


@pytest.mark.parametrize("index", INDEXES, ids=lambda index: index.parent.name)
def test_the_sheet_is_what_a_browser_gets(index):
    answer = Client().get(f"/static/css/{index.parent.name}.css")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).decode() == joined(index)


def test_a_changed_part_is_found_at_once_and_an_unchanged_sheet_is_not_written_again(tmp_path, settings):
    settings.BASE_DIR, settings.VAR_DIR = tmp_path, tmp_path / "var"
    folder = tmp_path / "static/css/parts"
    folder.mkdir(parents=True)
    (folder / "index.css").write_text('/* All. */\n@import "one.css";\n@import "two.css";\n')
    (folder / "one.css").write_text("a { color: red; }\n")
    (folder / "two.css").write_text("b { color: red; }\n")
    finder = StyleSheetFinder()
    made = tmp_path / "var/joined/css/parts.css"
    assert finder.find("css/parts.css") == str(made)
    assert made.read_text() == "/* All. */\na { color: red; }\nb { color: red; }\n"
    written = made.stat().st_mtime_ns
    assert [name for name, _ in finder.list(None)] == ["css/parts.css"]
    assert made.stat().st_mtime_ns == written
    (folder / "one.css").write_text("a { color: blue; }\n")
    finder.find("css/parts.css")
    assert "blue" in made.read_text()
    assert [finder.find(path) for path in ("css/other.css", "js/parts.css", "css/parts/one.css")] == [[], [], []]


def test_production_collects_it_too(tmp_path, settings):
    settings.STATIC_ROOT, settings.STATICFILES_FINDERS = str(tmp_path), [OURS]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "platform_site.serving.static_files.CollectedStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.css")}
    assert found == {f"css/{index.parent.name}.css" for index in INDEXES}
    assert (tmp_path / "css/components.css").read_text() == joined(CSS / "components/index.css")
    assert finders.find("css/components.css")
