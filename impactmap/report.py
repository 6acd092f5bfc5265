"""Diagnostics as a person reads them: place, message, the line itself, a caret, and what would be right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import click

from impactmap.diagnostics import Diagnostic, Span
from impactmap.readers.decoding import decode
from impactmap.terminal import visible

WINDOW = 100  # characters of a source line that are shown
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def source_lines(data: bytes) -> Sequence[str]:
    """The lines of a source, as its reader numbers them."""
    return decode(data)[0].split("\n")


def describe(diagnostic: Diagnostic, lines: Sequence[str]) -> str:
    """One diagnostic, coloured with `click.style` (which the printing strips where there is no terminal)."""
    span = diagnostic.span
    place = f"{diagnostic.path}:{span.line}:{span.column}" if span else diagnostic.path
    severity = click.style(f"{diagnostic.severity}[{diagnostic.code}]", fg=_COLOURS[diagnostic.severity], bold=True)
    head = f"{click.style(visible(place), bold=True)}: {severity}: {visible(diagnostic.message)}"
    if span is None or not 1 <= span.line <= len(lines):
        return "\n  ".join([head, *map(visible, diagnostic.hint.splitlines())])
    return "\n".join([head, *_excerpt(span, lines[span.line - 1], diagnostic)])


def _excerpt(span: Span, line: str, diagnostic: Diagnostic) -> Sequence[str]:
    """The line with a caret under the span; of a long line only what is around it."""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    left = 0 if len(line) <= WINDOW else max(0, min(start - WINDOW // 4, len(line) - WINDOW))
    shown = line[left : left + WINDOW]
    before, marked = visible(line[left:start].expandtabs(4)), visible(line[start : min(end, left + WINDOW)])
    text = ("…" if left else "") + visible(shown.expandtabs(4)) + ("…" if left + WINDOW < len(line) else "")
    number = f"{span.line:>5} | "
    pad = " " * (len(number) - 2) + "| " + " " * (_columns(before) + bool(left))
    caret = click.style("^" * max(1, _columns(marked.rstrip())), fg=_COLOURS[diagnostic.severity], bold=True)
    return [number + text, f"{pad}{caret} {visible(diagnostic.hint)}".rstrip()]


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
