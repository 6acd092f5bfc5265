"""From specs that are not current to the bytes of their pictures: read again, sent to workers, and told apart again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from impactmap.build.outcome import WRONG_USE, reason
from impactmap.build.plan import Task
from impactmap.build.sources import read_source
from impactmap.build.work import Job, Made, make

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from impactmap.build.projects import Project
    from impactmap.settings import Settings

HANDFUL = 8
"""So many specs are rendered here sooner than workers are started."""


def rendered(tasks: Sequence[Task], jobs: int | None, executor: Executor | None) -> Iterator[tuple[Task, str, Made]]:
    """Each task with the key of the bytes that it was made of, and what was made, in the order in which it is done.

    Specs are read here, just before they are sent: what is remembered is what was rendered.
    """
    sent: dict[str, tuple[Task, str]] = {}
    lost: list[tuple[Task, str, Made]] = []
    for made in _made(_jobs(tasks, sent, lost), tasks, jobs, executor):
        yield *sent.pop(made.name), made
    yield from lost


def _jobs(
    tasks: Iterable[Task], sent: dict[str, tuple[Task, str]], lost: list[tuple[Task, str, Made]]
) -> Iterator[Job]:
    settings: dict[Project, Settings] = {}
    for task in tasks:
        source, project = task.source, task.project
        try:
            data, _ = read_source(source.path, task.wanted.limits.bytes + 1)
        except OSError as error:
            lost.append((task, "", Made(source.name, failed=WRONG_USE, why=reason(error))))
            continue
        if project not in settings:
            settings[project] = project.settings()
        sent[source.name] = task, task.key(data)
        yield Job(source.name, source.path, data, task.outputs, task.wanted, settings[project], project.colours)


def _made(stream: Iterator[Job], tasks: Sequence[Task], jobs: int | None, executor: Executor | None) -> Iterator[Made]:
    if executor is None and (len(tasks) <= HANDFUL or _hands(jobs) == 1):
        for job in stream:
            yield from make([job])
        return
    from impactmap.build.workers import rendered_by

    with closing(rendered_by(stream, len(tasks), tasks[0].wanted, jobs or _hands(jobs), executor)) as made:
        yield from made


def _hands(jobs: int | None) -> int:
    """How many workers: as many as asked for, else as there are processors that this process may use."""
    if jobs is not None:
        return max(1, jobs)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
