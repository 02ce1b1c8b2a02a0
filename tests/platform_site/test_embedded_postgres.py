"""The embedded database comes up wherever a checkout may be, survives rough treatment and leaves nothing behind.

Real servers in real directories: what can go wrong here is between processes, accounts and the file system.
"""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from platform_site import embedded_postgres
from platform_site.background.own_database import LOOKS, look_after_it
from platform_site.embedded_postgres import EmbeddedPostgresError, place

ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not ROOT, reason="only root hands the server to another account")


@pytest.fixture
def space():
    """A short directory that everybody may enter; pytest's own are closed and long. Servers below it are ended."""
    directory = Path(tempfile.mkdtemp(prefix="so-", dir="/tmp"))
    directory.chmod(0o755)
    yield directory
    for checkout in (directory, *(path for path in directory.rglob("*") if path.is_dir() and (path / "var").is_dir())):
        embedded_postgres.destroy(checkout)
    shutil.rmtree(directory)


@pytest.fixture
def checkout(space):
    return new_checkout(space / "checkout")


@pytest.fixture(scope="module")
def running():
    """One checkout with a server, for the tests that only look."""
    directory = Path(tempfile.mkdtemp(prefix="so-", dir="/tmp"))
    directory.chmod(0o755)
    embedded_postgres.start(directory)
    yield directory
    embedded_postgres.destroy(directory)
    shutil.rmtree(directory)


def new_checkout(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def ask(address: str, question: str) -> str:
    with psycopg.connect(address) as connection:
        return connection.execute(question).fetchone()[0]


def start_in_another_process(checkout: Path, before: str = "pass") -> str:
    code = f"import os, sys; from platform_site import embedded_postgres; {before}; print(embedded_postgres.start(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", code, str(checkout)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def server_process(checkout: Path) -> int:
    return int((embedded_postgres.location(checkout) / "data/postmaster.pid").read_text().split()[0])


def test_asking_for_the_address_starts_nothing(checkout):
    assert embedded_postgres.address(checkout).startswith("postgresql://postgres@%2f")
    assert not (checkout / "var").exists()
    assert not embedded_postgres.is_up(checkout)


def test_the_data_stay_in_the_checkout_and_the_server_is_found_again(running):
    address = embedded_postgres.start(running)
    first = server_process(running)
    assert ask(address, "SHOW data_directory") == str(running / "var/postgres/data")
    assert embedded_postgres.start(running) == address
    assert start_in_another_process(running) == address
    assert server_process(running) == first


def test_the_database_is_dutch_in_its_time_and_modern_in_its_letters(running):
    address = embedded_postgres.start(running)
    assert ask(address, "SHOW timezone") == "Europe/Amsterdam"
    assert ask(address, "SHOW server_encoding") == "UTF8"
    assert ask(address, "SELECT lower('ÉÉN')") == "één"
    assert ask(address, "SHOW server_version").startswith("18.")


def test_no_port_is_opened_and_no_other_user_gets_in(running):
    address = embedded_postgres.start(running)
    assert ask(address, "SHOW listen_addresses") == ""
    for directory in ("data", "s"):
        assert stat.S_IMODE((running / "var/postgres" / directory).stat().st_mode) == 0o700


def test_stopping_ends_open_connections_and_keeps_the_data(checkout):
    with psycopg.connect(embedded_postgres.start(checkout), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
        assert embedded_postgres.stop(checkout)
    assert not embedded_postgres.is_up(checkout)
    assert not embedded_postgres.stop(checkout)
    assert ask(embedded_postgres.start(checkout), "SELECT number FROM kept") == 42


def test_two_checkouts_and_many_starts_at_once_give_two_servers(space):
    checkouts = [new_checkout(space / "een"), new_checkout(space / "twee")]
    with ThreadPoolExecutor(8) as pool:
        addresses = list(pool.map(start_in_another_process, checkouts * 4))
    assert set(addresses) == {embedded_postgres.address(checkout) for checkout in checkouts}
    directories = {ask(address, "SHOW data_directory") for address in addresses}
    assert directories == {str(checkout / "var/postgres/data") for checkout in checkouts}


def test_a_server_that_was_killed_hard_starts_again_with_its_data(checkout):
    with psycopg.connect(embedded_postgres.start(checkout), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
        connection.execute("CHECKPOINT")
        os.kill(server_process(checkout), signal.SIGKILL)
    assert ask(embedded_postgres.start(checkout), "SELECT number FROM kept") == 42


def test_a_server_that_was_killed_is_started_again_and_one_that_was_stopped_is_not(checkout):
    address = embedded_postgres.start(checkout)
    assert not embedded_postgres.keep_alive(checkout)
    threading.Thread(target=look_after_it, args=(checkout,), daemon=True).start()
    for way in (signal.SIGKILL, signal.SIGINT):
        before = server_process(checkout)
        os.kill(before, way)
        until = time.monotonic() + 60
        while not embedded_postgres.is_up(checkout) or server_process(checkout) == before:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert ask(address, "SELECT 1") == 1
    embedded_postgres.stop(checkout)
    time.sleep(2 * LOOKS)
    assert not embedded_postgres.is_up(checkout)
    embedded_postgres.destroy(checkout)
    assert not embedded_postgres.keep_alive(checkout)


def test_an_initdb_that_was_cut_off_is_done_again(checkout):
    half = checkout / "var/postgres/data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert ask(embedded_postgres.start(checkout), "SELECT 1") == 1
    assert not half.exists()


@pytest.mark.parametrize("name", ["x" * 120, 'Map met spaties, komma\'s en "Één" $HOME'])
def test_long_and_awkward_paths_get_a_short_private_socket(space, name):
    checkout = new_checkout(space / name / "Checkout")
    address = embedded_postgres.start(checkout)
    assert ask(address, "SHOW data_directory") == str(checkout / "var/postgres/data")
    sockets = place.find(checkout).sockets
    assert len(str(sockets / ".s.PGSQL.5432.lock")) < 107
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    embedded_postgres.destroy(checkout)
    assert not sockets.parent.exists()


def test_a_directory_that_somebody_laid_ready_is_not_trusted(space):
    checkout = new_checkout(space / ("x" * 120))
    trap = place.find(checkout).sockets.parent
    trap.symlink_to(space)
    try:
        with pytest.raises(EmbeddedPostgresError, match="van een andere gebruiker"):
            embedded_postgres.start(checkout)
    finally:
        trap.unlink()


def test_a_closed_umask_does_no_harm(checkout):
    address = start_in_another_process(checkout, before="os.umask(0o077)")
    assert ask(address, "SELECT 1") == 1
    assert ask(embedded_postgres.start(checkout), "SHOW data_directory") == str(checkout / "var/postgres/data")


def test_a_checkout_that_is_moved_keeps_its_server_and_a_copy_gets_its_own(space, checkout):
    embedded_postgres.start(checkout)
    copy = space / "kopie"
    (copy / "var/postgres/data").mkdir(parents=True)
    shutil.copy(checkout / "var/postgres/data/postmaster.pid", copy / "var/postgres/data")
    assert not embedded_postgres.stop(copy)
    assert embedded_postgres.is_up(checkout)
    moved = checkout.rename(space / "verhuisd")
    assert embedded_postgres.is_up(moved)
    assert embedded_postgres.stop(moved)


def test_a_directory_that_may_not_be_written_gives_one_line(checkout):
    checkout.chmod(0o555)
    myself = os.geteuid()
    os.seteuid(65534 if ROOT else myself)
    try:
        with pytest.raises(EmbeddedPostgresError) as problem:
            embedded_postgres.start(checkout)
    finally:
        os.seteuid(myself)
        checkout.chmod(0o755)
    assert "\n" not in str(problem.value)
    assert str(checkout) in str(problem.value)
    assert not (checkout / "var").exists()


def test_a_server_of_ones_own_is_used_as_it_is(checkout, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elders/db")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    embedded_postgres.ensure(checkout)
    assert not (checkout / "var").exists()
    assert os.environ["PGSSLMODE"] == "verify-full"


def test_variables_for_another_server_do_not_reach_the_embedded_one(running, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PGSERVICE", "bestaat-niet")
    monkeypatch.setenv("PGPORT", "6543")
    embedded_postgres.ensure(running)
    assert ask(embedded_postgres.address(running), "SELECT 1") == 1


def test_a_system_without_the_wheel_is_told_what_to_do(checkout, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", {}.get)
    with pytest.raises(EmbeddedPostgresError, match="DATABASE_URL"):
        embedded_postgres.start(checkout)


@only_root
def test_below_a_closed_directory_the_data_are_elsewhere_and_the_checkout_remembers(space):
    space.chmod(0o700)
    checkout = new_checkout(space / "dicht")
    address = embedded_postgres.start(checkout)
    home = embedded_postgres.location(checkout)
    assert not home.is_relative_to(checkout)
    assert ask(address, "SHOW data_directory") == str(home / "data")
    assert (home / "data").owner() == "nobody"
    space.chmod(0o755)
    assert embedded_postgres.start(checkout) == address, "opening the directory later must not lose the data"
    assert embedded_postgres.destroy(checkout)
    assert not home.exists()


@only_root
def test_a_new_checkout_in_a_closed_directory_never_finds_the_data_of_an_earlier_one(space):
    space.chmod(0o700)
    checkout = new_checkout(space / "dicht")
    with psycopg.connect(embedded_postgres.start(checkout), autocommit=True) as connection:
        connection.execute("CREATE TABLE old ()")
    home = embedded_postgres.location(checkout)
    shutil.rmtree(checkout)
    new_checkout(checkout)
    assert ask(embedded_postgres.start(checkout), "SELECT count(*) FROM pg_tables WHERE tablename = 'old'") == 0
    shutil.rmtree(checkout)
    embedded_postgres.start(new_checkout(space / "ander"))
    assert not home.exists(), "data of a checkout that is gone are removed when another one starts"
