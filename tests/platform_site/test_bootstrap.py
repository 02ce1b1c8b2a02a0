"""`make` begins on any machine: it makes what is missing, once, or says in one line what it needs from you."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "platform_site/bootstrap.py"
LOCK_FILES = ("requirements.txt", "requirements-dev.txt")
# root may write anywhere; without this capability it may not
AS_ORDINARY_USER = ("setpriv", "--inh-caps=-dac_override", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()


@pytest.fixture
def checkout(tmp_path):
    return new_checkout(tmp_path / "checkout")


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    """A checkout in which the script ran once, in an environment that speaks of other Pythons, and what it said."""
    directory = new_checkout(tmp_path_factory.mktemp("first") / "checkout")
    elsewhere = dict.fromkeys(("PIP_TARGET", "PIP_PREFIX", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"), "/nowhere")
    return directory, bootstrap(directory, PIP_USER="1", **elsewhere)


@pytest.fixture
def made_earlier(checkout, first_run):
    """A checkout with a finished virtual environment."""
    shutil.copytree(first_run[0] / ".venv", checkout / ".venv", symlinks=True)
    return checkout


def new_checkout(directory: Path) -> Path:
    """The least there can be to begin with: the script, and lock files that ask for nothing."""
    (directory / "platform_site").mkdir(parents=True)
    shutil.copy(SCRIPT, directory / "platform_site")
    for name in LOCK_FILES:
        (directory / name).write_text("# nothing\n")
    return directory


def bootstrap(
    checkout: Path, *arguments: str, first: str = "pass", under=(), **environment: str
) -> subprocess.CompletedProcess:
    """Run the script as the Makefile does, after one line of Python that makes the circumstances worse."""
    path = str(checkout / "platform_site/bootstrap.py")
    code = f"import runpy, sys; {first}; sys.argv = {[path, *arguments]}; runpy.run_path({path!r}, run_name='__main__')"
    return subprocess.run(
        [*under, sys.executable, "-I", "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def only_line(done: subprocess.CompletedProcess) -> str:
    """The one line that a run that cannot go on ends with."""
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_an_old_python_can_read_the_script():
    ast.parse(SCRIPT.read_text(), feature_version=(3, 6))


def test_a_python_that_is_too_old_says_which_is_needed(checkout):
    done = bootstrap(checkout, first="sys.version_info = (3, 9, 2, 'final', 0)", PATH="/nowhere")
    assert "Python 3.11 of nieuwer is nodig; hier staat Python 3.9" in only_line(done)
    assert not (checkout / ".venv").exists()


def test_a_newer_python_on_the_path_is_used_instead(made_earlier, tmp_path):
    name = f"python3.{sys.version_info.minor}"
    (tmp_path / name).symlink_to(sys.executable)
    done = bootstrap(made_earlier, first="sys.version_info = (3, 9, 2, 'final', 0)", PATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"We gebruiken {tmp_path / name}.\n"


def test_without_ensurepip_the_missing_package_is_named(checkout):
    done = bootstrap(checkout, first="sys.modules['ensurepip'] = None", PATH="/nowhere")
    line = only_line(done)
    assert f"apt install python3.{sys.version_info.minor}-venv" in line
    assert ("sudo" in line) is (os.geteuid() != 0)
    assert not (checkout / ".venv").exists()


def test_a_directory_that_may_not_be_written_gives_one_line(checkout):
    checkout.chmod(0o555)
    done = bootstrap(checkout, under=AS_ORDINARY_USER)
    assert f"In {checkout} mag je niet schrijven." in only_line(done)
    assert not (checkout / ".venv").exists()


def test_the_environment_it_is_started_from_makes_no_difference(first_run):
    directory, done = first_run
    assert done.returncode == 0, done.stderr
    assert "Virtuele omgeving maken" in done.stdout
    assert (directory / ".venv/bin/python").exists()


def test_there_is_nothing_to_do_until_a_lock_file_changes(made_earlier):
    assert bootstrap(made_earlier).stdout == ""
    (made_earlier / LOCK_FILES[0]).write_text("# still nothing\n")
    changed = bootstrap(made_earlier)
    assert "pakketten installeren" in changed.stdout
    assert "Virtuele omgeving maken" not in changed.stdout


def test_what_the_tests_need_holds_what_the_site_needs(made_earlier):
    assert "pakketten installeren" in bootstrap(made_earlier, "--dev").stdout
    assert bootstrap(made_earlier).stdout == bootstrap(made_earlier, "--dev").stdout == ""


def test_what_was_cut_off_half_way_is_made_again(checkout):
    command = [sys.executable, "-I", str(checkout / "platform_site/bootstrap.py")]
    cut_off = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    while not (checkout / ".venv/pyvenv.cfg").exists():
        time.sleep(0.01)
    os.killpg(cut_off.pid, signal.SIGKILL)
    cut_off.wait()
    done = bootstrap(checkout)
    assert done.returncode == 0, done.stderr
    assert "Virtuele omgeving maken" in done.stdout
    subprocess.run([checkout / ".venv/bin/python", "-m", "pip", "--version"], check=True, capture_output=True)


def test_a_package_that_cannot_be_had_gives_one_line(made_earlier):
    (made_earlier / LOCK_FILES[0]).write_text("does-not-exist==1 \\\n    --hash=sha256:" + 64 * "0" + "\n")
    done = bootstrap(made_earlier, PIP_NO_INDEX="1")
    assert "De pakketten konden niet worden geïnstalleerd: ERROR: No matching distribution" in only_line(done)


PLACE = "https://pakketten.voorbeeld.test/simple"


def with_uv(checkout: Path, program: str) -> None:
    """The checkout asks for uv, and finds this one."""
    (checkout / LOCK_FILES[1]).write_text("uv==1 \\\n    --hash=sha256:" + 64 * "0" + "\n")
    (checkout / ".venv/bin/uv").write_text(program)
    (checkout / ".venv/bin/uv").chmod(0o755)
    (checkout / LOCK_FILES[0]).write_text("# still nothing\n")


def test_uv_installs_what_is_locked_from_where_pip_was_told_to_look(made_earlier):
    with_uv(made_earlier, '#!/bin/sh\necho "$@" >asked; env >>asked\n')
    done = bootstrap(made_earlier, PIP_INDEX_URL=PLACE, PIP_FIND_LINKS="/een /twee")
    assert (done.returncode, done.stderr) == (0, "")
    asked = (made_earlier / "asked").read_text().splitlines()
    assert asked[0].endswith(f"-r {LOCK_FILES[0]}")
    assert "--require-hashes" in asked[0]
    assert {f"UV_DEFAULT_INDEX={PLACE}", "UV_FIND_LINKS=/een,/twee"} <= set(asked)
    assert bootstrap(made_earlier).stdout == ""


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 2\n", "not for this machine", "#!/no/such/shell\n"])
def test_where_uv_does_not_work_pip_installs(made_earlier, program):
    with_uv(made_earlier, program)
    done = bootstrap(made_earlier)
    assert (done.returncode, done.stderr) == (0, "")
    assert bootstrap(made_earlier).stdout == ""


def test_where_uv_cannot_be_had_or_may_not_fetch_pip_installs(made_earlier):
    with_uv(made_earlier, "#!/bin/sh\ntouch asked\n")
    assert bootstrap(made_earlier, PIP_NO_INDEX="1").returncode == 0
    (made_earlier / ".venv/bin/uv").unlink()
    (made_earlier / LOCK_FILES[0]).write_text("# another nothing\n")
    assert bootstrap(made_earlier, PIP_NO_INDEX="1").returncode == 0
    assert not (made_earlier / "asked").exists()
