"""`impactmap compare`: one spec through two lenses, or two specs fact by fact."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from impactmap.cli.comparing import names, options, same_file, target
from impactmap.cli.files import brand_of, name_of, read_model, write
from impactmap.cli.saying import WRONG_SPEC, WRONG_USE, say
from impactmap.diagnostics import UsageError
from impactmap.theme import Mode

if TYPE_CHECKING:
    from impactmap.document import Limits


@click.command("compare")
@click.argument(
    "specs", nargs=-1, required=True, metavar="SPEC [OTHER]", type=click.Path(path_type=Path, allow_dash=True)
)
@click.option("--outcome", default="", metavar="ID", help="One spec: the gain or metric at the root of the tree.")
@options
def command(
    specs: tuple[Path, ...],
    outcome: str,
    output: str | None,
    format_: str | None,
    theme: Mode,
    engine: str,
    brand: Path | None,
    limits: Limits,
) -> None:
    """Compare two ways to see a spec, or two specs.

    With one SPEC: the customer-first map and the strongest business-first tree from the same facts, and what each
    has no place for. With two: which facts are in both, in only one, re-worded, re-linked, moved or changed.

    Writes NAME.compare.html unless told otherwise; Markdown and JSON go to standard output without -o.
    """
    from impactmap.comparison.lenses import NoOutcomeError
    from impactmap.comparison.written import Style, two_lenses, two_specs

    if len(specs) > 2:
        raise click.UsageError(f"one spec or two can be compared, and {len(specs)} were named")
    if outcome and len(specs) > 1:
        raise click.UsageError("--outcome chooses a tree for one spec; with two specs there is no tree")
    goes, kind = target(specs, output, format_, "compare", "html")
    style = Style(kind, theme, engine, brand_of(brand))
    models = [read_model(spec, limits) for spec in specs]
    if not all(models):
        sys.exit(WRONG_SPEC)
    known = [model for model in models if model]
    name = ", ".join(map(name_of, specs))
    if len(known) == 1:
        try:
            made, warnings = two_lenses(known[0], style, outcome)
        except UsageError as error:
            # Which file lacks it; and a spec without an outcome is a matter of the spec, not of the command.
            say("error", f"{name}: {error}")
            sys.exit(WRONG_SPEC if isinstance(error, NoOutcomeError) else WRONG_USE)
    else:
        if same_file(specs):
            say("warning", f"'{specs[0]}' is compared with itself: both are the same spec")
        made, warnings = two_specs(known[0], known[1], names(specs), style)
    for warning in warnings:
        say("warning", f"{name}: {warning}")
    write(goes, made, name)
