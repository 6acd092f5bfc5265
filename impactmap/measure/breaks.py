"""Where a line may end: a text cut into segments that are kept whole, and what stands between them.

After UAX #14, made smaller. Each grapheme cluster has one letter: ``A`` letters, ``N`` digits, ``I`` ideographs,
kana and emoji, ``K`` Hangul, ``j`` what starts no line (small kana, ー, 々), ``o O`` opening and ``c C`` closing
(the capital is East Asian wide), ``x X`` exclamation and comma, ``q`` plain quotes, ``h`` hyphens, ``d`` dashes,
``s`` slash, ``b`` breaks after it (danda, tsheg …), ``g`` glue (no-break space, word joiner), ``z`` zero-width
space, ``y`` soft hyphen, ``p`` percent, ``r`` currency, ``e`` ellipsis, ``t l f`` Thai and its like (letter,
vowel before, vowel after), ``m`` marks and controls, which stay with what is before them.

Where this departs from UAX #14, it is for the look of a card: no line ends after a single letter and a hyphen
or slash ("e-mail", "A/B"), none inside a Korean word or a web address as long as that fits on a line, none
before a French " !" or between a number and its " %".
"""

from __future__ import annotations

import re
from functools import cache

from .characters import BREAK
from .clusters import clusters
from .widths import Face, units

#: White space at which a line may end. No-break spaces are not in it.
_BLANK = r"\t-\r\x1c-\x20\x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000"
_WHITE = re.compile(f"([{_BLANK}]+)")
_FIXED = frozenset("\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000")

_SPACES = _FIXED | {" "}
_AFTER = frozenset("/.?&-_=:;,@#%+~|\\‐–—")  # inside a long address or name
_ADDRESS = re.compile("://|^www\\.|@.*\\.")
_PLAIN = re.compile(r"[!-,.0-~]*")  # ASCII without hyphen and slash
_WHOLE = re.compile("[ANcxoqprem]*")
#: Plain words with one space between them; none that starts with a letter or digit belongs to the one before.
_SIMPLE = re.compile(r"[A-Za-z0-9][!-,.0-~]*(?: [A-Za-z0-9][!-,.0-~]*)*")

_LEADING = frozenset(["«", "‹"])
_TRAILING = frozenset(["!", "?", ";", ":", "?!", "!?", "»", "›", "».", "»,", "…"])
_UNIT = frozenset(["%", "‰", "€", "$", "£", "¥", "%.", "%,", "€.", "€,"])


# Compiled when first needed (3 ms together): plain words never ask.
@cache
def _allowed() -> re.Pattern[str]:
    """Where a line may end inside a word, by break letters."""
    return re.compile(
        "|".join(
            [
                "(?<=z)(?!z)",
                "(?<=[^oOg]y)(?=[ANKIoOqrtl])",
                "(?<=[IjCX])(?=[IANKOotlr])",
                "(?<=[ANKcxptfe])(?=[IO])",
                "(?<=[ANKI][ANKI][hs])(?=[AKN]?[AK]{2}|[IoOq])",
                "(?<=[ANK]hh)(?=[AK])",
                "(?<=[^dN]d)(?=[AKNIoOqr])",
                "(?<=Nd)(?=[AKIoOqr])",
                "(?<=[^d]dd)(?=[AKNIoOqr])",
                "(?<=b)(?=[ANKIoOqrtl])",
            ]
        )
    )


@cache
def _later() -> re.Pattern[str]:
    """And in one that is too long for a line: within Korean and Thai, and at a space that was held."""
    return re.compile("(?<=z)(?!z)|(?<=K)(?=[AK])|(?<=[tfAN])(?=[tl])|(?<=[tf])(?=[AN])|(?<=w)(?!w)")


@cache
def _idle() -> re.Pattern[str]:
    """Soft hyphens at the edge of a word, which say nothing."""
    return re.compile(f"(?<![^{_BLANK}])\xad+|\xad+(?![^{_BLANK}])")


class Segment:
    """A stretch that is kept on one line. (Written out: making a dataclass would be half of the import time.)

    `width` is in units and without the gap; `gap` is the white space before the next segment, gone when the line
    ends here; `hyphen` says that a line ending here shows one (the text had a soft one); `starts` that it must be
    first on a line (the head of a word that is too long for one); `spaced` that a line may end here without a
    second thought (at white space, or where a phrase ends).
    """

    __slots__ = ("gap", "hyphen", "spaced", "starts", "text", "width")

    def __init__(self, text: str, width: int, *, hyphen: bool = False, spaced: bool = True) -> None:
        self.text = text
        self.width = width
        self.gap = ""
        self.hyphen = hyphen
        self.starts = False
        self.spaced = spaced


def segments(text: str, limit: int, face: Face) -> list[Segment]:
    """Cut a text into segments no wider than `limit` units (except a single wider grapheme cluster)."""
    if _SIMPLE.fullmatch(text):
        found = [Segment(word, units(word, face)) for word in text.split(" ")]
        if max([segment.width for segment in found]) <= limit:
            for segment in found[:-1]:
                segment.gap = " "
            return found
    parts = _WHITE.split(_idle().sub("", text) if "\xad" in text else text)
    words, gaps = parts[::2], [run if run in _FIXED else " " for run in parts[1::2]]
    if not words[0]:
        words, gaps = words[1:], gaps[1:]
    if not words or words == [""]:
        return []
    if not words[-1]:
        words, gaps = words[:-1], gaps[:-1]
    out: list[Segment] = []
    held = ""  # text that may not be parted from the word to come
    for word, gap, after in zip(words, [*gaps, ""], [*words[1:], ""], strict=True):
        if gap == " " and after and _keeps(word, after):
            held += word + gap
            continue
        cut = _word(held + word, face)
        held = ""
        cut[-1].gap = gap
        for segment in cut:
            if segment.width <= limit or len(segment.text) == 1:
                out.append(segment)
            else:
                out.extend(_shorter(segment, limit, face))
    return out


def _keeps(word: str, after: str) -> bool:
    """Whether the white space between two words is no place to end a line."""
    if after in _TRAILING or word in _LEADING or after[0] in "\u2060\ufeff":
        return True
    return (after in _UNIT and word[-1] in "0123456789") or (word in _UNIT and after[0] in "0123456789")


def _word(word: str, face: Face) -> list[Segment]:
    if _PLAIN.fullmatch(word) or (not word.isascii() and _WHOLE.fullmatch(word.translate(BREAK))):
        return [Segment(word, units(word, face))]
    parts = clusters(word)
    kinds = _kinds(parts)
    allowed = [m.start() for m in _allowed().finditer(kinds) if 0 < m.start() < len(kinds)]
    if _ADDRESS.search(word):
        allowed = [at for at in allowed if kinds[at - 1] in "zy"]
    out = []
    for start, end in zip([0, *allowed], [*allowed, len(parts)], strict=True):
        text = "".join(parts[start:end]).replace("\xad", "")
        if not text:
            continue
        soft = kinds[end - 1] == "y" and end < len(parts)
        spaced = end == len(parts) or (not soft and _kindly(parts, kinds, end))
        out.append(Segment(text, units(text, face), hyphen=soft, spaced=spaced))
    return out


def _kindly(parts: list[str], kinds: str, at: int) -> bool:
    """Whether a break inside a word is as good as one at a space.

    Japanese has no spaces, but a phrase mostly ends where hiragana gives way to kanji or katakana.
    """
    if kinds[at - 1] in "hsd":
        return False
    if kinds[at - 1] in "CXzx" or kinds[at] in "O":
        return True
    return "\u3041" <= parts[at - 1] <= "\u309f" and not "\u3041" <= parts[at] <= "\u309f"


def _kinds(parts: list[str]) -> str:
    """One break letter a cluster; white space that was held is ``w``."""
    return "".join(["w" if part in _SPACES else BREAK[ord(part[0])] for part in parts])


def _shorter(segment: Segment, limit: int, face: Face) -> list[Segment]:
    """Cut a segment that no line can hold: at kindly places, and where those don't do, between clusters."""
    parts = clusters(segment.text)
    kinds = _kinds(parts)
    allowed = {m.start() for m in _later().finditer(kinds)} | {
        at
        for at in range(1, len(parts))
        if parts[at - 1] in _AFTER and parts[at] not in _AFTER and kinds[at] not in "mzygcCxXqw"
    }
    cuts = [*sorted(at for at in allowed if at < len(parts)), len(parts)]
    out: list[Segment] = []
    start = 0
    for end in cuts:
        piece = "".join(parts[start:end])
        if units(piece, face) <= limit:
            out.append(Segment(piece, units(piece, face), spaced=False))
        else:
            whole = [Segment(part, units(part, face), spaced=False) for part in parts[start:end]]
            whole[0].starts = "t" not in kinds[start:end]
            out.extend(whole)
        start = end
    out = _gapped(out, face)
    # Thai runs on without spaces: there a new line would be started for nothing.
    out[0].starts = not set(kinds) & set("tlf")
    out[-1].gap, out[-1].hyphen, out[-1].spaced = segment.gap or out[-1].gap, segment.hyphen, segment.spaced
    return out


def _gapped(pieces: list[Segment], face: Face) -> list[Segment]:
    """Make a gap of held white space that has come to stand at the end of a piece."""
    out: list[Segment] = []
    for piece in pieces:
        bare = piece.text.rstrip(" ")
        if not bare and out:
            out[-1].gap = " "
            continue
        if bare and bare != piece.text:
            piece.text, piece.gap, piece.width = bare, " ", units(bare, face)
        out.append(piece)
    return out
