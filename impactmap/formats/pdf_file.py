"""A PDF file taken apart and written again, so that the same picture is the same bytes.

What makes the pages puts equal things in another order on each run. Here objects get numbers in the order in which
they are reached from the root, and dictionaries are written by name. It reads what that one maker writes (a table of
references, no compressed objects, lengths in place), not any PDF.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

_TOKEN = re.compile(
    rb"\s*(?:(?P<ref>(\d+) \d+ R\b)|(?P<open><<)|(?P<close>>>)|(?P<array>\[)|(?P<end>\])|(?P<text>\()|"
    rb"(?P<hex><[0-9A-Fa-f\s]*>)|(?P<name>/[^\s/<>\[\]()%{}]*)|(?P<word>[^\s/<>\[\]()%{}]+))"
)
_ESCAPED = re.compile(rb"\\.|[()]", re.DOTALL)
_STREAM = re.compile(rb"\s*stream\r?\n")
_OBJECT = re.compile(rb"\d+ \d+ obj")


class Ref(Struct, frozen=True):
    """Another object, by its number."""

    number: int


class Stream(Struct, frozen=True):
    """A dictionary and the bytes that it is about."""

    about: dict[bytes, Any]
    data: bytes


Objects = dict[int, Any]
"""By number: a dictionary by names, a list, a `Ref`, a `Stream`, or the bytes of anything else as they stand."""


def read(data: bytes) -> tuple[Objects, int]:
    """The objects of a file, and the number of its root. Raises ValueError when it is built in another way."""
    table = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    lines = data[table:].split(b"\n")
    first, count = map(int, lines[1].split())
    objects: Objects = {}
    for number, line in enumerate(lines[2 : 2 + count], start=first):
        offset, _, state = line.split()
        if state == b"n":
            objects[number] = _object(data, int(offset))
    trailer, _ = _value(data, data.index(b"trailer", table) + 7)
    return objects, trailer[b"/Root"].number


def write(objects: Objects, root: int, info: bytes) -> bytes:
    """The file that holds what is reached from `root`; `info` is a dictionary about the document as it is written."""
    order: list[int] = []
    numbers: dict[int, int] = {}

    def reach(value: Any) -> None:
        match value:
            case Ref(number):
                if number not in numbers:
                    order.append(number)
                    numbers[number] = len(order)
            case Stream(about, _):
                reach(about)
            case dict():
                for key in sorted(value):
                    reach(value[key])
            case list():
                for one in value:
                    reach(one)

    def written(value: Any) -> bytes:
        match value:
            case Ref(number):
                return b"%d 0 R" % numbers[number]
            case Stream(about, data):
                return written(about) + b"\nstream\n" + data + b"\nendstream"
            case dict():
                return b"<<" + b" ".join(key + b" " + written(value[key]) for key in sorted(value)) + b">>"
            case list():
                return b"[" + b" ".join(map(written, value)) + b"]"
        return bytes(value)

    reach(Ref(root))
    for number in order:  # grows while it is walked
        reach(objects[number])
    bodies = [*(written(objects[number]) for number in order), info]
    out = bytearray(b"%PDF-1.7\n%\x80\x80\x80\x80\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Info %d 0 R /Root 1 0 R /Size %d>>\n" % (len(bodies), len(bodies) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def text(words: str) -> bytes:
    """A text as it is written, in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    return b"<FEFF" + words.encode("utf-16-be", "replace").hex().upper().encode() + b">"


def _object(data: bytes, start: int) -> Any:
    head = _OBJECT.match(data, start)
    if not head:
        raise ValueError(f"no object at {start}")
    value, end = _value(data, head.end())
    stream = _STREAM.match(data, end)
    if not stream:
        return value
    return Stream(value, data[stream.end() : stream.end() + int(value[b"/Length"])])


def _value(data: bytes, start: int) -> tuple[Any, int]:
    """The value that stands there, and where it ends."""
    token = _TOKEN.match(data, start)
    if not token:
        raise ValueError(f"no value at {start}")
    end = token.end()
    match token.lastgroup:
        case "ref":
            return Ref(int(token[2])), end
        case "open":
            items, end = _until(data, end, b">>")
            return dict(zip(items[::2], items[1::2], strict=True)), end
        case "array":
            return _until(data, end, b"]")
        case "text":
            return _literal(data, end)
        case "close" | "end":
            raise ValueError(f"no value at {start}")
    return token[0].strip(), end


def _until(data: bytes, start: int, close: bytes) -> tuple[list[Any], int]:
    items = []
    while not data[start : start + 64].lstrip().startswith(close):
        item, start = _value(data, start)
        items.append(item)
    return items, data.index(close, start) + len(close)


def _literal(data: bytes, start: int) -> tuple[bytes, int]:
    """A text in parentheses, which may hold others in pairs."""
    depth, at = 1, start
    while depth:
        found = _ESCAPED.search(data, at)
        if not found:
            raise ValueError(f"a text at {start} does not end")
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        at = found.end()
    return data[start - 1 : at], at
