"""The command line: a thin face on the pipeline. It alone prints and exits, and says where pictures go."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from impactmap import __version__
from impactmap.diagnostics import Diagnostic, ImpactmapError, LayoutError, SpecError, UsageError, did_you_mean
from impactmap.formats import EXTENSIONS, FORMATS
from impactmap.geometry import Direction
from impactmap.layout import ENGINES
from impactmap.terminal import visible
from impactmap.theme import Mode

if TYPE_CHECKING:
    from impactmap.document import Limits
    from impactmap.theme import Theme

WRONG_SPEC, WRONG_USE, FAILED = 1, 2, 3
COMPLETION = "_IMPACTMAP_COMPLETE"  # set by shells that ask what could come next


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, invoke_without_command=True
)
@click.version_option(__version__, "-V", "--version", prog_name="impactmap")
@click.pass_context
def cli(context: click.Context) -> None:
    """Customer-first impact maps and opportunity trees from a Markdown or YAML spec.

    \b
    Start with:   impactmap init map.md
    then:         impactmap render map.md

    Exit codes: 0 fine, 1 a spec is wrong, 2 wrong use, 3 a layout or engine failed.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _view_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from impactmap.views import every

    return [lens.NAME for lens in every() if lens.NAME.startswith(incomplete)]


def _limits(ctx: click.Context, param: click.Parameter, given: Sequence[str]) -> Limits:
    from impactmap.document import Limits

    known = {field.name for field in dataclasses.fields(Limits)}
    changes = {}
    for one in given:
        name, _, value = one.partition("=")
        if name not in known:
            hint = did_you_mean(name, known) or f"there are {', '.join(sorted(known))}"
            raise click.BadParameter(f"there is no limit '{name}': {hint}")
        if not value.isdecimal() or not value.isascii() or len(value) > 12 or int(value) < 1:
            raise click.BadParameter(f"'{one}' should be {name}=NUMBER, as in {name}={getattr(Limits(), name)}")
        changes[name] = int(value)
    return dataclasses.replace(Limits(), **changes)


@cli.command()
@click.argument("specs", nargs=-1, required=True, metavar="SPEC…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help="Where to write; `-` is standard output.")
@click.option("--view", default="impact-map", show_default=True, shell_complete=_view_names, help="The lens.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="By default the extension of -o, or svg.")
@click.option("--theme", type=click.Choice(get_args(Mode)), default="auto", show_default=True, help="Colours.")
@click.option("--direction", type=click.Choice(get_args(Direction)), help="Which way it reads. [default: the view's]")
@click.option("--outcome", default="", metavar="ID", help="The gain or metric at the root of an opportunity tree.")
@click.option("--engine", type=click.Choice(list(ENGINES)), default="embedded", show_default=True)
@click.option(
    "--brand", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of colours and a logo line."
)
@click.option("--limit", "limits", multiple=True, metavar="NAME=N", callback=_limits, help="Raise a limit on specs.")
def render(
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
    from impactmap.pipeline import Options, load, picture, read_file
    from impactmap.theme import Theme
    from impactmap.views import view as find_view

    find_view(view)  # a wrong name is said once, before anything is read
    plan = _plan(specs, output, format_)
    colours = _brand(brand) if brand else Theme()
    worst = 0
    for spec, (target, kind) in zip(specs, plan, strict=True):
        name = "<stdin>" if str(spec) == "-" else str(spec)
        data = b""
        try:
            data = _standard_input(limits) if str(spec) == "-" else read_file(spec, limits)
            model = load(data, path=name, limits=limits)
            _report(model.diagnostics, data)
            options = Options(view, kind, theme, direction, outcome, engine, colours)
            drawn, warnings = picture(model, options)
            for warning in warnings:
                _say("warning", f"{name}: {warning}")
            _write(target, drawn, name)
        except SpecError as error:
            _report(error.diagnostics, data)
            worst = max(worst, WRONG_SPEC)
        except LayoutError as error:
            _say("error", f"{name}: {error}")
            worst = max(worst, FAILED)
        except BrokenPipeError:
            raise
        except UsageError as error:
            _say("error", f"{name}: {error}")
            worst = max(worst, WRONG_USE)
        except OSError as error:
            _say("error", _reason(error))
            worst = max(worst, WRONG_USE)
    sys.exit(worst)


@cli.command()
@click.argument("file", default="impact-map.md", type=click.Path(path_type=Path))
def init(file: Path) -> None:
    """Write a commented starter spec.

    FILE ends in .md or .yaml; one that is there already is never written over.
    """
    from impactmap.drawing.templates import source
    from impactmap.publish import create

    starters = {".md": "starter.md", ".markdown": "starter.md", ".yaml": "starter.yaml", ".yml": "starter.yaml"}
    starter = starters.get(file.suffix.lower())
    if starter is None:
        raise click.UsageError(f"'{file}' should end in .md or .yaml")
    text = source(starter)
    try:
        create(file, text.encode())
    except FileExistsError:
        raise click.UsageError(f"'{file}' is there already, and stays as it is") from None
    except OSError as error:
        raise click.UsageError(_reason(error)) from None
    click.echo(f"wrote {visible(str(file))}: fill it in, then run `impactmap render {visible(str(file))}`")


@cli.command()
def schema() -> None:
    """Print the JSON Schema of the YAML syntax.

    Editors complete and check with it while you type.
    """
    import json

    from impactmap.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@cli.command()
def views() -> None:
    """List the views."""
    from impactmap.views import every

    lenses = list(every())
    wide = max(len(lens.NAME) for lens in lenses)
    for lens in lenses:
        click.echo(f"{lens.NAME:<{wide}}  {lens.DOC}")


def main() -> None:
    """The entry point: no error of any kind ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a closed stream is None
            stream.reconfigure(errors="backslashreplace")
    try:
        if COMPLETION in os.environ:
            cli(prog_name="impactmap")
        # Not `cli()`, which would take a closed pipe for a failure.
        with cli.make_context("impactmap", sys.argv[1:]) as context:
            cli.invoke(context)
        if sys.stdout:
            sys.stdout.flush()
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        sys.exit(130)  # what shells call "ended by Ctrl-C"
    except click.ClickException as error:
        _show(error)
        sys.exit(WRONG_USE)
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep Python from flushing into the closed pipe once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except (UsageError, OSError) as error:
        _say("error", _reason(error))
        sys.exit(WRONG_USE)
    except ImpactmapError as error:
        _say("error", str(error))
        sys.exit(FAILED)
    except Exception as error:
        if os.environ.get("IMPACTMAP_DEBUG"):
            raise
        _say("error", f"this is a defect of impactmap, please report it: {type(error).__name__}: {error}")
        _print("  set IMPACTMAP_DEBUG=1 to see where it happened")
        sys.exit(FAILED)


# ---- reading, planning, writing ---------------------------------------------------------------------------


def _standard_input(limits: Limits) -> bytes:
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    return sys.stdin.buffer.read(limits.bytes + 1)


def _plan(specs: Sequence[Path], output: str | None, format_: str | None) -> list[tuple[Path | None, str]]:
    """Where each picture goes (None is standard output) and its format; clashes are known before a spec is read."""
    if output == "-" or (output is None and [str(s) for s in specs] == ["-"]):
        if len(specs) > 1:
            raise click.UsageError("standard output takes one picture: name a folder with -o for several")
        return [(None, format_ or "svg")]
    folder = Path()
    if output is not None:
        named = Path(output)
        if len(specs) == 1 and not named.is_dir() and not output.endswith(("/", os.sep)):
            return [(_not_a_source(named, specs), _format_of(named, format_))]
        if len(specs) > 1 and named.suffix.lower() in EXTENSIONS and not named.is_dir():
            raise click.UsageError(f"-o {output} is one file, and there are {len(specs)} specs: name a folder")
        folder = named
    kind = format_ or "svg"
    plan: dict[str, tuple[Path, Path]] = {}
    for spec in specs:
        if str(spec) == "-":
            raise click.UsageError("standard input has no name: give -o FILE, and no other spec")
        target = _not_a_source(folder / f"{spec.stem}.{kind}", specs)
        other = plan.setdefault(str(target).casefold(), (spec, target))[0]
        if other is not spec:
            raise click.UsageError(
                f"'{other}' and '{spec}' would both go to '{target}': render one of them with -o FILE"
            )
    return [(target, kind) for _, target in plan.values()]


def _not_a_source(target: Path, specs: Sequence[Path]) -> Path:
    """The target, unless it is one of the specs: a picture never takes the place of what it is made from."""
    for spec in specs:
        with contextlib.suppress(OSError):
            if target.samefile(spec):
                raise click.UsageError(f"the picture of '{spec}' would replace '{target}' itself: name another file")
    return target


def _format_of(file: Path, format_: str | None) -> str:
    by_name = EXTENSIONS.get(file.suffix.lower())
    if by_name is None and format_ is None:
        raise click.UsageError(f"'{file}' should end in .svg or .html, or --format should say which")
    if by_name and format_ and by_name != format_:
        raise click.UsageError(f"'{file}' says {by_name}, --format says {format_}: leave one out")
    return format_ or by_name or "svg"


def _brand(file: Path) -> Theme:
    from impactmap.brand import read_brand

    return read_brand(file.read_bytes(), str(file))


def _write(target: Path | None, data: bytes, name: str) -> None:
    if target is None:
        if sys.stdout is None:
            raise UsageError("standard output is closed")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from impactmap.publish import publish

    if not target.parent.exists() and len(target.parts) > 1:
        target.parent.mkdir(parents=True, exist_ok=True)
    changed = publish(target, data)
    _print(f"{visible(name)} → {visible(str(target))}" + ("" if changed else " (unchanged)"))


# ---- saying what happened ---------------------------------------------------------------------------------


def _print(text: str) -> None:
    """To standard error, in colour where a terminal shows it and nobody asked for none (no-color.org)."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    click.echo(text, err=True, color=False if plain else None)


def _report(diagnostics: Sequence[Diagnostic], data: bytes) -> None:
    if not diagnostics:
        return
    from impactmap.report import describe, source_lines

    lines = source_lines(data)
    for diagnostic in diagnostics:
        _print(describe(diagnostic, lines))


def _say(severity: str, message: str) -> None:
    colour = {"error": "red", "warning": "yellow"}[severity]
    _print(click.style(f"{severity}: ", fg=colour, bold=True) + visible(message))


def _show(error: click.ClickException) -> None:
    """A mistake in the command line, in the same words as every other error, and where to read on."""
    _say("error", error.format_message())
    context = getattr(error, "ctx", None)
    if context:
        _print(f"  see `{context.command_path} --help`")


def _reason(error: Exception) -> str:
    """An OSError without its number: `No such file or directory: 'x.md'`."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: '{error.filename}'" if error.filename else error.strerror
    return str(error)


if __name__ == "__main__":
    main()
