"""The watcher: asks the system for events where it can, looks for itself where it cannot, and trusts neither.

An event is only a hint at where to look. What counts is content: a file that was touched has not changed. And as
events get lost (on network drives, when a folder is replaced, under load), there is a look at everything now and then.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from impactmap.watching.content import Seen, look
from impactmap.watching.events import Events

TICK = 1.0  # s between looks at everything, beside events
POLL = 0.1  # s between looks without events
SHARE = 5  # looks may take one part in so many of the time
SETTLE = 0.15  # s that a file has to stay as it is before it counts that it is gone, or much smaller
BREATH = 0.03  # s that it has to stay as it is when it has grown again since: more may be on its way
PATIENCE = 1.5  # s after which that counts anyway


class Watcher:
    """Notices when files change.

    `files` tells, whenever it is asked, which files matter now, those included that may yet appear; `trees` are
    folders in which they may appear anywhere. `most` is how many bytes of a file matter. `polling` says why there
    are no events, and is "" where there are.

    A file that is gone, empty or much smaller than before is given a moment: many editors empty or rename a file
    before they write it, and slow ones write it in pieces.
    """

    def __init__(
        self,
        files: Callable[[], Iterable[Path]],
        trees: Collection[Path] = (),
        *,
        most: int,
        poll: bool = False,
    ) -> None:
        self._files, self._trees, self._most = files, tuple(trees), most
        self._known: dict[Path, Seen] = {}
        self._doubted: dict[Path, tuple[Seen, float, float]] = {}  # what was seen, since when, and since when at all
        self._woken = threading.Condition()
        self._hints: set[Path] = set()
        self._stopped = False
        self._looked = time.monotonic()
        self._events = None if poll else Events(self._hint)
        self.polling = "as was asked for" if poll else Events.missing()
        # From here on nothing is missed: what its user reads later is at least as new as this.
        self._note(self._wanted(), accept_all=True)

    def stop(self) -> None:
        """Ends `changes`, from whatever thread."""
        with self._woken:
            self._stopped = True
            self._woken.notify()

    def changes(self) -> Iterator[frozenset[Path]]:
        """The files that have changed, appeared or gone, again and again until `stop`.

        Several saves while the last changes are dealt with are one change.
        """
        try:
            wait = 0.0
            while not self._stopped:
                hints = self._wait(wait)
                if self._stopped:
                    return
                started = time.monotonic()
                changed = self._look(hints)
                wait = self._pause(time.monotonic() - started)
                if changed:
                    yield frozenset(changed)
        finally:
            if self._events:
                self._events.stop()

    def _hint(self, paths: Iterable[Path]) -> None:
        with self._woken:
            self._hints.update(paths)
            self._woken.notify()

    def _wait(self, seconds: float) -> set[Path]:
        with self._woken:
            if not self._hints and not self._stopped:
                self._woken.wait(seconds)
            hints, self._hints = self._hints, set()
            return hints

    def _pause(self, taken: float) -> float:
        """How long to wait for a hint before everything is looked at."""
        wait = max(POLL, taken * SHARE) if self.polling else max(TICK, taken * SHARE)
        if self._doubted:
            wait = min(wait, BREATH)
        return wait

    def _look(self, hints: set[Path]) -> set[Path]:
        known = hints & self._known.keys()
        suffixes = {path.suffix for path in self._known} | {""}  # a folder's name has none
        due = time.monotonic() - self._looked >= TICK  # whatever else goes on in these folders
        if hints and not due and not any(path.suffix in suffixes for path in hints - known):
            return self._note(known | self._doubted.keys(), hinted=known)
        self._looked = time.monotonic()
        wanted = self._wanted()
        for gone in self._known.keys() - wanted:
            if not self._known[gone].there:
                del self._known[gone]
        self._listen()
        return self._note(wanted | self._known.keys(), hinted=known)

    def _wanted(self) -> set[Path]:
        return {path.absolute() for path in self._files()}

    def _listen(self) -> None:
        if not self._events or self.polling:
            return
        flat = {path.parent for path, seen in self._known.items() if seen.there}
        self.polling = self._events.listen(flat, self._trees)

    def _note(self, paths: Iterable[Path], hinted: Collection[Path] = (), *, accept_all: bool = False) -> set[Path]:
        """Looks at files, and tells which have changed for certain."""
        changed = set()
        for path in paths:
            before = self._known.get(path)
            seen = look(path, self._most, time.time(), None if path in hinted else before)
            if before is not None and seen.digest != before.digest:
                if self._is_doubtful(path, before, seen):
                    continue
                changed.add(path)
            elif before is None and seen.there and not accept_all:
                changed.add(path)
            self._doubted.pop(path, None)
            self._known[path] = seen
        return changed

    def _is_doubtful(self, path: Path, before: Seen, seen: Seen) -> bool:
        """Whether a file may be on its way to something else."""
        small = not seen.there or seen.size < before.size * 0.9
        if not small and path not in self._doubted:
            return False
        now = time.monotonic()
        last, since, first = self._doubted.get(path, (seen, now, now))
        if last.digest != seen.digest:
            since = now
        self._doubted[path] = (seen, since, first)
        return now - since < (SETTLE if small else BREATH) and now - first < PATIENCE
