"""The whole trip on one page: a spec's bytes become a model, and a model a picture. Also the Python API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from impactmap.chain import outcome as find_outcome
from impactmap.diagnostics import UsageError, did_you_mean
from impactmap.document import Limits, Syntax
from impactmap.formats import form
from impactmap.geometry import Direction
from impactmap.graph import Graph
from impactmap.model import Model
from impactmap.theme import Mode, Theme
from impactmap.views import View, every, view

MOST_VARIANTS = 8  # pictures of one view in a page of all views


@dataclass(frozen=True, slots=True)
class Options:
    """How a picture is wanted; see `render`."""

    view: str = "impact-map"
    format: str = "svg"
    theme: Mode = "auto"
    direction: Direction | None = None
    outcome: str = ""
    engine: str = "embedded"
    brand: Theme = field(default_factory=Theme)


def load(
    source: str | Path | bytes, *, path: str | None = None, syntax: Syntax | None = None, limits: Limits | None = None
) -> Model:
    """Reads a spec.

    `source` is a path (a `Path`, or a `str` without a line break) or the spec itself (`bytes`, or a `str` of
    several lines). `path` names the source in messages; `syntax` is taken from the name's extension, or from
    the text where there is none. Raises `SpecError` with everything that is wrong, OSError when the file
    cannot be read. Warnings are the model's `diagnostics`.
    """
    from impactmap.assemble import assemble
    from impactmap.readers import read

    limits = limits or Limits()
    if isinstance(source, Path) or (isinstance(source, str) and "\n" not in source):
        data, name = read_file(Path(source), limits), str(source)
    else:
        data, name = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"), "<text>"
    return assemble(read(data, path or name, syntax, limits))


def read_file(path: Path, limits: Limits) -> bytes:
    """A file's bytes, one more than is allowed at most: a huge file is refused without being read whole."""
    with path.open("rb") as file:
        return file.read(limits.bytes + 1)


def render(
    model: Model,
    *,
    view: str = "impact-map",
    format: str = "svg",
    theme: Mode = "auto",
    direction: Direction | None = None,
    outcome: str = "",
    engine: str = "embedded",
    brand: Theme | None = None,
) -> bytes:
    """Draws a model through a view, as the bytes of a file in UTF-8.

    `outcome` is the gain or metric (id or title) at the root of an opportunity tree or goal map. `html` holds every
    view that has something to show, this one first; of a view with many outcomes, the first eight. Raises `UsageError`
    for a name that does not exist and `LayoutError` when no engine could place the graph.
    """
    return picture(model, Options(view, format, theme, direction, outcome, engine, brand or Theme()))[0]


def picture(model: Model, options: Options) -> tuple[bytes, tuple[str, ...]]:
    """What `render` does, with warnings about the picture, in a sentence each, beside the bytes."""
    from impactmap.drawing import Page, laid_out
    from impactmap.layout import solve

    written = form(options.format)
    _check("theme", options.theme, get_args(Mode))
    _check("direction", options.direction or "right", get_args(Direction))
    pages: list[Page] = []
    warnings: list[str] = []
    for graph in _graphs(model, options, written.ALONE, warnings):
        page, warning = laid_out(graph, lambda problem: solve(problem, options.engine), options.brand.logo)
        pages.append(page)
        warnings += [warning] if warning else []
    text = written.document(pages, title=model.title, mode=options.theme, theme=options.brand)
    return text.encode(), tuple(warnings)


def _rooted() -> str:
    names = [f"--view {lens.NAME}" for lens in every() if lens.ROOTED]
    return f"{' and '.join(names)} {'has' if len(names) == 1 else 'have'}"


def _check(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        hint = did_you_mean(given, known) or f"there are {', '.join(known)}"
        raise UsageError(f"there is no {what} '{given}': {hint}")


def _graphs(model: Model, options: Options, alone: bool, warnings: list[str]) -> Iterator[Graph]:
    """The graph asked for, and unless `alone` those of every other view that has something to show."""

    def through(lens: View, outcome: str) -> Graph:
        return lens.graph(model, options.direction or lens.DIRECTION, outcome)

    asked = view(options.view)
    outcome = find_outcome(model, options.outcome).id if options.outcome else ""
    if outcome and alone and not asked.ROOTED:
        raise UsageError(f"the view '{asked.NAME}' has no outcome to choose; {_rooted()}")
    first = through(asked, outcome)
    yield first
    if alone:
        return
    seen = {first.key}
    for lens in every():
        if not lens.applies(model):
            continue
        variants = lens.variants(model)
        if outcome and lens.ROOTED:
            variants = (outcome, *(variant for variant in variants if variant != outcome))
        if len(variants) > MOST_VARIANTS:
            warnings.append(
                f"the page holds the first {MOST_VARIANTS} of {len(variants)} pictures of the view '{lens.NAME}': "
                "choose others with --outcome"
            )
        for variant in variants[:MOST_VARIANTS]:
            graph = through(lens, variant)
            if graph.key not in seen:
                seen.add(graph.key)
                yield graph
