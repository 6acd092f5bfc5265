"""What keeps a spec from being shown, or is said about how it was read, as data for the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from impactmap.diagnostics import Diagnostic, Severity, Span
from impactmap.report import WINDOW, source_lines
from impactmap.terminal import visible

MOST = 200  # problems that a page lists; a spec with more has one cause for most of them


class Problem(Struct, frozen=True):
    """One problem. `place` is path:line:column; the source line is in three parts, of which `marked` is meant."""

    severity: Severity
    message: str
    code: str = ""
    place: str = ""
    line: int = 0
    before: str = ""
    marked: str = ""
    after: str = ""
    hint: str = ""


def of_diagnostics(diagnostics: Iterable[Diagnostic], data: bytes) -> tuple[Problem, ...]:
    """What was found in a spec that holds `data`, in the order of the source."""
    found = tuple(diagnostics)
    lines = source_lines(data) if found else ()
    return tuple(_problem(one, lines) for one in found)


def _problem(diagnostic: Diagnostic, lines: Sequence[str]) -> Problem:
    span = diagnostic.span
    texts = diagnostic.severity, visible(diagnostic.message), diagnostic.code
    # A hint of several lines is an example.
    hint = "\n".join(map(visible, diagnostic.hint.split("\n")))
    if span is None or not 1 <= span.line <= len(lines):
        return Problem(*texts, place=visible(diagnostic.path), hint=hint)
    place = f"{visible(diagnostic.path)}:{span.line}:{span.column}"
    return Problem(*texts, place, span.line, *_parts(span, lines[span.line - 1]), hint=hint)


def _parts(span: Span, line: str) -> tuple[str, str, str]:
    """The line before, in and after the span; of a long line only what is around it."""
    start = span.column - 1
    end = max(start, span.end_column - 1 if span.end_line == span.line else len(line))
    left = 0 if len(line) <= WINDOW else max(0, min(start - WINDOW // 4, len(line) - WINDOW))
    right = left + WINDOW
    parts = (line[left:start], line[start : min(end, right)], line[min(end, right) : right])
    before, marked, after = (visible(part.expandtabs(4)) for part in parts)
    return ("…" if left else "") + before, marked, after + ("…" if right < len(line) else "")
