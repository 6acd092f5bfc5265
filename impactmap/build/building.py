"""A build, from what is given to what has come of it: found, planned, compared with what is known, written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from impactmap.build.fingerprint import fingerprint
from impactmap.build.manifest import LARGEST, NAME, Manifest, Output, Record, is_shard, shard_name
from impactmap.build.marks import HEAD, OURS, may_be_ours
from impactmap.build.outcome import WRONG_USE, Failure, Outcome, PlanError, reason
from impactmap.build.plan import INDEX, Task, clashes, in_the_way, shard_of
from impactmap.build.reading import Reading
from impactmap.build.tree import Tree
from impactmap.build.wishes import Wishes
from impactmap.document import Limits
from impactmap.paper import ITS_OWN, Paper

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from impactmap.build.publishing import Published
    from impactmap.geometry import Direction
    from impactmap.theme import Mode

Progress = Callable[[int, int], None]
"""Called with how many specs are done, and of how many, from the thread that builds."""

_SAVED_EVERY = 500  # specs; a build that is killed goes on from there


def build(
    sources: str | Path | Iterable[str | Path],
    out: str | Path,
    *,
    views: Sequence[str] = (),
    formats: Sequence[str] = ("svg",),
    theme: Mode | None = None,
    direction: Direction | None = None,
    engine: str = "embedded",
    brand: str | Path | None = None,
    findings: bool = True,
    paper: Paper = ITS_OWN,
    limits: Limits | None = None,
    exclude: Iterable[str] = (),
    index: bool = True,
    cache: bool = True,
    check: bool = False,
    clean: bool = False,
    shard: tuple[int, int] | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Renders every spec below `sources` (folders, files, globs) to every view and format, below the folder `out`.

    What has not changed since the last build is not touched; without `cache` everything is rendered again, and files
    that come out the same are still not touched. `views` may hold `all`; none are the project's, else the impact map.
    `exclude` are patterns as in `.gitignore`. With `check` nothing is written, and what a build would change is
    `stale`; with `clean` files of earlier builds go that no spec gives any more. A `shard` (2, 8) is the second of
    eight parts, and leaves the index to a whole build. The work is done by `jobs` processes, all processors by
    default, or by an `executor` of `concurrent.futures`, wherever it reaches.

    Raises `PlanError` (a UsageError) with everything that is wrong before anything is written, LayoutError where the
    engine is missing, OSError when the folder cannot be used. What is wrong with one spec is in the outcome.

    A script calls it under `if __name__ == "__main__":`, as workers may import the script once more.
    """
    if not os.fspath(out):
        raise PlanError(["the output folder has no name: write `.` for the current one"])
    if not formats:
        raise PlanError(["there is no format: name one, such as svg"])
    if check and clean:
        raise PlanError(["a check writes nothing and removes nothing: clean up with a build"])
    if shard is not None and not 1 <= shard[0] <= shard[1]:
        raise PlanError([f"there is no shard {shard[0]}/{shard[1]}: the first of eight is 1/8"])
    if shard is not None and clean:
        raise PlanError(["a shard doesn't know what the others made: clean up with a build of everything"])
    wishes = Wishes(
        tuple(views),
        tuple(formats),
        theme,
        direction,
        engine,
        findings,
        paper,
        limits or Limits(),
        index=index and not shard,
        told=index,
    )
    listed = [sources] if isinstance(sources, str | Path) else sources
    given = Given([os.fspath(one) for one in listed], list(exclude), os.fspath(brand) if brand else None)
    effort = Effort(jobs, executor, progress or (lambda done, of: None))
    with Tree(Path(out)) as tree:
        made = _Build(tree, wishes, fingerprint(engine), shard, trusting=cache and not check)
        return made.run(given, check=check, clean=clean, effort=effort)


class Given(Struct, frozen=True):
    """Where specs are looked for, and what else is named on the command line."""

    sources: list[str]
    exclude: list[str]
    brand: str | None


class Effort(Struct, frozen=True):
    """Who does the work, and who is told of it."""

    jobs: int | None
    executor: Executor | None
    progress: Progress


class _Build:
    """One build. What it knows, and what has come of it, grows from step to step."""

    def __init__(self, tree: Tree, wishes: Wishes, mark: str, shard: tuple[int, int] | None, *, trusting: bool) -> None:
        self._tree, self._wishes, self._mark, self._shard = tree, wishes, mark, shard
        self._before, self._files = remembered(tree)
        self._known = self._before if trusting else Manifest()
        self._now = Manifest()
        self._failed: list[Failure] = []
        self._built: list[str] = []
        self._unchanged: list[str] = []
        self._written: list[str] = []
        self._stale: list[str] = []
        self._kept: list[str] = []
        self._warned: list[tuple[str, tuple[str, ...]]] = []
        self._untold = 0

    def run(self, given: Given, *, check: bool, clean: bool, effort: Effort) -> Outcome:
        reading = Reading(self._wishes, self._mark, self._known, given.brand)
        reading.read(given.sources, str(self._tree.path), given.exclude)
        self._failed += reading.failures
        if problems := clashes(reading.tasks, self._wishes.index):
            raise PlanError(problems)
        mine = shard_of(reading.tasks, self._shard)
        waiting = [task for task in mine if not self._is_current(task, reading.keys[task.source.name])]
        self._look_around(waiting, reading, check=check)
        if waiting and not check:
            self._tree.make().probe()
        self._now.pages, self._now.memos = reading.pages, reading.memos
        self._carry_over(reading)
        self._render(waiting, len(mine), effort, check=check)
        if self._wishes.index:
            self._index(reading, check=check)
        removed = self._leave(reading.tasks, mine, clean=clean and not check and not reading.unread)
        if check:
            self._stale += self._now.left
        else:
            self._save(done=True)
        stale = tuple(sorted(set(self._stale)))
        return Outcome(
            built=tuple(sorted(self._built)),
            unchanged=tuple(sorted(self._unchanged)),
            skipped=tuple(reading.skipped),
            failed=tuple(sorted(self._failed, key=lambda failure: failure.path)),
            written=tuple(sorted(self._written)),
            removed=removed,
            left=tuple(sorted(self._now.left)),
            kept=tuple(sorted(self._kept)),
            stale=stale,
            missing=tuple(name for name in stale if not self._tree.holds(name)),
            warned=tuple(text for _, said in sorted(self._warned) for text in said),
            untold=self._untold,
            idle=reading.idle,
        )

    # ---- what is known ------------------------------------------------------------------------------------------

    def _is_current(self, task: Task, key: str) -> bool:
        """Whether the files of a spec stand there as they would come out; they are read, not believed."""
        record = self._known.specs.get(task.source.name)
        if record is None or record.key != key or not all(map(self._tree.has, record.outputs)):
            return False
        if not {output.name for output in record.outputs} <= set(task.outputs.values()):
            return False
        self._now.specs[record.name] = record
        if said := self._known.said.get(record.name):
            self._now.said[record.name] = said
            self._untold += said
        self._unchanged.append(task.source.path)
        return True

    def _look_around(self, waiting: Sequence[Task], reading: Reading, *, check: bool) -> None:
        if self._tree.exists:
            files = [(file, task.source.path) for task in waiting for file in task.outputs.values()]
            problems = in_the_way(self._tree.make(), files, reading.files)
            problems += [] if check else list(self._others(files))
            if self._wishes.index and self._has_other_index():
                problems.append(f"'{INDEX}' in the output folder is not from a build: --no-index leaves it alone")
            if problems:
                raise PlanError(problems)

    def _others(self, files: Iterable[tuple[str, str]]) -> Iterator[str]:
        """What stands where pictures go and is not from a build; without a record of a file, its bytes tell."""
        ours = {*self._before.left, *(one.name for record in self._before.specs.values() for one in record.outputs)}
        for name, who in files:
            if name not in ours and not may_be_ours(name, self._tree.read(name, HEAD) or b""):
                yield f"'{name}' in the output folder is not from a build, and '{who}' would replace it: move it away"

    def _has_other_index(self) -> bool:
        """Whether a page of somebody else stands where the index goes; without a record of one, the page tells."""
        if self._before.index or not self._tree.holds(INDEX):
            return False
        return OURS not in (self._tree.read(INDEX, HEAD) or b"")

    def _carry_over(self, reading: Reading) -> None:
        """Keeps what is known of files that could not be looked at: they are not gone."""
        names = {task.source.name for task in reading.tasks}
        for name, record in self._before.specs.items():
            if name not in names and reading.why_unread(name):
                self._now.specs[name] = record
                if said := self._before.said.get(name):
                    self._now.said[name] = said

    def _leave(self, tasks: Sequence[Task], mine: Sequence[Task], *, clean: bool) -> tuple[str, ...]:
        """Notes the files of earlier builds that no spec gives any more; with `clean`, removes them and names them.

        One that somebody has changed stays in any case: it is named each time, and forgotten when `clean` spares it.
        """
        wanted = {output.name for record in self._now.specs.values() for output in record.outputs}
        wanted |= {file for task in tasks if len(mine) < len(tasks) for file in task.outputs.values()}
        earlier = [output for record in self._before.specs.values() for output in record.outputs]
        if self._before.index and not self._wishes.index and not self._shard:
            earlier.append(self._before.index[1])
        elif self._now.index:
            wanted.add(self._now.index[1].name)
        gone = {output.name: output for output in (*self._before.left.values(), *earlier) if output.name not in wanted}
        removed: list[str] = []
        for name, output in gone.items():
            try:
                if clean and self._tree.remove(output):
                    removed.append(name)
                elif self._tree.holds(name):
                    if not self._tree.has(output):
                        self._kept.append(name)
                    if not clean:
                        self._now.left[name] = output
            except OSError as error:
                self._failed.append(Failure(name, reason(error), WRONG_USE, is_spec=False))
                self._now.left[name] = output
        if clean:
            removed += self._tree.sweep([*wanted, *gone])
        return tuple(sorted(removed))

    def _save(self, *, done: bool) -> None:
        """Writes down what is known; what shards have written down is part of it once everything is built."""
        now = self._now
        if not done:
            # Until the end nothing is forgotten of what was there before.
            earlier = {output.name: output for record in self._before.specs.values() for output in record.outputs}
            left = {**self._before.left, **earlier}
            specs, said = {**self._before.specs, **now.specs}, {**self._before.said, **now.said}
            now = Manifest(specs, said, now.pages, left, now.memos, self._before.index)
        try:
            self._tree.publish(shard_name(self._shard), now.text())
            if done and self._shard is None:
                for name in self._files:
                    if is_shard(name):
                        self._tree.make().remove(name)
        except OSError as error:
            self._failed.append(Failure(NAME, reason(error), WRONG_USE, is_spec=False))

    # ---- what is made -------------------------------------------------------------------------------------------

    def _render(self, waiting: Sequence[Task], count: int, effort: Effort, *, check: bool) -> None:
        done = count - len(waiting)
        effort.progress(done, count)
        if not waiting:
            return
        from impactmap.build.publishing import compared, published
        from impactmap.build.rendering import rendered

        made = rendered(waiting, effort.jobs, effort.executor)
        put: Iterator[Published] = (compared if check else published)(self._tree, made, len(waiting))
        try:
            for one in put:
                self._take(one)
                done += 1
                effort.progress(done, count)
                if not check and done % _SAVED_EVERY == 0:
                    self._save(done=False)
        except KeyboardInterrupt:
            if not check:
                self._save(done=False)
            raise

    def _take(self, one: Published) -> None:
        path, name = one.task.source.path, one.task.source.name
        if not one.failure and one.made.said:
            self._warned.append((path, one.made.said))
            self._now.said[name] = len(one.made.said)
        if one.failure:
            self._failed.append(one.failure)
        elif one.changed or not one.whole:
            self._built.append(path)
        else:
            self._unchanged.append(path)
        (self._stale if not one.whole else self._written).extend(one.changed)
        record = self._before.specs.get(name)
        if not one.failure or one.outputs:
            # What was written before something failed is known as ours, and never as current.
            kept = record.outputs if record and one.failure else ()
            self._now.specs[name] = Record.of(
                name,
                "" if one.failure else one.key,
                {o.name: o for o in (*kept, *one.outputs)}.values(),
                one.made.about,
            )
        elif record:
            self._now.specs[name] = record

    def _index(self, reading: Reading, *, check: bool) -> None:
        from impactmap.build.indexing import Indexing

        indexing = Indexing(self._now.specs, reading, self._failed, self._mark)
        before = self._known.index
        if before and before[0] == indexing.key and self._tree.has(before[1]):
            self._now.index = before
            return
        data = indexing.page()
        output = Output.of(INDEX, data)
        if check:
            if not self._tree.has(output):
                self._stale.append(INDEX)
            return
        try:
            if problems := in_the_way(self._tree.make(), [(INDEX, "the index")], reading.files):
                raise OSError(problems[0])
            if self._tree.publish(INDEX, data):
                self._written.append(INDEX)
            self._now.index = indexing.key, output
        except OSError as error:
            self._failed.append(Failure(str(self._tree.path / INDEX), reason(error), WRONG_USE, is_spec=False))


def remembered(tree: Tree) -> tuple[Manifest, list[str]]:
    """What earlier builds in a folder have written down, and the names of the files that it stood in."""
    known, files = Manifest(), []
    for name in sorted(name for name in tree.names() if name == NAME or is_shard(name)):
        data = tree.read(name, LARGEST)
        if data is not None:
            known.take(data)
            files.append(name)
    return known, files
