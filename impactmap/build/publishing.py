"""What was rendered, on its way to the output folder: written by a few threads, or only compared with what is there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from impactmap.build.manifest import Output
from impactmap.build.outcome import WRONG_USE, Failure, reason
from impactmap.build.plan import Task
from impactmap.build.rendering import HANDFUL
from impactmap.build.tree import Tree

if TYPE_CHECKING:
    from concurrent.futures import Future

    from impactmap.build.work import Made

_THREADS = 4
"""They spend their time waiting for the disk to say that it has the bytes."""

_AHEAD = 16  # specs on their way to the disk


class Published(Struct, frozen=True):
    """A spec whose files are where they belong, or not.

    `changed` are the files that were written; where nothing is written, those that should be. `outputs` are all
    that now hold what was made. `whole` is False for a comparison that found a difference.
    """

    task: Task
    key: str
    made: Made
    changed: tuple[str, ...] = ()
    outputs: tuple[Output, ...] = ()
    failure: Failure | None = None
    whole: bool = True


def published(tree: Tree, stream: Iterable[tuple[Task, str, Made]], count: int) -> Iterator[Published]:
    """Writes what comes, and hands it on without its bytes. The disk and the workers are busy at the same time."""
    if count <= HANDFUL:
        for one in stream:
            yield _written(tree, *one)
        return
    from concurrent.futures import ThreadPoolExecutor

    going: deque[Future[Published]] = deque()
    with ThreadPoolExecutor(_THREADS) as threads:
        for one in stream:
            going.append(threads.submit(_written, tree, *one))
            if len(going) > _AHEAD:
                yield going.popleft().result()
        while going:
            yield going.popleft().result()


def compared(tree: Tree, stream: Iterable[tuple[Task, str, Made]], count: int) -> Iterator[Published]:
    """Writes nothing, and tells which files do not hold what was made, are missing, or should not be there."""
    for task, key, made in stream:
        if made.failed:
            yield _failure(task, key, made)
            continue
        outputs = {name: Output.of(name, data) for name, data in made.outputs}
        changed = [name for name, output in outputs.items() if not tree.has(output)]
        changed += [name for name in task.outputs.values() if name not in outputs and tree.holds(name)]
        yield Published(task, key, _light(made), tuple(changed), tuple(outputs.values()), whole=not changed)


def _written(tree: Tree, task: Task, key: str, made: Made) -> Published:
    if made.failed:
        return _failure(task, key, made)
    changed: list[str] = []
    outputs: list[Output] = []
    for name, data in made.outputs:
        try:
            if tree.publish(name, data):
                changed.append(name)
        except OSError as error:
            failure = Failure(task.source.path, reason(error), WRONG_USE, made.diagnostics, made.said)
            return Published(task, key, _light(made), tuple(changed), tuple(outputs), failure)
        outputs.append(Output.of(name, data))
    return Published(task, key, _light(made), tuple(changed), tuple(outputs))


def _failure(task: Task, key: str, made: Made) -> Published:
    failure = Failure(task.source.path, made.why, made.failed, made.diagnostics, made.said)
    return Published(task, key, made, failure=failure)


def _light(made: Made) -> Made:
    from msgspec.structs import replace

    return replace(made, outputs=())
