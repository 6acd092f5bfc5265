"""Titles that mean the same in other words: pairs of the most alike, the same pairs whichever side comes first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

ALIKE = 0.6  # of the words of both, in order, from here on one is taken for a re-wording of the other
MOST_PAIRS = 4_000_000  # of titles that are looked at at all, some 0.2 µs each; beyond it only equal ones are paired
MOST_MATCHES = 20_000  # pairs that are compared word by word, some 20 µs each: the ones that promise most
LENGTH = 400  # characters of a title that are compared

# Scripts without spaces between words are compared sign by sign.
_WORD = re.compile("[\u3041-\u30ff\u3400-\u9fff\U00020000-\U0003ffff\u0e01-\u0e3a]|[^\\W_]+")


def words(title: str) -> tuple[str, ...]:
    """The words of a title, however they are written and whatever stands between them."""
    return tuple(_WORD.findall(title[:LENGTH].casefold().replace("'", "").replace("’", "")))


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """From 0 to 1: the share of words that both have in the same order (difflib's ratio), the same for either order."""
    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def pairs(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """One-to-one pairs of titles (indices) that are alike, the most alike first; equal ones in their order.

    Swapping the sides swaps the pairs and does nothing else: ties go by places in a way that both sides share.
    """
    one, other = [words(title) for title in first], [words(title) for title in second]
    found = _equal(one, other)
    left = sorted(set(range(len(one))) - {i for i, _ in found})
    right = sorted(set(range(len(other))) - {j for _, j in found})
    if len(left) * len(right) > MOST_PAIRS:
        return found
    taken_left, taken_right = set[int](), set[int]()
    hopes = sorted(_hopes(one, other, left, right), key=_better)[:MOST_MATCHES]
    matches = ((likeness(one[i], other[j]), i, j) for _, i, j in hopes)
    for _, i, j in sorted((match for match in matches if match[0] >= ALIKE), key=_better):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            found.append((i, j))
    return found


def _better(match: tuple[float, int, int]) -> tuple[float, int, int]:
    """More alike first, then nearer to the start, then nearer to each other: an order that no side has a say in."""
    share, i, j = match
    return -share, i + j, abs(i - j)


def _equal(one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j, text in enumerate(other):
        places[text].append(j)
    nth: Counter[tuple[str, ...]] = Counter()
    found = []
    for i, text in enumerate(one):
        if text and nth[text] < len(places[text]):
            found.append((i, places[text][nth[text]]))
            nth[text] += 1
    return found


def _hopes(
    one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """Pairs that share enough words to be alike in whatever order these stand, with the most that they can reach.

    Each title is a set of bits, one for each word (a second "by" is a word of its own): that makes a look cheap.
    """
    bits: dict[tuple[str, int], int] = {}

    def mask(text: tuple[str, ...]) -> int:
        nth: Counter[str] = Counter()
        made = 0
        for word in text:
            made |= 1 << bits.setdefault((word, nth[word]), len(bits))
            nth[word] += 1
        return made

    masks = [(j, mask(other[j]), len(other[j])) for j in right if other[j]]
    for i in left:
        own, length = mask(one[i]), len(one[i])
        for j, its, size in masks:
            shared = (own & its).bit_count()
            if shared and 2 * shared >= ALIKE * (length + size):
                yield 2 * shared / (length + size), i, j
