"""Base direction of a text: the direction of its first strong character (UAX #9, rules P2 and P3)."""

from __future__ import annotations

import re

from .characters import DIRECTION

#: Whatever stands right to left; a text without any is left to right, and most are settled by this alone.
_RTL = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ISOLATES = "\u2066\u2067\u2068"
_END = "\u2069"


def is_rtl(text: str) -> bool:
    """True for right to left. Text without a strong character, or an empty one, is left to right."""
    if text.isascii() or not _RTL.search(text):
        return False
    depth = 0  # what stands inside an isolate has no say
    for char in text:
        if char in _ISOLATES:
            depth += 1
        elif char == _END:
            depth = max(0, depth - 1)
        elif depth == 0 and (direction := DIRECTION[ord(char)]) != "-":
            return direction == "r"
    return False
