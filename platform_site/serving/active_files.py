"""Documents that do something by themselves when somebody opens them: run a macro or a script, start a program, fetch from elsewhere.

Readers trust what this site gives them, and programs that show documents have been taken over this way. Nothing is mended: who
sent it saves it once more without.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

MOST_UNPACKED = 512 * 1024**2  # bytes: no text, sheet or set of slides of 25 MB unpacks to more
START = 4096  # bytes of a part
MOST_READ = 2 * 1024**2  # bytes of one part that is looked into: those are small
MACRO = "Er zit een macro of script in dit bestand. Sla het op zonder, bijvoorbeeld als pdf, en kies het nog eens."
PDF_SCRIPT = (
    "Dit pdf-bestand voert iets uit als iemand het opent. Open het, kies Afdrukken en dan Opslaan als pdf, "
    "en kies het nieuwe bestand."
)
FROM_ELSEWHERE = (
    "Dit bestand haalt een deel van zichzelf van een ander adres. Sla het op als pdf, of maak een kopie zonder die "
    "koppeling, en kies het nog eens."
)
BOMB = "Uitgepakt is dit bestand veel groter dan een document kan zijn. Sla het opnieuw op en kies het nog eens."
LOCKED = "Dit bestand is beschadigd of zit op slot. Sla het opnieuw op, zonder wachtwoord, en kies het nog eens."
DAMAGED = (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, zlib.error)

PDF_ACTS = re.compile(rb"/JavaScript(?![A-Za-z0-9])|/S\s*/Launch(?![A-Za-z0-9])|/RichMedia(?![A-Za-z0-9])")
PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")
ABOUT_A_STREAM = 500  # bytes before it
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
PARTS_THAT_ACT = re.compile(
    r"(^|/)(vbaproject|vbadata)[^/]*$|(^|/)activex/|oleobject[^/]*\.bin$|^(basic|scripts)/[^/]", re.IGNORECASE
)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.DOTALL)
MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
FETCHES = re.compile(rb"/(attachedTemplate|oleObject|frame|subDocument|package)[\"']")
FAR_AWAY = re.compile(
    rb"Target\s*=\s*[\"']\s*(https?:|ftp:|mhtml:|ms-\w+:|\\\\|file:/*\\\\|file://[^/])", re.IGNORECASE
)


def what_it_does(extension: str, file: IO[bytes]) -> str:
    """What is wrong with a document that acts by itself, and what to do about it; empty when it only shows something.

    file: one that is what its extension says (uploads.py); it is rewound afterwards.
    """
    try:
        file.seek(0)
        if extension == "pdf":
            return PDF_SCRIPT if _pdf_acts(file.read()) else ""
        return _in_archive(file) if extension not in ("mp3", "m4a") else ""
    except DAMAGED:
        return LOCKED
    finally:
        file.seek(0)


def _pdf_acts(data: bytes) -> bool:
    return any(PDF_ACTS.search(ESCAPED.sub(_unescaped, part)) for part in (data, *_packed_objects(data)))


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """What the streams of a PDF hold in which other objects are packed. What is locked tells nothing."""
    for stream in PDF_STREAM.finditer(data):
        at, end = stream.end(), data.find(b"endstream", stream.end())
        about = ESCAPED.sub(_unescaped, data[max(0, stream.start() - ABOUT_A_STREAM) : stream.start()])
        if b"/ObjStm" in about:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(data[at : end if end > 0 else len(data)], MOST_READ)


def _in_archive(file: IO[bytes]) -> str:
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            return BOMB
        if any(PARTS_THAT_ACT.search(part.filename) for part in parts):
            return MACRO
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as content:
                    ties = part.filename.endswith((".rels", "[Content_Types].xml"))
                    if problem := _in_part(content.read(MOST_READ if ties else START), ties=ties):
                        return problem
    return ""


def _in_part(xml: bytes, *, ties: bool) -> str:
    """xml: the beginning of a part. ties: it says how the others hang together."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        xml = xml.decode("utf-16", "replace").encode()
    if b"<!DOCTYPE" in xml[:START] or b"<!ENTITY" in xml[:START] or (ties and MACROS.search(xml)):
        return MACRO
    relations = RELATION.findall(xml) if ties else []
    return FROM_ELSEWHERE if any(FETCHES.search(one) and FAR_AWAY.search(one) for one in relations) else ""
