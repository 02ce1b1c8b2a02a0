"""Migrations that exist never change: a database that ran one would differ from a database that runs it now.

A new migration adds its line, as `sha256sum */migrations/0*.py platform_site/accounts/migrations/0*.py` prints it, to tests/frozen_migrations.txt.
"""

import hashlib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
APPS = ("knowledge_bank", "news", "partnerships", "platform_site", "platform_site/accounts")


def frozen() -> dict[str, str]:
    """The fingerprint of each migration, by its path."""
    lines = (CHECKOUT / "tests" / "frozen_migrations.txt").read_text(encoding="utf-8").splitlines()
    return {path: fingerprint for fingerprint, path in (line.split() for line in lines)}


def test_every_migration_is_as_it_was():
    found = {
        path.relative_to(CHECKOUT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for app in APPS
        for path in (CHECKOUT / app / "migrations").glob("0*.py")
    }
    assert found == frozen()
