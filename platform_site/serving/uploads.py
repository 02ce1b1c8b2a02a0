"""Uploads: what is let in. The name must be on the list and the first bytes must say the same."""

import struct
import zipfile
from codecs import BOM_UTF8 as BYTE_ORDER_MARK
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm

from platform_site.serving.active_files import what_it_does

OFFICE_ZIP = {
    "docx": "word/",
    "xlsx": "xl/",
    "pptx": "ppt/",
    "odt": "mimetypeapplication/vnd.oasis.opendocument.text",
    "ods": "mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    "odp": "mimetypeapplication/vnd.oasis.opendocument.presentation",
}


# A directory of a zip longer than this (some 10,000 names) no program makes of a text, a sheet or slides.
LONGEST_DIRECTORY = 512 * 1024
DIRECTORY_END, DIRECTORY_END_64 = b"PK\x05\x06", b"PK\x06\x07"
TAIL = 22 + 20 + 65535  # bytes: both ends of a directory, and the longest remark behind them


def is_modest_zip(file: IO[bytes]) -> bool:
    """Whether a zip can be opened without spending seconds on its directory: that is read whole before anything else can be."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read()
    file.seek(0)
    end = len(tail) - 22
    if tail[end : end + 4] != DIRECTORY_END or tail[-2:] != b"\x00\x00":  # with a remark it is further back
        end = tail.rfind(DIRECTORY_END)
    if end < 0 or len(tail) < end + 22 or tail[max(0, end - 20) : end].startswith(DIRECTORY_END_64):
        return False
    return struct.unpack_from("<I", tail, end + 12)[0] <= LONGEST_DIRECTORY


def is_what_it_says(extension: str, file: UploadedFile) -> bool:
    """Whether the bytes of `file` (read from the start, then rewound) are of the kind its extension promises."""
    file.seek(0)
    head = file.read(128)
    file.seek(0)
    if extension == "pdf":  # some programs put a byte order mark or an empty line first, and every reader skips those
        return head.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"%PDF-")
    if extension == "mp3":
        return head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)  # layer III
    if extension == "m4a":
        return head[4:8] == b"ftyp"
    if extension not in OFFICE_ZIP or not is_modest_zip(file):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError):  # all for a damaged one
        return False
    finally:
        file.seek(0)
    if extension.startswith("od"):
        return head.startswith(b"PK") and OFFICE_ZIP[extension].encode() in head
    return "[Content_Types].xml" in names and any(name.startswith(OFFICE_ZIP[extension]) for name in names)


def problem_with(file: UploadedFile) -> str:
    """What is wrong with a document of a kind that may be sent, and what to do about it; empty when it is welcome."""
    extension = file.name.rpartition(".")[2].lower()
    if not is_what_it_says(extension, file):
        return (
            f"Dit bestand heet .{extension}, maar de inhoud is iets anders. "
            "Sla het opnieuw op in het juiste formaat en probeer het nog eens."
        )
    return what_it_does(extension, file)


class SiteDocumentForm(BaseDocumentForm):
    """The form for a document: refuses a file whose content is not what its name says."""

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            extension = file.name.rpartition(".")[2].lower()
            allowed = extension in settings.WAGTAILDOCS_EXTENSIONS  # if not, the model says so
            if allowed and (problem := problem_with(file)):
                raise ValidationError(problem)
        return file
