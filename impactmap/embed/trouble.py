"""What is wrong with an embedded map, where on the page that is, and how the page itself shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from impactmap.diagnostics import Diagnostic, ImpactmapError, Span, SpecError
from impactmap.report import describe, source_lines

TITLE = "This impact map cannot be drawn"
"""What a page says above the reasons."""


class Place(Struct, frozen=True):
    """Where a spec's text stands: its first line is line `first` of `path`, each line `indent` characters in.

    A `first` of 0 means that nobody knows; then lines are counted from the beginning of the block.
    """

    path: str
    first: int = 1
    indent: int = 0


class Problem(Struct, frozen=True):
    """One thing that is wrong: `text` says where and what, for people; `line` is the line of the source, if known."""

    text: str
    line: int | None = None


class EmbedError(ImpactmapError):
    """A map cannot be embedded; `problems` holds everything that is known to be wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text for problem in self.problems))


def located(diagnostics: Iterable[Diagnostic], data: bytes, place: Place) -> tuple[Problem, ...]:
    """Diagnostics of a spec as problems of the place where its text stands."""
    lines: Sequence[str] = source_lines(data)
    path = place.path if place.first else f"{place.path} (impactmap block)"
    before = max(place.first - 1, 0)
    page = [""] * before + [" " * place.indent + line for line in lines]

    def problem(found: Diagnostic) -> Problem:
        span = found.span and _moved(found.span, before, place.indent)
        text = click.unstyle(describe(replace(found, path=path, span=span), page))
        return Problem(text, span.line if span and place.first else None)

    return tuple(map(problem, diagnostics))


def problems_of(error: Exception, data: bytes, place: Place) -> tuple[Problem, ...]:
    """What an error of the tool, or of the system, says; a spec's errors each at their line."""
    if isinstance(error, EmbedError):
        return error.problems
    if isinstance(error, SpecError):
        return located(error.diagnostics, data, place)
    if isinstance(error, ImpactmapError | OSError):
        return tuple(map(Problem, reason(error).split("\n")))
    return (Problem(f"this is a defect of impactmap, please report it: {type(error).__name__}: {error}"),)


def shown(problems: Iterable[Problem]) -> Markup:
    """Problems as a block of a page. Its classes are those of admonitions, which hosts colour."""
    from impactmap.drawing.templates import environment

    template = environment().get_template("embed-error.html.j2")
    return Markup(template.render(title=TITLE, problems=tuple(problems)))  # noqa: S704 - the template has escaped it


def reason(error: Exception) -> str:
    """An error in a sentence, without the number that an OSError has."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _moved(span: Span, lines: int, columns: int) -> Span:
    return Span(span.line + lines, span.column + columns, span.end_line + lines, span.end_column + columns)
