"""What is said about a map beside the map itself: findings in words, and how healthy it is. Data for a page.

Nothing here knows the checks. What a note stands at is told by ids, nearest first, as not every item has a card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from impactmap.diagnostics import Severity

NAMES: Mapping[str, tuple[str, str]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("hint", "hints"),
    "waived": ("waived", "waived"),
}
"""What a weight is called, one and many; the heaviest first."""


class Note(Struct, frozen=True, kw_only=True):
    """One finding.

    `subjects` are the ids of the item that it is about and of those that hold it; `about` is that item in words.
    `reason` and `until` are those of a waiver, and empty without one.
    """

    code: str
    name: str
    severity: Severity
    message: str
    hint: str = ""
    source: str = ""
    why: str = ""
    about: str = ""
    subjects: tuple[str, ...] = ()
    reason: str = ""
    until: str = ""

    @property
    def weight(self) -> str:
        """A key of `NAMES`: a waived note weighs nothing else."""
        return "waived" if self.until else self.severity


class Review(Struct, frozen=True):
    """All notes on a map, the heaviest first, and what sums up its health, a few words for each aspect."""

    notes: tuple[Note, ...] = ()
    health: tuple[str, ...] = ()


def counted(weights: Iterable[str]) -> str:
    """`2 errors, 1 hint, 1 waived`; "" for none."""
    count = Counter(weights)
    return ", ".join(f"{count[weight]} {NAMES[weight][count[weight] != 1]}" for weight in NAMES if count[weight])


def heaviest(weights: Iterable[str]) -> str:
    """The first key of `NAMES` that is there; "" for none."""
    there = set(weights)
    return next((weight for weight in NAMES if weight in there), "")
