"""`impactmap diff`: two versions of one spec, from two files or out of git."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from impactmap.cli.comparing import names, options, target
from impactmap.cli.files import brand_of, name_of, read_model, write
from impactmap.cli.saying import WRONG_SPEC, report, say
from impactmap.diagnostics import SpecError
from impactmap.theme import Mode

if TYPE_CHECKING:
    from impactmap.document import Limits
    from impactmap.model import Model


@click.command("diff")
@click.argument("specs", nargs=-1, required=True, metavar="[OLD] NEW", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--git", "revision", metavar="REV", help="The old version is NEW as it is in this revision.")
@options
def command(
    specs: tuple[Path, ...],
    revision: str | None,
    output: str | None,
    format_: str | None,
    theme: Mode,
    engine: str,
    brand: Path | None,
    limits: Limits,
) -> None:
    """Tell what changed from one version of a spec to the next.

    \b
    impactmap diff OLD NEW
    impactmap diff --git REV SPEC     what changed since a branch, tag or commit

    Prints Markdown for a comment on a pull request; -o and --format make a picture, a page or JSON of it. Differences
    are no errors: the exit code is 0.
    """
    from impactmap.comparison.written import Style, two_versions

    if revision is None and len(specs) != 2:
        raise click.UsageError(f"two versions are needed, OLD and NEW, or --git REV; {len(specs)} named")
    if revision is not None and (len(specs) != 1 or str(specs[0]) == "-"):
        raise click.UsageError("with --git, name the one file whose versions are compared")
    goes, kind = target(specs, output, format_, "diff", "markdown")
    style = Style(kind, theme, engine, brand_of(brand))
    new = read_model(specs[-1], limits) if revision is not None else None
    old = read_model(specs[0], limits) if revision is None else _at(specs[0], revision, limits)
    if revision is None:
        new = read_model(specs[1], limits)
    if not (old and new):
        sys.exit(WRONG_SPEC)
    called = names(specs) if revision is None else (revision, "now")
    if called[0] == called[1]:
        called = (f"{called[0]} (old)", f"{called[1]} (new)")
    made, warnings = two_versions(old, new, called, style)
    name = " … ".join(map(name_of, specs)) if revision is None else f"{name_of(specs[0])} since {revision}"
    for warning in warnings:
        say("warning", f"{name}: {warning}")
    write(goes, made, name)


def _at(spec: Path, revision: str, limits: Limits) -> Model | None:
    """The spec as a revision has it, or None when it has errors there; all findings have been said."""
    from impactmap.comparison.revision import at_revision
    from impactmap.pipeline import load

    data = at_revision(spec, revision, limits)
    try:
        model = load(data, path=f"{revision}:{spec}", limits=limits)
    except SpecError as error:
        report(error.diagnostics, data)
        return None
    report(model.diagnostics, data)
    return model
