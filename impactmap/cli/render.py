"""`impactmap render`: specs as pictures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from impactmap.cli.files import brand_of, limits_of, name_of, plan, read_model, write
from impactmap.cli.saying import FAILED, WRONG_SPEC, WRONG_USE, reason, say
from impactmap.diagnostics import LayoutError, UsageError
from impactmap.formats import FORMATS
from impactmap.geometry import Direction
from impactmap.layout import ENGINES
from impactmap.theme import Mode

if TYPE_CHECKING:
    from impactmap.document import Limits


def _view_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from impactmap.views import every

    return [lens.NAME for lens in every() if lens.NAME.startswith(incomplete)]


@click.command("render")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help="Where to write; `-` is standard output.")
@click.option("--view", default="impact-map", show_default=True, shell_complete=_view_names, help="The lens.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="By default the extension of -o, or svg.")
@click.option("--theme", type=click.Choice(get_args(Mode)), default="auto", show_default=True, help="Colours.")
@click.option("--direction", type=click.Choice(get_args(Direction)), help="Which way it reads. [default: the view's]")
@click.option("--outcome", default="", metavar="ID", help="The gain or metric at the root of a tree or goal map.")
@click.option("--engine", type=click.Choice(list(ENGINES)), default="embedded", show_default=True)
@click.option(
    "--brand", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of colours and a logo line."
)
@click.option("--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on specs.")
def command(
    specs: tuple[Path, ...],
    output: str | None,
    view: str,
    format_: str | None,
    theme: Mode,
    direction: Direction | None,
    outcome: str,
    engine: str,
    brand: Path | None,
    limits: Limits,
) -> None:
    """Draw each SPEC (`-` is standard input) as a picture.

    Without -o the picture of NAME.md goes to NAME.svg in the current folder, and that of standard input to
    standard output. Nothing is written for a spec that has an error; the others are.
    """
    from impactmap.pipeline import Options, picture
    from impactmap.views import view as find_view

    find_view(view)  # a wrong name is said once, before anything is read
    targets = plan(specs, output, format_)
    colours = brand_of(brand)
    worst = 0
    for spec, (target, kind) in zip(specs, targets, strict=True):
        name = name_of(spec)
        try:
            model = read_model(spec, limits)
            if model is None:
                worst = max(worst, WRONG_SPEC)
                continue
            drawn, warnings = picture(model, Options(view, kind, theme, direction, outcome, engine, colours))
            for warning in warnings:
                say("warning", f"{name}: {warning}")
            write(target, drawn, name)
        except LayoutError as error:
            say("error", f"{name}: {error}")
            worst = max(worst, FAILED)
        except BrokenPipeError:
            raise
        except UsageError as error:
            say("error", f"{name}: {error}")
            worst = max(worst, WRONG_USE)
        except OSError as error:
            say("error", reason(error))
            worst = max(worst, WRONG_USE)
    sys.exit(worst)
