"""By what a file shows that this tool has made it, where no record says so."""

from __future__ import annotations

import os

OURS = b'<meta name="generator" content="impactmap">'
HEAD = 4096  # bytes of a file in which the marks stand
_MARKS = {
    ".svg": (b'class="map"', b'role="graphics-document'),
    ".html": (OURS,),
    ".mmd": (b"accTitle:", b"accDescr:"),
    ".png": (b"iTXtTitle\0",),
}
"""Of every other format a file may be ours: nothing in it tells."""


def may_be_ours(name: str, head: bytes) -> bool:
    """Whether a file that begins with `head` may be replaced: it is empty, bears the marks, or its format has none."""
    marks = _MARKS.get(os.path.splitext(name)[1], ())
    return not head or all(mark in head for mark in marks)
