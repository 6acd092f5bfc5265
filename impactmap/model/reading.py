"""What the parsers of short values (quantities, dates) share: their error, and one form of typed characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence


class ReadingError(ValueError):
    """A short value cannot be read.

    `start` and `end` are the offending characters of the text that was handed in (end exclusive);
    `hint` says what would be right, or is empty.
    """

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint


def reads(parse: Callable[[str], object], text: str) -> bool:
    """Whether a parser of short values can read a text."""
    try:
        parse(text)
    except ReadingError:
        return False
    return True


_MINUS = frozenset("\u2010\u2011\u2012\u2212\ufe63")


def plain(text: str) -> str:
    """The text with one form of minus, space and digit, character by character: offsets stay what they were."""
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(character: str) -> str:
    if character in _MINUS:
        return "-"
    if character.isspace():
        return " "  # no-break, thin and ideographic spaces
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\uff01" <= character <= "\uff5e":  # full-width forms of ASCII
        return chr(ord(character) - 0xFEE0)
    return character


def either(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def short(text: str, limit: int = 60) -> str:
    """The text for a message: on one line, cut at `limit` characters with an ellipsis."""
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit and len(text) <= limit * 4 else line[: limit - 1].rstrip() + "…"
