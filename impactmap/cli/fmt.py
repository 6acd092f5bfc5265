"""`impactmap fmt`: specs in their form."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from impactmap.cli.files import bytes_of, limits_of, name_of, write
from impactmap.cli.saying import FAILED, WRONG_SPEC, WRONG_USE, reason, report, say, tell
from impactmap.diagnostics import SpecError, UsageError
from impactmap.terminal import visible

if TYPE_CHECKING:
    from impactmap.document import Limits
    from impactmap.fixes import Tidied


@click.command("fmt")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when something would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on specs.")
def command(specs: tuple[Path, ...], check: bool, diff: bool, limits: Limits) -> None:
    """Bring each SPEC into its form, in place; `-` goes from standard input to standard output.

    Fields get their own names, dates become ISO dates, tables are aligned, items begin with `-`. What a spec means
    never changes, nor do prose, comments, the order of things and the front matter of other tools.
    """
    from impactmap.fixes import FixError, tidied

    worst = 0
    for spec in specs:
        data = b""
        try:
            data = bytes_of(spec, limits)
            found = tidied(data, name_of(spec), limits=limits)
            if found.changed and check:
                worst = max(worst, WRONG_SPEC)
            _out(spec, found, check, diff)
        except SpecError as error:
            report(error.diagnostics, data)
            worst = max(worst, WRONG_SPEC)
        except FixError as error:
            say("error", str(error))
            worst = max(worst, FAILED)
        except BrokenPipeError:
            raise
        except UsageError as error:
            say("error", f"{name_of(spec)}: {error}")
            worst = max(worst, WRONG_USE)
        except OSError as error:
            say("error", reason(error))
            worst = max(worst, WRONG_USE)
    sys.exit(worst)


def _out(spec: Path, found: Tidied, check: bool, diff: bool) -> None:
    name = name_of(spec)
    if diff:
        click.echo(_difference(found, name), nl=False)
    elif str(spec) == "-" and not check:
        write(None, found.data, name)
    if not found.changed or (diff and not check):
        return
    if check:
        tell(f"{visible(name)}: would be changed")
    elif str(spec) != "-":
        from impactmap.publish import publish

        publish(spec, found.data)
        tell(f"{visible(name)}: changed")


def _difference(found: Tidied, name: str) -> str:
    """A unified diff, on which control characters are shown and not obeyed."""
    before, after = found.before.splitlines(keepends=True), found.after.splitlines(keepends=True)
    lines = difflib.unified_diff(before, after, name, name)
    shown = ((line.rstrip("\n"), line.endswith("\n")) for line in lines)
    ended = (visible(text) + ("\n" if end else "\n\\ No newline at end of file\n") for text, end in shown)
    return "".join(ended)
