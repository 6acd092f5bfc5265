"""What a Markdown page would cost to parse, found out before it is parsed.

The parser has no limits of its own worth the name: past its greatest nesting it drops text in silence, and some
inputs cost it the square of their length. One look at the lines tells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.readers.reading import Reading

DEEPEST = 100
"""Lists are never read deeper than this, whatever the limit: the parser calls itself for each level."""

_LINES = 4  # for each part of a page that the limit `items` allows
_MARKERS = re.compile(r"^[ \t>]*((?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$))+)", re.MULTILINE)
_RULE = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$", re.MULTILINE)
_BLOCKS = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]|\n[ \t]*\n(?=[ \t]*[^\s#\-*+])", re.MULTILINE)


def readable(reading: Reading, text: str) -> bool:
    """Whether the lines of a page are within the limits, the one `items` allowing four lines for each part.

    What is over a limit is reported.
    """
    limits = reading.limits
    lines = text.count("\n") + 1
    if lines > _LINES * limits.items:
        what = f"the page has {lines:,} lines, and {_LINES} for each of its parts are allowed"
        reading.over("items", what, None, max(lines // _LINES + 1, _parts(text)))
        return False
    at = 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if stop - at > limits.text:
            ink = stop - at - text.count(" ", at, stop)
            if ink > limits.text:
                reading.over("text", f"this line has {stop - at:,} characters", reading.span(at, stop), stop - at)
                return False
        at = stop + 1
    return True


def affordable(reading: Reading, text: str) -> bool:
    """Whether `text`, the page without what is masked, is within the limits; what is not is reported.

    The parts of a page, which the limit `items` counts, are its headings, list items, ids, table cells and
    paragraphs: about as many as the same spec has in YAML.
    """
    limits = reading.limits
    for at, count in _markers(text):
        if count > min(limits.depth, DEEPEST):
            too_deep(reading, at)
            return False
    parts = _parts(text)
    if parts > limits.items:
        reading.over(
            "items", f"the page has {parts:,} headings, list items, ids, table cells and paragraphs", None, parts
        )
        return False
    return True


def _parts(text: str) -> int:
    fixed = text.count("|") - text.count("\n|") + text.count("{#") + sum(1 for _ in _BLOCKS.finditer(text))
    return fixed + sum(count for _, count in _markers(text))


def _markers(text: str) -> Iterator[tuple[int, int]]:
    """Where a line begins with markers of lists, and with how many of them."""
    for match in _MARKERS.finditer(text):
        count = len(match[1].split())
        if count < 3 or not _RULE.match(text, match.start(1)):
            yield match.start(1), count


def too_deep(reading: Reading, at: int) -> None:
    """Reports a list that is nested too deep."""
    reading.complete = False
    reading.over(
        "depth", f"lists are nested more than {min(reading.limits.depth, DEEPEST)} deep", reading.span(at, at + 1)
    )
