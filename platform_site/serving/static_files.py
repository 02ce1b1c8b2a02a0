"""Our files at addresses that say which version they are of, so that a browser keeps them for good: see docs/decisions/35.

All files of one version stand below one folder, /static/<version>/css/base.css. So what names another file by its place beside it
(a style sheet its pictures, a module what it imports) gets that of the same version, and nothing has to be rewritten. In the
addresses of an earlier version, on a page that somebody has open still, the present files stand, which are not kept then.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedStaticFilesStorage

FOREVER = "public, max-age=31536000, immutable"
VERSION = re.compile(r"[0-9a-f]{10}/")


def _where_they_lie() -> Iterator[tuple[str, Path]]:
    """Each file as the finders have it, by its name."""
    for finder in get_finders():
        for name, storage in finder.list(None):
            yield name, Path(storage.path(name))


class VersionedStorage(StaticFilesStorage):
    """Addresses with the version in them, of files that are served from where they lie."""

    @cached_property
    def version(self) -> str:
        """The same for the same files, in every process and on every machine."""
        digest = hashlib.blake2b(digest_size=5)
        for name, path in sorted(dict(reversed([*self.files()])).items()):  # of one name the first counts
            content = path.read_bytes()
            digest.update(f"{name} {len(content)} ".encode() + content)
        return digest.hexdigest()

    def files(self) -> Iterator[tuple[str, Path]]:
        return _where_they_lie()

    def url(self, name: str | None) -> str:
        return super().url(name if settings.DEBUG else f"{self.version}/{name}")


class CollectedStorage(VersionedStorage, CompressedStaticFilesStorage):
    """The same for files that `collectstatic` brought together and packed."""

    def files(self) -> Iterator[tuple[str, Path]]:
        place = Path(self.location)
        found = (path for path in place.rglob("*") if path.is_file() and path.suffix not in (".gz", ".br"))
        return ((path.relative_to(place).as_posix(), path) for path in found)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, which knows each file by its name alone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.autorefresh and not self.files:
            raise ImproperlyConfigured("Er zijn geen css en js. Voer eerst uit: manage.py collectstatic --noinput")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address, version = request.path_info, ""
        if address.startswith(self.static_prefix) and (found := VERSION.match(address, len(self.static_prefix))):
            address, version = self.static_prefix + address[found.end() :], found[0].rstrip("/")
        file = self.find_file(address) if self.autorefresh else self.files.get(address)
        if file is None:
            return self.get_response(request)
        response = self.serve(file, request)
        if version and version == staticfiles_storage.version:
            response["Cache-Control"] = FOREVER
        return response
