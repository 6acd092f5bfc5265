"""A build at every save: what `impactmap build` makes, kept up to date."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from impactmap.build import Outcome
from impactmap.diagnostics import ImpactmapError, UsageError
from impactmap.project import project_settings
from impactmap.settings import FILE, SHARED
from impactmap.watching import Sources, Watcher


class Watch:
    """Builds once, and again whenever what the specs hold has changed, or what settles how they are drawn.

    `build` does it: it is to look at the same `sources` and write to the same `out`. `most` is how many bytes of a
    spec matter. `polling` says why changes are looked for instead of waited for, "" where they are not.
    """

    def __init__(
        self,
        given: Sequence[str],
        out: Path,
        build: Callable[[], Outcome],
        *,
        most: int,
        exclude: Sequence[str] = (),
        brand: Path | None = None,
        poll: bool = False,
    ) -> None:
        from impactmap.build.sources import find_sources

        def find(names: Sequence[str]) -> dict[Path, str]:
            found = find_sources(names, os.fspath(out), exclude)
            return {Path(source.path): source.name for source in found.sources}

        self._build = build
        self._sources = Sources(given, find, brand)
        self._sources.brands |= _brands(self._sources.specs())
        self._watcher = Watcher(self._sources.files, self._sources.trees, most=most, poll=poll)
        self.polling = self._watcher.polling

    def stop(self) -> None:
        """Ends `outcomes`, from whatever thread; a build under way is finished."""
        self._watcher.stop()

    def outcomes(self) -> Iterator[Outcome | ImpactmapError | OSError]:
        """What has come of the first build, then of one after every change; an error where it could not be begun.

        Saves while a build is under way are one change. What the first build raises is raised.
        """
        yield self._build()
        known = set(self._sources.specs())
        for changed in self._watcher.changes():
            specs = set(self._sources.specs())
            if specs != known or any(path.name in (FILE, SHARED) for path in changed):
                self._sources.brands |= _brands(specs)
                known = specs
            try:
                yield self._build()
            except (ImpactmapError, OSError) as error:
                yield error


def _brands(specs: Iterable[Path]) -> set[Path]:
    """The files that the projects of these specs take their colours from."""
    found = set()
    for spec in {spec.parent: spec for spec in specs}.values():
        with contextlib.suppress(UsageError, OSError):  # the build says what is wrong
            brand = project_settings(spec).brand
            found |= {Path(brand)} if brand else set()
    return found
