"""Serving uploads: pictures and documents, each to whom it is for; audio can seek (RFC 9110 ranges)."""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote

from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.views.decorators.http import require_safe
from wagtail import hooks

from platform_site.models import SiteDocument
from platform_site.parameters import UNWANTED
from platform_site.serving import picture_rights

CHUNK = 64 * 1024
SHOWN_INLINE = {
    "application/pdf",
    "audio/mpeg",
    "audio/mp4",
    "image/avif",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
}
NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
TYPES = {".m4a": "audio/mp4", ".mp3": "audio/mpeg", ".avif": "image/avif", ".webp": "image/webp"}


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """The first and last byte that a Range header asks of a file of `size` bytes; None: send the whole file.

    Raises ValueError when the range lies outside the file. More than one range: the whole file.
    """
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip())
    if not match or match[1] == match[2] == "":
        return None
    if not match[1]:
        first, last = max(0, size - int(match[2])), size - 1
    else:
        first, last = int(match[1]), min(int(match[2]) if match[2] else size - 1, size - 1)
        if match[2] and int(match[2]) < first:
            return None
    if first >= size or last < first:
        raise ValueError(header)
    return first, last


def pieces(file: File, first: int, last: int) -> Iterator[bytes]:
    """The bytes of `file` from `first` up to and including `last`; closes it."""
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece


def send(request: HttpRequest, name: str, shown_name: str, cache: str) -> HttpResponse:
    """The stored file `name` under the name `shown_name`. cache: a Cache-Control value. Raises Http404 when it is gone."""
    try:
        file = default_storage.open(name, "rb")
        size, changed = file.size, int(default_storage.get_modified_time(name).timestamp())
    except (OSError, NotImplementedError, ValueError, SuspiciousFileOperation) as gone:
        raise Http404 from gone
    kind = TYPES.get(PurePosixPath(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    how = "inline" if kind in SHOWN_INLINE else "attachment"
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": cache,
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(shown_name)}",
        # A sandbox keeps browsers from showing a PDF at all.
        "Content-Security-Policy": NOTHING_ELSE if kind == "application/pdf" else f"{NOTHING_ELSE}; sandbox",
        "ETag": f'"{changed:x}-{size:x}"',
        "Last-Modified": http_date(changed),
    }
    unchanged_since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    known = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    if not {"*", headers["ETag"]}.isdisjoint(known) or (
        not known and unchanged_since is not None and unchanged_since >= changed
    ):
        file.close()
        return HttpResponse(status=304, headers=headers)
    try:
        part = wanted_range(request.headers.get("Range", ""), size)
    except ValueError:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part and request.headers.get("If-Range", headers["ETag"]) not in (headers["ETag"], headers["Last-Modified"]):
        part = None
    first, last = part or (0, size - 1)
    response = StreamingHttpResponse(
        pieces(file, first, last), status=206 if part else 200, content_type=kind, headers=headers
    )
    response["Content-Length"] = str(last - first + 1)
    if part:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponse:
    """A size of a picture, for whom may see it; nothing else is reached this way, originals and documents least of all."""
    name = f"images/{path}"
    found = None if UNWANTED.search(name) else picture_rights.shown_by(name)
    if found is None:
        raise Http404
    image, public = found
    if not public and not picture_rights.may_see(request, image):
        raise Http404
    cache = "public, max-age=31536000, immutable" if public else "private, no-cache"
    return send(request, name, PurePosixPath(path).name, cache)


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponse:
    """A document, for whom its collection's privacy allows. The file name in the address must be its own."""
    found = get_object_or_404(SiteDocument, pk=document_id)
    if found.filename != document_filename:
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(found, request)
        if isinstance(answer, HttpResponse):
            return answer
    private = found.collection.get_view_restrictions().exists()
    return send(request, found.file.name, found.filename, "private, no-store" if private else "public, max-age=3600")
