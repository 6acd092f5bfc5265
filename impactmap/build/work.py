"""What a worker does: a spec's bytes become the bytes of its pictures. Nothing is read from a disk or written to one.

So it does not matter where it is done: in this process, in another one, or on another machine.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from impactmap.build.outcome import FAILED, WRONG_SPEC, WRONG_USE
from impactmap.build.plan import Wanted
from impactmap.diagnostics import Diagnostic, LayoutError, SpecError, UsageError
from impactmap.settings import Settings

if TYPE_CHECKING:
    from impactmap.model import Model
    from impactmap.theme import Theme


class Job(Struct, frozen=True):
    """A spec to be rendered. Only plain data, so that it can be sent anywhere; `brand` is the text of a brand file."""

    name: str
    path: str
    data: bytes
    outputs: Mapping[tuple[str, str], str]
    wanted: Wanted
    settings: Settings
    brand: bytes = b""


class Made(Struct, frozen=True):
    """What came of a spec: `outputs` are files by name, none where it failed.

    `said` are its diagnostics as a person reads them, under their lines, and warnings about the pictures; `about` is
    the JSON of what the index knows. A failure has an exit code in `failed` and the reason, in a line, in `why`.
    """

    name: str
    outputs: tuple[tuple[str, bytes], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    said: tuple[str, ...] = ()
    about: str = "{}"
    failed: int = 0
    why: str = ""


def make(jobs: Sequence[Job]) -> list[Made]:
    """Renders specs one after the other. What is wrong with one is in its `Made` and stops no other."""
    return [_made(job) for job in jobs]


def _made(job: Job) -> Made:
    from impactmap.pipeline import load

    diagnostics: tuple[Diagnostic, ...] = ()
    try:
        model = load(job.data, path=job.path, limits=job.wanted.limits)
        diagnostics = model.diagnostics
        files, warnings = _pictures(model, job)
        about = _about(model, job) if job.wanted.told else "{}"
    except SpecError as error:
        said = _described(error.diagnostics, job.data)
        return Made(job.name, (), error.diagnostics, said, failed=WRONG_SPEC, why=_first(error))
    except UsageError as error:
        return Made(job.name, (), diagnostics, _described(diagnostics, job.data), failed=WRONG_USE, why=str(error))
    except LayoutError as error:
        return Made(job.name, (), diagnostics, _described(diagnostics, job.data), failed=FAILED, why=str(error))
    except Exception as error:  # a defect costs one spec, and says so
        if os.environ.get("IMPACTMAP_DEBUG"):
            raise
        why = f"this is a defect of impactmap, please report it: {type(error).__name__}: {error}"
        return Made(job.name, (), diagnostics, failed=FAILED, why=why)
    said = (*_described(diagnostics, job.data), *(_warning(job.path, one) for one in warnings))
    return Made(job.name, files, diagnostics, said, about)


def _pictures(model: Model, job: Job) -> tuple[tuple[tuple[str, bytes], ...], list[str]]:
    from impactmap.pipeline import Options, picture
    from impactmap.views import every, view

    wanted = job.wanted
    applying = [name for name in wanted.views if view(name).applies(model)]
    files: list[tuple[str, bytes]] = []
    warnings: list[str] = []
    for (name, kind), file in job.outputs.items():
        if kind in wanted.alone:
            if name not in applying:
                continue
        else:
            name = next(iter(applying), "") or next((lens.NAME for lens in every() if lens.applies(model)), name)  # noqa: PLW2901
        data, said = picture(
            model,
            Options(
                name,
                kind,
                theme=wanted.theme,
                direction=wanted.direction,
                engine=wanted.engine,
                brand=_brand(job.brand),
                findings=wanted.findings,
                settings=job.settings,
                paper=wanted.paper,
            ),
        )
        files.append((file, data))
        warnings += said
    if not files:
        views = " and ".join(wanted.views)
        warnings.append(f"there is nothing to show through {views}: --view all draws what there is")
    return tuple(files), list(dict.fromkeys(warnings))


def _about(model: Model, job: Job) -> str:
    from impactmap.build.about import of

    return of(model, job.settings).to_json()


@functools.lru_cache(16)
def _brand(data: bytes) -> Theme:
    from impactmap.brand import read_brand
    from impactmap.theme import Theme

    return read_brand(data, "the brand file") if data else Theme()


def _described(diagnostics: Sequence[Diagnostic], data: bytes) -> tuple[str, ...]:
    if not diagnostics:
        return ()
    from impactmap.report import describe, source_lines

    lines = source_lines(data)
    return tuple(describe(one, lines) for one in diagnostics)


def _warning(path: str, sentence: str) -> str:
    import click

    from impactmap.terminal import visible

    return click.style("warning: ", fg="yellow", bold=True) + visible(f"{path}: {sentence}")


def _first(error: SpecError) -> str:
    """The first error in a line, without the name of the file: what it is called hangs on where a build starts."""
    errors = [one for one in error.diagnostics if one.severity == "error"] or list(error.diagnostics)
    first = errors[0]
    place = f"line {first.span.line}: " if first.span else ""
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{place}{first.message}{more}"


def warm(wanted: Wanted) -> None:
    """Imports what rendering needs and draws a first map, so that workers which are forked now start with it."""
    spec = b"# A map\n\n## Customer need\n- One\n\n## Root causes\n- Why\n"
    outputs = {(view, kind): f"{view}.{kind}" for view, kind in wanted.pictures()}
    make([Job("warm", "warm.md", spec, outputs, wanted, Settings())])
