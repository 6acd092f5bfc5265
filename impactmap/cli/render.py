"""`impactmap render`: specs as pictures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
from msgspec.structs import replace

from impactmap.cli.files import brand_of, colours_of, limits_of, name_of, plan, read_model, settled_for, write
from impactmap.cli.saying import FAILED, WRONG_SPEC, WRONG_USE, reason, say
from impactmap.diagnostics import LayoutError, UsageError
from impactmap.formats import FORMATS, SHEETS
from impactmap.geometry import Direction
from impactmap.layout import ENGINES
from impactmap.paper import Paper, paper
from impactmap.theme import Mode

if TYPE_CHECKING:
    from impactmap.document import Limits
    from impactmap.pipeline import Options
    from impactmap.settings import Settings
    from impactmap.theme import Theme


def _view_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from impactmap.views import every

    return [lens.NAME for lens in every() if lens.NAME.startswith(incomplete)]


def _one(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> str | None:
    """The one format; that a second one counts and the first does not would be no good news to find out later."""
    if len(set(given)) > 1:
        raise click.BadParameter(f"{' and '.join(given)} are two formats: `impactmap build` draws several")
    return next(iter(given), None)


@click.command("render")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help="Where to write; `-` is standard output.")
@click.option("--view", shell_complete=_view_names, help="The lens.  [default: the project's, or impact-map]")
@click.option(
    "--format",
    "format_",
    multiple=True,
    type=click.Choice(list(FORMATS)),
    callback=_one,
    help="By default the extension of -o, or svg.",
)
@click.option("--theme", type=click.Choice(get_args(Mode)), help="Colours.  [default: the project's, or auto]")
@click.option("--direction", type=click.Choice(get_args(Direction)), help="Which way it reads. [default: the view's]")
@click.option("--outcome", default="", metavar="ID", help="The gain or metric at the root of a tree or goal map.")
@click.option("--engine", type=click.Choice(list(ENGINES)), default="embedded", show_default=True)
@click.option(
    "--brand", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of colours and a logo line."
)
@click.option(
    "--findings/--no-findings", default=True, show_default=True, help="Whether a page shows what the checks find."
)
@click.option("--scale", type=float, metavar="N", help="PNG: pixels for each px of the picture.  [default: 2]")
@click.option("--page", default="", metavar="SIZE", help="PNG, PDF: a sheet, such as a4, slide or 297x210mm.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on specs.")
def command(
    specs: tuple[Path, ...],
    output: str | None,
    view: str | None,
    format_: str | None,
    theme: Mode | None,
    direction: Direction | None,
    outcome: str,
    engine: str,
    brand: Path | None,
    findings: bool,
    scale: float | None,
    page: str,
    limits: Limits,
) -> None:
    """Draw each SPEC (`-` is standard input) as a picture.

    Without -o the picture of NAME.md goes to NAME.svg in the current folder, and that of standard input to
    standard output. Nothing is written for a spec that has an error; the others are.

    A page (.html) also shows what `impactmap check` finds, under the project's settings, judged by the date that the
    map holds for (`as of`) and not by today's.
    """
    from impactmap.pipeline import Options, picture
    from impactmap.views import view as find_view

    if view == "all":
        raise UsageError("a picture shows one view: `-o NAME.html` holds all of them, and `impactmap build` draws each")
    if view is not None:
        find_view(view)  # a wrong name is said once, before anything is read
    targets = plan(specs, output, format_)
    sheet = _paper(targets, scale, page)
    colours = brand_of(brand) if brand else None
    settled = settled_for(specs, lambda settings: (settings, colours or colours_of(settings)))
    if not settled.keys() >= set(specs):
        sys.exit(WRONG_USE)
    worst = 0
    for spec, (target, kind) in zip(specs, targets, strict=True):
        name = name_of(spec)
        try:
            model = read_model(spec, limits)
            if model is None:
                worst = max(worst, WRONG_SPEC)
                continue
            chosen = Options(
                view or "", kind, direction=direction, outcome=outcome, engine=engine, findings=findings, paper=sheet
            )
            drawn, warnings = picture(model, _settled(chosen, theme, *settled[spec]))
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


def _paper(targets: list[tuple[Path | None, str]], scale: float | None, page: str) -> Paper:
    """What the pictures are put on. An option that changes none of them is wrong use, as is binary for a terminal."""
    kinds = {kind for _, kind in targets}
    if scale is not None and "png" not in kinds:
        raise UsageError(f"--scale is for png, and this is {_or(kinds)}")
    if page and not kinds & SHEETS:
        raise UsageError(f"--page is for {' and '.join(sorted(SHEETS))}, and this is {_or(kinds)}")
    if any(target is None and kind in SHEETS for target, kind in targets) and sys.stdout and sys.stdout.isatty():
        raise UsageError(f"{_or(kinds)} is not for a terminal: name a file with -o, or send it into a pipe")
    return paper(scale, page)


def _or(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds))


def _settled(options: Options, theme: Mode | None, settings: Settings, colours: Theme) -> Options:
    """View, mode, colours and rules: the option that is given, else what the project has settled, else the tool's."""
    return replace(
        options,
        view=options.view or next(iter(settings.views), "impact-map"),
        theme=theme or settings.theme or "auto",
        brand=colours,
        settings=settings,
    )
