"""Text that is safe to print."""

from __future__ import annotations

import re

# Control characters, and those that reorder or hide text, could make a terminal lie.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    """Text in which nothing can act on a terminal: such characters are written as `\\u202e`."""
    return _UNSAFE.sub(lambda m: f"\\u{ord(m.group()):04x}", text)
