"""`impactmap convert`: Markdown to YAML and back."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from impactmap.cli.files import bytes_of, limits_of, name_of, not_a_source, write
from impactmap.cli.saying import WRONG_SPEC, report
from impactmap.diagnostics import SpecError
from impactmap.document import Syntax

if TYPE_CHECKING:
    from impactmap.document import Limits


@click.command("convert")
@click.argument("spec", metavar="IN", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@click.option("--to", type=click.Choice(get_args(Syntax)), help="By default what OUT ends in, or the other syntax.")
@click.option("--force", is_flag=True, help="Replace an OUT that holds something else.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on specs.")
def command(spec: Path, out: Path, to: Syntax | None, force: bool, limits: Limits) -> None:
    """Turn a spec from Markdown into YAML, or back.

    Every fact stays; the result is read back to prove it. Comments and prose stay as comments. `-` is standard
    input or output. An OUT that is there already is a source, perhaps with notes of its own: it is replaced only
    with --force.
    """
    from impactmap.convert import convert
    from impactmap.readers.decoding import decode
    from impactmap.readers.sniffing import named, sniff

    data = bytes_of(spec, limits)
    since = sniff(name_of(spec), decode(data)[0])
    wanted = _syntax(out, named(str(out)), to, since)
    if str(out) != "-":
        not_a_source(out, [spec])
        if not out.parent.is_dir():
            raise click.UsageError(f"there is no folder '{out.parent}': make it first")
    try:
        made = convert(data, wanted, path=name_of(spec), limits=limits)
    except SpecError as error:
        report(error.diagnostics, data)
        sys.exit(WRONG_SPEC)
    report(made.warnings, data)
    new = made.text.encode()
    if str(out) == "-":
        write(None, new, name_of(spec))
        return
    if os.path.lexists(out) and not force and out.read_bytes() != new:
        raise click.UsageError(f"'{out}' is there already and holds something else: --force replaces it")
    write(out, new, name_of(spec))


def _syntax(out: Path, by_name: Syntax | None, to: Syntax | None, since: Syntax) -> Syntax:
    """The syntax of the result. Raises click.UsageError when it cannot be told, or is that of the source."""
    if str(out) != "-" and by_name is None and to is None:
        raise click.UsageError(f"'{out}' should end in .md or .yaml, or --to should say which")
    if by_name and to and by_name != to:
        raise click.UsageError(f"'{out}' says {by_name}, --to says {to}: leave one out")
    other: Syntax = "yaml" if since == "markdown" else "markdown"
    wanted = to or by_name or other
    if wanted == since:
        name = {"markdown": "Markdown", "yaml": "YAML"}[since]
        raise click.UsageError(f"both are {name}: `impactmap fmt` brings a spec into its form")
    return wanted
