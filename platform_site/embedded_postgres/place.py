"""Where the embedded PostgreSQL of a checkout lives and which account runs it. Only looks; changes nothing.

PostgreSQL refuses to run as root, so root hands the server to another account. That account must be able to walk
to the data, which it cannot below a closed directory such as /root: only then the data live outside the checkout.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import re
import sys
from pathlib import Path
from typing import NamedTuple

NAME = "samen-opleiden"
SHARED_SPACE = Path("/tmp")  # not tempfile.gettempdir(): two processes with another TMPDIR must find one server
LONGEST_SOCKET = 103 if sys.platform == "darwin" else 107
UNREMARKABLE = re.compile(r"[A-Za-z0-9/._+-]+")  # a comma or quote in a socket's path has a meaning of its own


class Account(NamedTuple):
    """The user and group that the server runs as when we are root."""

    user: int
    group: int


class ServerPlace(NamedTuple):
    """All there is to know about where one checkout's database is."""

    checkout: Path
    account: Account | None  # None: the server runs as ourselves
    home: Path  # holds lock, data/ and, if needed, programs-*/
    sockets: Path  # the directory of the Unix socket
    marker: Path | None  # where the checkout remembers that its data are elsewhere; None: they are inside it

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory; there only when it is whole."""
        return self.home / "data"

    @property
    def socket(self) -> Path:
        """The Unix socket; PostgreSQL makes its name of the port number, also where no port is open."""
        return self.sockets / ".s.PGSQL.5432"

    @property
    def stopped(self) -> Path:
        """Lies here while the server is ended on purpose: then nobody starts it again by themselves."""
        return self.home / "gestopt"

    @property
    def note(self) -> Path:
        """In a home elsewhere: the path of the checkout that it belongs to."""
        return self.home / "checkout"


def find(checkout: Path | str) -> ServerPlace:
    """The place of the database of this checkout, whether it exists yet or not."""
    checkout = Path(checkout).resolve()
    inside = checkout / "var/postgres"
    tag = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:10]
    account = _server_account(inside / "data")
    home, marker = inside, inside / "elders"
    if account and (marker.exists() or not may_use(_nearest_existing(inside), account)):
        home = _lasting_directory(account) / f"{NAME}-{tag}"
    else:
        marker = None
    place = ServerPlace(checkout, account, home, home / "s", marker)
    if len(os.fsencode(place.socket)) > LONGEST_SOCKET or not UNREMARKABLE.fullmatch(str(place.socket)):
        place = place._replace(sockets=SHARED_SPACE / f"{NAME}-{os.geteuid()}-{tag}" / "s")
    return place


def may_use(path: Path, account: Account) -> bool:
    """Whether the account may enter this directory, or run this program, and enter everything above it."""
    for step in (path, *path.parents):
        status = step.stat()
        shift = 6 if status.st_uid == account.user else 3 if status.st_gid == account.group else 0
        if not status.st_mode >> shift & 1:
            return False
    return True


def _server_account(data: Path) -> Account | None:
    """As root: the owner of data that are there already (somebody ran this before without sudo), else nobody."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(OSError):
        owner = data.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return Account(65534, 65534)
    return Account(nobody.pw_uid, nobody.pw_gid)


def _nearest_existing(path: Path) -> Path:
    return next(step for step in (path, *path.parents) if step.exists())


def _lasting_directory(account: Account) -> Path:
    """A directory that keeps its files: /var/lib, or /var/tmp where that is not ours to write in."""
    library = Path("/var/lib")
    usable = library.is_dir() and os.access(library, os.W_OK) and may_use(library, account)
    return library if usable else Path("/var/tmp")
