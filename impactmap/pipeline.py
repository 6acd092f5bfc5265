"""The whole trip on one page: a spec's bytes become a model, and a model a picture. Also the Python API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from msgspec import Struct, field

from impactmap.chain import outcome as find_outcome
from impactmap.diagnostics import UsageError, did_you_mean
from impactmap.document import Limits, Syntax
from impactmap.formats import form
from impactmap.geometry import Direction
from impactmap.graph import Graph
from impactmap.model import Model
from impactmap.paper import ITS_OWN, Paper
from impactmap.theme import Mode, Theme
from impactmap.views import View, every, view

if TYPE_CHECKING:
    from datetime import date

    from impactmap.checks import Finding
    from impactmap.drawing import Page
    from impactmap.health import Share
    from impactmap.settings import Settings

MOST_VARIANTS = 8  # pictures of one view in a page of all views


class Options(Struct, frozen=True):
    """How a picture is wanted; see `render`."""

    view: str = "impact-map"
    format: str = "svg"
    theme: Mode = "auto"
    direction: Direction | None = None
    outcome: str = ""
    engine: str = "embedded"
    brand: Theme = field(default_factory=Theme)
    findings: bool = True
    settings: Settings | None = None
    paper: Paper = ITS_OWN


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
    data, name = _bytes_of(source, limits)
    return assemble(read(data, path or name, syntax, limits))


def check(
    source: str | Path | bytes,
    *,
    path: str | None = None,
    syntax: Syntax | None = None,
    limits: Limits | None = None,
    settings: Settings | None = None,
    profile: str = "",
    audience: str = "",
    today: date | None = None,
) -> tuple[Finding, ...]:
    """All that is to be said about a spec, in source order: what is wrong with it, and what the checks find.

    `source` and what follows it are as in `load`; a spec with errors gets every check of what could be understood.
    `settings` are those of the project; `profile` and `audience` override theirs and the spec's. `today` decides which
    waivers have ended.
    Raises `UsageError` for codes and names that do not exist, OSError when the file cannot be read.
    """
    from impactmap.assemble import understand
    from impactmap.checks import check
    from impactmap.readers import read

    limits = limits or Limits()
    data, name = _bytes_of(source, limits)
    return check(understand(read(data, path or name, syntax, limits)), settings, today, profile, audience)


def examine(
    data: bytes,
    path: str,
    limits: Limits,
    settings: Settings,
    profile: str = "",
    audience: str = "",
    today: date | None = None,
) -> tuple[tuple[Finding, ...], tuple[Share, ...]]:
    """What `check` finds, and how healthy the map is; of a spec with errors nothing is claimed."""
    from impactmap.assemble import understand
    from impactmap.checks import check
    from impactmap.health import health
    from impactmap.readers import read

    understood = understand(read(data, path, None, limits))
    findings = check(understood, settings, today, profile, audience)
    return findings, health(understood.model) if understood.sound else ()


def _bytes_of(source: str | Path | bytes, limits: Limits) -> tuple[bytes, str]:
    """What a spec holds, and what messages call it."""
    if isinstance(source, Path) or (isinstance(source, str) and "\n" not in source):
        return read_file(Path(source), limits), str(source)
    return source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"), "<text>"


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
    findings: bool = True,
    settings: Settings | None = None,
    paper: Paper = ITS_OWN,
) -> bytes:
    """Draws a model through a view, as the bytes of a file (text is UTF-8).

    `outcome` is the gain or metric (id or title) at the root of an opportunity tree or goal map. `html` holds every
    view that has something to show, this one first; of a view with many outcomes, the first eight. Unless `findings` is
    False it also shows what the checks say under these `settings` (of a project), judged by the day that the map holds
    for: the same on any day. `paper` is the size of a picture in pixels or on a page.

    Raises `UsageError` for a name that does not exist and `LayoutError` when no engine could place the graph.
    """
    options = Options(view, format, theme, direction, outcome, engine, brand or Theme(), findings, settings, paper)
    return picture(model, options)[0]


def picture(model: Model, options: Options) -> tuple[bytes, tuple[str, ...]]:
    """What `render` does, with warnings about the picture, in a sentence each, beside the bytes."""
    written = form(options.format)
    _check("theme", options.theme, get_args(Mode))
    _check("direction", options.direction or "right", get_args(Direction))
    warnings: list[str] = []
    shown = graphs(model, options, written.ALONE, warnings)
    if not written.DRAWN:
        return written.document(list(shown), title=model.title).encode(), tuple(warnings)
    pages = list(_pages(shown, options, warnings))
    said = None
    if options.findings and not written.ALONE:
        from impactmap.reviewing import review

        said = review(model, options.settings)
    data = written.document(
        pages,
        title=model.title,
        mode=options.theme,
        theme=options.brand,
        review=said,
        paper=options.paper,
        warnings=warnings,
    )
    return data if isinstance(data, bytes) else data.encode(), tuple(warnings)


def _pages(graphs: Iterable[Graph], options: Options, warnings: list[str]) -> Iterator[Page]:
    from impactmap.drawing import laid_out
    from impactmap.layout import solve

    for graph in graphs:
        page, warning = laid_out(graph, lambda problem: solve(problem, options.engine), options.brand.logo)
        warnings += [warning] if warning else []
        yield page


def _rooted() -> str:
    names = [f"--view {lens.NAME}" for lens in every() if lens.ROOTED]
    return f"{' and '.join(names)} {'has' if len(names) == 1 else 'have'}"


def _check(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        hint = did_you_mean(given, known) or f"there are {', '.join(known)}"
        raise UsageError(f"there is no {what} '{given}': {hint}")


def graphs(model: Model, options: Options, alone: bool, warnings: list[str]) -> Iterator[Graph]:
    """The graph asked for, and unless `alone` those of every other view that has something to show.

    What the page leaves out is added to `warnings`. Raises UsageError for a name that does not exist.
    """

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
