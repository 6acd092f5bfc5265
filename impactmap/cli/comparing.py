"""What `compare` and `diff` share: where a comparison goes, and what two specs are called."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from impactmap.cli.files import limits_of, not_a_source
from impactmap.comparison import EXTENSIONS, FORMATS, SUFFIXES
from impactmap.layout import ENGINES
from impactmap.theme import Mode

_TEXTS = ("markdown", "json")  # read where they are asked for, or piped on


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that both commands take."""
    decorators = (
        click.option("-o", "--output", metavar="FILE|FOLDER|-", help="Where to write; `-` is standard output."),
        click.option("--format", "format_", type=click.Choice(FORMATS), help="By default the extension of -o."),
        click.option("--theme", type=click.Choice(get_args(Mode)), default="auto", show_default=True, help="Colours."),
        click.option("--engine", type=click.Choice(list(ENGINES)), default="embedded", show_default=True),
        click.option(
            "--brand", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of colours and a logo line."
        ),
        click.option(
            "--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on specs."
        ),
    )
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def target(
    specs: Sequence[Path], output: str | None, format_: str | None, ending: str, usual: str
) -> tuple[Path | None, str]:
    """Where a comparison goes (None is standard output) and its format, `usual` unless something says otherwise.

    Without `output` text goes to standard output, and so does everything when a spec is read from standard input; a
    picture goes to the current folder, named after the specs and `ending`. Raises UsageError for an extension that
    says nothing or something else, for a target that is one of the specs, and for standard input named twice.
    """
    if [str(spec) for spec in specs].count("-") > 1:
        raise click.UsageError("standard input can be read once: name a file for the other spec")
    if output is None or output == "-":
        kind = format_ or usual
        if output == "-" or kind in _TEXTS or any(str(spec) == "-" for spec in specs):
            return None, kind
        return not_a_source(Path(_name(specs, ending, kind)), specs), kind
    named = Path(output)
    if named.is_dir() or output.endswith(("/", os.sep)):
        if any(str(spec) == "-" for spec in specs):
            raise click.UsageError("standard input has no name: give -o FILE")
        kind = format_ or usual
        return not_a_source(named / _name(specs, ending, kind), specs), kind
    by_name = EXTENSIONS.get(named.suffix.lower())
    if by_name is None and format_ is None:
        raise click.UsageError(f"'{named}' should end in .html, .svg, .md or .json, or --format should say which")
    if by_name and format_ and by_name != format_:
        raise click.UsageError(f"'{named}' says {by_name}, --format says {format_}: leave one out")
    return not_a_source(named, specs), format_ or by_name or usual


def _name(specs: Sequence[Path], ending: str, kind: str) -> str:
    """`a.compare.html`, `a-b.compare.html`; a diff is named after the new version: `b.diff.html`."""
    stems = [spec.stem for spec in (specs[-1:] if ending == "diff" else specs)]
    return f"{'-'.join(stems)}.{ending}{SUFFIXES[kind]}"


def names(specs: Sequence[Path]) -> tuple[str, str]:
    """What two specs are called in a comparison: their file names, whatever folder they lie in."""
    one, other = ("<stdin>" if str(spec) == "-" else spec.name for spec in specs)
    return one, other


def same_file(specs: Sequence[Path]) -> bool:
    """Whether both names are of one file."""
    if any(str(spec) == "-" for spec in specs):
        return False
    try:
        return specs[0].samefile(specs[1])
    except OSError:
        return False
