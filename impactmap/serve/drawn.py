"""From a spec's file to what a page shows of it: pure work, done in the worker's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from impactmap.brand import LARGEST, read_brand
from impactmap.diagnostics import Diagnostic, SpecError, UsageError
from impactmap.document import Limits
from impactmap.drawing import Page, laid_out
from impactmap.formats.html import Companion, document
from impactmap.graph import Graph
from impactmap.layout import solve
from impactmap.model import Model
from impactmap.notes import Review
from impactmap.pipeline import Options, graphs, load
from impactmap.project import project_settings
from impactmap.reviewing import review
from impactmap.serve.problems import Problem, of_diagnostics
from impactmap.settings import Settings
from impactmap.terminal import visible
from impactmap.theme import Mode, Theme
from impactmap.views import every
from impactmap.watching import content

COMPANION = Companion(("preview-stream.js", "preview.js"), ("preview.css",))


class OutdatedError(Exception):
    """There is something newer to draw."""


class Wanted(Struct, frozen=True):
    """How maps are wanted, by the options of the command line; what is not given a project may settle."""

    view: str = ""
    theme: Mode | None = None
    brand: Path | None = None
    limits: Limits = field(default_factory=Limits)


class Known(Struct, frozen=True, dict=True):
    """A spec as it is read: a model and how it is to be drawn, or what is wrong with it.

    `same` is equal for what would be shown alike. `failed` says why the spec could not even be read. `brand` is the
    file that the colours come from.
    """

    same: object
    model: Model | None = None
    options: Options = field(default_factory=Options)
    diagnostics: tuple[Diagnostic, ...] = ()
    data: bytes = b""
    failed: str = ""
    brand: Path | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order of the source."""
        failed = self.failed.split("\n") if self.failed else ()
        return tuple(Problem("error", visible(line)) for line in failed) + of_diagnostics(self.diagnostics, self.data)

    @cached_property
    def review(self) -> Review:
        """What the checks say of the map."""
        assert self.model  # noqa: S101 - asked for by those who draw it
        return review(self.model, self.options.settings)


def read(path: Path, wanted: Wanted) -> Known:
    """A spec as it is now. Raises nothing: what is wrong is what it tells."""
    try:
        return _read(path, wanted)
    except Exception as error:
        return _stopped(f"this is a defect of impactmap, please report it: {type(error).__name__}: {error}", None)


def _read(path: Path, wanted: Wanted) -> Known:
    brand = wanted.brand
    try:
        settings = project_settings(path)
        brand = wanted.brand or (Path(settings.brand) if settings.brand else None)
        colours = _colours(brand, settings)
        data = content(path, wanted.limits.bytes + 1)
    except UsageError as error:
        return _stopped(str(error), brand)
    except FileNotFoundError as error:
        gone = "the spec is gone" if error.filename == str(path) else "there is no such file"
        return _stopped(f"{gone}: '{error.filename}'", brand)
    except OSError as error:
        return _stopped(f"{error.strerror or error}: '{error.filename or path}'", brand)
    options = Options(
        wanted.view or next(iter(settings.views), "impact-map"),
        "html",
        wanted.theme or settings.theme or "auto",
        brand=colours,
        settings=settings,
    )
    same = data, options
    try:
        model = load(data, path=str(path), limits=wanted.limits)
    except SpecError as error:
        return Known(same, None, options, error.diagnostics, data, brand=brand)
    return Known(same, model, options, model.diagnostics, data, brand=brand)


def _colours(brand: Path | None, settings: Settings) -> Theme:
    try:
        return read_brand(content(brand, LARGEST), str(brand)) if brand else Theme()
    except OSError as error:
        if str(brand) == settings.brand:
            raise settings.no_brand(error) from None
        raise


def _stopped(message: str, brand: Path | None) -> Known:
    return Known(message, failed=message, brand=brand)


def whole(known: Known, name: str, is_newest: Callable[[], bool]) -> tuple[bytes, tuple[str, ...]]:
    """The page of all views, and warnings about its pictures. Without a model it is a page that waits for one.

    Raises OutdatedError as soon as this is not the newest, UsageError and LayoutError as `picture` does.
    """
    if known.model is None:
        return _page((), known, name, None), ()
    warnings: list[str] = []
    pages = []
    for graph in graphs(known.model, known.options, False, warnings):
        if not is_newest():
            raise OutdatedError
        pages.append(_drawn(graph, known.options, warnings))
    if not is_newest():
        raise OutdatedError
    return _page(pages, known, name, known.review), tuple(warnings)


def single(known: Known, name: str, key: str, number: int) -> bytes | None:
    """The page of one view alone, its ids those of view `number`; None when the map has no such view any more."""
    graph = _graph(known, key)
    if graph is None:
        return None
    return _page([_drawn(graph, known.options, [])], known, name, known.review, number)


def _graph(known: Known, key: str) -> Graph | None:
    """The graph of a key, which is the name of its lens and where it needs one, an outcome."""
    if known.model is None:
        return None
    lens = next((lens for lens in every() if key == lens.NAME or key.startswith(f"{lens.NAME}.")), None)
    if lens is None or not lens.applies(known.model):
        return None
    outcome = key[len(lens.NAME) + 1 :]
    if outcome and outcome not in known.model.by_id:
        return None
    try:
        graph = lens.graph(known.model, known.options.direction or lens.DIRECTION, outcome)
    except UsageError:
        return None
    return graph if graph.key == key else None


def _drawn(graph: Graph, options: Options, warnings: list[str]) -> Page:
    page, warning = laid_out(graph, lambda problem: solve(problem, options.engine), options.brand.logo)
    warnings += [warning] if warning else []
    return page


def _page(pages: Iterable[Page], known: Known, name: str, said: Review | None, first: int = 1) -> bytes:
    title = known.model.title if known.model else name
    mode, theme = known.options.theme, known.options.brand
    text = document(list(pages), title=title, mode=mode, theme=theme, review=said, companion=COMPANION, first=first)
    return text.encode()


def warm_up() -> None:
    """Loads all that drawing needs, with a map that nobody sees: the first save is as fast as any."""
    model = load(
        "# Warm\n\n## Customer need\n- Wait for nothing {#n}\n\n## Root causes\n- Cold {#c}\n  - explains: n\n"
    )
    known = Known("", model, Options(format="html", settings=Settings()))
    whole(known, "", lambda: True)
