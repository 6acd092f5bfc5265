"""What was named on a command line, as it is now: files that may leave and come back, folders that fill and empty."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from impactmap.diagnostics import UsageError
from impactmap.settings import FILE, SHARED


class Sources:
    """The files that may be specs, and those that have a say in how these are shown.

    `find` tells what is found under names: files, with what they are called; it raises UsageError when there is
    nothing. What is a file at the start is one for good, so that a spec that is gone for a moment is missed rather
    than forgotten. `brands` are files of colours; more may be added.
    """

    def __init__(
        self, given: Sequence[str], find: Callable[[Sequence[str]], Mapping[Path, str]], brand: Path | None = None
    ) -> None:
        self.brands = {brand} if brand else set()
        self._find = find
        find(given)  # says what is wrong with the names
        self._files = {Path(one): Path(one).name for one in given if Path(one).is_file()}
        self._others = [one for one in given if not Path(one).is_file()]

    @property
    def trees(self) -> tuple[Path, ...]:
        """The folders in which specs may appear anywhere."""
        return tuple(Path(one).absolute() for one in self._others if Path(one).is_dir())

    @property
    def one(self) -> bool:
        """Whether one file was named, and so one map is meant."""
        return len(self._files) == 1 and not self._others

    @property
    def named(self) -> frozenset[Path]:
        """The files that were named: whatever they hold, they are meant to be specs."""
        return frozenset(self._files)

    def specs(self) -> dict[Path, str]:
        """The files that may be specs now, with what they are called."""
        found = dict(self._files)
        for one in self._others:
            with contextlib.suppress(UsageError):  # a folder that is gone for now, or a pattern that fits nothing yet
                found = {**self._find([one]), **found}
        return found

    def files(self) -> Iterator[Path]:
        """All files that matter now, those included that may yet appear."""
        specs = self.specs()
        yield from specs
        yield from settled_by(specs)
        yield from tuple(self.brands)


def settled_by(specs: Iterable[Path]) -> Iterator[Path]:
    """The files that may hold the settings of these specs, whether or not they are there: each once, nearest first."""
    done: set[Path] = set()
    for spec in specs:
        for folder in spec.absolute().parents:
            if folder in done:
                break
            done.add(folder)
            yield folder / FILE
            yield folder / SHARED
