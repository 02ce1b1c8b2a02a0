"""Files are stored whole or not at all, also when the disk is full."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.core.cache import caches
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from psycopg.errors import DiskFull

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL = (
    "Je bestand is niet bewaard: de schijf van de site is vol. Probeer het later opnieuw, of ga verder zonder bestand."
)


def is_full(problem: BaseException | None) -> bool:
    """Whether this says that there is no room left on the disk, that of the files or that of the database."""
    if isinstance(problem, OSError):
        return problem.errno in NO_ROOM
    return isinstance(getattr(problem, "__cause__", None), DiskFull)


_stored: ContextVar[list[str] | None] = ContextVar("stored_files", default=None)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """When this block fails, the files that were stored in it go again, as what was written to the database does."""
    token = _stored.set([])
    try:
        yield
    except BaseException:
        for name in _stored.get():
            default_storage.delete(name)
        caches["renditions"].clear()  # it may hold sizes of pictures that were never there now
        raise
    finally:
        _stored.reset(token)


class WholeFileStorage(FileSystemStorage):
    def _save(self, name: str, content: File) -> str:
        """First the name is taken by an empty file, then the content comes in its place in one step."""
        name = super()._save(name, ContentFile(b""))
        whole, part = Path(self.path(name)), Path(self.path(f"{name}.deel"))
        part.unlink(missing_ok=True)  # of a process that died; the name is ours
        try:
            super()._save(f"{name}.deel", content)
            part.replace(whole)
        except OSError:
            part.unlink(missing_ok=True)
            whole.unlink(missing_ok=True)
            raise
        if (stored := _stored.get()) is not None:
            stored.append(name)
        return name
