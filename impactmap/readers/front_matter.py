"""Front matter: YAML between two lines of `---` at the very top of a Markdown page."""

from __future__ import annotations

import re

from msgspec import Struct

_FENCE = re.compile(r"---[ \t]*(?:\n|$)")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|$)", re.MULTILINE)
_KEY = re.compile(r"""[^\s#>*`|&!%@-][^:\n]{0,80}:(?:[ \t]|$)""", re.MULTILINE)


class FrontMatter(Struct, frozen=True):
    """Where front matter stands: its YAML runs from `start` up to `stop`, the page goes on at `after`."""

    start: int
    stop: int
    after: int
    closed: bool = True


def find_front_matter(text: str) -> FrontMatter | None:
    """The front matter of a page, None when it has none.

    A page may also begin with a thematic break: then what follows does not look like a field of YAML.
    Front matter that is never closed ends at the first blank line, with `closed` False.
    """
    opening = _FENCE.match(text)
    if not opening:
        return None
    start = opening.end()
    end = _END.search(text, start)
    if end and not text[start : end.start()].strip():
        return FrontMatter(start, end.start(), end.end())
    first = _first_line(text, start)
    if not _KEY.match(text, first):
        return None
    if end:
        return FrontMatter(start, end.start(), end.end())
    blank = text.find("\n\n", start)
    stop = blank + 1 if blank >= 0 else len(text)
    return FrontMatter(start, stop, stop, closed=False)


def _first_line(text: str, at: int) -> int:
    """The first line from `at` that is neither blank nor a comment."""
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = text[at:stop].strip()
        if line and not line.startswith("#"):
            break
        at = stop + 1
    return at
