"""What went wrong, where, and what was expected: the tool's errors as data.

Every floor may make a Diagnostic; only the command line prints one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "info"]


class Span(Struct, frozen=True, order=True):
    """A stretch of a source text. Lines and columns count characters from 1; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def within(self, start: int, end: int) -> Span:
        """The part from character `start` to `end` of a span that stands on one line; else all of it."""
        if self.line != self.end_line or self.column + end > self.end_column:
            return self
        return Span(self.line, self.column + start, self.line, self.column + max(end, start + 1))


class Diagnostic(Struct, frozen=True):
    """One finding about a source.

    `code` is a stable kebab-case name; `path` is the source as the user named it; `span` is None when
    the finding is about the whole file; `hint` says what would be right ("did you mean 'evidence'?").
    """

    code: str
    severity: Severity
    message: str
    path: str
    span: Span | None = None
    hint: str = ""


class ImpactmapError(Exception):
    """Base of every error that the tool raises on purpose."""


class SpecError(ImpactmapError):
    """The spec is wrong. `diagnostics` holds all that was found, warnings too, in source order."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        errors = [d for d in self.diagnostics if d.severity == "error"]
        first = errors[0] if errors else self.diagnostics[0]
        place = f"{first.path}:{first.span.line}:{first.span.column}: " if first.span else f"{first.path}: "
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{place}{first.message}{more}")


class LayoutError(ImpactmapError):
    """No engine could place the graph; the message says which was tried and what it answered."""


class UsageError(ImpactmapError):
    """The caller asked for something that does not exist (a view, a format, an outcome)."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, or None when nothing comes close."""
    found = difflib.get_close_matches(word.casefold(), list(candidates), n=1, cutoff=0.66)
    return found[0] if found else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A hint naming the candidate most like `word`, or the empty string."""
    found = nearest(word, candidates)
    return f"did you mean '{found}'?" if found else ""
