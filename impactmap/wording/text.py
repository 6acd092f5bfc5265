"""A text as a row of words, each with its place: what term tables are matched against."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

# A number with its separators, or letters with their combining marks, soft hyphens and inner apostrophes. Underscores
# count as letters, so that a metric's id is one word. Every alternative begins differently: no backtracking.
_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[\w\u0300-\u036f\u00ad]+(?:['’ʼ][\w\u0300-\u036f\u00ad]+)*")
# What ends a clause between two words. Quotation marks do: what stands in them is somebody else's sentence.
_BREAK = re.compile("[,;:.!?()\\[\\]{}\n\"“”„«»…—–]|‘|\\s[-’']")
_PLAIN_GAPS = (" ", "-", "")
_PLURAL_OWNER = re.compile("['’](?=\\s|$)")


# How goals and key results are counted: "KR1:", "O1 –", "KR 1.2 - ", "[KR3]". Without its mark "O2" is a gas.
_NUMBER = re.compile(
    r"\s*(?:(?:KR|key result|O|obj\.?|objective) ?\d+(?:\.\d+)*(?::|\s+[-–—])"
    r"|[\[(](?:KR|O) ?\d+(?:\.\d+)*[\])]:?)(?=\s)",
    re.IGNORECASE,
)


class Word(NamedTuple):
    """One word. `key` is how tables know it: lower case, compatible letters made plain, without a possessive 's.

    `clause` counts the clauses from 0; a term never runs across two. `owns` tells a possessive ("the company's").
    """

    key: str
    start: int
    end: int
    clause: int
    owns: bool

    @property
    def is_number(self) -> bool:
        return self.key[0].isdigit()


class Wording(Struct, frozen=True):
    """A text and its words. `ends` says for each clause where it ends: the first word after it."""

    text: str
    words: tuple[Word, ...] = ()
    ends: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.words)

    def key(self, at: int) -> str:
        """The word there as tables know it; "" past either end."""
        return self.words[at].key if 0 <= at < len(self.words) else ""

    def clause_end(self, at: int) -> int:
        """Where the clause of the word `at` ends: the first word after it, or the number of words."""
        return self.ends[self.words[at].clause] if 0 <= at < len(self.words) else len(self.words)

    def part(self, first: int, last: int) -> str:
        """The words from `first` up to but without `last`, as they stand in the text."""
        return self.text[self.words[first].start : self.words[last - 1].end] if first < last else ""

    def is_capital(self, at: int) -> bool:
        return 0 <= at < len(self.words) and self.text[self.words[at].start].isupper()


def unnumbered(text: str) -> str:
    """The text with spaces in place of the number of a goal or key result: all else stays where it stands."""
    found = _NUMBER.match(text)
    return " " * found.end() + text[found.end() :] if found else text


@lru_cache(maxsize=512)  # a dozen rules read the same titles
def worded(text: str) -> Wording:
    """A text with its words; remembered for a while."""
    words = split(text)
    starts_anew = [at for at in range(1, len(words)) if words[at].clause != words[at - 1].clause]
    return Wording(text, words, (*starts_anew, len(words)))


def split(text: str) -> tuple[Word, ...]:
    """The words of a text, in one pass."""
    found: list[Word] = []
    clause, end = 0, 0
    for match in _WORD.finditer(text):
        start = match.start()
        key, owns = _key(match.group())
        if not key:
            continue
        if found and text[end:start] not in _PLAIN_GAPS and _BREAK.search(text, end, start):
            clause += 1
        end = match.end()
        owns = owns or (key[-1] == "s" and _PLURAL_OWNER.match(text, end) is not None)
        found.append(Word(key, start, end, clause, owns))
    return tuple(found)


def _key(word: str) -> tuple[str, bool]:
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word.replace("\u00ad", "").replace("’", "'").replace("ʼ", "'"))
    key = word.casefold()
    return (key[:-2], True) if key.endswith("'s") else (key, False)
