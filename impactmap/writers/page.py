"""What writers share: a text that knows which fact each of its lines says, and how carefully each fact is spelled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from impactmap.document import Remark
from impactmap.writers.spec import Entry, Item, Path

CAREFUL = 3
"""The highest level of care: nought is what a person would write, each further one is uglier and safer."""


class Care(Struct):
    """Levels of care, by fact; those that came out wrong before are spelled with more."""

    levels: dict[Path, int] = field(default_factory=dict)
    least: int = 0

    def at(self, path: Path) -> int:
        return max(self.least, self.levels.get(path, 0))

    def inside(self, path: Path) -> bool:
        """Whether anything of an item wants care."""
        return self.least > 0 or any(other[: len(path)] == path for other in self.levels)

    def more(self, path: Path) -> bool:
        """Takes more care of a fact; False when there is no more to take."""
        if self.at(path) >= CAREFUL:
            return False
        self.levels[path] = self.at(path) + 1
        return True


class Written(Struct, frozen=True):
    """A spec as text; `facts` says of each line which fact stands on it."""

    text: str
    facts: tuple[Path, ...]


class Page:
    """A text in the making, with the remarks that wait for their place."""

    def __init__(self, root: Item, remarks: Sequence[Remark]) -> None:
        self.lines: list[str] = []
        self.facts: list[Path] = []
        self.last: list[Remark] = []  # those that nothing comes after
        self._before: dict[int, list[Remark]] = {}
        lines = sorted(set(_lines_of(root)))
        for remark in sorted(remarks, key=lambda remark: remark.line):
            at = bisect_left(lines, remark.line)
            if at < len(lines):
                self._before.setdefault(lines[at], []).append(remark)
            else:
                self.last.append(remark)

    def add(self, fact: Path, text: str) -> None:
        for line in text.split("\n"):
            self.lines.append(line)
            self.facts.append(fact)

    def blank(self) -> None:
        """An empty line, unless one is there."""
        if self.lines and self.lines[-1]:
            self.add((), "")

    def before(self, line: int) -> list[Remark]:
        """The remarks that belong to what stands on a line of the source, or next come before it; handed out once."""
        return self._before.pop(line, [])

    def written(self) -> Written:
        while self.lines and not self.lines[-1]:
            self.lines.pop()
            self.facts.pop()
        return Written("\n".join(self.lines) + "\n", tuple(self.facts))


def _lines_of(item: Item) -> Iterable[int]:
    yield item.line
    for entry in item.entries:
        yield entry.line
        if isinstance(entry.value, tuple):
            for child in entry.value:
                yield from _lines_of(child)


def lines_inside(entries: Sequence[Entry]) -> set[int]:
    """The lines of the source on which something of these fields begins."""
    found = set()
    for entry in entries:
        found.add(entry.line)
        if isinstance(entry.value, tuple):
            for child in entry.value:
                found.update(_lines_of(child))
    return found
