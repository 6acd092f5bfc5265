"""What a font file says of itself: which characters it has glyphs for, and what its family is called (OpenType)."""

from __future__ import annotations

import errno
import mmap
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from struct import Struct, error, unpack_from

_TABLE = Struct(">4s4xII")
_MAP = Struct(">HHI")
_GROUP = Struct(">III")
_FAMILY, _TYPOGRAPHIC = 1, 16  # what names are of
_ENGLISH = 0x409


def covered(path: Path, points: set[int]) -> set[int]:
    """Those of the code points that a font file has glyphs for, in any of its faces; none where it cannot be read."""
    try:
        with _mapped(path) as data:
            return {point for table in _maps(data) for point in _in(data, table, points)}
    except (OSError, ValueError, error):
        return set()


def family(path: Path) -> str:
    """The name of the family that the first face of a font file belongs to; empty where it cannot be read."""
    try:
        with _mapped(path) as data:
            names = {number: name for table in list(_tables(data, b"name"))[:1] for number, name in _names(data, table)}
    except (OSError, ValueError, error):
        return ""
    return names.get(_TYPOGRAPHIC) or names.get(_FAMILY) or ""


def outlined(path: Path) -> bool:
    """Whether the glyphs of a font file are outlines, and not only pictures made of pixels."""
    try:
        with _mapped(path) as data:
            return any(True for tag in (b"glyf", b"CFF ") for _ in _tables(data, tag))
    except (OSError, ValueError, error):
        return False


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    """What a file holds. Raises OSError and ValueError, also for a named pipe, which would be waited for."""
    if not path.is_file():
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def _tables(data: mmap.mmap, wanted: bytes) -> Iterator[int]:
    """Where the tables of that name stand, one for each face."""
    faces: list[int] = [0]
    if data[:4] == b"ttcf":
        (count,) = unpack_from(">I", data, 8)
        faces = list(unpack_from(f">{count}I", data, 12))
    for face in faces:
        (count,) = unpack_from(">H", data, face + 4)
        for number in range(count):
            tag, start, _ = _TABLE.unpack_from(data, face + 12 + 16 * number)
            if tag == wanted:
                yield start


def _names(data: mmap.mmap, start: int) -> Iterator[tuple[int, str]]:
    """The names in English as Windows has them, by what they name."""
    _, count, storage = unpack_from(">HHH", data, start)
    for entry in range(count):
        platform, encoding, language, number, length, offset = unpack_from(">6H", data, start + 6 + 12 * entry)
        if (platform, encoding, language) == (3, 1, _ENGLISH):
            at = start + storage + offset
            yield number, data[at : at + length].decode("utf-16-be", "replace")


def _maps(data: mmap.mmap) -> set[int]:
    """Where the tables from code points to glyphs stand."""
    found = set()
    for start in _tables(data, b"cmap"):
        (count,) = unpack_from(">H", data, start + 2)
        for entry in range(count):
            platform, encoding, offset = _MAP.unpack_from(data, start + 4 + 8 * entry)
            if platform == 0 or (platform == 3 and encoding in (1, 10)):
                found.add(start + offset)
    return found


def _in(data: mmap.mmap, start: int, points: set[int]) -> Iterator[int]:
    """The code points that one table has: of format 12, or of format 4, in which only the first 65,536 are."""
    (form,) = unpack_from(">H", data, start)
    if form == 12:
        (count,) = unpack_from(">I", data, start + 12)
        groups = [_GROUP.unpack_from(data, start + 16 + 12 * number) for number in range(count)]
        lasts = [group[1] for group in groups]
        for point in points:
            place = bisect_left(lasts, point)
            if place < count and groups[place][0] <= point and groups[place][2] + point - groups[place][0]:
                yield point
    elif form == 4:
        (double,) = unpack_from(">H", data, start + 6)
        count = double // 2
        ends, starts, deltas, offsets = (
            unpack_from(f">{count}H", data, start + 14 + double * part + (2 if part else 0)) for part in range(4)
        )
        for point in points:
            place = bisect_left(ends, point)
            if place == count or not starts[place] <= point:
                continue
            glyph = point
            if offsets[place]:
                at = start + 16 + double * 3 + 2 * place + offsets[place] + 2 * (point - starts[place])
                (glyph,) = unpack_from(">H", data, at)
                if not glyph:
                    continue
            if (glyph + deltas[place]) & 0xFFFF:
                yield point
