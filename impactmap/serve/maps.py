"""The maps that are served: what is known of each, and the pages made of it. All of it belongs to the loop's thread."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import secrets
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec import structs

from impactmap.diagnostics import ImpactmapError
from impactmap.notes import counted
from impactmap.serve.drawn import Known, OutdatedError, Wanted, read, single, whole
from impactmap.serve.news import News
from impactmap.serve.problems import MOST
from impactmap.serve.worker import LOAD, PAGE, SURVEY, VIEW, Worker

MOST_PAGES = 64  # of one map; a page is some 100 kB
GONE = b'data: {"gone": true}\n\n'

T = TypeVar("T")

Told = Callable[[str, Known, tuple[str, ...]], None]
"""Is told what was found in a spec, or which warnings came up as it was drawn."""


class Shown:
    """One map. `good` is the newest that could be drawn, `known` the newest; `old` is set when that may be outdated."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        self.known: Known | None = None
        self.good: Known | None = None
        self.number = 0
        self.told = ""
        self.old = True
        self.news = News()
        self.loading: asyncio.Task[None] | None = None
        self.pages: dict[tuple[str, int] | None, asyncio.Task[bytes | None]] = {}

    @property
    def words(self) -> str:
        """What the list says of it: "2 errors"; "" as long as nothing is known."""
        if self.known is None:
            return ""
        errors = [one.severity for one in self.known.problems if one.severity == "error"]
        if errors or not self.known.model:
            return f"{counted(errors)}: it cannot be drawn"
        if "review" not in vars(self.known):
            return ""  # nobody has asked for it yet, and to make it takes a while
        return counted(note.weight for note in self.known.review.notes) or "no findings"


class Maps:
    """The table of maps by name. `told` hears what is found in specs, `brands` which files their colours come from."""

    def __init__(self, wanted: Wanted, worker: Worker, told: Told, brands: set[Path]) -> None:
        self.table: dict[str, Shown] = {}
        self.news = News()  # for the list of all
        self._wanted, self._worker, self._told, self._brands = wanted, worker, told, brands
        self._token = secrets.token_hex(4)  # so that a page of another run is never taken for one of this
        self._tasks: set[asyncio.Task[None]] = set()
        self._surveying = False
        self._count = 0
        self._specs: Mapping[Path, str] = {}

    # ---- what there is ----------------------------------------------------------------------------------------

    def arrange(self, specs: Mapping[Path, str]) -> None:
        """Takes these as the maps that there are. One that is gone stays as long as somebody looks at it."""
        self._specs = specs
        several = len(set(specs.values())) < len(specs)  # from two folders: then they are called by their whole path
        before = {shown.path: shown for shown in self.table.values()}
        gone = {one.name: one for path, one in before.items() if path not in specs and one.news.followed}
        shown = []
        for path, name in specs.items():
            called = _as_text(str(path) if several else name)
            if path not in before and called in gone:  # it has moved, and who looks at it goes along
                gone[called].path, gone[called].old = path, True
                before[path] = gone.pop(called)
            shown.append(before.get(path) or Shown(called, path))
        shown += gone.values()
        table = {one.name: one for one in sorted(shown, key=lambda one: one.name.split("/"))}
        if list(table.values()) != list(self.table.values()):
            self.table = table
            self._announce_list()

    def touch(self, changed: Collection[Path], *, all_of_them: bool) -> None:
        """Files have changed: what is looked at is read at once, the rest when it is asked for."""
        for shown in self.table.values():
            if all_of_them or shown.path.absolute() in changed:
                shown.old = True
                if shown.news.followed:
                    self._start(self.fresh(shown))
        if self.news.followed:
            self.survey()

    async def follow(self, name: str) -> AsyncGenerator[bytes, None]:
        """The news of a map. Of one that is not there, that it is gone, and its news from when it is back."""
        if name not in self.table:
            yield GONE
            async with contextlib.aclosing(self.news.follow()) as news:
                async for _ in news:
                    if name in self.table:
                        break
        shown = self.table[name]
        try:
            async with contextlib.aclosing(shown.news.follow()) as news:
                self.read_soon(shown)
                async for message in news:
                    yield message
        finally:
            if not shown.news.followed:
                self.arrange(self._specs)  # without it, if its file is gone

    # ---- one map ----------------------------------------------------------------------------------------------

    async def fresh(self, shown: Shown, urgency: int = LOAD) -> None:
        """Sees to it that a map is known as it is now."""
        while shown.old or shown.loading is not None:
            if shown.loading is None:
                shown.loading = _started(self._load(shown, urgency))
            await asyncio.shield(shown.loading)

    def read_soon(self, shown: Shown) -> None:
        """As `fresh`, for those who do not wait."""
        if shown.old:
            self._start(self.fresh(shown))

    async def _load(self, shown: Shown, urgency: int) -> None:
        try:
            shown.old = False  # what is saved from here on makes it old again
            known = await self._worker.do(urgency, lambda: read(shown.path, self._wanted))
        finally:
            shown.loading = None
        if shown.known is not None and known.same == shown.known.same:
            return
        shown.known = known
        if known.brand:
            self._brands.add(known.brand)
        if known.model:
            shown.good = known
        if known.model or not shown.good:
            self._count += 1
            shown.number = self._count
            seen = next((view for view in reversed(shown.pages) if view), None)
            for page in shown.pages.values():
                page.cancel()
            shown.pages.clear()
            if seen and known.model and shown.news.followed:
                # It will be asked for as soon as the news is heard: no need to wait for that.
                shown.pages[seen] = _started(self._draw(shown, known, seen))
        shown.news.tell(self._message(shown, known))
        self._told(str(shown.path), known, ())

    def _message(self, shown: Shown, known: Known) -> bytes:
        """One event: which picture is the newest, and what is wrong with the spec."""
        problems = known.problems
        told = {
            "picture": self.tag(shown),
            "errors": sum(one.severity == "error" for one in problems),
            "count": len(problems),
            "problems": [
                {key: value for key, value in structs.asdict(one).items() if value} for one in problems[:MOST]
            ],
        }
        # In ASCII, where no line can end that should not.
        return f"id: {self._token}.{self._count}\ndata: {json.dumps(told)}\n\n".encode()

    def tag(self, shown: Shown) -> str:
        return f"{self._token}.{shown.number}"

    async def page(self, shown: Shown, view: tuple[str, int] | None = None) -> tuple[bytes | None, str]:
        """The page of all views of a map or of one (its key and number), as it is now, and its tag.

        None when there is no such view. Raises UsageError and LayoutError when it cannot be drawn.
        """
        while True:
            await self.fresh(shown)
            known = shown.good or shown.known
            assert known  # noqa: S101 - it has just been read
            tag = self.tag(shown)
            if view not in shown.pages:
                done = [one for one, page in shown.pages.items() if page.done()]
                for one in done[: max(0, len(shown.pages) + 1 - MOST_PAGES)]:  # never what somebody waits for
                    del shown.pages[one]
                shown.pages[view] = _started(self._draw(shown, known, view))
            task = shown.pages[view]
            try:
                return await asyncio.shield(task), tag
            except OutdatedError:
                if shown.pages.get(view) is task:
                    del shown.pages[view]
            except asyncio.CancelledError:
                if not task.cancelled():
                    raise  # it is the asker who has gone

    async def _draw(self, shown: Shown, known: Known, view: tuple[str, int] | None) -> bytes | None:
        if view is not None:
            return await self._worker.do(VIEW, lambda: single(known, shown.name, *view))
        newest = lambda: known is (shown.good or shown.known) and not shown.old  # noqa: E731
        data, warnings = await self._worker.do(PAGE, lambda: whole(known, shown.name, newest))
        if warnings:
            self._told(str(shown.path), known, warnings)
        return data

    # ---- the list ---------------------------------------------------------------------------------------------

    def survey(self) -> None:
        """Gets to know the maps that the list cannot yet say anything of, when there is nothing better to do."""
        if not self._surveying:
            self._surveying = True
            self._start(self._survey())

    async def _survey(self) -> None:
        try:
            for shown in tuple(self.table.values()):
                await self.fresh(shown, SURVEY)
                known = shown.known
                if known and known.model and not shown.words:
                    with contextlib.suppress(ImpactmapError):  # whoever looks at the map is told
                        await self._worker.do(SURVEY, functools.partial(getattr, known, "review"))
                if shown.words != shown.told:
                    shown.told = shown.words
                    self._announce_list()
        finally:
            self._surveying = False

    def _announce_list(self) -> None:
        self._count += 1
        self.news.tell(f"id: {self._token}.{self._count}\ndata: {{}}\n\n".encode())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = _started(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _as_text(name: str) -> str:
    """A file's name as it can stand in an address and on a page: bytes in it that are no text are spelt out."""
    return name.encode("utf-8", "backslashreplace").decode()


def _started(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """A task whose error is that of those who wait for it, if anybody does."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task
