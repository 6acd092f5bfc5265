"""`impactmap metrics`: what the metrics of a spec come to, which levers there are, and what a change would do."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from impactmap.cli.files import limits_of, read_model
from impactmap.cli.saying import WRONG_SPEC

if TYPE_CHECKING:
    from impactmap.document import Limits


@click.command("metrics")
@click.argument("spec", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--set", "changes", multiple=True, metavar="NAME=VALUE", help="A what-if: fee=$20, fee=+10%, mau='160 to 180'."
)
@click.option("--with-influences", is_flag=True, help="Let hypotheses move their metrics in the what-if.")
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
@click.option("--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on specs.")
def command(spec: Path, changes: tuple[str, ...], with_influences: bool, format_: str, limits: Limits) -> None:
    """Work out the metrics of SPEC (`-` is standard input).

    Values by formula, levers (what +10% of each input does to the north star and the top KPI), and how much of each
    claimed gain rests on assumption. With --set, what would be if some metrics were different.
    """
    from impactmap.account import account, as_json, as_table

    model = read_model(spec, limits)
    if model is None:
        sys.exit(WRONG_SPEC)
    found = account(model, changes, with_influences)
    if format_ == "json":
        click.echo(json.dumps(as_json(found), indent=2, ensure_ascii=False))
    else:
        click.echo(as_table(found))
