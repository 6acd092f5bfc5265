"""Which language a text is written in, where its script tells: for the shapes of its letters and for voices.

A spec names no language. Without one, browsers draw Han characters in the shapes of the reader's own country, and
screen readers read everything in the voice of the page.
"""

from __future__ import annotations

import re

# Only scripts that one language has nearly for itself; Latin, Cyrillic, Arabic and Han alone say too little.
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7a3]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("el", re.compile("[\u0391-\u03c9]{3}")),
    ("th", re.compile("[\u0e01-\u0e3a]")),
    ("ka", re.compile("[\u10d0-\u10fa]")),
    ("hy", re.compile("[\u0561-\u0586]")),
)


def language(text: str) -> str:
    """The language tag (BCP 47) of a text, or the empty string where its script does not tell."""
    if text.isascii():
        return ""
    return next((tag for tag, script in _SCRIPTS if script.search(text)), "")


def capital(words: str) -> str:
    """The words with a capital at the start, as labels have it; the rest stays as it is."""
    return words[:1].upper() + words[1:]
