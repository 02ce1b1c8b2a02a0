"""An AVIF file without notes. Its parts point at each other by place, so what goes is overwritten where it stands."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

PIXELS = {b"av01", b"grid", b"iovl", b"tmap", b"sato"}  # items of a picture that are part of what is seen
ON_TOP = {b"ftyp", b"meta", b"mdat", b"moov"}
FULL_OF_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts"}
NOTES = {b"udta", b"uuid", b"XMP_", b"free", b"skip"}
NO_EXIF = b"\x00\x00\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # readers want a table, if an empty one


@dataclass(frozen=True)
class Box:
    """kind: four letters. start, inside, end: where the box, its content and the next box begin."""

    kind: bytes
    start: int
    inside: int
    end: int


def bare_avif(data: bytes) -> bytes:
    """`data` of the same length, without notes. Raises ValueError or struct.error when it does not hold together."""
    out = bytearray(data)
    kinds = set()
    for box in _boxes(out, 0, len(out)):
        kinds.add(box.kind)
        if box.kind not in ON_TOP:
            _blank(out, box)
        elif box.kind in (b"meta", b"moov"):
            _clean(out, box)
    if not {b"ftyp", b"meta"} <= kinds:
        raise ValueError("no picture in it")
    return bytes(out)


def _boxes(data: bytearray, at: int, end: int) -> Iterator[Box]:
    while at < end:
        size, kind = struct.unpack_from(">I4s", data, at)
        inside = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, inside)
            inside += 8
        after = end if size == 0 else at + size
        if not inside <= after <= end:
            raise ValueError("a box that does not fit")
        yield Box(kind, at, inside, after)
        at = after


def _blank(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.inside : box.end] = bytes(box.end - box.inside)


def _clean(data: bytearray, box: Box) -> None:
    """Takes notes out of a box and the boxes in it."""
    if box.kind == b"meta":
        _clean_items(data, {each.kind: each for each in _boxes(data, box.inside + 4, box.end)})
        return
    for each in _boxes(data, box.inside, box.end):
        if each.kind in NOTES:
            _blank(data, each)
        elif each.kind == b"meta" or each.kind in FULL_OF_BOXES:
            _clean(data, each)


def _clean_items(data: bytearray, parts: dict[bytes, Box]) -> None:
    if b"iinf" not in parts or b"iloc" not in parts:
        return
    kinds = dict(_kinds(data, parts[b"iinf"]))
    own = parts[b"idat"].inside if b"idat" in parts else 0
    for item, places in _places(data, parts[b"iloc"], own):
        kind = kinds.get(item)
        if kind in PIXELS:
            continue
        size = sum(length for _, length in places)
        instead = NO_EXIF if kind == b"Exif" and size >= len(NO_EXIF) else b""
        filling = iter(instead.ljust(size, b"\x00" if kind == b"Exif" else b" "))
        for at, length in places:
            if at + length > len(data):
                raise ValueError("an item beyond the end")
            data[at : at + length] = bytes(next(filling) for _ in range(length))


def _kinds(data: bytearray, box: Box) -> Iterator[tuple[int, bytes]]:
    """The number and kind of every item."""
    first = box.inside + (6 if data[box.inside] == 0 else 8)
    for entry in _boxes(data, first, box.end):
        wide = data[entry.inside] >= 3
        number, _, kind = struct.unpack_from(">IH4s" if wide else ">HH4s", data, entry.inside + 4)
        yield number, kind


def _places(data: bytearray, box: Box, own: int) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """The number of every item and where it lies: begin and length. own: where data beside the items begins."""
    version, at = data[box.inside], box.inside + 4
    sizes = (data[at] >> 4, data[at] & 15, data[at + 1] >> 4, data[at + 1] & 15 if version else 0)
    of_offset, of_length, of_base, of_index = sizes
    at += 2

    def number(size: int) -> int:
        nonlocal at
        at += size
        if at > box.end:
            raise ValueError("a table that does not fit")
        return int.from_bytes(data[at - size : at])

    wide = 4 if version == 2 else 2
    for _ in range(number(wide)):
        item = number(wide)
        way = number(2) & 15 if version else 0
        number(2)
        base = number(of_base) + (own if way == 1 else 0)
        places = []
        for _ in range(number(2)):
            number(of_index)
            offset = number(of_offset)
            places.append((base + offset, number(of_length)))
        if way in (0, 1):
            yield item, places
