"""The nearest id or title to a wrong one, at a bounded price."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from impactmap.model.grammar import fold

LENGTH = 120  # characters of a name that are compared
COMPARISONS = 40_000  # of one name with another, in one spec; a comparison takes about 10 µs


class Nearby:
    """Finds slips of the keyboard until its budget is used up: a spec of ten thousand wrong names gets fewer hints."""

    def __init__(self) -> None:
        self._left = COMPARISONS

    def find(self, name: str, known: Mapping[str, str], cutoff: float = 0.66) -> str | None:
        """Of `known` (compared form to shown form), the one most like `name`; None when nothing comes close."""
        if len(name) > LENGTH or not name or self._left <= 0:
            return None
        # Two names of such different lengths cannot be alike enough, whatever their letters.
        least, most = len(name) * cutoff / (2 - cutoff), len(name) * (2 - cutoff) / cutoff
        candidates = [key for key in known if least <= len(key) <= most][: self._left]
        self._left -= len(candidates) + len(known) // 20  # looking at a length costs a little as well
        found = difflib.get_close_matches(name, candidates, n=1, cutoff=cutoff)
        return known[found[0]] if found else None

    def did_you_mean(self, name: str, words: Iterable[str]) -> str:
        """A hint naming the word most like `name` of names in their folded form, or the empty string."""
        found = self.find(fold(name[: LENGTH + 1]), {word: word for word in words})
        return f"did you mean '{found}'?" if found else ""
