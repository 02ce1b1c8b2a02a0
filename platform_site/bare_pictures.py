"""A picture file without what a camera or a program noted in it: where, when, by whom, with what.

Nothing is drawn anew: what is known to make up the picture stays byte for byte, all else is left out. The colour profile stays, and
which side is up. Whatever follows the end of the picture (a film, a second picture) goes too.
"""

import re
import struct
from io import BytesIO
from zlib import crc32

from PIL import Image

from platform_site.bare_avif import bare_avif
from platform_site.parameters import clean_text

ORIENTATION, ARTIST, COPYRIGHT = 0x0112, 0x013B, 0x8298
UNREADABLE = (OSError, RuntimeError, ValueError, SyntaxError, IndexError, struct.error, Image.DecompressionBombError)
# In JPEG the end of a stretch of pixels: a marker that is no stuffing and no restart.
AFTER_PIXELS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a length
PNG_PARTS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs", b"cICP", b"mDCV",
    b"cLLI", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
WEBP_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
WEBP_EXIF, WEBP_XMP = 0x08, 0x04  # in the flags of VP8X
GIF_EXTRAS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")  # how often it repeats; its colours


class BrokenPictureError(ValueError):
    """The file is of no kind that we know, or does not hold together."""


def bare(data: bytes) -> bytes:
    """The picture file `data` without notes; the same bytes when there are none. Raises BrokenPictureError."""
    kinds = (
        (data[:3] == b"\xff\xd8\xff", _jpeg),
        (data[:8] == b"\x89PNG\r\n\x1a\n", _png),
        (data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
        (data[:4] == b"GIF8", _gif),
        (data[4:8] == b"ftyp", _avif),
    )
    strip = next((strip for is_it, strip in kinds if is_it), None)
    if strip is None:
        raise BrokenPictureError("unknown kind")
    try:
        return strip(data, _side_up(data))
    except UNREADABLE as problem:
        raise BrokenPictureError(str(problem)) from problem


def maker(data: bytes) -> str:
    """Whose picture this is, as the file itself says; empty when it does not."""
    try:
        with Image.open(BytesIO(data)) as picture:
            noted = picture.getexif()
            told = [noted.get(ARTIST), noted.get(COPYRIGHT), picture.info.get("Author"), picture.info.get("Copyright")]
    except UNREADABLE:
        return ""
    return " · ".join(dict.fromkeys(filter(None, (clean_text(said) for said in told if isinstance(said, str)))))[:255]


def _side_up(data: bytes) -> bytes:
    """Notes that hold nothing but which side is up (a TIFF block); empty when the picture stands upright as it is."""
    with Image.open(BytesIO(data)) as picture:
        turned = picture.getexif().get(ORIENTATION, 1)
    if not isinstance(turned, int) or not 2 <= turned <= 8:
        return b""
    only = Image.Exif()
    only[ORIENTATION] = turned
    return only.tobytes().removeprefix(b"Exif\x00\x00")


def _avif(data: bytes, side_up: bytes) -> bytes:
    """Which side is up is no note there, and stays."""
    return bare_avif(data)


def _jpeg(data: bytes, side_up: bytes) -> bytes:
    parts, at, opening = [b"\xff\xd8"], 2, b""
    if side_up:
        opening = b"\xff\xe1" + struct.pack(">H", len(side_up) + 8) + b"Exif\x00\x00" + side_up
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if data[at] != 0xFF:
            raise BrokenPictureError("no marker where one must be")
        kind = data[at + 1]
        if kind == 0xD9:
            return b"".join([*parts, b"\xff\xd9"])
        if kind in ALONE:
            parts.append(data[at : at + 2])
            at += 2
            continue
        after = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if after > len(data) or after < at + 4:
            raise BrokenPictureError("cut off")
        segment = _jpeg_segment(kind, data[at + 4 : after])
        if opening and kind != 0xE0:  # JFIF wants to be first
            parts.append(opening)
            opening = b""
        if segment is not None:
            parts.append(bytes([0xFF, kind]) + struct.pack(">H", len(segment) + 2) + segment)
        at = after
        if kind == 0xDA:  # pixels follow
            end = AFTER_PIXELS.search(data, at)
            parts.append(data[at : end.start() if end else len(data)])
            if end is None:  # cut off at the very end: browsers show what there is
                return b"".join([*parts, b"\xff\xd9"])
            at = end.start()


def _jpeg_segment(kind: int, inside: bytes) -> bytes | None:
    """What is kept of one segment; None: nothing."""
    if kind == 0xE0:  # without the small picture that may come along
        return inside[:12] + b"\x00\x00" if inside.startswith(b"JFIF\x00") else None
    if kind == 0xE2:
        return inside if inside.startswith(b"ICC_PROFILE\x00") else None
    if kind == 0xEE:
        return inside[:12] if inside.startswith(b"Adobe") else None
    return None if 0xE0 <= kind <= 0xEF or kind == 0xFE else inside


def _png(data: bytes, side_up: bytes) -> bytes:
    parts, at = [data[:8]], 8
    while True:
        size, kind = struct.unpack_from(">I4s", data, at)
        after = at + size + 12
        if after > len(data):
            raise BrokenPictureError("cut off")
        if kind == b"IDAT" and side_up:
            noted = b"eXIf" + side_up
            parts.append(struct.pack(">I", len(side_up)) + noted + struct.pack(">I", crc32(noted)))
            side_up = b""
        if kind in PNG_PARTS:
            parts.append(data[at:after])
        if kind == b"IEND":
            return b"".join(parts)
        at = after


def _webp(data: bytes, side_up: bytes) -> bytes:
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    parts = _webp_parts(data[12:end])
    if parts and parts[0].startswith(b"VP8X"):
        flags = parts[0][8] & ~(WEBP_EXIF | WEBP_XMP) | (WEBP_EXIF if side_up else 0)
        parts[0] = parts[0][:8] + bytes([flags]) + parts[0][9:]
        if side_up:
            parts.append(_webp_part(b"EXIF", side_up))
    inside = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _webp_parts(data: bytes) -> list[bytes]:
    parts, at = [], 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        inside = data[at + 8 : at + 8 + size]
        if len(inside) < size:
            raise BrokenPictureError("cut off")
        if kind == b"ANMF":  # a frame has parts of its own behind its sixteen bytes
            inside = inside[:16] + b"".join(_webp_parts(inside[16:]))
        if kind in WEBP_PARTS:
            parts.append(_webp_part(kind, inside))
        at += 8 + size + size % 2
    return parts


def _webp_part(kind: bytes, inside: bytes) -> bytes:
    return kind + struct.pack("<I", len(inside)) + inside + b"\x00" * (len(inside) % 2)


def _gif(data: bytes, side_up: bytes) -> bytes:
    at = 13 + _gif_colours(data[10])
    parts = [data[:at]]
    while data[at] != 0x3B:
        if data[at] == 0x2C:  # a frame: its place, its colours, how it is packed, its pixels
            after = _after_gif_blocks(data, at + 10 + _gif_colours(data[at + 9]) + 1)
            wanted = True
        elif data[at] == 0x21:
            after = _after_gif_blocks(data, at + 2)
            wanted = data[at + 1] == 0xF9 or (data[at + 1] == 0xFF and data[at + 3 : at + 14] in GIF_EXTRAS)
        else:
            raise BrokenPictureError("neither a frame nor an extra")
        if wanted:
            parts.append(data[at:after])
        at = after
        if at >= len(data):  # cut off at the very end
            break
    return b"".join([*parts, b"\x3b"])


def _gif_colours(flags: int) -> int:
    """How many bytes a table of colours takes."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_gif_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1
