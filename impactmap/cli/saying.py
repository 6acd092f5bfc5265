"""What the command line says, and how: errors, warnings and lines on standard error."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from impactmap.diagnostics import Diagnostic
from impactmap.terminal import visible

WRONG_SPEC, WRONG_USE, FAILED = 1, 2, 3


def tell(text: str) -> None:
    """To standard error, in colour where a terminal shows it and nobody asked for none (no-color.org)."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    click.echo(text, err=True, color=False if plain else None)


def report(diagnostics: Sequence[Diagnostic], data: bytes) -> None:
    """Findings about a spec, each under its line."""
    if not diagnostics:
        return
    from impactmap.report import describe, source_lines

    lines = source_lines(data)
    for diagnostic in diagnostics:
        tell(describe(diagnostic, lines))


def say(severity: str, message: str) -> None:
    """Each line of a message is one thing that is wrong."""
    colour = {"error": "red", "warning": "yellow"}[severity]
    for line in message.split("\n"):
        tell(click.style(f"{severity}: ", fg=colour, bold=True) + visible(line))


def show(error: click.ClickException) -> None:
    """A mistake in the command line, in the same words as every other error, and where to read on."""
    say("error", error.format_message())
    context = getattr(error, "ctx", None)
    if context:
        tell(f"  see `{context.command_path} --help`")


def reason(error: Exception) -> str:
    """An OSError without its number: `No such file or directory: 'x.md'`."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: '{error.filename}'" if error.filename else error.strerror
    return str(error)
