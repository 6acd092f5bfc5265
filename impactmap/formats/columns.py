"""Plain text in lines of so many columns, as terminals and code reviews show it."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.measure.breaks import segments
from impactmap.measure.characters import kind
from impactmap.measure.clusters import clusters

WIDTH = 78
_WHOLE = 10**12  # more than any word is wide: words are cut here by columns, not by pixels
_WIDE = frozenset("wke")  # one em, Hangul, emoji
_MOST_MOVED = 8  # clusters, from one line to the next
_PICTURE = "\ufe0f"  # makes a picture of the sign before it


def columns(text: str) -> int:
    """How many columns a text takes: two for each ideograph and picture, none for marks on other letters."""
    return len(text) if text.isascii() else sum(map(_columns, clusters(text)))


def _columns(cluster: str) -> int:
    kinds = {kind(ord(letter)) for letter in cluster}
    if kinds & _WIDE or _PICTURE in cluster:
        return 2
    return 1 if kinds - {"z"} else 0


def fold(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> Iterator[str]:
    """A text in lines of at most `width` columns, the first one after `first`, the others after `rest`.

    Lines end where those of cards may. A longer word is cut, but not a web address: it would lead nowhere. No line
    but the first starts with a dash that stands alone, as it would read as an item.
    """
    line, indent, gap = "", first, ""
    for word, after in _words(text, width - max(columns(first), columns(rest))):
        if line and columns(indent + line + gap + word) > width:
            yield indent + line
            line, indent, gap = "", rest, ""
        line += gap + word
        gap = after
    yield (indent + line).rstrip()


def _words(text: str, room: int) -> Iterator[tuple[str, str]]:
    """What stays on one line, and the space after it."""
    held = ""
    parts = segments(text, _WHOLE, "regular")
    for at, part in enumerate(parts):
        word, gap = held + part.text, part.gap
        held = ""
        if gap and at + 1 < len(parts) and parts[at + 1].text == "-":
            held = word + gap
            continue
        if columns(word) <= room or "://" in word:
            yield word, gap
            continue
        *cut, last = _undashed(list(_cut(word, room)))
        yield from ((piece, "") for piece in cut)
        yield last, gap


def _cut(word: str, room: int) -> Iterator[str]:
    piece, taken = "", 0
    for cluster in clusters(word):
        wide = _columns(cluster)
        if piece and taken + wide > room:
            yield piece
            piece, taken = "", 0
        piece, taken = piece + cluster, taken + wide
    yield piece


def _undashed(pieces: list[str]) -> list[str]:
    """The pieces of a word, none of which but the first starts with a dash that stands alone."""
    for at in range(1, len(pieces)):
        for _ in range(_MOST_MOVED):
            if not f"{pieces[at]} ".lstrip().startswith("- "):
                break
            moved = clusters(pieces[at - 1])[-1:]
            pieces[at - 1] = pieces[at - 1].removesuffix("".join(moved))
            pieces[at] = "".join(moved) + pieces[at]
    return pieces
