"""Wrap a text into lines of even length.

Of all wraps with the fewest lines the one with the least ragged right edge is taken (the sum of the squares of
what each line leaves empty, as in Knuth and Plass, "Breaking Paragraphs into Lines", 1981, without their
stretching): no single short word is left over on a last line when a line before it could spare one.

That both are found in one pass over the segments rests on this: where a wrap has the fewest lines, so has every
beginning of it, or a better beginning would make a better wrap.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from math import isnan

from msgspec import Struct

from .breaks import Segment, segments
from .clusters import clusters
from .widths import Face, units

_ELLIPSIS = "…"
_HYPHEN = "-"
_TRAILING = ",;:.–—-" + "".join(filter(str.isspace, map(chr, range(0x3001))))  # not left standing before an ellipsis

#: Steps (segments × segments a line) up to which lines are evened out; beyond it they are filled in turn. No card
#: comes near it, but a text of a million characters may not take minutes.
_STEPS = 1_500_000
_LAST = 0.64  # a last line may be shorter than the others: its empty part counts this much
_PENALTY = 0.06  # what ending a line inside a word costs, in squares of a whole line


class Line(Struct, frozen=True):
    """One line: what to draw, how wide it is in pixels, and whether its text runs from right to left."""

    text: str
    width: float
    rtl: bool


def wrap(
    text: str, limit: float, size: float, face: Face = "regular", *, max_lines: int | None = None
) -> tuple[Line, ...]:
    """Wrap a text to lines at most `limit` pixels wide, set at `size` pixels.

    White space collapses to one space and is dropped where a line ends. A line ends at white space, after
    hyphens, slashes and dashes, and between ideographs (no line starts with closing punctuation or small kana,
    none ends with an opening bracket). A word that no line can hold starts a line of its own and is cut between
    grapheme clusters, an address rather after ``/ . ? & - _``. Only a single cluster that is wider than `limit`
    makes a wider line. Soft hyphens are taken out, and show as a hyphen where a line ends at one.

    No visible character is lost, unless `max_lines` is given and reached: then the last line ends with "…" and
    the whole text has to be shown elsewhere. An empty or blank text has no lines.

    Every line has the direction of the whole text, set by its first strong character (UAX #9, P2).

    Raises ValueError for a `size` or `max_lines` below what draws anything, and for a limit that is no number.
    """
    if not size > 0 or isnan(limit):
        raise ValueError(f"cannot wrap text of size {size} to a width of {limit}")
    if max_lines is not None and max_lines < 1:
        raise ValueError(f"max_lines is {max_lines}; a text has at least one line")
    room = _room(limit, size)
    parts = segments(text, room, face)
    if not parts:
        return ()
    run = _Run(parts, room, units(_HYPHEN, face), units(" ", face), face)
    ends = run.even() if run.steps() <= _STEPS else run.filled()
    rest: list[Segment] = []
    if max_lines is not None and len(ends) > max_lines:
        ends = run.filled()[: max_lines - 1]
        rest = parts[ends[-1] if ends else 0 :]
    texts = [run.text(start, end) for start, end in pairwise([0, *ends])]
    if rest:
        texts.append(_shortened(rest, room, face))
    rtl = not text.isascii() and _is_rtl(text)
    return tuple(Line(line, units(line, face) * size / 1000, rtl) for line in texts)


def _is_rtl(text: str) -> bool:
    from .direction import is_rtl  # late: most texts are plain ASCII

    return is_rtl(text)


def _room(limit: float, size: float) -> int:
    """The most units whose width in pixels, as a line will tell it, is within the limit."""
    if limit <= 0:
        return 0
    room = int(min(limit * 1000 / size, 1e15)) + 1  # the quotient may have been rounded down
    while room and room * size / 1000 > limit:
        room -= 1
    return room


class _Run:
    """The segments of a text on one endless line, and the wraps of it. Lines are given by where they end."""

    def __init__(self, parts: list[Segment], room: int, hyphen: int, space: int, face: Face) -> None:
        self.parts = parts
        self.room = room
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        for part in parts:
            self.starts.append(at)
            at += part.width
            # A line that ends here is this wide; a hyphen that does not fit even alone is not drawn.
            self.ends.append(at + (hyphen if part.hyphen and part.width + hyphen <= room else 0))
            at += (space if part.gap == " " else units(part.gap, face)) if part.gap else 0

    def steps(self) -> int:
        """About how many steps `even` takes."""
        across = max(1, self.ends[-1])
        return len(self.parts) * max(1, len(self.parts) * min(self.room, across) // across)

    def first(self, end: int, barrier: int) -> int:
        """The first segment that fits on a line with segment `end` as its last."""
        return min(end, max(barrier, bisect_left(self.starts, self.ends[end] - self.room, 0, end + 1)))

    def even(self) -> list[int]:
        """Fewest lines, and of those the least ragged."""
        count, room, last = len(self.parts), self.room, len(self.parts) - 1
        lines, costs, origin = [0] * (count + 1), [0.0] * (count + 1), [0] * count
        barrier = 0
        for end, part in enumerate(self.parts):
            if part.starts:
                barrier = end
            stop = self.ends[end]
            penalty = 0.0 if part.spaced else _PENALTY
            weight = _LAST if end == last else 1.0
            best, least = lines[self.first(end, barrier)], float("inf")
            for start in range(self.first(end, barrier), end + 1):
                if lines[start] > best:
                    break
                empty = 1 - (stop - self.starts[start]) / room if room else 0.0
                cost = costs[start] + weight * empty * empty
                if cost < least or lines[start] < best:
                    best, least, origin[end] = lines[start], cost, start
            lines[end + 1], costs[end + 1] = best + 1, least + penalty
        ends = [count]
        while (start := origin[ends[-1] - 1]) > 0:
            ends.append(start)
        return ends[::-1]

    def filled(self) -> list[int]:
        """Each line as full as can be."""
        ends: list[int] = []
        start = 0
        while start < len(self.parts):
            end, fits = start + 1, start + 1
            while end < len(self.parts) and not self.parts[end].starts:
                # Without its hyphen: what does not end here needs no room for one.
                if self.starts[end] + self.parts[end].width - self.starts[start] > self.room:
                    break
                end += 1
                if self.ends[end - 1] - self.starts[start] <= self.room:
                    fits = end
            ends.append(fits)
            start = fits
        return ends

    def text(self, start: int, end: int) -> str:
        body = "".join(part.text + part.gap for part in self.parts[start : end - 1]) + self.parts[end - 1].text
        plain = self.starts[end - 1] + self.parts[end - 1].width
        return body + _HYPHEN if self.ends[end - 1] > plain else body


def _shortened(parts: list[Segment], room: int, face: Face) -> str:
    """One line of as much of the segments as fits before an ellipsis."""
    room -= units(_ELLIPSIS, face)
    body, width = "", 0
    for part in parts:
        if width + part.width > room:
            break
        body += part.text + part.gap
        width += part.width + units(part.gap, face)
    body = body.rstrip(_TRAILING)
    if not body:
        for cluster in clusters(parts[0].text):
            if units(body + cluster, face) > room:
                break
            body += cluster
    return body + _ELLIPSIS
