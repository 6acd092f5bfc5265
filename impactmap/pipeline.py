"""The whole trip on one page: a spec's bytes become a model, and a model a picture. Also the Python API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from impactmap.diagnostics import UsageError, did_you_mean
from impactmap.document import Limits
from impactmap.geometry import Direction
from impactmap.graph import Graph
from impactmap.model import Model
from impactmap.theme import Mode, Theme
from impactmap.views import View

Syntax = Literal["markdown", "yaml"]
FORMATS = ("svg", "html")
MOST_VARIANTS = 8  # pictures of one view in a page of all views


def load(
    source: str | Path | bytes, *, path: str | None = None, syntax: Syntax | None = None, limits: Limits | None = None
) -> Model:
    """Reads a spec.

    `source` is a path (a `Path`, or a `str` without a line break) or the spec itself (`bytes`, or a `str` of
    several lines). `path` names the source in messages; `syntax` is taken from the file's extension, or from
    the text where there is none. Raises `SpecError` with everything that is wrong, OSError when the file
    cannot be read. Warnings are the model's `diagnostics`.
    """
    from impactmap.assemble import assemble
    from impactmap.readers import read

    if isinstance(source, Path) or (isinstance(source, str) and "\n" not in source):
        data, name = Path(source).read_bytes(), str(source)
    else:
        data, name = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"), "<text>"
    return assemble(read(data, path or name, syntax, limits or Limits()))


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

    `outcome` is the gain or metric (id or title) at the root of an opportunity tree. `html` holds every view
    that has something to show, this one first. Raises `UsageError` for a name that does not exist and
    `LayoutError` when no engine could place the graph.
    """
    return picture(
        model,
        view=view,
        format=format,
        theme=theme,
        direction=direction,
        outcome=outcome,
        engine=engine,
        brand=brand or Theme(),
    )[0]


def picture(
    model: Model,
    *,
    view: str,
    format: str,
    theme: Mode,
    direction: Direction | None,
    outcome: str,
    engine: str,
    brand: Theme,
) -> tuple[bytes, tuple[str, ...]]:
    """What `render` does, with the warnings of the layout beside the bytes."""
    from impactmap.drawing import compose, sketch
    from impactmap.layout import solve

    if format not in FORMATS:
        raise UsageError(f"there is no format '{format}': {did_you_mean(format, FORMATS) or 'there are svg and html'}")
    warnings: list[str] = []
    pages = []
    for graph in _graphs(model, view, direction, outcome, alone=format == "svg"):
        sketched = sketch(graph)
        layout = solve(sketched.problem, engine)
        if layout.warning:
            warnings.append(layout.warning)
        pages.append(compose(sketched, layout, brand.logo))
    if format == "svg":
        from impactmap.formats.svg import document

        return document(pages[0], mode=theme, theme=brand).encode(), tuple(warnings)
    from impactmap.formats.html import document as html

    return html(pages, title=model.title, mode=theme, theme=brand).encode(), tuple(warnings)


def _graphs(model: Model, name: str, direction: Direction | None, outcome: str, *, alone: bool) -> Iterator[Graph]:
    """The graph asked for, and unless `alone` those of every other view that has something to show."""
    from impactmap.views import every, view

    def through(lens: View, outcome: str) -> Graph:
        return lens.graph(model, direction or lens.DIRECTION, outcome)

    first = through(view(name), outcome)
    yield first
    if alone:
        return
    seen = {first.key}
    for lens in every():
        if lens.applies(model):
            for variant in lens.variants(model)[:MOST_VARIANTS]:
                graph = through(lens, variant)
                if graph.key not in seen:
                    seen.add(graph.key)
                    yield graph
