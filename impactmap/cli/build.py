"""`impactmap build`: trees of specs as pictures, as fast as what has changed allows."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from impactmap.cli.files import limits_of
from impactmap.cli.saying import say, tell
from impactmap.formats import FORMATS
from impactmap.geometry import Direction
from impactmap.layout import ENGINES
from impactmap.paper import paper
from impactmap.terminal import visible
from impactmap.theme import Mode

if TYPE_CHECKING:
    from impactmap.build import Outcome
    from impactmap.build.building import Progress
    from impactmap.document import Limits

_MINUTE = 60.0  # seconds between two lines in a log
_NAMED = 10  # files that a summary names


def _view_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from impactmap.views import every

    return [name for name in ("all", *(lens.NAME for lens in every())) if name.startswith(incomplete)]


def _shard(ctx: click.Context, param: click.Parameter, given: str | None) -> tuple[int, int] | None:
    if given is None:
        return None
    match = re.fullmatch(r"([1-9]\d{0,5})/([1-9]\d{0,5})", given)
    if not match or int(match[1]) > int(match[2]):
        raise click.BadParameter(f"'{given}' should be a part and of how many, such as 2/8")
    return int(match[1]), int(match[2])


def _folder(ctx: click.Context, param: click.Parameter, given: str) -> Path:
    """An empty name, as of a variable that is not set, would mean the current folder."""
    if not given:
        raise click.BadParameter("the output folder has no name: write `.` for the current one")
    return Path(given)


@click.command("build")
@click.argument("sources", nargs=-1, required=True, metavar="SRC…")
@click.option(
    "-o", "--output", required=True, metavar="FOLDER", type=click.Path(), callback=_folder, help="Where to write."
)
@click.option(
    "--view", "views", multiple=True, shell_complete=_view_names, help="A lens, or all.  [default: the project's]"
)
@click.option("--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help="[default: svg]")
@click.option("--exclude", multiple=True, metavar="GLOB", help="What to pass over, as .gitignore would say it.")
@click.option("--check", is_flag=True, help="Write nothing; fail when a picture is stale.")
@click.option("--clean", is_flag=True, help="Remove what earlier builds made and no spec gives any more.")
@click.option("--no-cache", "cache", is_flag=True, flag_value=False, default=True, help="Render everything again.")
@click.option("--shard", callback=_shard, metavar="N/OF", help="Only one part of several, such as 2/8.")
@click.option("--jobs", type=click.IntRange(1, 512), help="How many processes.  [default: one a processor]")
@click.option("--theme", type=click.Choice(get_args(Mode)), help="Colours.  [default: the project's, or auto]")
@click.option("--direction", type=click.Choice(get_args(Direction)), help="Which way it reads. [default: the view's]")
@click.option("--engine", type=click.Choice(list(ENGINES)), default="embedded", show_default=True)
@click.option(
    "--brand", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of colours and a logo line."
)
@click.option(
    "--findings/--no-findings", default=True, show_default=True, help="Whether pages show what the checks find."
)
@click.option("--index/--no-index", default=True, show_default=True, help="Whether to write a page of all maps.")
@click.option("--scale", type=float, metavar="N", help="Pixels of a PNG for each px of the picture.")
@click.option("--page", default="", metavar="SIZE", help="A sheet for PNG and PDF: a4, slide, 297x210mm.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on specs.")
@click.option("--verbose", "-v", is_flag=True, help="Name every file that was written, and pages that are no specs.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but what is wrong.")
def command(
    sources: tuple[str, ...],
    output: Path,
    views: tuple[str, ...],
    formats: tuple[str, ...],
    exclude: tuple[str, ...],
    check: bool,
    clean: bool,
    cache: bool,
    shard: tuple[int, int] | None,
    jobs: int | None,
    theme: Mode | None,
    direction: Direction | None,
    engine: str,
    brand: Path | None,
    findings: bool,
    index: bool,
    scale: float | None,
    page: str,
    limits: Limits,
    verbose: bool,
    quiet: bool,
) -> None:
    """Draw all specs in each SRC: a folder, a file, or a glob in quotes.

    The picture of SRC/a/b.md goes to FOLDER/a/b.svg, that of a second view to FOLDER/a/b.VIEW.svg. Only what has
    changed is rendered again, by content and never by date, and only files that come out otherwise are touched.

    Exit codes: 0 fine, 1 a spec is wrong or (--check) a picture is stale, 2 wrong use or a file that cannot be read or
    written, 3 a layout failed. Whatever fails, all other maps are built.
    """
    from impactmap.build import PlanError, build

    reached = 0, 0

    def counted(done: int, of: int) -> None:
        nonlocal reached
        reached = done, of
        progress(done, of)

    try:
        with _progress(quiet) as progress:
            outcome = build(
                sources,
                output,
                views=views,
                formats=formats or ("svg",),
                theme=theme,
                direction=direction,
                engine=engine,
                brand=brand,
                findings=findings,
                paper=paper(scale, page),
                limits=limits,
                exclude=exclude,
                index=index,
                cache=cache,
                check=check,
                clean=clean,
                shard=shard,
                jobs=jobs,
                progress=counted,
            )
    except PlanError as error:
        for problem in error.problems:
            say("error", problem)
        sys.exit(2)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second one would meet Python itself as it ends
        if reached[1] and not (quiet or check):
            tell(f"stopped, {reached[0]:,} of {reached[1]:,} maps are done: run it again to go on")
        raise
    _report(outcome, check=check, verbose=verbose, quiet=quiet)
    sys.exit(outcome.exit_code)


# ---- while it runs ------------------------------------------------------------------------------------------


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, a line a minute in a log, nothing for who wants it quiet."""
    if quiet or sys.stderr is None:
        yield lambda done, of: None
    elif sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        with _bar() as progress:
            yield progress
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Progress]:
    from contextlib import ExitStack

    with ExitStack() as shown:
        bars: list[click.termui.ProgressBar[int]] = []  # type: ignore[name-defined]

        def progress(done: int, of: int) -> None:
            if done < of and not bars:
                bars.append(shown.enter_context(click.progressbar(length=of, file=sys.stderr, show_pos=True)))
            if bars:
                bars[0].update(done - bars[0].pos)

        yield progress


def _lines() -> Progress:
    said = time.monotonic()

    def progress(done: int, of: int) -> None:
        nonlocal said
        if time.monotonic() - said >= _MINUTE:
            said = time.monotonic()
            tell(f"{done:,} of {of:,} maps")

    return progress


# ---- in the end ---------------------------------------------------------------------------------------------


def _report(outcome: Outcome, *, check: bool, verbose: bool, quiet: bool) -> None:
    if not quiet:
        for pattern in outcome.idle:
            say("warning", f"--exclude '{pattern}' fits nothing, from the sources' folders or from the current one")
        for text in outcome.warned:
            tell(text)
    for failure in outcome.failed:
        for text in failure.said:
            tell(text)
        if failure.code != 1 or not failure.said:
            say("error", f"{failure.path}: {failure.why}")
    left, missing = set(outcome.left), set(outcome.missing)
    for file in outcome.stale:
        if file in left:
            say("error", f"{file}: no spec gives it any more")
        else:
            say("error", f"{file} is missing" if file in missing else f"{file} is not what its spec gives")
    if quiet:
        return
    if verbose:
        for file in outcome.written:
            tell(f"→ {visible(file)}")
        for page in outcome.skipped:
            tell(f"no spec: {visible(page)}")
    tell(_summary(outcome, check=check))
    _name("failed", [failure.path for failure in outcome.failed])
    _name("removed", outcome.removed)
    if outcome.untold:
        one = outcome.untold == 1
        tell(f"{outcome.untold:,} {'warning' if one else 'warnings'} of unchanged maps: --no-cache shows them again")
    if (spare := len(outcome.left) - len(outcome.kept)) > 0 and not check:
        one = spare == 1
        tell(
            f"{spare:,} {'file has' if one else 'files have'} no spec any more: "
            f"--clean removes {'it' if one else 'them'}"
        )
    _name("without a spec, changed by somebody, and kept", outcome.kept)
    if outcome.stale:
        also = " with --clean," if outcome.left else ""
        tell(f"run the build without --check,{also} and commit what it writes")


def _summary(outcome: Outcome, *, check: bool) -> str:
    """`1,000 maps: 3 built, 996 unchanged, 1 failed; 4 pages are no specs`."""
    failed = sum(failure.is_spec for failure in outcome.failed)
    maps = len(outcome.built) + len(outcome.unchanged) + failed
    counts = (
        (len(outcome.built), "not up to date" if check else "built"),
        (len(outcome.unchanged), "up to date" if check else "unchanged"),
        (failed, "failed"),
    )
    parts = ", ".join(f"{count:,} {word}" for count, word in counts if count) or "nothing to do"
    skipped = len(outcome.skipped)
    pages = f"; {skipped:,} {'page is no spec' if skipped == 1 else 'pages are no specs'}" if skipped else ""
    return f"{maps:,} {'map' if maps == 1 else 'maps'}: {parts}{pages}"


def _name(what: str, files: Sequence[str]) -> None:
    if not files:
        return
    more = f" and {len(files) - _NAMED:,} more" if len(files) > _NAMED else ""
    tell(f"{what}: {', '.join(map(visible, files[:_NAMED]))}{more}")
