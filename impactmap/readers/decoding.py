"""Bytes to text: which encoding it is, what a line is, and which characters a spec may hold.

The text that comes out has these promises, on which the readers and all floors above rely:

- Lines end at `\\n`, `\\r\\n` and `\\r`, as editors count them, and `\\n` is all that is left of the three.
- What Python, YAML or JavaScript would also take for the end of a line (form feed, vertical tab, NEL, LS, PS)
  is one space, so that no parser counts lines otherwise.
- Other control characters and noncharacters, which XML cannot hold, are errors; U+FFFD stands in their place.
- One character stays one character, so a column is where the editor shows it.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""What no text of a spec may hold, however it is written (a YAML escape can make one)."""

_BLANKS = str.maketrans("\x0b\x0c\x85\u2028\u2029", "     ")

# The longest mark first: the mark of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_FORMATS = (
    (b"PK\x03\x04", "a zip archive (a Word or Pages document is one)"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"\x1f\x8b", "a gzip archive"),
)

_CONTROLS = frozenset(map(chr, {*range(9), *range(14, 32), 127} - {27}))  # ESC colours what a terminal has said
_MANY = 8

_UTF8 = "save the file as UTF-8"


class Flaw(Struct, frozen=True):
    """Something wrong with the bytes: `offset` is the character in the text, None for the whole file."""

    code: str
    message: str
    hint: str
    offset: int | None = None


def decode(data: bytes) -> tuple[str, list[Flaw]]:
    """The text that `data` holds, and what is wrong with it.

    Never raises. After a flaw the text is the best guess, so that further problems can be found in the same run;
    it is empty when the bytes are no text at all.
    """
    for magic, what in _FORMATS:
        if data.startswith(magic):
            return "", [Flaw("encoding", f"this is no text but {what}", "export it as Markdown or plain text first")]
    encoding, marked = _encoding(data)
    data = data[marked:]
    if _is_binary(data, encoding):
        return "", [Flaw("encoding", "this is no text but binary data", "name a file in Markdown or YAML")]
    if encoding != "utf-8" and not marked:
        text, flaws = _clean(data.decode(encoding, "replace"))
        message = f"this looks like {encoding[:6].upper()} without the byte order mark that says so"
        return text, [Flaw("encoding", message, _UTF8), *flaws]
    try:
        text, flaws = _clean(data.decode(encoding))
    except UnicodeDecodeError as error:
        return _damaged(data, encoding, error.start)
    return text, flaws


def _encoding(data: bytes) -> tuple[str, int]:
    """The encoding that bytes are marked as, else seem to be in, and how long the mark is.

    Without a mark it is a wide one when most of its characters would be of the Western alphabets: such a text has a
    NUL beside nearly every byte.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return name, len(mark)
    head = data[:4096]
    for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be") if len(head) >= 4 and 0 in head else ():
        text = head.decode(name, "replace")
        if sum(char <= "\xff" for char in text) > 0.7 * len(text):
            return name, 0
    return "utf-8", 0


def _is_binary(data: bytes, encoding: str) -> bool:
    """Whether bytes are no text: many sorts of control characters, heaps of NUL, or fewer where other bytes are wrong.

    What a slip of an editor leaves, a stray one of either, is no reason to give a text up.
    """
    text = data.decode(encoding, "replace")
    sorts, nuls = len(_CONTROLS.intersection(text)), text.count("\0")
    if sorts > _MANY or nuls > max(_MANY, len(text) / 10):
        return True
    return max(sorts, nuls) > 2 and text.encode(encoding) != data


def _damaged(data: bytes, encoding: str, at: int) -> tuple[str, list[Flaw]]:
    """The best guess at bytes that are not what they should be, the first wrong one being at `at`."""
    offset = len(_lines(data[:at].decode(encoding, "replace")))
    if encoding != "utf-8":
        text, flaws = _clean(data.decode(encoding, "replace"))
        return text, [
            Flaw("encoding", f"the file breaks off or is damaged as {encoding.upper()}", _UTF8, offset),
            *flaws,
        ]
    byte = data[at]
    whole = data.decode("utf-8", "surrogateescape")
    wrong = len(re.findall("[\udc80-\udcff]", whole))
    right = sum(not c.isascii() for c in whole) - wrong
    also = f" (and {wrong - 1:,} more)" if wrong > 1 else ""
    if right > wrong:
        message = f"byte 0x{byte:02X} is not UTF-8, as the rest of the file is{also}"
        text, flaws = _clean(data.decode("utf-8", "replace"))
        # Several wrong bytes become one U+FFFD; the first one, which is reported, keeps its place.
        return text, [Flaw("encoding", message, "type that character again", offset), *flaws]
    meant = bytes([byte]).decode("cp1252", "replace")
    likely = f"; it looks like Windows-1252, where it means '{meant}'" if meant != "\ufffd" else ""
    text, flaws = _clean(data.decode("cp1252", "replace"))
    return text, [Flaw("encoding", f"byte 0x{byte:02X} is not UTF-8{likely}{also}", _UTF8, offset), *flaws]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _clean(text: str) -> tuple[str, list[Flaw]]:
    text = _lines(text).translate(_BLANKS)
    first: dict[str, int] = {}
    for match in CONTROL.finditer(text):
        first.setdefault(match[0], match.start())
    flaws = []
    for char, offset in first.items():
        count = text.count(char)
        also = f" ({count:,} of them in the file)" if count > 1 else ""
        flaws.append(Flaw("control-character", f"{name(char)} cannot be drawn{also}", "delete it", offset))
    return (CONTROL.sub("\ufffd", text) if first else text), flaws


def name(char: str) -> str:
    """How a message speaks of a character that cannot be shown."""
    kind = "the surrogate" if "\ud800" <= char <= "\udfff" else "the control character"
    return f"{kind} U+{ord(char):04X}"
