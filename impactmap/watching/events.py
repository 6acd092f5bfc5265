"""The events of the system, through `watchfiles` where that is installed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

STEP = 4  # ms without another event until those that came are told; this is most of the time from save to notice
TOGETHER = 20  # ms: a stream of events is told so often


class Events:
    """Hints at what may have changed, from threads of its own."""

    def __init__(self, hint: Callable[[Iterable[Path]], None]) -> None:
        self._hint = hint
        self._round = _Round()

    @staticmethod
    def missing() -> str:
        """Why there can be no events here; "" when there can."""
        try:
            import watchfiles  # noqa: F401
        except ImportError:
            return "as watchfiles is not installed (pip install 'impactmap-cli[watch]')"
        return ""

    def listen(self, flat: Collection[Path], trees: Collection[Path]) -> str:
        """Listens to these folders, the `trees` with all that is in them; does nothing where it does so already.

        Returns "", or why that is not possible, as a clause.
        """
        if self._round.failed:
            return self._round.failed
        places = {path: _identity(path) for path in trees}
        places |= {path: _identity(path) for path in flat if not any(path.is_relative_to(tree) for tree in trees)}
        there = {path: identity for path, identity in places.items() if identity is not None}
        if there.items() <= self._round.places.items():
            return ""
        self._round.over.set()
        # What was listened to once is listened to for good, while it is there: a spec may leave and come back.
        there |= {path: now for path in self._round.places if (now := _identity(path)) is not None}
        self._round = _Round(there)
        for deep in (False, True):
            folders = [path for path in there if (path in trees) == deep]
            if folders:
                threading.Thread(
                    target=self._run, args=(folders, deep, self._round), name="impactmap-events", daemon=True
                ).start()
        return ""

    def stop(self) -> None:
        self._round.over.set()

    def _run(self, folders: list[Path], deep: bool, round_: _Round) -> None:
        import watchfiles

        try:
            for changes in watchfiles.watch(
                *folders,
                watch_filter=None,
                debounce=TOGETHER,
                step=STEP,
                stop_event=round_.over,
                recursive=deep,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                self._hint(Path(path) for _, path in changes)
        except FileNotFoundError:
            round_.places.clear()  # gone between the look and the listening: the next look begins another round
        except Exception as error:  # watchfiles has errors of its own, as for a name that is no text
            round_.failed = f"as the system gives no events ({error})"


class _Round:
    """What is listened to together, with the identities of the folders: one that was replaced gives no events."""

    def __init__(self, places: dict[Path, tuple[int, int]] | None = None) -> None:
        self.places = places or {}
        self.over = threading.Event()
        self.failed = ""


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        about = os.stat(folder)  # noqa: PTH116 - of a name that may hold anything
    except (OSError, ValueError):
        return None
    return about.st_dev, about.st_ino
