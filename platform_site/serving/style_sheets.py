"""Style sheets that are written in parts, one file a component, and served as one.

A folder below static/css with an index.css, which names its parts by @import in the order in which they win (also those of
another folder), is found as one sheet with the folder's name: css/components/index.css → css/components.css. Django's own finders know the parts.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

PART = re.compile(r'^@import "((?:\.\./\w+/)?[\w-]+\.css)";\n', re.MULTILINE)


def joined(index: Path) -> str:
    """The text of an index.css with each of its parts in the place where it is named."""
    return PART.sub(
        lambda found: (index.parent / found[1]).read_text(encoding="utf-8"), index.read_text(encoding="utf-8")
    )


class StyleSheetFinder(BaseFinder):
    """Makes each sheet when somebody asks where it is, so that nobody has to think of it, and writes what changed only."""

    def __init__(self, *_args, **_options):
        self.source = settings.BASE_DIR / "static/css"
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "joined")

    def find(self, path: str, find_all: bool = False, **_options) -> str | list[str]:
        """Where the sheet lies; nothing for what is not one of ours."""
        name = re.fullmatch(r"css/(\w+)\.css", path)
        index = self.source / name[1] / "index.css" if name else None
        made = [self._made(index)] if index and index.exists() else []
        return made if find_all else next(iter(made), [])

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The sheets, with the storage that holds them."""
        for index in sorted(self.source.glob("*/index.css")):
            self._made(index)
            yield f"css/{index.parent.name}.css", self.storage

    def _made(self, index: Path) -> str:
        name, text = f"css/{index.parent.name}.css", joined(index).encode()
        path = Path(self.storage.path(name))
        if not path.exists() or path.read_bytes() != text:
            fresh = self.storage.path(self.storage.save(f"{name}.new", ContentFile(text)))
            Path(fresh).replace(path)
        return str(path)
